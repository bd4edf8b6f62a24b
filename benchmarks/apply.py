"""Applying beside hand-written SQL: the same deletes and updates, batch by batch, on copies of one database."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import school
from benchmarks.plan import statements
from benchmarks.row import Row
from benchmarks.server import Server
from garant import wiring
from garant.adapters.sql.engine import connect
from garant.documents import plan_files

KEYS_A_BATCH = 50_000
LEAST, MEGABYTES = 0.7, 200.0
OFFICER = "Dana"


def measure(server: Server, folder: Path, *, rows: int) -> list[Row]:
    """Return how fast rows are erased and blanked beside the floor, and Garant's memory; both must leave the same."""
    server.copy("by_garant", of="school")
    turn_to(folder, server.url("by_garant"))
    plan = planned(folder)
    server.copy("by_hand", of="school")
    engine = connect(server.url("by_hand"))
    begin = time.perf_counter()
    by_hand(engine)
    floor = time.perf_counter() - begin
    engine.dispose()
    ours = apply_in_a_process(plan)
    assert not ours["refused"], ours["refused"]
    assert left(server, "by_garant") == left(server, "by_hand"), "not the same is left"
    sealed = _sealed(server, folder)
    turn_to(folder, server.url("school"))
    changed = sum(ours["counts"].values())
    what = f"apply: {changed:,} rows of {rows:,} erased, blanked or cut loose"
    return [
        Row.beside(what, floor=changed / floor, garant=changed / ours["seconds"], unit="rows/s", least=LEAST),
        Row.within(f"apply: memory at {rows:,} rows", garant=ours["megabytes"], unit="MB", most=MEGABYTES),
        Row(what="apply: batches, each with receipt and evidence", floor=None, garant=ours["batches"], unit="batches"),
        Row.beside(
            "the same, sealed for seven days", floor=changed / floor, garant=changed / sealed["seconds"], unit="rows/s"
        ),
        Row.within("the same, sealed: memory", garant=sealed["megabytes"], unit="MB", most=MEGABYTES),
    ]


def _sealed(server: Server, folder: Path) -> dict[str, Any]:
    """Return what applying takes where all that goes can come back."""
    policy, plan = folder / "policy.yaml", folder / "sealed.json"
    said = policy.read_text(encoding="utf-8")
    policy.write_text(said.replace("window: P0D", "window: P7D"), encoding="utf-8")
    server.copy("sealed", of="school")
    turn_to(folder, server.url("sealed"))
    plan.write_text(plan_files.as_json(wiring.make_plan(wiring.open_folder(folder), on=school.ON, progress=_quiet)))
    done = apply_in_a_process(plan)
    policy.write_text(said, encoding="utf-8")
    assert not done["refused"], done["refused"]
    assert left(server, "sealed") == left(server, "by_hand"), "not the same is left"
    return done


def _quiet(*_: object) -> None:
    """Say nothing of the progress."""


def by_hand(engine: sa.Engine) -> None:
    """Run the hand-written SQL, each statement range by range, a transaction each."""
    with engine.connect() as connection:
        for statement in statements(school.text("apply.sql")):
            for part in _ranges(connection, statement):
                connection.exec_driver_sql(part)
                connection.commit()


def _ranges(connection: sa.Connection, statement: str) -> list[str]:
    if ":range" not in statement:
        return [statement]
    found = re.search(r"(?:FROM|UPDATE) (\w+) t\b", statement)
    assert found is not None
    key = "room" if found[1] == "bookings" else "id"
    last = int(connection.exec_driver_sql(f"SELECT max({key}) FROM {found[1]}").scalar() or 0)  # noqa: S608
    starts = range(-1, last, KEYS_A_BATCH)
    return [statement.replace(":range", f"t.{key} > {low} AND t.{key} <= {low + KEYS_A_BATCH}") for low in starts]


def turn_to(folder: Path, url: str) -> None:
    """Let the folder speak of another copy: a plan is applied where it was made, and nowhere else."""
    (folder / ".env").write_text(f"SCHOOL_URL={url}\n", encoding="utf-8")


def planned(folder: Path) -> Path:
    """Write the plan of the school's day, and return where."""
    plan = folder / "plan.json"
    plan.write_text(plan_files.as_json(wiring.make_plan(wiring.open_folder(folder), on=school.ON, progress=_quiet)))
    return plan


def apply_in_a_process(plan: Path, *, workers: int = 1) -> dict[str, Any]:
    """Return what a process of its own reports that applies the plan, with others where there are more workers."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.applying", str(plan), OFFICER, str(workers)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def left(server: Server, database: str) -> dict[str, tuple[object, ...]]:
    """Return of every table how many rows are left, and a sum over all their values."""
    with server.connect(database) as connection:
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200 AND relname NOT LIKE 'garant%'"
        )
        tables = sorted(str(name) for (name,) in found.fetchall())
        summed = "SELECT count(*), sum(hashtext(t::text)) FROM {} t"
        return {name: connection.execute(summed.format(name).encode()).fetchone() or () for name in tables}
