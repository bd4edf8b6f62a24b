"""The digests of what was erased, in memory."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import BatchNumber
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.traces import Covered, Trace, in_memory
from garant.planning.steps import StepKind
from garant.planning.undo.pieces import Piece, PieceKind, events_in
from garant.ports import Evidence
from tests.evidence.runs import MemoryJournal

_ERASING = {
    kind.value for kind in (StepKind.ERASE_ROWS, StepKind.ANONYMISE_ROWS, StepKind.BLANK_CELLS, StepKind.ERASE_FILES)
}


class MemoryErased:
    """The port `ErasedBook`."""

    def __init__(self, evidence: Evidence, journal: MemoryJournal) -> None:
        self._evidence, self._journal = evidence, journal
        self._kept: list[tuple[BatchNumber, Trace, date, date]] = []

    def keep(self, batch: BatchNumber, traces: Sequence[tuple[Trace, date]], *, on: date) -> None:
        self._kept += [(batch, trace, on, until) for trace, until in traces]

    def covered(self, since: date) -> Sequence[Covered]:
        return sorted({trace.covers for trace in self._since(since)}, key=lambda covers: covers.place)

    def knows(self, covers: Covered, texts: Sequence[str], *, since: date) -> Sequence[bool]:
        known = {trace.text for trace in self._since(since) if trace.covers == covers}
        return [text in known for text in texts]

    def forgotten(self, people: str, persons: Sequence[str], *, since: date) -> Iterator[RememberedEvent]:
        for trace in self._since(since):
            if trace.sealed and trace.covers == in_memory(people) and trace.text in persons:
                yield from events_in(Piece(kind=PieceKind.MEMORY, place=people, content=trace.sealed))

    def places(self, since: date) -> frozenset[str]:
        first = since - timedelta(days=1)
        done = [one for one in self._journal.outcomes if self._journal.started(one).date() > first]
        counts = (pair for one in done for pair in self._journal.outcomes[one].counts.items())
        return frozenset(deed.place for deed, count in counts if count and deed.kind in _ERASING)

    def forget(self, on: date, at: datetime) -> int:
        left = [one for one in self._kept if one[3] >= on]
        count, self._kept = len(self._kept) - len(left), left
        if count:
            facts: dict[str, Fact] = {"digests": count, "until": on.isoformat()}
            self._evidence.append([EvidenceRecord(kind=RecordKind.DIGESTS_ERASED, at=at, facts=facts)])
        return count

    def _since(self, since: date) -> Iterator[Trace]:
        return (trace for batch, trace, on, _ in self._kept if on >= since and self._journal.is_confirmed(batch))
