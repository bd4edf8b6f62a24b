"""End the windows that are over: destroy the keys of their runs, unless a hold needs what they open (design §4.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import SealedRun
from garant.planning.grounds.holds import HoldKind, LegalHold, ruling
from garant.planning.undo.windows import is_over
from garant.ports import Capsules, HoldBook


@dataclass(frozen=True, kw_only=True)
class Ended:
    """Whose keys were destroyed, and whose stay although their window is over, with the holds that keep them."""

    destroyed: tuple[int, ...]
    kept: tuple[tuple[int, tuple[int, ...]], ...]


def end_windows(capsules: Capsules, holds: HoldBook, *, on: date, at: datetime) -> Ended:
    """Destroy the keys of runs whose window is over, and say which of them holds keep."""
    destroyed, kept = list[int](), list[tuple[int, tuple[int, ...]]]()
    now_ruling = ruling(holds.all()).all
    for run in capsules.runs():
        if run.destroyed is not None or not is_over(run.until, on):
            continue
        keeping = tuple(hold.number for hold in _keeping(capsules, run, now_ruling))
        if keeping:
            kept.append((int(run.number), keeping))
            continue
        facts: dict[str, Fact] = {"run": int(run.number), "sealed until": run.until.isoformat(), "level": "deleted"}
        capsules.destroy(run.number, at, record=EvidenceRecord(kind=RecordKind.KEY_DESTROYED, at=at, facts=facts))
        destroyed.append(int(run.number))
    return Ended(destroyed=tuple(destroyed), kept=tuple(kept))


def _keeping(capsules: Capsules, run: SealedRun, holds: Iterable[LegalHold]) -> Iterable[LegalHold]:
    """Return the holds that may name something that the run sealed; which rows they name is not looked at."""
    places = {place for batch in capsules.batches(run.number) for _, place in batch.places}
    stores = {place.split(".")[0] for place in places}
    for hold in holds:
        near = hold.kind is HoldKind.PERSON and hold.place.split(".")[0] in stores
        if near or hold.place in places:
            yield hold
