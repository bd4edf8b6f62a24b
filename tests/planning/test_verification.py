"""Findings: what is asked, what is found from the answers, what promises lack, and what a named person accepts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
import yaml

from garant.planning.fitting import fit
from garant.planning.questions import Count, Programme
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.verification import Finding, Verification
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Place, Problem, Severity
from garant.policy.speech.sentences import same
from garant.policy.texts.places import Places
from tests.planning.seen import schemas

TODAY = date(2026, 3, 1)

POLICY = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: fin}}
categories: {identity: {fr: identité}, note: {fr: note}}
activities:
  teaching:
    purpose: {fr: cours}
    basis: contract
    subjects: [pupil]
    categories: [identity, note]
    retention: [{keep: P2Y, from: lessons ended}]
"""
MAP = """
stores: {school: {url: "env:SCHOOL_URL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity}
    events: {lessons ended: {column: ended_on}}
  school.letters:
    used for: [teaching]
    belongs to: {to: pupil_id}
    columns: {text: note}
references: {school.letters.pupil_id: {to: school.pupils, declared: false}}
"""
SEEN = """
school:
  tables:
    pupils:  {columns: {id: int key, name: text null, ended_on: date null}}
    letters: {columns: {id: int key index, pupil_id: int null index, text: text null}}
"""


def verification(policy: str = POLICY, data_map: str = MAP, seen: str = SEEN) -> Verification:
    layout = Layout(
        Policy.model_validate(yaml.safe_load(policy)),
        DataMap.model_validate(yaml.safe_load(data_map)),
        schemas(yaml.safe_load(seen)),
    )
    return Verification(Programme(layout, TODAY), fit(layout, Places()))


def answers(one: Verification, counts: Mapping[str, int]) -> dict[Count, int]:
    """Return zero for every count but those of doubts, by `code where`."""
    asked = {q: 0 for questions in one.questions().values() for q in questions if isinstance(q, Count)}
    return asked | {d.count: counts.get(f"{d.code} {d.where}", 0) for d in one.doubts}


def asked(data_map: str = MAP, seen: str = SEEN) -> list[str]:
    return [f"{doubt.code} {doubt.where}" for doubt in verification(data_map=data_map, seen=seen).doubts]


def found(findings: tuple[Finding, ...]) -> list[tuple[str, str, int]]:
    return [(one.code, one.where, one.count) for one in findings]


def test_owners_dates_and_unwatched_references_are_asked_about():
    assert asked() == [
        "without-owner school.letters",
        "missing-date school.pupils.ended_on",
        "misread-date school.pupils.ended_on",
        "dangling-reference school.letters.pupil_id",
    ]


def test_json_that_cannot_be_read_is_found_by_its_table_and_column():
    step = Step(
        kind=StepKind.KEEP_GARBLED, store="school", table="school.letters", columns=("data",), count=2, because=""
    )
    one = verification()

    assert found(one.decide((step,), answers(one, {}))) == [("misread-json", "school.letters.data", 2)]


def test_people_who_may_be_somebody_else_are_found_by_their_table():
    step = Step(kind=StepKind.KEEP_DOUBTFUL, store="school", table="school.people", count=3, because="")
    one = verification()

    assert found(one.decide((step,), answers(one, {}))) == [("doubtful-person", "school.people", 3)]


def test_what_is_counted_is_found_and_nothing_else():
    one = verification()

    findings = one.decide((), answers(one, {"without-owner school.letters": 3}))

    assert found(findings) == [("without-owner", "school.letters", 3)]
    assert one.decide((), answers(one, {})) == ()


def test_a_reference_that_the_database_watches_is_not_asked_about():
    seen = SEEN.replace("int null index, text", "int null index -> pupils, text")

    assert [line for line in asked(seen=seen) if line.startswith("dangling")] == []


def test_an_open_date_is_not_a_missing_one():
    assert "missing-date school.pupils.ended_on" not in asked(MAP.replace("ended_on}", "ended_on, empty: open}"))


def test_a_stand_in_for_a_missing_date_is_asked_about_beside_open_ones():
    stand_ins = MAP.replace("ended_on}", 'ended_on, empty: open, stand-ins: {missing: ["0000-00-00"]}}')

    assert "missing-date school.pupils.ended_on" in asked(stand_ins)


