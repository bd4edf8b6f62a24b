"""Look at a legal hold again: keep it until another day, or lift it, by a named person and on record (Art. 5(2))."""

from collections.abc import Sequence
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning.grounds.holds import Lifted
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.ports import HoldBook


class NoSuchHold(Failure):
    """No hold of this number rules."""

    sentence = Sentence("aucun gel n° {number} n'est en cours", "no hold {number} is in force")
    mend = Sentence(
        "`garant hold list` dit les numéros de ce dossier", "`garant hold list` says the numbers of this folder"
    )


def review_hold(holds: HoldBook, number: int, *, until: date, by: str, at: datetime) -> None:
    """Keep a hold until it is to be looked at again, or raise NoSuchHold."""
    _find(holds, number)
    facts: dict[str, Fact] = {"hold": number, "by": by, "review": until.isoformat()}
    holds.review(number, until=until, record=EvidenceRecord(kind=RecordKind.HOLD_REVIEWED, at=at, facts=facts))


def lift_hold(holds: HoldBook, number: int, lifted: Lifted, *, at: datetime) -> None:
    """End a hold: what it named is forgotten, and the next plan no longer keeps it; or raise NoSuchHold."""
    _find(holds, number)
    record = EvidenceRecord(kind=RecordKind.HOLD_LIFTED, at=at, facts={"hold": number, "by": lifted.by})
    holds.lift(number, lifted, record=record)


def lift_holds(holds: HoldBook, numbers: Sequence[int], lifted: Lifted, *, at: datetime) -> None:
    """End several holds, as those of one undo: none of them where one is not in force; or raise NoSuchHold."""
    for number in numbers:
        _find(holds, number)
    for number in dict.fromkeys(numbers):
        lift_hold(holds, number, lifted, at=at)


def _find(holds: HoldBook, number: int) -> None:
    if all(hold.number != number or hold.lifted is not None for hold in holds.all()):
        raise NoSuchHold(number=number)
