"""Each case of tests/cases/map says what the interpreter says, and its tables can be made on every database."""

from contextlib import ExitStack
from datetime import date

import pytest
from sqlalchemy import create_engine

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after, world_after
from tests.reference.cases import Case, all_cases, name_of, told
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.schema import create, fill, read_back
from tests.reference.world import Row, Tables, World

CASES = {case.name: case for case in all_cases()}
ON_A_DAY = [pytest.param(case, day, id=f"{name}-{day}") for name, case in CASES.items() for day in case.days]


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_what_goes_what_is_blanked_and_what_stays_is_as_expected(case: Case, day: date):
    found = told(judge(case.world, day))

    assert found.goes == case.days[day].goes
    assert found.blanked == case.days[day].blanked
    assert found.stays == case.days[day].stays


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_the_values_that_are_left_are_as_expected(case: Case, day: date):
    changed: dict[str, dict[str, dict[str, object]]] = {}
    before = {
        (table, name_of(case.world, Row(table, 0, row))): row
        for table, rows in case.world.tables.items()
        for row in rows
    }
    for table, rows in after(case.world, day).items():
        for row in rows:
            name = name_of(case.world, Row(table, 0, row))
            old = before.get((table, name), {})
            different = {column: value for column, value in row.items() if column not in old or old[column] != value}
            if different:
                changed.setdefault(table, {})[name] = different

    assert changed == case.days[day].then


@pytest.mark.parametrize(("case", "day"), ON_A_DAY)
def test_a_second_time_nothing_is_left_to_do(case: Case, day: date):
    assert judge(world_after(case.world, day), day).counts().keys() <= {
        (table, "skeleton") for table in case.world.tables
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_a_case_runs_on_every_database(case: Case, kind: str):
    with ExitStack() as databases:
        stores = {table.split(".", 1)[0] for table in case.world.shapes}
        urls = {store: databases.enter_context(fresh_database(kind)) for store in sorted(stores)}
        run_case(case, urls)


def run_case(case: Case, urls: dict[str, str]) -> None:
    """Make a case's tables on real databases, one a store, and find them there as they were written."""
    for store, url in urls.items():
        make_store(case.world, store, url)
    found: Tables = {}
    for store, url in urls.items():
        found |= read_store(case.world, store, url)

    assert differences(case.world.tables, found, shapes=case.world.shapes) == []


def make_store(world: World, store: str, url: str) -> None:
    """Make and fill the tables of one store."""
    shapes = [shape for table, shape in world.shapes.items() if table.startswith(f"{store}.")]
    engine = create_engine(url)
    create(engine, shapes)
    fill(engine, shapes=shapes, rows={shape.name: world.tables[f"{store}.{shape.name}"] for shape in shapes})
    engine.dispose()


def read_store(world: World, store: str, url: str) -> Tables:
    """Return the tables of one store as they are now."""
    shapes = [shape for table, shape in world.shapes.items() if table.startswith(f"{store}.")]
    engine = create_engine(url)
    found = {f"{store}.{name}": rows for name, rows in read_back(engine, shapes).items()}
    engine.dispose()
    return found
