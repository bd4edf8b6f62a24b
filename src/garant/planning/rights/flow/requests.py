"""A rights request as what has happened to it, day by day; who asks, by what, and as whom (Art. 12(1) to 12(6))."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from garant.planning.rights.clock.deadlines import Clock, Suspended
from garant.policy.periods import Period
from garant.policy.terms import Right


class Channel(Enum):
    """By which way a request came in: each enters the same list, with its day of receipt."""

    WEB = "web"
    EMAIL = "e-mail"
    POST = "post"
    PHONE = "phone"
    COUNTER = "counter"


class ActingAs(Enum):
    """As whom somebody asks: everybody but the person has a proof of their own to give."""

    SELF = "the person"
    GUARDIAN = "guardian"
    AGENT = "agent with a mandate"
    HEIR = "heir"
    EXECUTOR = "named in the directives"


class Proof(Enum):
    """What established who asks, from the least to the most that may be asked for (Art. 12(6))."""

    ACCOUNT = "signed-in account"
    CODE = "code to a known address"
    KNOWN = "known to whoever received them"
    PAPERS = "papers"


class Happening(Enum):
    """What happens to a rights request."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    DOUBTED = "identity doubted"
    IDENTIFIED = "identity established"
    NOBODY_FOUND = "nobody found"
    PAPERS_ERASED = "papers erased"
    EXTENDED = "extended"
    DECIDED = "decided"
    PLANNED = "planned"
    APPROVED = "approved"
    CARRIED_OUT = "carried out"
    RECIPIENTS_TOLD = "recipients told"
    REFUSED = "refused"
    TAKEN_BACK = "taken back"
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that happened: when, by whom, and why where a reason is owed."""

    what: Happening
    on: date
    by: str = field(default="", repr=False)
    because: str = field(default="", repr=False)
    proof: Proof | None = None


@dataclass(frozen=True, kw_only=True)
class RightsRequest:
    """A person's asking; its number is all that is said of it in logs and evidence."""

    number: int
    right: Right
    channel: Channel
    acting_as: ActingAs = ActingAs.SELF
    history: tuple[Entry, ...] = ()
    promised: Period | None = None

    @property
    def received(self) -> date:
        """Return the day of receipt, which starts the clock."""
        return self._first(Happening.RECEIVED).on

    def has(self, *happened: Happening) -> bool:
        """Return whether one of these has happened."""
        return any(entry.what in happened for entry in self.history)

    @property
    def clock(self) -> Clock:
        """Return what counts for its deadline."""
        return Clock(
            received=self.received,
            suspended=tuple(self._suspensions()),
            extended=self.has(Happening.EXTENDED),
            promised=self.promised,
        )

    @property
    def is_open(self) -> bool:
        """Return whether an answer is still owed."""
        return not self.has(Happening.ANSWERED, Happening.TAKEN_BACK, Happening.CLOSED)

    def is_late(self, today: date) -> bool:
        """Return whether the answer is owed and its day has gone by."""
        return self.is_open and not self.clock.is_suspended and self.clock.is_late(today)

    @property
    def awaits_erasure_of_papers(self) -> bool:
        """Return whether papers were shown that are still there."""
        shown = any(entry.proof is Proof.PAPERS for entry in self.history)
        return shown and not self.has(Happening.PAPERS_ERASED)

    def _first(self, what: Happening) -> Entry:
        return next(entry for entry in self.history if entry.what is what)

    def _suspensions(self) -> Iterator[Suspended]:
        """Yield the days on which the clock stood still: from a reasoned doubt to what settled it."""
        asked: date | None = None
        for entry in self.history:
            if entry.what is Happening.DOUBTED and asked is None:
                asked = entry.on
            elif entry.what in _SETTLES_A_DOUBT and asked is not None:
                yield Suspended(asked=asked, answered=entry.on)
                asked = None
        if asked is not None:
            yield Suspended(asked=asked)


_SETTLES_A_DOUBT = (Happening.IDENTIFIED, Happening.NOBODY_FOUND, Happening.REFUSED, Happening.TAKEN_BACK)
