"""What is remembered of events whose rows are gone, kept in our own store."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connections, transaction

from garant.adapters.store.evidence import lock, remove_traces
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import Remembered
from garant.planning.remembered import RememberedEvent, condensed

_PERSONS_A_STATEMENT = 500
_EVENTS_A_STATEMENT = 100

# The later date counts, and open or undated once is so for good. Many at a time, without asking before: of millions of
# rows there are as many events.
_JOIN = """
INSERT INTO garant_remembered AS old (people, person, event, latest, is_open, began, is_undated)
VALUES {}
ON CONFLICT (people, person, event) DO UPDATE SET
  latest = CASE WHEN excluded.latest > old.latest OR old.latest IS NULL THEN excluded.latest ELSE old.latest END,
  began = CASE WHEN NOT old.is_open THEN excluded.began WHEN NOT excluded.is_open THEN old.began
    WHEN old.began IS NULL OR excluded.began IS NULL THEN NULL
    WHEN excluded.began > old.began THEN excluded.began ELSE old.began END,
  is_open = old.is_open OR excluded.is_open,
  is_undated = old.is_undated OR excluded.is_undated
"""
_ROWS_A_FETCH = 5_000

_Item = TypeVar("_Item")


class StoredMemory:
    """The port `Memory` on our own store."""

    def __init__(self, alias: str) -> None:
        """Use the database that Django knows by this alias."""
        self._alias = alias

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        """Join these events to what is remembered."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            join(self._alias, events)

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        """Yield what is remembered of these persons, or of all of these people."""
        rows = Remembered.objects.using(self._alias).filter(people=people).order_by("person", "event")
        with told_plainly():
            if persons is None:
                yield from map(_event, rows.iterator(_ROWS_A_FETCH))
                return
            for some in _portions(persons):
                yield from map(_event, rows.filter(person__in=some))

    def known(self) -> frozenset[tuple[str, str]]:
        """Return of which people which events are remembered at all."""
        with told_plainly():
            rows = Remembered.objects.using(self._alias).values_list("people", "event").distinct()
            return frozenset((str(people), str(event)) for people, event in rows)

    def forget(self, people: str, persons: Iterable[str]) -> int:
        """Erase all that is remembered of these persons, whose last reason has gone."""
        gone = 0
        with told_plainly():
            with transaction.atomic(using=self._alias):
                for some in _portions(persons):
                    gone += Remembered.objects.using(self._alias).filter(people=people, person__in=some).delete()[0]
            remove_traces(self._alias)
        return gone


def join(alias: str, events: Sequence[RememberedEvent]) -> None:
    """Join events to what is remembered, within the transaction of whoever calls.

    In one order always: of two who join events of the same people one waits, and neither for ever.
    """
    if not events:
        return
    connection, once = connections[alias], condensed(events)
    day = connection.ops.adapt_datefield_value
    rows = (  # neighbours in the index one after the other
        (*identity, day(e.latest), e.is_open, day(e.began), e.is_undated)
        for identity in sorted(once)
        for e in (once[identity],)
    )
    with connection.cursor() as cursor:
        for some in _portions(rows, _EVENTS_A_STATEMENT):
            values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(some))
            cursor.execute(_JOIN.format(values), [value for row in some for value in row])


def _portions(items: Iterable[_Item], size: int = _PERSONS_A_STATEMENT) -> Iterator[list[_Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _event(row: Remembered) -> RememberedEvent:
    return RememberedEvent(
        people=row.people,
        person=row.person,
        event=row.event,
        latest=row.latest,
        is_open=row.is_open,
        began=row.began,
        is_undated=row.is_undated,
    )
