"""Killed while rows move to the archive: what is kept is never in neither place, and in one when the run is over."""

import random  # noqa: TID251 - the instants of the kills, from a seed
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from garant.adapters.sql.engine import connect
from tests.databases import fresh_database, two_schemas
from tests.journeys.school import MAP, ON, POLICY, School, school
from tests.journeys.test_killed import ENOUGH, Runs

TODAY = date.fromisoformat(ON)
PEOPLE = 300
YEARS_AGO = (0, 1, 3, 6, 11)
"""When the lessons ended: two in five are past their two years of everyday use, one in five past its ten years."""
WITH_ARCHIVE = POLICY.replace(
    "retention: [{keep: P2Y, from: lessons ended}]",
    "retention: [{keep: P10Y, from: lessons ended, archive: {after: P2Y}}]",
)
BESIDE = MAP.replace("school: {url: env:SCHOOL_URL,", "school: {url: env:SCHOOL_URL, archive: vault,").replace(
    "people:\n", "  vault: {url: env:VAULT_URL, country: FR}\npeople:\n"
)


@contextmanager
def with_archive(kind: str) -> Iterator[School]:
    """Give the school with an archive, its people around every limit; `one` is PostgreSQL with a schema beside."""
    beside = two_schemas("postgres") if kind == "one" else fresh_database(kind)
    with school("postgres" if kind == "one" else kind, rows=False) as here, beside as given:
        vault = given if isinstance(given, str) else given[1]
        if not isinstance(given, str):
            _move_to(here, given[0])
        here.urls["vault"], here.engines["vault"] = vault, connect(vault)
        if kind == "sqlite":
            here.execute("vault", "VACUUM")
        here.write(".env", "".join(f"{store.upper()}_URL={url}\n" for store, url in here.urls.items()))
        here.write("policy.yaml", WITH_ARCHIVE)
        here.write("data-map.yaml", BESIDE)
        _fill(here)
        yield here


def _move_to(here: School, address: str) -> None:
    """Let the school lie in the database beside which there is a schema for its archive."""
    made = sa.MetaData()
    made.reflect(here.engines["school"])
    here.urls["school"], here.engines["school"] = address, connect(address)
    made.create_all(here.engines["school"])


def _fill(here: School) -> None:
    pupils = [
        {"id": n, "name": f"P{n}", "ended_on": TODAY - timedelta(days=1 + 366 * YEARS_AGO[n % len(YEARS_AGO)])}
        for n in range(100, 100 + PEOPLE)
    ]
    letters = [{"id": n, "pupil_id": n % PEOPLE + 100, "body": f"L{n}"} for n in range(100, 100 + 2 * PEOPLE)]
    metadata = sa.MetaData()
    metadata.reflect(here.engines["school"])
    with here.engines["school"].begin() as connection:
        connection.execute(metadata.tables["pupils"].insert(), pupils)
        connection.execute(metadata.tables["letters"].insert(), letters)


def active(here: School, table: str) -> list[int]:
    with here.engines["school"].connect() as connection:
        return sorted(connection.execute(sa.text(f"SELECT id FROM {table}")).scalars())  # noqa: S608 - two names of ours


def records(here: School, table: str) -> list[Any]:
    """Return what lies in the archive: which row, and whose; its own keys are drawn, and told by nobody."""
    told = "garant_by_to" if table == "letters" else "garant_by_self"
    asked = (
        f"SELECT r.id, p.garant_key FROM school_{table} r "  # noqa: S608 - names of ours
        f"LEFT JOIN people_pupil p ON p.garant_id = r.{told} ORDER BY r.id, p.garant_key"
    )
    if not sa.inspect(here.engines["vault"]).has_table(f"school_{table}"):
        return []
    with here.engines["vault"].connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(asked))]


def pending(here: School) -> int:
    with here.engines["vault"].connect() as connection:
        return int(connection.execute(sa.text("SELECT COUNT(*) FROM garant_pending")).scalar_one())


def wanted(table: str) -> tuple[set[int], set[int]]:
    """Return which rows belong in the active base and which in the archive, by the dates that they were made with."""
    rows = range(100, 100 + (PEOPLE if table == "pupils" else 2 * PEOPLE))
    years = {n: YEARS_AGO[(n if table == "pupils" else n % PEOPLE + 100) % len(YEARS_AGO)] for n in rows}
    return {n for n in rows if years[n] < 2}, {n for n in rows if 2 <= years[n] < 10}


def kill_and_finish(here: School, *, seed: int, within: float, kills: int) -> None:
    """Kill a run so many times, then let it end; each row must be where it belongs, once."""
    assert here.plan().exit_code == 0
    runs = Runs(here, random.Random(seed))
    for _ in range(ENOUGH):
        done = runs.once(within=within if runs.killed < kills else None)
        for table in ("pupils", "letters"):
            stays, moves = wanted(table)
            assert stays <= set(active(here, table))
            assert moves <= set(active(here, table)) | {number for number, _ in records(here, table)}
        if done:
            break
    for table in ("pupils", "letters"):
        stays, moves = wanted(table)
        assert active(here, table) == sorted(stays)
        whose = {n: str(n if table == "pupils" else n % PEOPLE + 100) for n in moves}
        assert records(here, table) == sorted(whose.items())
    assert pending(here) == 0
    assert "Nothing is due" in here.garant("plan", here.folder, "--on", ON).output


def how_long(kind: str) -> float:
    with with_archive(kind) as here:
        here.plan()
        began = time.monotonic()  # noqa: TID251
        assert Runs(here, random.Random(0)).once(within=None)
        return time.monotonic() - began  # noqa: TID251


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "one"])
def test_a_move_that_is_killed_again_and_again_ends_with_each_row_in_one_place(kind: str):
    within = how_long(kind)
    with with_archive(kind) as here:
        kill_and_finish(here, seed=20261122, within=within, kills=4)
