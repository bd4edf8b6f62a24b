"""What is known through a duplicate is known of the person: it outlives the duplicate's row."""

from datetime import date

import pytest
import yaml

from garant.planning.remembered import RememberedEvent
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.reference.cases import read_shapes
from tests.reference.machine import Machine
from tests.reference.world import World

POLICY = """
organisation: {name: A school, country: FR, time zone: Europe/Paris, contact: {post: here}}
subjects: {pupil: {en: pupil}}
events: {registered: {en: registered}, lessons ended: {en: the end of the lessons}}
categories: {identity: {en: identity}}
activities:
  merging:
    {purpose: {en: merging}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P6M, from: registered}]}
  teaching:
    {purpose: {en: teaching}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P3Y, from: lessons ended}]}
"""
MAP = """
stores: {school: {url: env:SCHOOL_URL, country: FR}}
people: {pupil: {table: school.pupils, key: id, same person: survivor_id*}}
tables:
  school.pupils:
    used for: [merging, teaching]
    columns: {name: identity}
    events: {registered: registered_on}
    rows: [{when: {survivor_id: {not: empty}}, used for: [merging]}, {otherwise: true, used for: [teaching]}]
  school.lessons: {used for: [teaching], belongs to: {pupil: pupil_id}, events: {lessons ended: ended_on}}
"""
SHAPES = {
    "school.pupils": {
        "id": "int key",
        "name": "text null",
        "survivor_id": "int null -> pupils",
        "registered_on": "date",
    },
    "school.lessons": {"id": "int key", "pupil_id": "int null -> pupils", "ended_on": "date"},
}
PUPILS = [
    {"id": 2, "name": "Anne", "survivor_id": None, "registered_on": date(2020, 1, 1)},
    {"id": 3, "name": "A.", "survivor_id": 2, "registered_on": date(2020, 1, 1)},
]
ENDED = date(2020, 5, 1)
LESSON = {"id": 1, "pupil_id": 3, "ended_on": ENDED}


def _world(*, lessons: list[dict[str, object]]) -> World:
    return World(
        policy=Policy.model_validate(yaml.safe_load(POLICY)),
        data_map=DataMap.model_validate(yaml.safe_load(MAP)),
        shapes=read_shapes(SHAPES),
        tables={"school.pupils": PUPILS, "school.lessons": lessons},
    )


def _pupils_after_runs(machine: Machine) -> dict[date, list[object]]:
    found = {}
    for day in (date(2020, 7, 1), date(2020, 7, 2), date(2023, 5, 1), date(2023, 5, 2)):
        assert machine.apply(machine.plan(day)).refused == ()
        found[day] = [row["id"] for row in machine.tables()["school.pupils"]]
    return found


_WANTED = {date(2020, 7, 1): [2, 3], date(2020, 7, 2): [2], date(2023, 5, 1): [2], date(2023, 5, 2): []}


@pytest.mark.parametrize("kind", KINDS)
def test_what_rows_said_of_a_person_through_a_duplicate_keeps_the_survivor(kind: str):
    with fresh_database(kind) as url:
        machine = Machine({"school": url})
        machine.load(_world(lessons=[LESSON]))

        found = _pupils_after_runs(machine)
        machine.close()

    assert found == _WANTED
    assert list(machine.state.memory.remembered("pupil@school.pupils")) == []


def test_what_was_remembered_under_a_duplicate_keeps_the_survivor():
    with fresh_database("sqlite") as url:
        machine = Machine({"school": url})
        machine.load(_world(lessons=[]))
        ended = RememberedEvent(people="pupil@school.pupils", person="3", event="lessons ended", latest=ENDED)
        machine.state.memory.remember([ended])

        found = _pupils_after_runs(machine)
        machine.close()

    assert found == _WANTED
    assert list(machine.state.memory.remembered("pupil@school.pupils")) == []
