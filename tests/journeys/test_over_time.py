"""Run after run over five years leaves what the rules say of the first day's data on the last day."""

import random  # noqa: TID251 - invented days, from a seed
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta

import pytest
import yaml

from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after
from tests.reference.cases import read_shapes
from tests.reference.differences import differences
from tests.reference.machine import Machine
from tests.reference.world import Tables, World

FIRST, LAST = date(2022, 1, 1), date(2026, 12, 31)
WEEK, YEAR = timedelta(days=7), timedelta(days=365)

POLICY = """
organisation: {name: A club, country: FR, time zone: Europe/Paris, contact: {post: here}}
languages: [en]
subjects: {member: {en: member}}
events: {logged in: {en: a log-in}, wrote: {en: a letter}, paid: {en: a payment}}
categories: {account: {en: account}, connection: {en: connections}, letters: {en: letters}, books: {en: books}}
activities:
  accounts:
    {purpose: {en: accounts}, basis: contract, subjects: [member], categories: [account],
     retention: [{keep: P3Y, from: logged in}]}
  logs:
    {purpose: {en: logs}, basis: contract, subjects: [member], categories: [connection],
     retention: [{keep: P13M, from: logged in}]}
  post:
    {purpose: {en: post}, basis: contract, subjects: [member], categories: [letters],
     retention: [{keep: P2Y, from: [wrote, logged in]}]}
  books:
    {purpose: {en: books}, basis: contract, subjects: [member], categories: [books],
     retention: [{keep: P1Y, from: paid, rounded to: end of calendar year}]}
"""
MAP = """
stores: {club: {url: env:CLUB_URL, country: FR, zone: Europe/Paris}}
people: {member: {table: club.members, key: id}}
tables:
  club.members: {used for: [accounts, books], columns: {mail: account, iban: books}}
  club.log_ins:
    used for: [logs]
    belongs to: {member: member_id}
    columns: {at_day: none, ip: connection}
    events: {logged in: at_day}
  club.letters:
    used for: [post]
    belongs to: {member: member_id}
    columns: {body: letters, sent_on: none}
    events: {wrote: {column: sent_on, empty: open}}
  club.payments:
    used for: [books]
    belongs to: {member: member_id}
    columns: {label: books, paid_on: none}
    events: {paid: paid_on}
"""
_DAYS = """
  days:
    {purpose: {en: days}, basis: contract, subjects: [member], categories: [days],
     retention: [{keep: P1Y, from: [logged in, wrote, paid]}]}
"""
TABLES = {
    "club.members": {"id": "int key", "mail": "text null", "iban": "text null"},
    "club.log_ins": {
        "id": "int key",
        "member_id": "int -> members cascade",
        "at_day": "date",
        "ip": "text null",
    },
    "club.letters": {"id": "int key", "member_id": "int null -> members", "sent_on": "date null", "body": "text"},
    "club.payments": {
        "id": "int key",
        "member_id": "int null -> members set null",
        "paid_on": "date",
        "label": "text",
    },
}


def club(*, members: int, seed: int) -> World:
    """Return a club whose people did things on days around all limits of the five years."""
    chance = random.Random(seed)

    def day() -> date:
        return date(2018, 6, 1) + timedelta(days=chance.randrange(3000))

    people = range(1, members + 1)
    tables: Tables = {
        "club.members": [{"id": n, "mail": f"m{n}@club.example", "iban": f"FR{n}"} for n in people],
        "club.log_ins": [
            {"id": n, "member_id": chance.choice(people), "at_day": day(), "ip": f"192.0.2.{n}"}
            for n in range(2 * members)
        ],
        "club.letters": [
            {
                "id": n,
                "member_id": chance.choice(people),
                "sent_on": chance.choice([day(), day(), None]),
                "body": f"L{n}",
            }
            for n in range(members)
        ],
        "club.payments": [
            {"id": n, "member_id": chance.choice(people), "paid_on": day(), "label": f"fee {n}"} for n in range(members)
        ],
    }
    return World(
        policy=Policy.model_validate(yaml.safe_load(POLICY)),
        data_map=DataMap.model_validate(yaml.safe_load(MAP)),
        shapes=read_shapes(TABLES),
        tables=tables,
    )


