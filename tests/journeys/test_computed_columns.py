"""A column that the database works out from others is left to it: it goes as they go, and comes back as they do."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
import yaml

from garant.adapters.sql.database import SqlDatabase
from garant.planning.fitting import left_alone
from garant.planning.terrain.layout import Layout
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.reference.cases import read_shapes
from tests.reference.machine import Machine
from tests.reference.world import World

DAY = date(2026, 11, 22)
POLICY = """
organisation: {name: A school, country: FR, time zone: Europe/Paris, contact: {post: here}}
languages: [en]
subjects: {pupil: {en: pupil}}
events: {lessons ended: {en: lessons ended}}
categories: {identity: {en: identity}}
activities:
  teaching:
    {purpose: {en: teaching}, basis: contract, subjects: [pupil], categories: [identity],
     retention: [{keep: P2Y, from: lessons ended}]}
"""
MAP = """
stores: {school: {url: "env:SCHOOL_URL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    row: stays
    columns: {name: identity, loud: SAID}
    events: {lessons ended: ended_on}
"""
MARKS = """
  school.marks:
    used for: [teaching]
    not ownership: {about: of whom the mark speaks}
    no personal data: marks
references: {school.marks.about: {to: school.pupils, declared: false}}
"""
LOUD = "ALTER TABLE pupils ADD loud varchar(20) GENERATED ALWAYS AS (upper(name)) {stored}"


def school(said: str) -> World:
    return World(
        policy=Policy.model_validate(yaml.safe_load(POLICY)),
        data_map=DataMap.model_validate(yaml.safe_load(MAP.replace("SAID", said))),
        shapes=read_shapes({"school.pupils": {"id": "int key", "name": "text null", "ended_on": "date"}}),
        tables={
            "school.pupils": [
                {"id": 1, "name": "Anne", "ended_on": date(2020, 6, 30)},
                {"id": 2, "name": "Bruno", "ended_on": date(2026, 6, 30)},
            ]
        },
    )


def loaded(url: str, kind: str, world: World) -> Machine:
    machine = Machine({"school": url}, kind=kind)
    machine.load(world)
    with machine.engines["school"].begin() as connection:
        connection.execute(sa.text(LOUD.format(stored="VIRTUAL" if kind == "sqlite" else "STORED")))
    return machine


def names(machine: Machine) -> list[tuple[object, ...]]:
    with machine.engines["school"].connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text("SELECT name, loud FROM pupils ORDER BY id"))]


@pytest.mark.parametrize("kind", KINDS)
def test_declared_none_it_follows_what_it_is_made_of(kind: str):
    with fresh_database(kind) as url:
        machine = loaded(url, kind, school("none"))

        applied = machine.apply(machine.plan(DAY), until=date(2026, 11, 29))
        gone, left = names(machine), machine.plan(DAY)
        undone = machine.undo(applied.run, day=DAY)
        back = names(machine)
        machine.close()

    assert applied.refused == ()
    assert gone == [(None, None), ("Bruno", "BRUNO")]
    assert left.is_empty
    assert undone.refused == ()
    assert back == [("Anne", "ANNE"), ("Bruno", "BRUNO")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("said", "alone"), [("identity", {"school.pupils"}), ("none", set())])
def test_with_a_category_of_its_own_it_keeps_plans_off_its_table(kind: str, said: str, alone: set[str]):
    with fresh_database(kind) as url:
        machine = loaded(url, kind, school(said))
        seen = SqlDatabase("school", url, zone="Europe/Paris", store_zone="Europe/Paris", receipts=True).schema()
        machine.close()

    assert left_alone(Layout(machine.world.policy, machine.world.data_map, {"school": seen})) == alone


@pytest.mark.parametrize("kind", KINDS)
def test_a_reference_that_is_worked_out_is_not_emptied_and_its_row_stays(kind: str):
    marks = read_shapes({"school.pupils": {"id": "int key"}, "school.marks": {"id": "int key", "raw": "int null"}})
    plain = school("none")
    said = MAP.replace("SAID", "none").replace("    row: stays\n", "") + MARKS
    world = replace(
        plain,
        data_map=DataMap.model_validate(yaml.safe_load(said)),
        shapes={**plain.shapes, "school.marks": marks["school.marks"]},
        tables={**plain.tables, "school.marks": [{"id": 1, "raw": 0}]},
    )
    stored = "VIRTUAL" if kind == "sqlite" else "STORED"
    with fresh_database(kind) as url:
        machine = loaded(url, kind, world)
        with machine.engines["school"].begin() as connection:
            connection.execute(sa.text(f"ALTER TABLE marks ADD about int GENERATED ALWAYS AS (raw + 1) {stored}"))

        applied = machine.apply(machine.plan(DAY))
        left = names(machine)
        machine.close()

    assert applied.refused == ()
    assert left == [(None, None), ("Bruno", "BRUNO")]
