"""Planning beside hand-written SQL: the same counts of the same twenty tables, asked by turns."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import sqlalchemy as sa

from benchmarks import school
from benchmarks.row import Row
from benchmarks.server import Server
from garant import wiring
from garant.adapters.sql.engine import connect
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from garant.use_cases.plan_retention import Stores, plan_retention

ROUNDS = 5
MOST = 1.2

Counts = dict[tuple[str, str], int]
"""What is counted: by table, and by what the step does to which columns."""


def measure(server: Server, folder: Path, *, rows: int) -> list[Row]:
    """Return how long a plan takes, its questions put together, asked and decided, beside the floor."""
    opened = wiring.open_folder(folder)
    layout, _ = opened.layout()
    memory = wiring.open_state(folder).memory
    stores = Stores(databases=opened.databases, files={}, memory=memory)
    engine = connect(server.url("school"))

    def ours() -> Counts:
        plan, _ = plan_retention(layout, stores, on=school.ON, progress=lambda *_: None)
        return counts(plan)

    floor, garant = _by_turns(lambda: by_hand(engine), ours)
    engine.dispose()
    return [Row.beside(f"plan: 20 tables, {rows:,} rows", floor=floor, garant=garant, unit="s", most=MOST)]


def _by_turns(floor: Callable[[], Counts], garant: Callable[[], Counts]) -> tuple[float, float]:
    """Return the median seconds of each; both must say the same, every time."""
    spent: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        found = []
        for seconds, work in zip(spent, (floor, garant), strict=True):
            begin = time.perf_counter()
            found.append(work())
            seconds.append(time.perf_counter() - begin)
        agree(*found)
        if turn == 0:
            for seconds in spent:
                seconds.clear()
    return median(spent[0]), median(spent[1])


def by_hand(engine: sa.Engine) -> Counts:
    """Return the counts of the hand-written SQL, asked in one transaction of the same kind."""
    found: Counts = {}
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        for statement in statements(school.text("plan.sql")):
            answer = connection.exec_driver_sql(statement)
            if answer.returns_rows:
                said = dict(answer.mappings().one())
                table = str(said.pop("table"))
                found.update({(table, name): int(count) for name, count in said.items()})
        connection.rollback()
    return found


def statements(script: str) -> list[str]:
    """Return the statements of a script; none of them holds a semicolon or a comment inside."""
    lines = "\n".join(line for line in script.splitlines() if not line.startswith("--"))
    return [statement.replace("%", "%%") for statement in lines.split(";") if statement.strip()]


def counts(plan: Plan) -> Counts:
    """Return what a plan counts, under the names that the hand-written SQL gives its columns."""
    found: Counts = {}
    for step in plan.steps:
        if step.of is not None:
            found[step.table, "of"] = step.of
        if step.kind is not StepKind.KEEP:
            found[step.table, f"{step.kind.value} {','.join(step.columns)}".strip()] = step.count
    return found


def agree(floor: Counts, garant: Counts) -> None:
    """Raise AssertionError where the two count differently; what one of them leaves out is nothing."""
    different = {
        at: (floor.get(at, 0), garant.get(at, 0))
        for at in floor.keys() | garant.keys()
        if floor.get(at, 0) != garant.get(at, 0)
    }
    assert not different, f"by hand, by Garant: {different}"
