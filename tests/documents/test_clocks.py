"""Where clocks are, as an engineer reads it."""

import yaml

from garant.documents.clocks import as_plain, as_text
from garant.planning.fitting.reach import Clockwork
from garant.planning.terrain.layout import Layout
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.planning.seen import schemas

POLICY = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: fin}, registered: {fr: inscription}, certificate: {fr: diplôme}}
categories: {identity: {fr: identité}, mark: {fr: note}}
activities:
  teaching:
    purpose: {fr: cours}
    basis: contract
    subjects: [pupil]
    categories: [identity, mark]
    retention:
      - {keep: P2Y, from: lessons ended, or else: registered}
      - {keep: P5Y, from: certificate}
"""
MAP = """
stores: {school: {url: "env:SCHOOL_URL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils: {used for: [teaching], columns: {name: identity}, events: {registered: created_on}}
  school.enrolments:
    used for: [teaching]
    belongs to: {pupil: pupil_id}
    columns: {level: mark}
    events: {lessons ended: {column: ended_on, empty: open}}
  school.marks: {part of: enrolment_id, columns: {mark: mark}}
"""
SEEN = """
school:
  tables:
    pupils: {columns: {id: int key, name: text null, created_on: date}}
    enrolments: {columns: {id: int key, pupil_id: int index -> pupils, level: text null, ended_on: date null}}
    marks: {columns: {id: int key, enrolment_id: int index -> enrolments, mark: int null}}
"""


def clockwork(data_map: str = MAP) -> Clockwork:
    policy = Policy.model_validate(yaml.safe_load(POLICY))
    return Clockwork(Layout(policy, DataMap.model_validate(yaml.safe_load(data_map)), schemas(yaml.safe_load(SEEN))))


def test_each_table_says_for_each_rule_where_its_clock_is():
    assert (
        as_text(clockwork(), language="en")
        == """Where each rule finds its clock

school.pupils
  teaching: 2 years after `lessons ended` · identity (name) of the person themselves
      lessons ended                its owner: school.enrolments
      registered                   the row: school.pupils
  teaching: 5 years after `certificate` (rule 2) · identity (name) of the person themselves
      certificate                  nowhere: this event says nothing here

school.enrolments
  teaching: 2 years after `lessons ended` · mark (level) of pupil
      lessons ended                the row: school.enrolments
      registered                   its owner: school.pupils
  teaching: 5 years after `certificate` (rule 2) · mark (level) of pupil
      certificate                  nowhere: this event says nothing here

school.marks
  teaching: 2 years after `lessons ended` · mark (mark) of pupil
      lessons ended                the row it is part of: school.enrolments
      registered                   its owner: school.pupils
  teaching: 5 years after `certificate` (rule 2) · mark (mark) of pupil
      certificate                  nowhere: this event says nothing here

What is remembered of a person when its row goes: the last day, until the person's last reason has gone
  pupil                        lessons ended
"""
    )


def test_programs_get_the_same():
    said = as_plain(clockwork())

    assert said["clocks"][4]["events"] == [
        {"event": "lessons ended", "where": "the row it is part of", "tables": ["school.enrolments"]},
        {"event": "registered", "where": "its owner", "tables": ["school.pupils"]},
    ]
    assert said["remembered"] == [{"people": "pupil", "event": "lessons ended"}]


def test_where_no_row_goes_before_its_person_nothing_is_remembered():
    only = MAP[: MAP.index("  school.enrolments")]

    assert as_text(clockwork(only), language="en").endswith(
        "Nothing is remembered: no rule counts from rows that may go first.\n"
    )


def test_an_officer_reads_the_rules_in_french():
    text = as_text(clockwork(), language="fr")

    assert "  teaching : 2 ans après « lessons ended » · identity (name) de la personne elle-même\n" in text
    assert "  teaching : 5 ans après « certificate » (règle 2) · mark (level) de pupil\n" in text
