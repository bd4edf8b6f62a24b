"""What stores tell one another of people whom both know: by which identifiers, and what where one does not answer."""

from datetime import date

import pytest
import yaml

from garant.planning.across import Across
from garant.planning.questions import Count, Programme
from garant.planning.retention import decide
from garant.planning.steps import StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import ALWAYS, NEVER
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.planning.seen import schemas

DAY = date(2026, 3, 1)
POLICY = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}}
subjects: {pupil: {fr: élève}, enquirer: {fr: prospect, never: lessons ended}}
events: {lessons ended: {fr: fin}, contacted us: {fr: contact}}
categories: {identity: {fr: identité}}
activities:
  teaching:
    {purpose: {fr: cours}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P2Y, from: lessons ended}]}
  advice:
    {purpose: {fr: conseil}, basis: contract, subjects: [enquirer], categories: [identity],
     retention: [{keep: P3Y, from: contacted us}]}
"""
MAP = """
stores: {school: {url: "env:SCHOOL_URL", country: FR}, crm: {url: "env:CRM_URL", country: FR}}
people:
  person:
    table: school.people
    key: id
    kinds: {pupil: {role: pupil}, enquirer: {role: pupil}}
    identifiers: {e-mail: {column: email, ignore case: true, shared: possible}, number: number}
    also known: {crm.contacts: {e-mail: mail, number: school_number}}
tables:
  school.people:
    used for: [teaching, advice]
    columns: {name: identity, email: {category: identity, blank: unknown}, role: none}
    events: {lessons ended: ended_on}
  crm.contacts:
    used for: [advice]
    columns: {full_name: identity, mail: {category: identity, blank: unknown}}
    events: {contacted us: called_on}
"""
PEOPLE = {
    "id": "int key",
    "name": "text null",
    "email": "text null",
    "number": "text null",
    "role": "text",
    "ended_on": "date null",
}
CONTACTS = {
    "id": "int key",
    "full_name": "text null",
    "mail": "text null",
    "school_number": "text null",
    "called_on": "date null",
}
SEEN = {"school": {"tables": {"people": {"columns": PEOPLE}}}, "crm": {"tables": {"contacts": {"columns": CONTACTS}}}}
HOME, ELSEWHERE = "person@school.people", "person@crm.contacts"


def _layout(data_map: str = MAP, *, stores: tuple[str, ...] = ("school", "crm"), policy: str = POLICY) -> Layout:
    seen = schemas({store: {"tables": dict(SEEN[store]["tables"])} for store in stores})
    return Layout(Policy.model_validate(yaml.safe_load(policy)), DataMap.model_validate(yaml.safe_load(data_map)), seen)


def _mark(*values: object) -> str | None:
    across = Across(_layout(), DAY)
    anchor = across.anchor(ELSEWHERE)
    assert anchor is not None
    return across.identified(anchor, anchor).mark(values)


def test_an_address_is_one_however_it_is_written():
    assert _mark(" Anne@Mail.example ", "S-1") == _mark("anne@mail.example", "S-1")
    assert _mark("e\u0301ve@mail.example", "S-1") == _mark("Éve@mail.example", "S-1")


def test_what_is_not_said_to_be_written_in_many_ways_must_agree_letter_by_letter():
    assert _mark("a@mail.example", "S-1") != _mark("a@mail.example", "s-1")


@pytest.mark.parametrize("values", [(None, "S-1"), ("a@mail.example", ""), ("  ", "S-1")])
def test_an_identifier_that_is_empty_leads_to_nobody(values: tuple[object, ...]):
    assert _mark(*values) is None


def test_a_number_in_one_store_is_the_text_of_it_in_another():
    assert _mark("a@mail.example", 12) == _mark("a@mail.example", "12")


@pytest.mark.parametrize(
    ("named", "linked"), [("{e-mail: mail, number: school_number}", True), ("{e-mail: mail}", False)]
)
def test_a_shared_identifier_alone_links_nobody(named: str, linked: bool):  # noqa: FBT001
    across = Across(_layout(MAP.replace("{e-mail: mail, number: school_number}", named)), DAY)
    anchor = across.anchor(ELSEWHERE)

    assert anchor is not None
    assert across.layout.links(anchor) is linked


def test_each_table_of_people_may_learn_what_the_others_date_or_had_remembered():
    known = Across(_layout(), DAY).known(frozenset({(ELSEWHERE, "logged in")}))

    assert known == {
        (HOME, "contacted us"),
        (HOME, "logged in"),
        (ELSEWHERE, "contacted us"),
        (ELSEWHERE, "lessons ended"),
        (ELSEWHERE, "logged in"),
    }


def test_a_home_tells_events_and_kinds_and_another_table_events_alone():
    across = Across(_layout(), DAY)
    home, elsewhere = across.anchor(HOME), across.anchor(ELSEWHERE)
    assert home is not None
    assert elsewhere is not None

    told, heard = across.offer(home, elsewhere), across.offer(elsewhere, elsewhere)

    assert [one.event for one in told.occurrences] == ["lessons ended"]
    assert [kind for kind, _ in told.kinds] == ["kind: pupil", "kind: enquirer"]
    assert [one.event for one in heard.occurrences] == ["contacted us"]
    assert heard.kinds == ()


@pytest.mark.parametrize("store", ["school", "crm"])
def test_people_are_kept_where_a_store_that_may_know_more_of_them_does_not_answer(store: str):
    everybody = MAP.replace("{pupil: {role: pupil}, enquirer: {role: pupil}}", "{enquirer: {}}")
    reasons = Programme(
        _layout(everybody, stores=(store,), policy=POLICY.replace(", never: lessons ended", "")), DAY
    ).reasons
    table = {"school": "school.people", "crm": "crm.contacts"}[store]
    groups = reasons.groups(reasons.layout.kinds_of(table)[0])

    plainly = [reasons.plainer.tidy(reasons.not_kept(group), table) for group in groups]
    assert plainly == [NEVER] * len(groups)


def test_without_silence_nobody_is_kept_unasked():
    reasons = Programme(_layout(), DAY).reasons
    groups = [g for table in reasons.layout.personal for g in reasons.groups(reasons.layout.kinds_of(table)[0])]

    assert len(groups) == len(reasons.layout.personal)
    assert not {reasons.not_kept(group) for group in groups} & {ALWAYS, NEVER}


def test_the_tables_of_a_store_that_does_not_answer_are_kept_and_shown():
    programme = Programme(_layout(stores=("school",)), DAY)
    answers = {question: 0 for question in programme.questions() if isinstance(question, Count)}

    unreached = [step for step in decide(programme, answers) if step.kind is StepKind.KEEP_UNREACHED]

    assert [(one.store, one.table, one.because) for one in unreached] == [
        ("crm", "crm.contacts", "the store does not answer: nothing in it is decided")
    ]
