"""Puts into words where each rule finds its clock, table by table, and what will be remembered (design §1)."""

from collections.abc import Iterable, Iterator
from typing import Any

from garant.planning.fitting.reach import Clock, Clockwork, Reached
from garant.planning.grounds.clocks import Where


def as_text(work: Clockwork) -> str:
    """Return the clocks for an engineer to read."""
    lines = ["Where each rule finds its clock"]
    table = ""
    for one in work.reached:
        if one.table != table:
            lines += ["", one.table]
            table = one.table
        lines += _reached(one)
    return "\n".join([*lines, "", *_remembered(work)]) + "\n"


def _reached(one: Reached) -> Iterator[str]:
    yield f"  {_rule(one)} · {one.category} ({', '.join(one.columns)}) of {one.reach.role}"
    for clock in one.clocks:
        yield f"      {clock.event:<28} {_where(clock)}"


def _rule(one: Reached) -> str:
    return f"{one.reach.name}{_number(one)}"


def _number(one: Reached) -> str:
    # Several rules of one activity are told apart by their place.
    return f" (rule {one.reach.index + 1})" if one.reach.index else ""


def _where(clock: Clock) -> str:
    if clock.where is Where.NOWHERE:
        return "nowhere: this event says nothing here"
    return f"{clock.where.value}: {', '.join(clock.tables)}"


def _remembered(work: Clockwork) -> Iterator[str]:
    if not work.remembered:
        yield "Nothing is remembered: no rule counts from rows that may go first."
        return
    yield "What is remembered of a person when its row goes: the last day, until the person's last reason has gone"
    for people, events in _by_people(work.remembered):
        yield f"  {people:<28} {', '.join(events)}"


def _by_people(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for people, event in pairs:
        found.setdefault(people, []).append(event)
    yield from found.items()


def as_plain(work: Clockwork) -> dict[str, Any]:
    """Return the clocks as plain values, as JSON holds them."""
    return {
        "clocks": [
            {
                "table": one.table,
                "columns": list(one.columns),
                "category": one.category,
                "role": one.reach.role,
                "activity": one.reach.activity,
                "rule": one.reach.index + 1,
                "events": [
                    {"event": clock.event, "where": clock.where.value, "tables": list(clock.tables)}
                    for clock in one.clocks
                ],
            }
            for one in work.reached
        ],
        "remembered": [{"people": people, "event": event} for people, event in work.remembered],
    }
