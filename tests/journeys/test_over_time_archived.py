"""Run after run over five years, with an archive: each cell is in one place as long as the rules keep it, and no more.

What lies in either place on the last day is what the rules say of the first day's data, had nothing been archived.
"""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.journeys.test_over_time import FIRST, LAST, MAP, POLICY, WEEK, YEAR, club, days
from tests.reference.machine import Machine
from tests.reference.test_archived import astray, lingering
from tests.reference.world import World

_ARCHIVE = {"accounts": "P1Y", "logs": "P6M", "post": "P13M"}


def archived_club(*, members: int, seed: int) -> World:
    """Return the club whose rules divide their periods, with an archive beside it."""
    policy, data_map = yaml.safe_load(POLICY), yaml.safe_load(MAP)
    for activity, after in _ARCHIVE.items():
        policy["activities"][activity]["retention"][0]["archive"] = {"after": after}
    data_map["stores"]["club"]["archive"] = "vault"
    data_map["stores"]["vault"] = {"url": "env:VAULT_URL", "country": "FR"}
    world = club(members=members, seed=seed)
    return replace(world, policy=Policy.model_validate(policy), data_map=DataMap.model_validate(data_map))


def run(world: World, kind: str, on: list[date]) -> tuple[list[str], set[str]]:
    """Run a world on one day after the other; return what is astray on the last, and where cells linger."""
    with fresh_database(kind) as active, fresh_database(kind) as beside:
        machine = Machine({"club": active, "vault": beside}, kind=kind)
        try:
            machine.load(world)
            for day in on:
                plan = machine.plan(day)
                assert plan.is_empty or machine.apply(plan).refused == ()
            assert machine.plan(LAST).deeds == ()
            return astray(machine, world, LAST), lingering(machine, world, LAST)
        finally:
            machine.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_a_year_leaves_each_cell_in_one_place(kind: str):
    assert run(archived_club(members=16, seed=1), kind, list(days(FIRST, every=YEAR))) == ([], set())


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_a_run_a_week_leaves_each_cell_in_one_place(kind: str, seed: int):
    assert run(archived_club(members=24, seed=seed), kind, list(days(FIRST, every=WEEK))) == ([], set())