def test_a_role_with_a_kind_of_its_own_needs_nobody():
    assert "without-owner school.letters" not in asked(MAP.replace("pupil_id}", "{path: pupil_id, kind: pupil}}", 1))


def test_a_table_without_personal_cells_needs_no_owner():
    assert "without-owner school.letters" not in asked(MAP.replace("{text: note}", "{text: none}"))


def test_kinds_of_rows_are_to_be_disjoint_and_complete():
    kinds = "rows: [{when: {text: A}}, {when: {pupil_id: 1}}]"
    complete = "rows: [{when: {text: A}}, {when: {pupil_id: 1}}, {otherwise: true}]"
    letters = "columns: {text: note}"

    assert asked(MAP.replace(letters, f"{letters}\n    {kinds}"))[-2:] == [
        "row-of-no-kind school.letters",
        "row-of-two-kinds school.letters",
    ]
    assert asked(MAP.replace(letters, f"{letters}\n    {complete}"))[-1] == "row-of-two-kinds school.letters"
    assert "row-of-no-kind school.letters" not in asked(MAP.replace(letters, f"{letters}\n    {complete}"))


def test_a_copy_has_neither_owner_nor_date_of_its_own():
    data_map = MAP + "  # the copy\n"
    data_map = data_map.replace("references:", "  school.copies: {copy of: {table: pupils, by: pupil_id}}\nreferences:")
    copies = "    copies: {columns: {id: int key, pupil_id: int null index -> pupils}}\n"

    assert [line for line in asked(data_map, SEEN + copies) if "copies" in line] == []


def step(kind: StepKind, **more: Any) -> Step:
    return Step(kind=kind, store="school", table="school.letters", **more)


@pytest.mark.parametrize("kind", [StepKind.ERASE_ROWS, StepKind.ANONYMISE_ROWS])
def test_rows_that_a_plan_of_the_day_would_remove_are_past_due(kind: StepKind):
    one = verification()

    findings = one.decide((step(kind, count=4),), answers(one, {}))

    assert found(findings) == [("past-due", "school.letters", 4)]
    assert findings[0].severity is Severity.ERROR


def test_files_that_a_plan_of_the_day_would_erase_are_past_due():
    one = verification()
    films = Step(kind=StepKind.ERASE_FILES, store="cctv", files="cctv", count=9)

    assert found(one.decide((films,), answers(one, {}))) == [("past-due", "cctv", 9)]


@pytest.mark.parametrize("kind", [StepKind.BLANK_CELLS, StepKind.CUT_ELEMENTS])
def test_cells_that_a_plan_of_the_day_would_blank_are_past_due(kind: StepKind):
    one = verification()

    findings = one.decide((step(kind, count=2, columns=("text", "tone")),), answers(one, {}))

    assert found(findings) == [("past-due-cells", "school.letters.text,tone", 2)]


def test_cells_for_which_no_date_is_found_are_without_a_clock():
    one = verification()

    findings = one.decide((step(StepKind.KEEP_WITHOUT_CLOCK, count=5),), answers(one, {}))

    assert found(findings) == [("without-clock", "school.letters", 5)]


@pytest.mark.parametrize(
    "kind", [StepKind.KEEP, StepKind.KEEP_NEEDED, StepKind.KEEP_FOR_ARCHIVE, StepKind.EMPTY_REFERENCES]
)
def test_what_stays_with_a_reason_or_follows_something_else_is_no_finding(kind: StepKind):
    one = verification()

    assert one.decide((step(kind, count=3),), answers(one, {})) == ()


def test_a_step_that_counts_nothing_is_no_finding():
    one = verification()

    assert one.decide((step(StepKind.ERASE_ROWS),), answers(one, {})) == ()


def test_what_the_map_leaves_unsaid_is_found_by_its_own_name():
    seen = SEEN.replace("name: text null", "name: text null, size: int null") + "    rooms: {columns: {id: int key}}\n"
    one = verification(seen=seen)

    assert found(one.decide((), answers(one, {}))) == [
        ("unmapped-table", "school.rooms", 1),
        ("unmapped-column", "school.pupils.size", 1),
    ]


