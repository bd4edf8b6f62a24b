"""A table is cut into parts by ranges of its key, found in one pass; a batch that was given up can never commit."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.batches import Pace, Ranges
from garant.adapters.sql.deeds.parts import bounds_of_parts, range_of
from garant.adapters.sql.deeds.receipts import Receipts, keep_receipts
from garant.adapters.sql.engine import connect
from garant.evidence.runs import Deed
from garant.planning.terrain.schema import SchemaSeen
from tests.adapters.test_sql_batches import DIALECTS
from tests.databases import KINDS, fresh_database

ERASED = {Deed("erase rows", "school.pupils"): 3}
KEYS = {
    "integer": [str(n) for n in range(1, 26)],
    "varchar(20)": [f"'k{n:02}'" for n in range(1, 26)],
    "uuid": [f"'00000000-0000-4000-8000-0000000000{n:02}'" for n in range(1, 26)],
    "date": [f"'2026-01-{n:02}'" for n in range(1, 26)],
}


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    with fresh_database(request.param) as url:
        made = connect(url)
        yield made
        made.dispose()


def table_of(connection: Connection, kind: str, *, more: str = "") -> Ranges:
    """Make a table with a key of this kind and 25 rows."""
    key = ("id", *([more.strip(", ")] if more else []))
    typed = "char(36)" if (kind, connection.dialect.name) == ("uuid", "sqlite") else kind
    connection.exec_driver_sql(f"CREATE TABLE marks (id {typed}, n integer, PRIMARY KEY (id{more}))")
    for number, value in enumerate(KEYS[kind]):
        connection.exec_driver_sql(f"INSERT INTO marks VALUES ({value}, {number})")  # noqa: S608
    connection.commit()
    from garant.adapters.sql.asking.seeing import see

    seen = see(connection, "school")
    dialect = DIALECTS.get(connection.dialect.name, seen.dialect)
    schema = SchemaSeen(store="school", dialect=dialect, tables=seen.tables)
    return Ranges(connection, Compiler(schema, Bounds("Europe/Paris", "UTC", dialect)), "school.marks", key=key)


def numbers_in(ranges: Ranges, bounds: str) -> list[int]:
    """Return the rows of a part, batch after batch."""
    table = sa.table("marks", sa.column("id", ranges.columns[0].type), sa.column("n", sa.Integer()))
    key, words = [table.c[name] for name in ranges.key], ranges.compiler.words
    part = Ranges(ranges.connection, ranges.compiler, "school.marks", key=ranges.key, within=range_of(bounds))
    found: list[int] = []
    for rows in part.at(Pace(keys=4)):
        batch = list(ranges.connection.scalars(sa.select(table.c.n).where(rows.covers(words, *key)).order_by(*key)))
        assert len(batch) <= 4
        found += batch
    return found


@pytest.mark.parametrize("kind", list(KEYS))
def test_parts_hold_every_row_once_whatever_the_key(engine: Engine, kind: str):
    with engine.connect() as connection:
        ranges = table_of(connection, kind)

        parts = bounds_of_parts(ranges, rows=10)

        assert [len(numbers_in(ranges, part)) for part in parts] == [10, 10, 5]
        assert sorted(n for part in parts for n in numbers_in(ranges, part)) == list(range(25))


def test_a_key_of_two_columns_is_cut_by_both(engine: Engine):
    with engine.connect() as connection:
        ranges = table_of(connection, "integer", more=", n")
        connection.exec_driver_sql("INSERT INTO marks SELECT 7, n + 100 FROM marks")
        connection.commit()

        parts = bounds_of_parts(ranges, rows=20)

        found = [numbers_in(ranges, part) for part in parts]
        assert [len(numbers) for numbers in found] == [20, 20, 10]
        # Row 7 of the first column is the seventh, and has all those from 100 on, too.
        assert [n for numbers in found for n in numbers] == [*range(7), *range(100, 125), *range(7, 25)]


def test_a_key_whose_first_column_says_the_same_everywhere_is_cut_all_the_same(engine: Engine):
    with engine.connect() as connection:
        ranges = table_of(connection, "integer", more=", n")
        connection.exec_driver_sql("UPDATE marks SET id = 1")
        connection.commit()

        halves = ranges.halves()

        parts = bounds_of_parts(ranges, rows=10)
        assert [len(numbers_in(ranges, part)) for part in parts] == [10, 10, 5]
        assert [half.size for half in halves] == [13, 12]


def test_a_large_table_is_cut_into_no_more_parts_than_can_be_watched(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("garant.adapters.sql.deeds.parts.MOST_PARTS", 4)
    with engine.connect() as connection:
        ranges = table_of(connection, "integer")

        assert [len(numbers_in(ranges, part)) for part in bounds_of_parts(ranges, rows=2)] == [7, 7, 7, 4]


def test_a_table_of_few_rows_is_one_part(engine: Engine):
    with engine.connect() as connection:
        assert bounds_of_parts(table_of(connection, "integer"), rows=100) == ("",)


@contextmanager
def receipts_of(engine: Engine) -> Iterator[tuple[Connection, Receipts]]:
    with engine.connect() as connection:
        yield connection, keep_receipts(connection, origin="log", wanted=True)


def test_whoever_wakes_finds_the_receipt_taken_and_commits_nothing(engine: Engine):
    with receipts_of(engine) as (mine, receipts), engine.connect() as other:
        assert receipts.claim(other, 7) is None
        assert receipts.claim(other, 7) is None

        with pytest.raises(sa.exc.IntegrityError):
            receipts.write(mine, run=1, batch=7, counts=ERASED)
        mine.rollback()
        assert receipts.read(mine, 7) is None


def test_a_receipt_that_was_left_is_believed(engine: Engine):
    with receipts_of(engine) as (mine, receipts), engine.connect() as other:
        receipts.write(mine, run=1, batch=7, counts=ERASED)
        mine.commit()

        assert receipts.claim(other, 7) == ERASED


def test_a_receipt_that_is_being_written_is_waited_for():
    with fresh_database("postgres") as url:
        engine = connect(url)
        with receipts_of(engine) as (mine, receipts), engine.connect() as other:
            receipts.write(mine, run=1, batch=7, counts=ERASED)
            found: list[object] = []
            waiting = threading.Thread(target=lambda: found.append(receipts.claim(other, 7)))
            waiting.start()
            time.sleep(0.3)
            assert found == []
            mine.commit()
            waiting.join()
            assert found == [ERASED]
        engine.dispose()
