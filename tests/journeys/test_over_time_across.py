"""Run after run over people known in two stores leaves what the rules say of the first day's data on the last day."""

import random  # noqa: TID251 - invented days, from a seed
from contextlib import ExitStack
from datetime import date, timedelta

import pytest
import yaml

from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.journeys.test_over_time import FIRST, LAST, WEEK, YEAR, days
from tests.reference.aftermath import after
from tests.reference.cases import read_shapes
from tests.reference.differences import differences
from tests.reference.machine import Machine
from tests.reference.world import Tables, World

POLICY = """
organisation: {name: A school, country: FR, time zone: Europe/Paris, contact: {post: here}}
languages: [en]
subjects: {pupil: {en: pupil}}
events: {lessons ended: {en: the end of the lessons}, contacted us: {en: a contact}}
categories: {identity: {en: identity}, contact: {en: contact}, messages: {en: messages}}
activities:
  teaching:
    {purpose: {en: teaching}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: {teaching}, from: lessons ended}]}
  advice:
    {purpose: {en: advice}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P3Y, from: contacted us}]}
  prospecting:
    {purpose: {en: prospecting}, basis: contract, subjects: [pupil], categories: [contact],
     retention: [{keep: {prospecting}, from: [contacted us, lessons ended]}]}
  calls:
    {purpose: {en: calls}, basis: contract, subjects: [pupil], categories: [messages],
     retention: [{keep: P1Y, from: contacted us}]}
"""
MAP = """
stores:
  school: {url: env:SCHOOL_URL, country: FR, zone: Europe/Paris}
  crm: {url: env:CRM_URL, country: FR, zone: Europe/Paris}
people:
  pupil:
    table: school.pupils
    key: id
    same person: survivor_id*
    identifiers: {number: number}
    also known: {crm.contacts: {number: school_number}}
tables:
  school.pupils: {used for: [teaching, advice], columns: {name: identity, number: none, survivor_id: none}}
  school.lessons:
    used for: [teaching]
    belongs to: {pupil: pupil_id}
    columns: {teacher_note: identity}
    events: {lessons ended: ended_on}
  crm.contacts:
    used for: [prospecting]
    columns: {full_name: contact, met_on: none}
    events: {contacted us: met_on}
  crm.calls:
    used for: [calls]
    belongs to: {caller: contact_id}
    columns: {notes: messages}
    events: {contacted us: called_on}
"""
TABLES = {
    "school.pupils": {
        "id": "int key",
        "number": "text null",
        "name": "text null",
        "survivor_id": "int null -> pupils",
    },
    "school.lessons": {
        "id": "int key",
        "pupil_id": "int null -> pupils",
        "ended_on": "date",
        "teacher_note": "text null",
    },
    "crm.contacts": {"id": "int key", "school_number": "text null", "full_name": "text null", "met_on": "date"},
    "crm.calls": {"id": "int key", "contact_id": "int null -> contacts", "called_on": "date", "notes": "text null"},
}
PERIODS = {
    "the contact goes first": {"teaching": "P1Y", "prospecting": "P6M"},
    "the pupil would go first": {"teaching": "P6M", "prospecting": "P5Y"},
}
"""Who is known for how long; the advice that the pupil's row is used for runs three years from the last contact."""


def school(*, pupils: int, seed: int, periods: str, merged: bool = False) -> World:
    """Return a school and its CRM, whose people did things on days around all limits of the five years."""
    chance = random.Random(seed)

    def day() -> date:
        return date(2018, 6, 1) + timedelta(days=chance.randrange(3000))

    people = range(1, pupils + 1)
    survivors = {n: n - 1 if merged and n % 3 == 0 else None for n in people}
    tables: Tables = {
        "school.pupils": [
            {"id": n, "number": f"S-{n}", "name": f"Anne {n}", "survivor_id": survivors[n]} for n in people
        ],
        "school.lessons": [
            {"id": n, "pupil_id": chance.choice(people), "ended_on": day(), "teacher_note": f"n{n}"}
            for n in range(pupils)
        ],
        "crm.contacts": [
            {"id": 100 + n, "school_number": f"S-{n}", "full_name": f"A. {n}", "met_on": day()} for n in people
        ],
        "crm.calls": [
            {"id": n, "contact_id": 100 + chance.choice(people), "called_on": day(), "notes": f"c{n}"}
            for n in range(pupils)
        ],
    }
    text = POLICY
    for name, period in PERIODS[periods].items():
        text = text.replace(f"{{{name}}}", period)
    return World(
        policy=Policy.model_validate(yaml.safe_load(text)),
        data_map=DataMap.model_validate(yaml.safe_load(MAP)),
        shapes=read_shapes(TABLES),
        tables=tables,
    )


def left_by_runs(world: World, *, kind: str, every: timedelta, first: date = FIRST) -> list[str]:
    """Run a world on one day after the other, and return in what it differs from one judgement on the last."""
    with ExitStack() as stack:
        machine = Machine({store: stack.enter_context(fresh_database(kind)) for store in ("school", "crm")})
        stack.callback(machine.close)
        machine.load(world)
        for day in days(first, every=every):
            plan = machine.plan(day)
            if not plan.is_empty:
                assert machine.apply(plan).refused == ()
        assert machine.plan(LAST).is_empty
        return differences(after(world, LAST), machine.tables(), shapes=world.shapes)


@pytest.mark.parametrize(("periods", "merged"), [("the contact goes first", True), ("the pupil would go first", False)])
def test_weekly_runs_of_a_year_leave_what_the_rules_say_of_the_first_data(periods: str, merged: bool):  # noqa: FBT001
    world = school(pupils=20, seed=1, periods=periods, merged=merged)
    assert left_by_runs(world, kind="sqlite", every=WEEK, first=LAST - 40 * WEEK) == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("periods", PERIODS)
def test_yearly_runs_leave_what_the_rules_say_of_the_first_data(kind: str, periods: str):
    world = school(pupils=20, seed=2, periods=periods, merged=True)
    assert left_by_runs(world, kind=kind, every=YEAR) == []