def test_where_a_path_is_lost_the_data_are_not_asked_and_the_error_is_the_finding():
    one = verification(data_map=MAP.replace("{column: ended_on}", "{column: endde_on}"))

    assert one.questions() == {}
    assert one.doubts == ()
    assert [finding.code for finding in one.decide((), {})] == ["unmapped-column", "unknown-column"]


def test_a_store_that_is_silent_is_a_finding():
    one = verification()
    silent = Verification(one.programme, one.problems, silent=("crm",))

    assert found(silent.decide((), answers(silent, {}))) == [("store-unreachable", "crm", 1)]


def test_an_error_of_the_policy_is_a_finding_at_its_place_and_a_warning_is_none():
    at = Place(file="policy.yaml", line=12)
    error = Problem(
        code="no-legal-basis", message=same("activity `exams` has no legal basis"), help=same("give it one"), at=at
    )
    warning = Problem(code="no-dpo", message=same("nobody"), help=same(""), severity=Severity.WARNING, at=at)
    one = Verification(verification().programme, (error, warning))

    findings = one.decide((), answers(one, {}))

    assert found(findings) == [("no-legal-basis", "policy.yaml:12", 1)]
    assert (findings[0].told, findings[0].help) == (error.message, error.help)


MEASURES = """
measures:
  locks:   {fr: des serrures}
  backups: {fr: des sauvegardes, proof: a report, proved on: 2025-02-28, review: P1Y}
  logs:    {fr: des journaux, proof: a report, proved on: 2025-03-01, review: P1Y}
  keys:    {fr: des clés, proof: a list, review: P1Y}
  walls:   {fr: des murs, proof: a plan}
"""


def test_a_measure_without_proof_or_with_an_old_one_is_found():
    one = verification(POLICY + MEASURES)

    assert found(one.decide((), answers(one, {}))) == [
        ("measure-unproved", "measures.locks", 1),
        ("proof-overdue", "measures.backups", 1),
        ("proof-overdue", "measures.keys", 1),
    ]


RECIPIENTS = """
recipients:
  host:    {fr: a, kind: processor, contract: {signed: 2020-01-01, ends: 2026-02-28}}
  mailer:  {fr: b, kind: processor, contract: {signed: 2025-02-28, review: P1Y}}
  printer: {fr: c, kind: processor, contract: {signed: 2025-06-01, review: P1Y, ends: 2026-03-01}}
  office:  {fr: d, kind: internal}
"""


def test_a_contract_that_ended_or_was_to_be_reviewed_is_found():
    one = verification(POLICY + RECIPIENTS)

    assert found(one.decide((), answers(one, {}))) == [
        ("contract-overdue", "recipients.host", 1),
        ("contract-overdue", "recipients.mailer", 1),
    ]


def accepted(finding: str, where: str, until: str) -> str:
    return f"accepted findings: [{{finding: {finding}, where: {where}, by: Dana, until: {until}, because: soon}}]\n"


def test_a_finding_is_accepted_until_its_day_and_not_longer():
    for until, by in (("2026-03-01", "Dana"), ("2026-02-28", None)):
        one = verification(POLICY + accepted("without-owner", "school.letters", until))

        findings = one.decide((), answers(one, {"without-owner school.letters": 3}))

        assert [finding.accepted and finding.accepted.by for finding in findings] == [by]


def test_another_finding_at_the_same_place_is_not_accepted_with_it():
    one = verification(POLICY + accepted("missing-date", "school.letters", "2027-01-01"))

    findings = one.decide((), answers(one, {"without-owner school.letters": 3}))

    assert findings[0].accepted is None


def test_an_error_of_the_policy_is_accepted_by_the_name_it_speaks_of():
    error = Problem(code="no-legal-basis", message=same("activity `exams` has no legal basis"), help=same(""))
    programme = verification(POLICY + accepted("no-legal-basis", "exams", "2027-01-01")).programme
    one = Verification(programme, (error,))

    assert one.decide((), answers(one, {}))[0].accepted is not None
