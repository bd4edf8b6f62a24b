"""Faults put into the planner on purpose are caught by the cases; without a fault no case differs."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from garant.adapters.sql.bounds import Bounds
from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.words import PostgresWords, SqliteWords, Words
from garant.planning.going import Going
from garant.planning.grounds.clocks import Clocks, Where
from garant.planning.grounds.dates import Dates
from garant.planning.grounds.facts.held import Held
from garant.planning.grounds.holds import Holds
from garant.planning.grounds.kinds import Kinds
from garant.planning.grounds.leads import Leads
from garant.planning.grounds.reasons import Reasons
from garant.planning.grounds.rules import Rules
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import ALWAYS, NEVER, Starts, Value
from garant.planning.terrain.rows import Owner, Rows
from garant.planning.work import Works
from garant.policy.activities import RetentionRule
from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after
from tests.reference.cases import FOLDER, Case, all_cases, read_case
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned

_ENDED = RetentionRule.last_ended
_AFTER = Bounds.after


def _ends_there(_: Leads, owner: Owner, table: str) -> bool:
    return owner.anchor is not None and owner.anchor.table == table


FAULTS: dict[str, tuple[type, str, Any]] = {
    "a period ends a day early": (RetentionRule, "last_ended", lambda *a: _ENDED(*a) + timedelta(days=1)),
    "a period ends a day late": (RetentionRule, "last_ended", lambda *a: _ENDED(*a) - timedelta(days=1)),
    "kinds of people are not asked": (Kinds, "covered", lambda *_: ALWAYS),
    "rows that others need go": (Going, "_needed", lambda *_: iter(())),
    "clocks in the row are not seen": (Clocks, "_nearest", lambda *_, **__: ((), Where.NOWHERE)),
    "an empty date has run out": (Dates, "unset", lambda *_: NEVER),
    "a date that cannot be read has run out": (Dates, "unread", lambda *_: NEVER),
    "merged people are strangers": (Rows, "merged", lambda *_: None),
    "conditions are not asked": (Rows, "when", lambda *_: ALWAYS),
    "references that lead to a clock are emptied": (Going, "_is_read", lambda *_: False),
    "days that are counted from are blanked": (Clocks, "evidence", frozenset()),
    "who is held is not told": (Holds, "brought", lambda *_: iter(())),
    "rows that are held are let go": (Held, "row", lambda *_: NEVER),
    "what a held row refers to goes": (Going, "_fixed_by_hold", lambda *_: NEVER),
    "cells are not blanked": (Works, "_blanks", lambda *_: iter(())),
    "cells without a clock do not hold their row": (Reasons, "empty", lambda *_, **__: ALWAYS),
}

BY_ONE_CASE: dict[str, tuple[type, str, Any, str]] = {
    "people are not needed by whom they give reasons": (Leads, "to", lambda *_: iter(()), "people-whom-a-reason-needs"),
    "rows on the way to people are not needed": (Leads, "_may_lead", _ends_there, "people-whom-a-reason-needs"),
    "whoever keeps another keeps themselves": (Leads, "_kept_anyway", lambda *_: True, "people-whom-a-reason-needs"),
    "texts hold nobody": (Going, "implied", (), "rows-that-stay-with-one-another"),
    "texts that name an owner are let be": (Going, "implied", (), "texts-that-name-an-owner"),
    "a text that is blanked holds its owner": (Going, "leaving", lambda *_: NEVER, "texts-that-name-an-owner"),
    "all kinds of rows make a text": (Going, "makes", lambda *_: ALWAYS, "texts-that-name-an-owner"),
    "texts that conditions read are emptied": (Going, "_is_read", lambda *_: False, "texts-that-name-an-owner"),
    "what the database erases along is not counted": (
        Going,
        "_erased_with",
        lambda *_: NEVER,
        "rows-that-stay-with-one-another",
    ),
    "parts let go of what they are part of": (
        Layout,
        "is_part_of",
        lambda *_: False,
        "rows-that-stay-with-one-another",
    ),
    "what conditions read at their end is emptied": (
        Going,
        "_through",
        lambda *_: iter(()),
        "references-that-conditions-read",
    ),
    "what follows a row goes without it": (
        Going,
        "_left_behind",
        lambda *_: iter(()),
        "rows-that-stay-with-one-another",
    ),
    "rows that cannot be read are let go": (Held, "row", lambda *_: NEVER, "json-that-cannot-be-read"),
    "names stay in lists": (Works, "_cuts", lambda *_: iter(()), "lists-that-lose-a-name"),
    "people who go stay in lists": (Works, "_listed_in", lambda *_: iter(()), "lists-that-lose-a-name"),
    "who shares an element stays out of account": (
        Works,
        "_others_named",
        lambda *_: iter(()),
        "lists-that-lose-a-name",
    ),
    "a merged row tells no kinds": (Kinds, "_by_merged_row", lambda *_: NEVER, "kinds-that-a-merged-row-tells"),
    "what is open has no limit": (Clocks, "_open_over", lambda *_: NEVER, "dates-that-are-missing"),
    "what has no date has no ceiling": (Rules, "_over", lambda *_: NEVER, "dates-that-are-missing"),
    "stand-ins are dates": (Dates, "stand_ins", lambda *_: (), "dates-that-are-missing"),
    "shared identifiers tell people": (Rows, "_proposes", lambda *_: False, "identifiers-that-tell-and-do-not"),
    "identifiers tell beside a path": (Rows, "_leads", lambda *_: NEVER, "identifiers-that-tell-and-do-not"),
    "what a person had does not end what the row says": (
        Rules,
        "_asks_the_owner",
        lambda *_: False,
        "what-the-person-had-ends-what-the-row-says",
    ),
    "whatever begins so is a copy": (
        Going,
        "_has_the_form",
        lambda _, by, alias: Starts(Value(alias, by.column), by.holds.split("{")[0]),
        "texts-letter-by-letter",
    ),
}
"""The rest of what was tried, each with the case that was written because nothing else caught it."""

IN_SQL: dict[str, tuple[str, type, str, Callable[..., Any], str]] = {
    "what is unknown is not told from what is not so": (
        "both",
        Compiler,
        "_negated",
        lambda self, said, scope: sa.not_(self.condition(said, scope)),
        "dates-that-cannot-be-read",
    ),
    "a bound is turned round": (
        "both",
        Bounds,
        "after",
        lambda *a, **k: sa.not_(_AFTER(*a, **k)),
        "direct-and-transitive-ownership",
    ),
    "large letters are small ones": (
        "both",
        Words,
        "exact",
        lambda _, value, text: sa.func.lower(value) == text.lower(),
        "texts-letter-by-letter",
    ),
    "objects are lists": ("sqlite", Words, "array", lambda _, column: column, "elements-that-name-nobody"),
    "objects are lists there too": (
        "postgres",
        PostgresWords,
        "array",
        lambda _, column: sa.cast(column, sa.JSON()),
        "elements-that-name-nobody",
    ),
    "truth values are numbers": (
        "sqlite",
        SqliteWords,
        "element",
        lambda _, elements: sa.cast(elements.c.value, sa.Text()),
        "elements-that-name-nobody",
    ),
    "members are values": (
        "sqlite",
        SqliteWords,
        "member",
        lambda _, column, inside: sa.func.json_extract(column, f"$.{inside[0]}", type_=sa.Text()),
        "elements-that-name-nobody",
    ),
}
"""What was tried in the words of the databases, by database, each with the case that catches it there."""

SEEDED_IN_SQL = [
    (fault, kind) for fault, (where, *_) in IN_SQL.items() for kind in KINDS[:2] if where in (kind, "both")
]


def single_store_cases() -> Iterator[Case]:
    """Yield the cases whose tables lie in one store."""
    return (case for case in all_cases() if len(case.world.data_map.stores) == 1)


def test_without_a_fault_no_case_differs():
    assert [case.name for case in single_store_cases() if differs(case)] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_seeded_fault_is_caught(fault: str, monkeypatch: pytest.MonkeyPatch):
    owner, name, wrong = FAULTS[fault]
    monkeypatch.setattr(owner, name, wrong)

    assert any(differs(case) for case in single_store_cases())


@pytest.mark.parametrize("fault", BY_ONE_CASE)
def test_a_fault_that_one_case_was_written_for_is_caught_by_it(fault: str, monkeypatch: pytest.MonkeyPatch):
    owner, name, wrong, case = BY_ONE_CASE[fault]
    monkeypatch.setattr(owner, name, wrong)

    assert differs(read_case(FOLDER / case))


@pytest.mark.parametrize(("fault", "kind"), SEEDED_IN_SQL)
def test_a_fault_in_the_words_of_a_database_is_caught_there(fault: str, kind: str, monkeypatch: pytest.MonkeyPatch):
    _, owner, name, wrong, case = IN_SQL[fault]
    assert not differs(read_case(FOLDER / case), kind=kind)
    monkeypatch.setattr(owner, name, wrong)

    assert differs(read_case(FOLDER / case), kind=kind)


def differs(case: Case, *, kind: str = "sqlite") -> bool:
    """Return whether the planner does something else than the case says, on one of its days."""
    (store,) = case.world.data_map.stores
    with fresh_database(kind) as url:
        machine = Machine({store: url})
        try:
            return any(_differs_on(machine, case, day) for day in case.days)
        finally:
            machine.close()


def _differs_on(machine: Machine, case: Case, day: date) -> bool:
    machine.load(case.world)
    try:
        plan = machine.plan(day)
        if planned(plan) != judged(judge(case.world, day)):
            return True
        refused = machine.apply(plan).refused
    except Exception:  # noqa: BLE001 - a fault that breaks is caught too
        return True
    return bool(refused or differences(after(case.world, day), machine.tables(), shapes=case.world.shapes))