def with_personal_days(world: World) -> World:
    """Return the world with every event's day as a cell of a category that goes before what counts from it."""
    said = yaml.safe_load(POLICY + _DAYS.strip("\n"))
    said["categories"]["days"] = {"en": "days"}
    data_map = yaml.safe_load(MAP.replace(": none", ": days"))
    for table in data_map["tables"].values():
        table["used for"].append("days")
    data_map["tables"]["club.log_ins"]["row"] = "stays"
    return replace(
        world,
        policy=Policy.model_validate(said),
        data_map=DataMap.model_validate(data_map),
        shapes=read_shapes(TABLES | {"club.log_ins": TABLES["club.log_ins"] | {"member_id": "int null -> members"}}),
    )


def days(first: date, *, every: timedelta) -> Iterator[date]:
    """Yield a day each time, and the last day."""
    day = first
    while day < LAST:
        yield day
        day += every
    yield LAST


def left_by_runs(world: World, *, kind: str, on: Iterator[date]) -> list[str]:
    """Run a world on one day after the other, and return in what it differs from one judgement on the last."""
    with ExitStack() as stack:
        machine = Machine({"club": stack.enter_context(fresh_database(kind))})
        for engine in machine.engines.values():
            stack.callback(engine.dispose)
        machine.load(world)
        for day in on:
            plan = machine.plan(day)
            if not plan.is_empty:
                applied = machine.apply(plan)
                assert applied.refused == ()
        assert machine.plan(LAST).is_empty
        return differences(after(world, LAST), machine.tables(), shapes=world.shapes)


def test_weekly_runs_leave_what_the_rules_say_of_the_first_data():
    assert left_by_runs(club(members=30, seed=1), kind="sqlite", on=days(FIRST, every=WEEK)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_yearly_runs_leave_what_the_rules_say_of_the_first_data(kind: str):
    assert left_by_runs(club(members=30, seed=2), kind=kind, on=days(FIRST, every=YEAR)) == []


@pytest.mark.parametrize(("every", "seed"), [(WEEK, 4), (YEAR, 5), (YEAR, 6)], ids=["weekly", "yearly", "yearly too"])
def test_days_that_are_personal_themselves_end_periods_all_the_same(every: timedelta, seed: int):
    world = with_personal_days(club(members=12, seed=seed))

    assert left_by_runs(world, kind="sqlite", on=days(FIRST, every=every)) == []


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_few_weeks_on_the_servers_leave_the_same(kind: str):
    began = LAST - 10 * WEEK
    assert left_by_runs(club(members=30, seed=3), kind=kind, on=days(began, every=WEEK)) == []


def test_accounts_outlive_their_log_ins_by_what_is_remembered_of_them():
    world = club(members=1, seed=0)
    tables = world.tables | {
        "club.log_ins": [{"id": 1, "member_id": 1, "at_day": date(2024, 1, 10), "ip": "192.0.2.1"}],
        "club.letters": [],
        "club.payments": [{"id": 1, "member_id": 1, "paid_on": date(2020, 5, 1), "label": "fee"}],
    }
    world = World(policy=world.policy, data_map=world.data_map, shapes=world.shapes, tables=tables)
    with fresh_database("sqlite") as url:
        machine = Machine({"club": url})
        machine.load(world)
        seen = {}
        for day in (date(2025, 2, 10), date(2025, 2, 11), date(2027, 1, 10), date(2027, 1, 11)):
            machine.apply(machine.plan(day))
            seen[day] = (len(machine.tables()["club.log_ins"]), len(machine.tables()["club.members"]))
        machine.engines["club"].dispose()

    assert list(seen.values()) == [(1, 1), (0, 1), (0, 1), (0, 0)]
    assert list(machine.state.memory.remembered("member@club.members")) == []


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_weekly_runs_over_five_years_of_many_people(kind: str, seed: int):
    assert left_by_runs(club(members=300, seed=seed), kind=kind, on=days(FIRST, every=WEEK)) == []
