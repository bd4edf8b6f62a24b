"""Miss the log that was here, or what it held later, and let a named person declare that another begins (Art. 5(2))."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from garant.evidence.checkpoints import SignedCheckpoint, note
from garant.evidence.failures import KeyFailure, LogIsHere, LogLost
from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.restored import Attested, HoldTold, Known, LogBehind, told_missing
from garant.planning.grounds.holds import LegalHold, NewHold, copied, read_copy, standing
from garant.planning.terrain.failures import StoreFailed
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, Evidence, HoldBook, Sealer
from garant.ports.witness import Witness

_USED = (RecordKind.LOG_BEGUN, RecordKind.RUN_STARTED)


class Because(StrEnum):
    """Why a log begins where another one was; a closed list, since records hold no free text."""

    LOST = "lost"
    COPY = "copy"
    RESTORED = "restored"


@dataclass(frozen=True, kw_only=True)
class Witnesses:
    """Our own log and holds, and all who know of them: the folder of the keys, and the stores that answer."""

    evidence: Evidence
    holds: HoldBook
    sealer: Sealer
    beside_keys: Witness
    databases: Mapping[str, Database]
    is_ours: Callable[[SignedCheckpoint], bool]
    """Whether our own key signed a checkpoint."""

    def attested(self) -> Iterator[Attested]:
        """Yield what each store that answers knows of our log."""
        for database in self.databases.values():
            with suppress(StoreFailed):
                yield database.attested(self.evidence.origin)


@dataclass(frozen=True, kw_only=True)
class WentOn:
    """What became of the holds that an older state did not know: those placed again, and those nobody has a copy of."""

    again: tuple[int, ...] = ()
    lost: Mapping[int, HoldTold] = field(default_factory=dict)


def miss_log(evidence: Evidence, databases: Iterable[Database]) -> None:
    """Raise LogLost where a log without a run is about to work in a store in which another one did."""
    if evidence.says(*_USED):
        return
    for database in databases:
        with suppress(StoreFailed):
            worked = database.origins()
            if worked and evidence.origin not in worked:
                raise LogLost(_WORKED_HERE.filled({"store": database.store}))


def miss_later_days(ours: Witnesses) -> None:
    """Raise LogBehind where somebody knows more of our log than is in it: it was restored to an older day."""
    missing = [one for one in _known(ours) if ours.evidence.root_of(one.size) != one.root]
    if missing:
        behind = max(one.size for one in missing) - ours.evidence.size
        raise LogBehind(told_missing(max(behind, 0), _unknown_holds(ours)))


def _known(ours: Witnesses) -> Iterator[Known]:
    beside = ours.beside_keys.known()
    if beside is not None:
        yield beside
    for attested in ours.attested():
        stated = attested.checkpoint
        if stated is not None and ours.is_ours(stated):
            yield Known(size=stated.checkpoint.size, root=stated.checkpoint.root)


def _unknown_holds(ours: Witnesses) -> Mapping[int, HoldTold]:
    """Return the holds that ruled and that our own state has never heard of."""
    heard = {hold.number for hold in ours.holds.all()}
    copies = {number: HoldTold(kind=new.names.kind.value, place=new.names.place) for number, new in _copies(ours)}
    return {
        number: told for number, told in sorted({**copies, **ours.beside_keys.held()}.items()) if number not in heard
    }


def _copies(ours: Witnesses) -> Iterator[tuple[int, NewHold]]:
    for attested in ours.attested():
        for number, sealed in attested.holds.items():
            with suppress(KeyFailure):
                text = ours.sealer.open(bytes.fromhex(sealed), context=_COPY.format(number=number))
                yield number, read_copy(text.decode())


def tell_stores(ours: Witnesses, stated: SignedCheckpoint) -> None:
    """Let each store that answers know how far our log has come, and which holds rule; nobody reads them there."""
    holds = {hold.number: _sealed(ours, hold) for hold in standing(ours.holds.all())}
    for database in ours.databases.values():
        with suppress(StoreFailed):
            database.attest(ours.evidence.origin, Attested(note=note(stated), holds=holds))


def _sealed(ours: Witnesses, hold: LegalHold) -> str:
    return ours.sealer.seal(copied(hold).encode(), context=_COPY.format(number=hold.number)).hex()


def put_beginning(evidence: Evidence, *, by: str, because: Because, at: datetime) -> None:
    """Put on record that the log begins anew, who says so and why; or raise LogIsHere."""
    if evidence.says(*_USED):
        raise LogIsHere
    facts = {"by": by, "because": because.value}
    evidence.append([EvidenceRecord(kind=RecordKind.LOG_BEGUN, at=at, facts=facts)])


def go_on_from_older(ours: Witnesses, *, by: str, on: date, at: datetime) -> WentOn:
    """Go on with a log that was restored to an older day, under another name; or raise LogIsHere.

    The holds of which a store has a copy are placed again first, so that nothing that they kept goes.
    """
    try:
        miss_later_days(ours)
    except LogBehind:
        unknown, copies = _unknown_holds(ours), dict(_copies(ours))
    else:
        raise LogIsHere
    again = tuple(_place_again(ours, copies[n], number=n, on=on, at=at) for n in unknown if n in copies)
    lost = {number: told for number, told in unknown.items() if number not in copies}
    facts: dict[str, Fact] = {"by": by, "because": Because.RESTORED.value, "continues": ours.evidence.origin}
    facts |= {"size": ours.evidence.size, "holds placed again": len(again), "holds lost": len(lost)}
    ours.evidence.rename(EvidenceRecord(kind=RecordKind.LOG_BEGUN, at=at, facts=facts))
    return WentOn(again=again, lost=lost)


def _place_again(ours: Witnesses, hold: NewHold, *, number: int, on: date, at: datetime) -> int:
    rules = next((one.number for one in standing(ours.holds.all()) if one.is_for(hold)), None)
    if rules is not None:  # killed and begun again
        return rules

    def record(now: int) -> EvidenceRecord:
        facts: dict[str, Fact] = {"hold": now, "placed before as": number, "kind": hold.names.kind.value}
        facts |= {"place": hold.names.place, "by": hold.author, "review": hold.review.isoformat()}
        return EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=at, facts=facts)

    return ours.holds.place(hold, on=on, record=record)


def names_of(evidence: Evidence) -> frozenset[str]:
    """Return the names that the log has, and had before it went on from an older day."""
    begun = (record.facts.get("continues") for record in evidence.all_of(RecordKind.LOG_BEGUN))
    return frozenset((evidence.origin, *(name for name in begun if isinstance(name, str))))


_COPY = "copy of hold {number}"
_WORKED_HERE = Sentence(
    "la base `{store}` garde la trace d'un autre journal", "the store `{store}` bears the name of another log"
)
