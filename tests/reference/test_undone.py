"""Whatever a run does to a world drawn at random, its undo gives the original back, and the same plan after it."""

from datetime import timedelta

import pytest

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.grounds.holds import Lifted
from garant.planning.plan import Plan
from tests.reference.drawing import agree
from tests.reference.machine import NOON, Machine
from tests.reference.worlds import Scene, scenes

SEEDS = (20261122, 7)
FEW = {"sqlite": 5, "postgres": 3, "mariadb": 3}


@pytest.mark.parametrize("start", SEEDS)
def test_an_undo_gives_the_original_back(machine: Machine, start: int):
    agree(machine, scenes(tables=2), compare, examples=FEW[machine.kind], start=start)


@pytest.mark.soak
def test_so_it_does_in_many_large_worlds(machine: Machine):
    agree(machine, scenes(tables=4), compare, examples=FEW[machine.kind] * 100)


def compare(machine: Machine, scene: Scene) -> None:
    """Raise AssertionError where a run and its undo leave another world, or another plan, than there was."""
    machine.load(scene.world)
    before, held = machine.tables(), len(machine.state.holds.all())
    plan = machine.plan(scene.day)
    applied = machine.apply(plan, until=scene.day + timedelta(days=7))
    assert applied.refused == ()
    if not applied.counts:
        return

    undone = machine.undo(applied.run, day=scene.day)

    assert (undone.refused, dict(undone.returned.away)) == ((), {})
    assert machine.tables() == before
    assert machine.plan(scene.day).deeds == ()
    lift(machine, after=held)
    assert deeds(machine.plan(scene.day)) == deeds(plan)


def lift(machine: Machine, *, after: int) -> None:
    """End the holds that the undo placed."""
    for hold in machine.state.holds.all()[after:]:
        lifted = Lifted(by="Dana", on=NOON.date(), because="the policy is mended")
        record = EvidenceRecord(kind=RecordKind.HOLD_LIFTED, at=NOON)
        machine.state.holds.lift(hold.number, lifted, record=record)


def deeds(plan: Plan) -> list[tuple[str, str, tuple[str, ...], int]]:
    return [(step.kind.value, step.table, step.columns, step.count) for step in plan.deeds]
