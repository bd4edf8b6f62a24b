"""The interpreter holds to what docs/explanation/reasons.md promises, in worlds drawn at random."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given

from garant.policy.activities import RetentionRule
from garant.policy.model import Policy
from garant.policy.periods import Period, YearEnd, cutoff
from tests.reference.aftermath import Aftermath, summaries, world_after
from tests.reference.differences import differences
from tests.reference.interpreter import Verdict, judge
from tests.reference.reasons import Group, Status, end_of_year
from tests.reference.worlds import DAYS, PERIODS, Scene, last_run_out, scenes


@given(scenes())
def test_no_row_that_goes_holds_a_group_that_is_kept(scene: Scene):
    verdict = judge(scene.world, scene.day)

    gone = verdict.going | verdict.anonymised
    lost = [row for row in gone for group in verdict.groups[row] if group.status is Status.KEPT]

    assert lost == []


@given(scenes())
def test_no_cell_that_is_blanked_was_kept_without_a_clock_or_empty(scene: Scene):
    verdict = judge(scene.world, scene.day)

    for row, cell in verdict.blanked:
        group = next(group for group in verdict.groups[row] if cell in group.cells)
        assert group.status is Status.DUE
        assert not cell.empty


@given(scenes())
def test_the_second_time_there_is_nothing_left_to_do(scene: Scene):
    later = judge(world_after(scene.world, scene.day), scene.day)

    assert later.is_empty, later.counts()


@given(scenes())
def test_no_row_is_left_with_a_reference_to_one_that_has_gone(scene: Scene):
    verdict = judge(scene.world, scene.day)
    walker = verdict.owners.walker
    held = {(row, link.name) for row, link in verdict.emptied}

    for row in verdict.groups.keys() - verdict.going - verdict.anonymised:  # anonymised rows refer to nobody
        for link in walker.links_of(row):
            if any(other in verdict.going for other in walker.targets(row, link)):
                assert (row, link.name) in held


@given(scenes())
def test_what_is_left_never_violates_the_schema(scene: Scene):
    tables = Aftermath(judge(scene.world, scene.day)).tables()

    for table, shape in scene.world.shapes.items():
        for column in shape.columns:
            values = [row[column.name] for row in tables[table]]
            assert column.nullable or None not in values
            assert not column.unique or len(set(values)) == len(values)


@given(scenes())
def test_what_is_known_of_a_person_who_stays_is_known_after_an_apply(scene: Scene):
    before = summaries(scene.world)
    later = summaries(world_after(scene.world, scene.day))

    assert {who: before[who] for who in later} == later


@given(scenes())
def test_nothing_is_remembered_of_who_has_gone(scene: Scene):
    later = world_after(scene.world, scene.day)

    keys = {str(row["id"]) for row in later.tables["school.people"]}

    assert {known.person for known in later.remembered} <= keys


@given(scenes())
def test_a_rule_added_to_an_activity_lets_nothing_go_that_had_a_clock_and_was_kept(scene: Scene):
    more = replace(scene.world, policy=with_a_long_rule(scene.world.policy))

    before, after = (by_place(judge(world, scene.day)) for world in (scene.world, more))

    for place, status in before.items():
        if status is Status.KEPT:
            assert after[place] is Status.KEPT


@given(scenes())
def test_longer_periods_let_nothing_more_go(scene: Scene):
    world = replace(scene.world, policy=with_longer_periods(scene.world.policy))

    before, after = (judge(one, scene.day) for one in (scene.world, world))

    gone = {(row.table, row.number) for row in before.going | before.anonymised}
    gone_later = {(row.table, row.number) for row in after.going | after.anonymised}
    assert gone_later <= gone


@given(scenes(anonymise=False))
def test_runs_day_after_day_leave_what_one_run_on_the_last_day_leaves(scene: Scene):
    world = scene.world
    for days in (0, 1, 40, 400):
        world = world_after(world, scene.day + timedelta(days=days))

    once = world_after(scene.world, scene.day + timedelta(days=400))

    assert differences(once.tables, world.tables, shapes=world.shapes) == []


def test_the_last_day_run_out_is_the_cutoff():
    for written in PERIODS:
        for day in DAYS:
            assert last_run_out(Period.parse(written), day) == cutoff(Period.parse(written), day)


def test_a_year_ends_on_the_day_that_the_organisation_says():
    assert end_of_year(date(2024, 8, 31), YearEnd(8, 31)) == date(2024, 8, 31)
    assert end_of_year(date(2024, 9, 1), YearEnd(8, 31)) == date(2025, 8, 31)
    assert end_of_year(date(2024, 2, 29), YearEnd(2, 29)) == date(2024, 2, 29)
    assert end_of_year(date(2024, 3, 1), YearEnd(2, 29)) == date(2025, 2, 28)


def by_place(verdict: Verdict) -> dict[object, Status]:
    """Return what was decided for each group, by where it is."""
    return {_place(group): group.status for groups in verdict.groups.values() for group in groups}


def _place(group: Group) -> object:
    return (group.row.table, group.row.number, group.cells)


def with_a_long_rule(policy: Policy) -> Policy:
    """Return the policy with one more rule in each activity."""
    more = RetentionRule(keep=Period(years=50), from_=("registered",))
    activities = {
        name: activity.model_copy(update={"retention": (*activity.retention, more)})
        for name, activity in policy.activities.items()
    }
    return policy.model_copy(update={"activities": activities})


def with_longer_periods(policy: Policy) -> Policy:
    """Return the policy with every period that is kept a year longer."""
    activities = {
        name: activity.model_copy(update={"retention": tuple(_longer(rule) for rule in activity.retention)})
        for name, activity in policy.activities.items()
    }
    return policy.model_copy(update={"activities": activities})


def _longer(rule: RetentionRule) -> RetentionRule:
    if not isinstance(rule.keep, Period):
        return rule
    return rule.model_copy(update={"keep": rule.keep + Period(years=1)})
