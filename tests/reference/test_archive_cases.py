"""Each case of tests/cases/archive: what is in everyday use and what lies in the archive, day after day."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.databases import fresh_database
from tests.reference.cases import read_world, read_yaml
from tests.reference.machine import Machine
from tests.reference.test_archived import everything

FOLDER = Path(__file__).parent.parent / "cases" / "archive"
CASES = sorted(folder.name for folder in FOLDER.iterdir() if folder.is_dir())
PAIRS = [("sqlite", "postgres"), ("postgres", "mariadb"), ("mariadb", "sqlite")]

Records = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module", params=PAIRS, ids="-to-".join)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        school, vault = (databases.enter_context(fresh_database(kind)) for kind in request.param)
        machine = Machine({"school": school, "vault": vault})
        databases.callback(machine.close)
        yield machine


@pytest.mark.parametrize("case", CASES)
def test_each_day_finds_every_row_where_the_case_says(machine: Machine, case: str):
    days: Mapping[date, Mapping[str, Any]] = read_yaml(FOLDER / case / "expected.yaml")["days"]
    machine.load(read_world(FOLDER / case))

    for day, said in days.items():
        plan = machine.plan(day)
        assert plan.is_empty or machine.apply(plan).refused == ()
        assert machine.plan(day).is_empty

        assert active(machine) == said.get("active", {}), day
        wanted: Records = said.get("archive", {})
        assert archived(machine, wanted) == {table: sorted(rows, key=str) for table, rows in wanted.items()}, day


def active(machine: Machine) -> dict[str, list[Any]]:
    """Return the keys of the rows in everyday use."""
    return {table: sorted(row["id"] for row in rows) for table, rows in machine.tables().items() if rows}


def archived(machine: Machine, wanted: Records) -> dict[str, list[dict[str, Any]]]:
    """Return the records of the archive, by the columns that are asked for; of other tables, all that they hold."""
    held = everything(machine.engines["vault"])
    found: dict[str, list[dict[str, Any]]] = {}
    for table in machine.world.shapes:
        columns = wanted[table][0] if table in wanted else None
        rows = held.get(table.replace(".", "_"), [])
        shown = [{name: row[name] for name in columns} if columns else dict(row) for row in rows]
        found |= {table: sorted(shown, key=str)} if shown else {}
    return found
