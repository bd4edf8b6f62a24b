"""The SQL of a step, in the words of each database: anti-joins with one bound cutoff, and nothing of a value in it."""

from dataclasses import replace
from datetime import date, datetime

import pytest
import sqlalchemy as sa

from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.planning.terrain.predicates import (
    After,
    Condition,
    Exists,
    Filled,
    Is,
    Missing,
    Not,
    Same,
    Source,
    Value,
    both,
    either,
)
from garant.planning.terrain.schema import Kind
from tests.planning.seen import schemas

ADDRESSES = {"sqlite": "sqlite://", "postgresql": "postgresql+psycopg://", "mysql": "mysql+pymysql://"}
DIALECTS = {name: sa.make_url(address).get_dialect()() for name, address in ADDRESSES.items()}
PUPILS = {"columns": {"id": "int key", "name": "text", "role": "text null", "ended_on": "date null"}}
LOGINS = {"columns": {"id": "int key", "pupil_id": "int -> pupils", "at": "timestamp null"}}
CUTOFF = date(2023, 3, 31)


def compiled(condition: Condition, dialect: str) -> str:
    seen = schemas({"school": {"tables": {"pupils": PUPILS, "logins": LOGINS}}})["school"]
    compiler = Compiler(replace(seen, dialect=dialect), Bounds("Europe/Paris", "UTC", dialect))
    target, scope = compiler.bare("school.pupils")
    statement = sa.delete(target).where(compiler.condition(condition, scope))
    return " ".join(str(statement.compile(dialect=DIALECTS[dialect])).split())


NO_LATER_LOGIN = Not(
    Exists(
        (Source("r1", "school.logins"),),
        (
            Same(Value("r1", "pupil_id"), Value("t", "id")),
            either(After(Value("r1", "at"), CUTOFF), Missing(Value("r1", "at"))),
        ),
    )
)


def test_no_later_occurrence_is_an_anti_join_with_one_bound_cutoff():
    assert compiled(NO_LATER_LOGIN, "postgresql") == (
        "DELETE FROM pupils WHERE NOT (EXISTS (SELECT 1 FROM logins AS r1 WHERE r1.pupil_id = pupils.id "
        "AND (r1.at >= %(at_1)s::TIMESTAMP WITHOUT TIME ZONE OR r1.at IS NULL)))"
    )
    assert compiled(NO_LATER_LOGIN, "mysql") == (
        "DELETE FROM pupils WHERE NOT (EXISTS (SELECT 1 FROM logins AS r1 WHERE r1.pupil_id = pupils.id "
        "AND (r1.at >= %s OR r1.at IS NULL)))"
    )


def test_a_text_is_compared_letter_by_letter_where_the_database_would_not():
    alike = compiled(Is(Value("t", "role"), ("pupil",)), "mysql")

    assert alike == "DELETE FROM pupils WHERE pupils.`role` = %s AND (pupils.`role` COLLATE utf8mb4_bin) = %s"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_value_stands_in_the_text_of_a_statement(dialect: str):
    condition = both(Is(Value("t", "role"), ("secret",)), Filled(Value("t", "name"), "erased-{id}@invalid"))

    text = compiled(both(condition, After(Value("t", "ended_on"), CUTOFF)), dialect)

    assert "secret" not in text
    assert "invalid" not in text
    assert "2023" not in text


def test_what_is_unknown_does_not_hold_so_that_its_negation_does():
    assert compiled(Not(Is(Value("t", "role"), ("pupil",))), "postgresql") == (
        "DELETE FROM pupils WHERE (pupils.role = %(role_1)s::VARCHAR) IS NOT true"
    )


def test_the_last_hour_of_all_days_has_a_day():
    bounds = Bounds("Europe/Paris", "UTC", "mysql")

    assert bounds.day_of(datetime(9999, 12, 31, 23, 59), kind=Kind.TIMESTAMP, form=None) == date.max  # noqa: DTZ001
    assert bounds.day_of(datetime(2025, 12, 31, 23, 59), kind=Kind.TIMESTAMP, form=None) == date(2026, 1, 1)  # noqa: DTZ001
