"""The interpreter holds to what docs/explanation/reasons.md promises, in worlds drawn at random."""

from hypothesis import given

from tests.reference.aftermath import world_after
from tests.reference.interpreter import judge
from tests.reference.reasons import Status
from tests.reference.worlds import Scene, scenes


@given(scenes())
def test_no_row_that_goes_holds_a_cell_that_is_kept(scene: Scene):
    verdict = judge(scene.world, scene.day)

    lost = [
        row
        for row in verdict.going | verdict.anonymised
        for group in verdict.groups[row]
        if group.status is Status.KEPT
    ]

    assert lost == []


@given(scenes())
def test_the_second_time_there_is_nothing_left_to_do(scene: Scene):
    later = judge(world_after(scene.world, scene.day), scene.day)

    assert later.is_empty, later.counts()
