"""What is remembered of an event whose row goes while a reason is still counted from it, under design §1."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

Identity = tuple[str, str, str]
"""People, person and event."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RememberedEvent:
    """The latest known date of an event for one person, and whether one was open or undated.

    `began` is the latest day when an open one began, if all of them say: without it, what is open has no limit.
    The person's key is personal data: it shows itself to nobody.
    """

    people: str
    person: str = field(repr=False)
    event: str
    latest: date | None = None
    is_open: bool = False
    began: date | None = None
    is_undated: bool = False

    @property
    def identity(self) -> Identity:
        """Return what may be remembered once only."""
        return self.people, self.person, self.event

    def __str__(self) -> str:
        """Return what may be shown."""
        return f"{self.event} of one of {self.people}"


def joined(one: RememberedEvent, other: RememberedEvent) -> RememberedEvent:
    """Return both in one: the later date counts, and open or undated once is so for good (design §1)."""
    if one.identity != other.identity:
        raise ValueError("two events that are not the same cannot be joined")
    dates = [latest for latest in (one.latest, other.latest) if latest is not None]
    return RememberedEvent(
        people=one.people,
        person=one.person,
        event=one.event,
        latest=max(dates, default=None),
        is_open=one.is_open or other.is_open,
        began=_began(one, other),
        is_undated=one.is_undated or other.is_undated,
    )


def _began(one: RememberedEvent, other: RememberedEvent) -> date | None:
    begun = [event.began for event in (one, other) if event.is_open]
    known = [day for day in begun if day is not None]
    return max(known, default=None) if len(known) == len(begun) else None


def condensed(events: Iterable[RememberedEvent]) -> Mapping[Identity, RememberedEvent]:
    """Return the events with each person and event once, in the order of their first appearance."""
    kept: dict[Identity, RememberedEvent] = {}
    for event in events:
        identity = event.identity
        before = kept.get(identity)
        kept[identity] = joined(before, event) if before else event
    return kept


def with_forgotten(bounds: str, forgotten: Iterable[tuple[str, str]]) -> str:
    """Return the bounds of a batch with who goes with it, as people and person, and is to be remembered no more."""
    said = json.loads(bounds) if bounds.startswith("{") else {}
    return json.dumps({**said, "forgotten": [list(one) for one in forgotten]})


def forgotten_in(bounds: str) -> Mapping[str, Sequence[str]]:
    """Return who was to go with a batch, by people."""
    said = json.loads(bounds) if bounds.startswith("{") else {}
    found: dict[str, list[str]] = {}
    for people, person in said.get("forgotten", ()):
        found.setdefault(people, []).append(person)
    return found
