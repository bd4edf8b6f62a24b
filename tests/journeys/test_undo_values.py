"""Whatever a column holds comes back to the last byte, on each database, in rows and in cells alike."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import sqlalchemy as sa

from tests.databases import KINDS
from tests.journeys.school import MAP, School, school
from tests.journeys.test_undo import ran, undone

WHY = ("--by", "Dana", "--motive", "the wrong plan")
COLUMNS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "sqlite": {
        "a_blob": ("BLOB", "x'00ff41'"),
        "a_real": ("REAL", "0.1"),
        "a_number": ("NUMERIC", "1.10"),
        "a_text_of_digits": ("TEXT", "'0012'"),
        "a_big": ("INTEGER", "9223372036854775807"),
        "anything": ("", "x'01'"),
        "a_long": ("TEXT", "replace(hex(zeroblob(600000)), '00', 'é')"),
        "twice_id": ("INTEGER GENERATED ALWAYS AS (id * 2) VIRTUAL", ""),
    },
    "postgres": {
        "a_blob": ("bytea", r"'\x00ff41'"),
        "a_real": ("real", "0.1"),
        "a_double": ("double precision", "'NaN'"),
        "a_number": ("numeric", "1.1000000000000000000000000000000000001"),
        "a_json": ("json", """'{"b": 1,  "a": [1.0, null]}'"""),
        "a_jsonb": ("jsonb", """'{"b": 1e3, "a": "é"}'"""),
        "a_uuid": ("uuid", "'6f9619ff-8b86-d011-b42d-00cf4fc964ff'"),
        "a_day": ("date", "'infinity'"),
        "a_time": ("timestamptz", "'2026-03-29 02:30:00.123456+01'"),
        "long_ago": ("timestamp", "'0044-03-15 12:00:00 BC'"),
        "a_list": ("text[]", """'{a,"b, c",NULL}'"""),
        "a_range": ("daterange", "'[2026-01-01,2026-02-01)'"),
        "an_address": ("inet", "'2001:db8::1/64'"),
        "a_span": ("interval", "'1 month -3 days 00:00:01'"),
        "an_answer": ("boolean", "true"),
        "padded": ("char(8)", "'ab'"),
        "a_long": ("text", "repeat('é', 600000)"),
        "twice_id": ("bigint GENERATED ALWAYS AS (id * 2) STORED", ""),
    },
    "mariadb": {
        "a_blob": ("LONGBLOB", "x'00ff41'"),
        "a_bit": ("BIT(12)", "b'101000000001'"),
        "a_float": ("FLOAT", "1234567.9"),
        "a_double": ("DOUBLE", "0.1"),
        "a_number": ("DECIMAL(38,10)", "1234567890123456789012345678.0000000001"),
        "a_json": ("JSON", """'{"b": 1,  "a": null}'"""),
        "a_day": ("DATE", "'0000-00-00'"),
        "half_a_day": ("DATE", "'2019-02-00'"),
        "a_time": ("DATETIME(6)", "'2026-03-29 02:30:00.123456'"),
        "a_span": ("TIME(3)", "'-838:59:59.999'"),
        "a_year": ("YEAR", "2019"),
        "a_stamp": ("TIMESTAMP NULL DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP", "'2019-01-01 00:00:01'"),
        "a_choice": ("ENUM('a','b')", "'b'"),
        "some": ("SET('a','b','c')", "'a,c'"),
        "old_text": ("VARCHAR(20) CHARACTER SET latin1", "'élève'"),
        "bytes": ("BINARY(4)", "x'41000000'"),
        "a_long": ("LONGTEXT", "repeat('é', 600000)"),
        "twice_id": ("BIGINT AS (id * 2) STORED", ""),
    },
}
JSON = ("a_json", "a_jsonb")
"""PostgreSQL blanks no JSON whole: what stands there is no JSON."""
LOOSE = {"mariadb": ["SET SESSION sql_mode = ''"]}


def given(here: School, kind: str) -> None:
    """Give letters and pupils a column of each sort, filled in every second row."""
    for table in ("letters", "pupils"):
        columns = COLUMNS[kind]
        add = [f"ALTER TABLE {table} ADD COLUMN {name} {sort}" for name, (sort, _) in columns.items()]
        filled = ", ".join(f"{name} = {value}" for name, (_, value) in columns.items() if value)
        here.execute("school", *LOOSE.get(kind, []), *add, f"UPDATE {table} SET {filled} WHERE id <> 3")  # noqa: S608


def stored(here: School, table: str, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Return the rows as the database itself writes them."""
    with here.engines["school"].connect() as connection:
        dialect = connection.dialect.name
        text = {"sqlite": "quote({})", "postgresql": "CAST({} AS text)"}.get(dialect, "HEX({})")
        told = ", ".join(text.format(name) for name in columns)
        found = connection.execute(sa.text(f"SELECT {told} FROM {table} ORDER BY id"))  # noqa: S608 - of this test
        return [tuple(row) for row in found]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_back_with_every_value_as_it_was(kind: str):
    with school(kind) as here:
        given(here, kind)
        columns = ["id", *COLUMNS[kind]]
        before = {table: stored(here, table, columns) for table in ("letters", "pupils")}
        ran(here)
        assert len(stored(here, "letters", columns)) == 1

        assert undone(here, *WHY)["away"] == []

        assert {table: stored(here, table, columns) for table in ("letters", "pupils")} == before


@pytest.mark.parametrize("kind", KINDS)
def test_blanked_cells_come_back_with_every_value_as_it_was(kind: str):
    with school(kind) as here:
        given(here, kind)
        blanked = [name for name in COLUMNS[kind] if name not in ("twice_id", *JSON)]
        letters = "".join(f", {name}: letters" for name in blanked)
        said = MAP.replace(
            "    columns: {body: letters}", f"    row: stays\n    columns: {{body: letters{letters}}}"
        ).replace("    columns: {name: identity}", "    row: stays\n    columns: {name: identity}")
        here.write("data-map.yaml", said)
        columns = ["id", "body", *COLUMNS[kind]]
        before = stored(here, "letters", columns)
        ran(here)
        assert stored(here, "letters", columns) != before

        assert undone(here, *WHY)["away"] == []

        assert stored(here, "letters", columns) == before


def test_a_cell_that_changed_since_is_left_and_the_others_come_back():
    with school() as here:
        said = MAP.replace("    columns: {body: letters}", "    row: stays\n    columns: {body: letters}")
        here.write(
            "data-map.yaml", said.replace("columns: {name: identity}", "row: stays\n    columns: {name: identity}")
        )
        ran(here)
        here.execute("school", "UPDATE letters SET body = 'Dear me' WHERE id = 2", "DELETE FROM letters WHERE id = 3")

        away = undone(here, *WHY)["away"]

        assert {"why": "changed", "where": "school.letters", "count": 1} in away
        assert {"why": "row gone", "where": "school.letters", "count": 1} in away
        assert {row[0]: row[2] for row in here.rows()["school.letters"]}[2] == "Dear me"
        assert (2, "Ben") in [row[:2] for row in here.rows()["school.pupils"]]
