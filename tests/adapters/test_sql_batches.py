"""How a batch is measured, and what is due in it: found in one search, whatever is then done to the rows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.acting import Acting
from garant.adapters.sql.deeds.batches import FIRST, MOST, Pace, Range
from garant.adapters.sql.deeds.verdicts import Verdicts
from garant.adapters.sql.engine import connect
from garant.adapters.sql.relations import Relations
from garant.planning.anonymous.fills import Fill
from garant.planning.terrain.predicates import After, Exists, Missing, Not, Same, Source, Value, both
from garant.planning.work import Blank, TableWork
from tests.databases import KINDS, fresh_database
from tests.planning.seen import schemas

SEEN = {
    "pupils": {"columns": {"id": "int key", "name": "text null", "remark": "text null"}},
    "logins": {"columns": {"id": "int key", "pupil_id": "int -> pupils", "at": "date"}},
}
DIALECTS = {"sqlite": "sqlite", "postgres": "postgresql", "mariadb": "mysql"}
PATIENCE = {
    "sqlite": "PRAGMA busy_timeout = 100",
    "postgresql": "SET lock_timeout = '1s'",
    "mysql": "SET innodb_lock_wait_timeout = 1",
}
CUTOFF = date(2023, 3, 31)
LOGGED_IN = Exists((Source("r1", "school.logins"),), (Same(Value("r1", "pupil_id"), Value("t", "id")),))
LATELY = Exists((*LOGGED_IN.sources,), (*LOGGED_IN.where, After(Value("r1", "at"), CUTOFF)))
DUE = both(Not(LATELY), LOGGED_IN)


def blank(column: str, *, group: Any = None) -> Blank:
    cell = Value("t", column)
    return Blank(group=group, where=both(DUE, Not(Missing(cell))), fills=(Fill(cell=cell),))


GOING = both(DUE, Missing(Value("t", "remark")))
WORK = TableWork(table="school.pupils", key=("id",), going=GOING, blanks=(blank("name"), blank("remark")))


@pytest.fixture(params=KINDS)
def relations(request: pytest.FixtureRequest) -> Iterator[Relations]:
    with fresh_database(request.param) as url:
        engine = connect(url)
        steady = {} if request.param == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with engine.connect().execution_options(**steady) as connection:
            for statement in (
                "CREATE TABLE pupils (id integer PRIMARY KEY, name varchar(20), remark varchar(20))",
                "CREATE TABLE logins (id integer PRIMARY KEY, pupil_id integer NOT NULL, at date NOT NULL)",
                "INSERT INTO pupils VALUES (1, 'A', NULL), (2, 'B', 'late'), (3, NULL, 'late'), (4, 'D', NULL)",
                "INSERT INTO pupils VALUES (5, 'E', 'never here'), (6, 'F', NULL)",
                "INSERT INTO logins VALUES (1, 1, '2020-01-01'), (2, 2, '2020-01-01'), (3, 3, '2020-01-01')",
                "INSERT INTO logins VALUES (4, 4, '2020-01-01'), (5, 4, '2024-01-01'), (6, 6, '2023-03-31')",
            ):
                connection.exec_driver_sql(statement)
            connection.commit()
            seen = replace(schemas({"school": {"tables": SEEN}})["school"], dialect=DIALECTS[request.param])
            compiler = Compiler(seen, Bounds("Europe/Paris", "UTC", seen.dialect))
            made = Relations(connection, compiler, lambda _: ())
            made.know_keys({"school.pupils": ("id",)})
            yield made
        engine.dispose()


def test_what_goes_and_what_is_blanked_is_found_in_one_search(relations: Relations):
    verdict = Verdicts(relations.connection, relations).on(WORK, Range())

    assert verdict is not None
    name, remark = (blank.where for blank in WORK.blanks)
    assert verdict.counts == {GOING: 2, name: 3, remark: 2}
    assert sorted(relations.connection.execute(verdict.rows(GOING)).scalars()) == [1, 6]


def test_a_batch_finds_nothing_beyond_its_range(relations: Relations):
    verdicts = Verdicts(relations.connection, relations)
    first, second = verdicts.on(WORK, Range(high=(2,))), verdicts.on(WORK, Range(low=(2,)))

    assert first is not None
    assert second is not None
    assert (first.counts[GOING], second.counts[GOING]) == (1, 1)


def test_what_was_found_is_done_to_the_rows_as_they_are(relations: Relations):
    verdict = Verdicts(relations.connection, relations).on(WORK, Range())
    assert verdict is not None
    acting = Acting(relations.connection, relations, {WORK.table: verdict})

    erased = acting.erase(WORK, Range())
    blanked = [acting.blank(WORK, one, Range()) for one in WORK.blanks]

    assert (erased, blanked) == (2, [1, 2])
    left = relations.connection.exec_driver_sql("SELECT id, name, remark FROM pupils ORDER BY id").fetchall()
    assert [tuple(row) for row in left] == [
        (2, None, None),
        (3, None, None),
        (4, "D", None),
        (5, "E", "never here"),
    ]


def test_what_another_changes_meanwhile_is_not_lost(relations: Relations):
    mine = relations.connection
    if mine.dialect.name == "sqlite":
        mine.exec_driver_sql("BEGIN IMMEDIATE")
    verdict = Verdicts(mine, relations).on(WORK, Range())
    assert verdict is not None

    def another_changes_it_and_it_is_erased() -> None:
        with mine.engine.connect() as other:
            other.exec_driver_sql(PATIENCE[mine.dialect.name])
            other.exec_driver_sql("UPDATE pupils SET remark = 'here again' WHERE id = 1")
            other.commit()
        Acting(mine, relations, {WORK.table: verdict}).erase(WORK, Range())

    with pytest.raises(OperationalError):
        another_changes_it_and_it_is_erased()


def test_where_no_question_is_asked_twice_nothing_is_written_down(relations: Relations):
    alone = TableWork(table="school.pupils", key=("id",), going=GOING)

    assert Verdicts(relations.connection, relations).on(alone, Range()) is None


def test_cells_of_which_every_row_goes_are_not_looked_for():
    whole = TableWork(table="school.pupils", key=("id",), going=DUE, blanks=(blank("name"), blank("remark")))

    assert whole.blanks_left == ()
    assert WORK.blanks_left == WORK.blanks


def test_a_quick_batch_makes_the_next_one_larger_and_a_slow_one_smaller():
    pace = Pace()

    pace.took(0.1, Range(high=(1,), size=FIRST))
    assert pace.keys == 4 * FIRST
    pace.took(2.0, Range(high=(1,), size=4 * FIRST))
    assert pace.keys == 2 * FIRST


def test_a_batch_that_was_short_for_want_of_rows_makes_none_smaller():
    pace = Pace()

    pace.took(0.05, Range(size=10))

    assert pace.keys == FIRST


def test_batches_do_not_shrink_where_beginning_one_costs_more_than_doing_it():
    pace = Pace()

    pace.took(4.0, Range(high=(1,), size=FIRST))
    assert pace.keys == FIRST // 4
    pace.took(3.9, Range(high=(2,), size=FIRST // 4))
    assert pace.keys == FIRST
    pace.took(4.0, Range(high=(3,), size=FIRST))
    assert pace.keys == FIRST


def test_batches_do_not_shrink_little_by_little_either():
    pace = Pace()

    pace.took(4.0, Range(high=(1,), size=FIRST))
    pace.took(1.7, Range(high=(2,), size=FIRST // 4))
    smaller = pace.keys
    pace.took(1.7, Range(high=(3,), size=smaller))

    assert smaller < FIRST // 4
    assert pace.keys == FIRST


def test_each_table_shows_anew_what_beginning_a_batch_costs():
    pace = Pace()
    pace.took(4.0, Range(high=(1,), size=FIRST))
    pace.took(3.9, Range(high=(2,), size=FIRST // 4))

    pace.begin()
    pace.took(4.0, Range(high=(1,), size=FIRST))

    assert pace.keys == FIRST // 4


def test_a_batch_never_grows_past_what_a_database_may_hold_at_once():
    pace = Pace()

    for _ in range(9):
        pace.took(0.001, Range(high=(1,), size=pace.keys))

    assert pace.keys == MOST
