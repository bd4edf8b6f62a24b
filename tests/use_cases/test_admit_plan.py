"""A plan is admitted by what is found when it is to be applied, and by nothing that its file says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from garant.planning.approval.admission import RefusalCode
from garant.planning.plan import Plan, digests
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.failures import StoreUnreachable
from garant.policy.catalogue import problem
from garant.policy.problems import Place
from garant.use_cases.admit_plan import Circumstances, admit_plan
from tests.evidence.fakes import MemoryEvidence
from tests.evidence.signing import ORGANISATION
from tests.fakes import FakeDatabase
from tests.use_cases.school import SEEN, school

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def circumstances(*, rows: int = 100, misread: int = 0, clock: datetime | None = None, **said) -> Circumstances:
    database = FakeDatabase(SEEN["school"], rows=rows, meeting=misread, clock=clock)
    given = {"failed": (), "problems": (), "evidence": MemoryEvidence(), "instant": NOON, **said}
    return Circumstances(layout=school(), databases={"school": database}, files={}, **given)


def plan(*, count: int = 3, of: int | None = 100, on: date = date(2026, 11, 22)) -> Plan:
    now = circumstances()
    step = Step(kind=StepKind.ERASE_ROWS, store="school", table="school.pupils", count=count, of=of)
    made_from = digests(now.layout, now.identities, log=now.evidence.origin)
    return Plan(on=on, organisation="École", folder="", digests=made_from, steps=(step,))


def refused(what: Plan, now: Circumstances, *, approved_by: str | None = None) -> RefusalCode | None:
    found = admit_plan(what, now, approved_by=approved_by)
    return found.code if found else None


def test_a_small_plan_of_today_is_admitted():
    assert refused(plan(), circumstances()) is None


@pytest.mark.parametrize("said", [100, 1_000_000_000, None])
def test_the_share_is_taken_of_the_rows_that_are_there(said: int | None):
    assert refused(plan(of=said), circumstances(rows=10)) is RefusalCode.UNAPPROVED
    assert refused(plan(of=said), circumstances(rows=10), approved_by="Dana") is None


def test_a_date_that_cannot_be_read_since_the_plan_asks_for_a_name():
    refusal = admit_plan(plan(), circumstances(misread=1), approved_by=None)

    assert refusal is not None
    assert refusal.code is RefusalCode.UNAPPROVED
    assert "dates of `school.pupils.ended_on` cannot be read" in refusal.sentence.en
    assert admit_plan(plan(), circumstances(misread=1), approved_by="Dana") is None


def test_references_that_are_emptied_count_among_what_is_touched():
    made = plan(count=3)
    emptied = replace(made.steps[0], kind=StepKind.EMPTY_REFERENCES, columns=("class_id",))

    assert refused(replace(made, steps=(*made.steps, emptied)), circumstances()) is RefusalCode.UNAPPROVED


@pytest.mark.parametrize("name", ["", "  ", "\t"])
def test_blanks_approve_nothing(name: str):
    assert refused(plan(), circumstances(rows=10), approved_by=name) is RefusalCode.UNAPPROVED


def test_another_organisation_log_or_store_is_refused_whoever_approves():
    made = plan()
    elsewhere = replace(made.digests, stores={"school": "elsewhere"})
    of_another_log = replace(made.digests, log="garant/another")

    for what, code in (
        (replace(made, organisation="Lycée"), RefusalCode.OTHER_ORGANISATION),
        (replace(made, digests=elsewhere), RefusalCode.OTHER_STORE),
        (replace(made, digests=of_another_log), RefusalCode.OTHER_LOG),
        (replace(made, digests=replace(made.digests, policy="another")), RefusalCode.STALE),
    ):
        assert refused(what, circumstances(), approved_by="Dana") is code


@pytest.mark.parametrize(("hours", "code"), [(23, None), (-23, None), (25, RefusalCode.CLOCKS_DIFFER)])
def test_a_server_s_clock_may_differ_by_a_day(hours: int, code: RefusalCode | None):
    now = circumstances(clock=NOON + timedelta(hours=hours))

    assert refused(plan(), now, approved_by="Dana") is code


def test_a_day_to_come_and_a_clock_set_back_are_refused():
    evidence = MemoryEvidence()
    evidence.checkpoint(NOON + timedelta(days=2), signer=ORGANISATION)

    assert refused(plan(on=date(2026, 11, 23)), circumstances(), approved_by="Dana") is RefusalCode.TO_COME
    assert refused(plan(), circumstances(evidence=evidence), approved_by="Dana") is RefusalCode.CLOCK_SET_BACK


def test_a_silent_store_and_an_error_of_the_folder_ask_for_a_name():
    wrong = problem("no-policy", Place(file="policy.yaml"))
    silent = StoreUnreachable("crm", "no answer")

    assert refused(plan(), circumstances(problems=(wrong,))) is RefusalCode.UNAPPROVED
    assert refused(plan(), circumstances(failed=(silent,))) is RefusalCode.UNAPPROVED
    assert refused(plan(), circumstances(failed=(silent,)), approved_by="Dana") is None


def test_a_store_that_fell_silent_since_the_plan_is_no_refusal_but_a_failure():
    with pytest.raises(StoreUnreachable):
        admit_plan(plan(), circumstances(failed=(StoreUnreachable("school", "no answer"),)), approved_by="Dana")
