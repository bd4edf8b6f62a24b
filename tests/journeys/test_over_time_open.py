"""What was open when its row went is over when its limit has run from the day when it began."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from garant.planning.remembered import RememberedEvent
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after, world_after
from tests.reference.cases import read_shapes
from tests.reference.differences import differences
from tests.reference.machine import Machine
from tests.reference.world import World

POLICY = """
organisation: {name: A school, country: FR, time zone: Europe/Paris, contact: {post: here}}
subjects: {pupil: {en: pupil}}
events: {enrolled: {en: the enrolment}, lessons ended: {en: the end of the lessons}}
categories: {identity: {en: identity}, schooling: {en: schooling}}
activities:
  teaching:
    {purpose: {en: teaching}, basis: contract, subjects: [pupil], categories: [schooling],
     retention: [{keep: P1Y, from: enrolled}]}
  accounts:
    {purpose: {en: accounts}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P1Y, from: lessons ended, open for at most: P5Y}]}
"""
MAP = """
stores: {school: {url: env:SCHOOL_URL, country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils: {used for: [accounts], columns: {name: identity}}
  school.lessons:
    used for: [teaching]
    belongs to: {pupil: pupil_id}
    columns: {level: schooling}
    events:
      enrolled: enrolled_on
      lessons ended: {column: ended_on, empty: open, began: term_id.began_on}
  school.terms: {no personal data: terms}
"""
SHAPES = {
    "school.pupils": {"id": "int key", "name": "text null"},
    "school.terms": {"id": "int key", "began_on": "date null"},
    "school.lessons": {
        "id": "int key",
        "pupil_id": "int null -> pupils",
        "term_id": "int null -> terms",
        "level": "text null",
        "enrolled_on": "date",
        "ended_on": "date null",
    },
}
WHEN = date(2021, 3, 1)
LESSONS: list[dict[str, object]] = [
    {"id": 1, "pupil_id": 1, "term_id": 1, "ended_on": None},
    {"id": 2, "pupil_id": 2, "term_id": 1, "ended_on": None},
    {"id": 3, "pupil_id": 2, "term_id": 2, "ended_on": None},
    {"id": 4, "pupil_id": 3, "term_id": 1, "ended_on": None},
    {"id": 5, "pupil_id": 3, "term_id": 3, "ended_on": None},
    {"id": 6, "pupil_id": 4, "term_id": None, "ended_on": None},
    {"id": 7, "pupil_id": 5, "term_id": 2, "ended_on": WHEN},
]


def _world() -> World:
    return World(
        policy=Policy.model_validate(yaml.safe_load(POLICY)),
        data_map=DataMap.model_validate(yaml.safe_load(MAP)),
        shapes=read_shapes(SHAPES),
        tables={
            "school.pupils": [{"id": n, "name": f"P{n}"} for n in range(1, 6)],
            "school.terms": [
                {"id": 1, "began_on": date(2020, 9, 1)},
                {"id": 2, "began_on": date(2021, 1, 1)},
                {"id": 3, "began_on": None},
            ],
            "school.lessons": [{**row, "level": "one", "enrolled_on": date(2020, 9, 1)} for row in LESSONS],
        },
    )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_open_ends_its_limit_after_its_row_has_gone(kind: str):
    world = _world()
    with fresh_database(kind) as url:
        machine = Machine({"school": url}, kind=kind)
        machine.load(world)
        seen = []
        for day in (date(2021, 9, 2), date(2025, 9, 1), date(2025, 9, 2), date(2026, 1, 1), date(2026, 1, 2)):
            machine.apply(machine.plan(day))
            assert differences(after(world, day), machine.tables(), shapes=world.shapes) == []
            assert machine.plan(day).is_empty
            world = world_after(world, day)
            tables = machine.tables()
            seen.append((len(tables["school.lessons"]), [row["id"] for row in tables["school.pupils"]]))
        machine.close()

    assert seen == [(0, [1, 2, 3, 4, 5]), (0, [1, 2, 3, 4]), (0, [2, 3, 4]), (0, [2, 3, 4]), (0, [3, 4])]
    kept = {(one.person, one.is_open, one.began) for one in machine.state.memory.remembered("pupil@school.pupils")}
    assert kept == {("3", True, None), ("4", True, None)}


def test_the_day_when_it_began_is_what_is_remembered():
    with fresh_database("sqlite") as url:
        machine = Machine({"school": url})
        machine.load(_world())
        machine.apply(machine.plan(date(2021, 9, 2)))
        found = list(machine.state.memory.remembered("pupil@school.pupils", persons=["2", "5"]))
        machine.close()

    ended = RememberedEvent(people="pupil@school.pupils", person="5", event="lessons ended", latest=WHEN)
    assert found == [replace(ended, person="2", latest=None, is_open=True, began=date(2021, 1, 1)), ended]
