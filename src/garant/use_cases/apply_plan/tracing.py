"""Remembers what a batch takes out while it is shown to it: traces before the deed, true once it is confirmed."""

from dataclasses import dataclass, field
from datetime import date

from garant.evidence.runs import BatchNumber
from garant.planning.replay.traces import Trace, Traces
from garant.planning.undo.pieces import Piece
from garant.ports import Capsule, Memory
from garant.ports.replay import ErasedBook

_AT_ONCE = 5_000


@dataclass(frozen=True, kw_only=True)
class Tracing:
    """Where it is remembered what a run erases, the day on which it does, and what is remembered of people."""

    book: ErasedBook
    traces: Traces
    on: date
    memory: Memory


@dataclass(kw_only=True)
class Traced:
    """A capsule that remembers what it is shown, and hands it on to the one that seals it, where there is one."""

    tracing: Tracing
    batch: BatchNumber
    sealed: Capsule | None
    _waiting: list[tuple[Trace, date]] = field(default_factory=list, repr=False)

    @property
    def keeps_content(self) -> bool:
        """Return whether what files hold is sealed."""
        return self.sealed is not None and self.sealed.keeps_content

    def put(self, piece: Piece) -> None:
        """Remember what a piece holds, and have it sealed."""
        for trace in self.tracing.traces.of(piece):
            until = self.tracing.traces.last_day(trace.store, self.tracing.on)
            if until is not None:
                self._waiting.append((trace, until))
        if len(self._waiting) >= _AT_ONCE:
            self._write()
        if self.sealed is not None:
            self.sealed.put(piece)

    def keep(self) -> None:
        """Have all that was put on the disk."""
        self._write()
        if self.sealed is not None:
            self.sealed.keep()

    def _write(self) -> None:
        if self._waiting:
            self.tracing.book.keep(self.batch, self._waiting, on=self.tracing.on)
        self._waiting = []
