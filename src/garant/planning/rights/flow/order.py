"""What may happen next to a rights request, and what would have to come first: nothing is disclosed to a stranger."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from garant.planning.rights.flow.requests import Entry, Happening, Proof, RightsRequest
from garant.policy.terms import Right

CHANGES = frozenset({Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION, Right.OBJECTION, Right.WITHDRAWAL})
"""The rights that change data or what may be done with them: planned and approved before they are carried out."""

TOLD_TO_RECIPIENTS = frozenset({Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION})
"""The rights of which recipients are told (Art. 19)."""


class Obstacle(Enum):
    """Why something may not happen to a request yet, or any more."""

    OUT_OF_ORDER = "something else comes first"
    HAPPENED_BEFORE = "it has happened"
    IS_OVER = "the request has been answered"
    BEFORE_RECEIPT = "before the day of receipt"
    IDENTITY_FIRST = "identity is not established"
    NO_REASON = "a reason is owed"
    NO_NAME = "a named person does this"
    TOO_LATE = "the first month has ended"
    PAPERS_LEFT = "papers are still there"
    NO_DOUBT = "papers are asked for in doubt alone"
    NOTHING_TO_CARRY_OUT = "this right changes nothing"
    NOBODY_IS_TOLD = "recipients are told of corrections, erasure and restriction alone"


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a happening stands in the flow."""

    after: tuple[Happening, ...] = (Happening.RECEIVED,)
    not_after: tuple[Happening, ...] = ()
    once: bool = True
    owes_reason: bool = False
    by_name: bool = False
    after_answer: bool = False


_FOUND = (Happening.IDENTIFIED,)
_ENDS_IDENTITY = (Happening.IDENTIFIED, Happening.NOBODY_FOUND, Happening.REFUSED)

_PLACES: dict[Happening, _Place] = {
    Happening.RECEIVED: _Place(after=()),
    Happening.ACKNOWLEDGED: _Place(),
    Happening.DOUBTED: _Place(not_after=_ENDS_IDENTITY, once=False, owes_reason=True, by_name=True),
    Happening.IDENTIFIED: _Place(not_after=_ENDS_IDENTITY),
    Happening.NOBODY_FOUND: _Place(not_after=_ENDS_IDENTITY, by_name=True),
    Happening.PAPERS_ERASED: _Place(after_answer=True),
    Happening.EXTENDED: _Place(owes_reason=True, by_name=True),
    Happening.DECIDED: _Place(after=_FOUND, not_after=(Happening.REFUSED,), once=False, by_name=True),
    Happening.PLANNED: _Place(after=(Happening.DECIDED,), not_after=(Happening.CARRIED_OUT,), once=False),
    Happening.APPROVED: _Place(
        after=(Happening.PLANNED,), not_after=(Happening.CARRIED_OUT,), once=False, by_name=True
    ),
    Happening.CARRIED_OUT: _Place(after=(Happening.APPROVED,)),
    Happening.RECIPIENTS_TOLD: _Place(after=(Happening.CARRIED_OUT,), after_answer=True),
    Happening.REFUSED: _Place(not_after=(Happening.CARRIED_OUT,), owes_reason=True, by_name=True),
    Happening.TAKEN_BACK: _Place(not_after=(Happening.CARRIED_OUT,)),
    Happening.ANSWERED: _Place(),
    Happening.CLOSED: _Place(after_answer=True),
}


def obstacles(rights_request: RightsRequest, entry: Entry) -> tuple[Obstacle, ...]:
    """Return why an entry may not be added to the history of a request; nothing if it may."""
    return tuple(dict.fromkeys((*_in_order(rights_request, entry), *_owed(entry), *_of_its_own(rights_request, entry))))


def _in_order(asked: RightsRequest, entry: Entry) -> Iterator[Obstacle]:
    place = _PLACES[entry.what]
    if asked.history and entry.on < asked.history[0].on:
        yield Obstacle.BEFORE_RECEIPT
    if place.after and not asked.has(*place.after):
        yield Obstacle.IDENTITY_FIRST if place.after == _FOUND else Obstacle.OUT_OF_ORDER
    if place.not_after and asked.has(*place.not_after):
        yield Obstacle.HAPPENED_BEFORE
    if place.once and asked.has(entry.what):
        yield Obstacle.HAPPENED_BEFORE
    if asked.has(Happening.CLOSED) or (not place.after_answer and not asked.is_open):
        yield Obstacle.IS_OVER


def _owed(entry: Entry) -> Iterator[Obstacle]:
    place = _PLACES[entry.what]
    if place.owes_reason and not entry.because.strip():
        yield Obstacle.NO_REASON
    if place.by_name and not entry.by.strip():
        yield Obstacle.NO_NAME


def _of_its_own(asked: RightsRequest, entry: Entry) -> Iterator[Obstacle]:
    match entry.what:
        case Happening.IDENTIFIED if entry.proof is None:
            yield Obstacle.NO_REASON
        case Happening.IDENTIFIED if entry.proof is Proof.PAPERS and not asked.has(Happening.DOUBTED):
            # Art. 12(6): more is asked for only where there are reasonable doubts, and those are written down.
            yield Obstacle.NO_DOUBT
        case Happening.EXTENDED if entry.on > asked.clock.extend_by(entry.on):
            yield Obstacle.TOO_LATE
        case what:
            yield from (obstacle for stands, obstacle in _BY_WHAT_HAPPENED.get(what, ()) if stands(asked))


def _may_be_answered(asked: RightsRequest) -> bool:
    """Return whether there is something to answer: refused, nobody found, or decided and carried out."""
    if asked.has(Happening.REFUSED, Happening.NOBODY_FOUND):
        return True
    done = asked.has(Happening.CARRIED_OUT) or asked.right not in CHANGES
    return asked.has(Happening.DECIDED) and done


def _is_unanswered(asked: RightsRequest) -> bool:
    return not asked.has(Happening.ANSWERED, Happening.TAKEN_BACK)


_BY_WHAT_HAPPENED: Mapping[Happening, tuple[tuple[Callable[[RightsRequest], bool], Obstacle], ...]] = {
    Happening.PLANNED: ((lambda asked: asked.right not in CHANGES, Obstacle.NOTHING_TO_CARRY_OUT),),
    Happening.RECIPIENTS_TOLD: ((lambda asked: asked.right not in TOLD_TO_RECIPIENTS, Obstacle.NOBODY_IS_TOLD),),
    Happening.ANSWERED: ((lambda asked: not _may_be_answered(asked), Obstacle.OUT_OF_ORDER),),
    Happening.CLOSED: (
        (_is_unanswered, Obstacle.OUT_OF_ORDER),
        (lambda asked: asked.awaits_erasure_of_papers, Obstacle.PAPERS_LEFT),
    ),
    Happening.PAPERS_ERASED: ((lambda asked: not asked.awaits_erasure_of_papers, Obstacle.OUT_OF_ORDER),),
}
