"""What runs took out, kept in our own store until its window ends: sealed pieces, and nothing that opens them."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from garant.adapters.keys import KeysOfRuns
from garant.adapters.store.evidence import THE_LOG, grow, lock, remove_traces
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import Batch, Log, SealedPiece
from garant.adapters.store.models import SealedRun as Row
from garant.evidence.failures import KeyDamaged
from garant.evidence.records import EvidenceRecord
from garant.evidence.runs import BatchNumber, BatchState, RunNumber, SealedBatch, SealedRun
from garant.planning.undo.pieces import Piece, PieceKind, as_bytes, read
from garant.ports import Capsule, Sealer

_HELD_BACK = 4_000_000
"""How many sealed bytes wait for the disk at most."""
_FAST = 1


class StoredCapsules:
    """The port `Capsules` on our own store."""

    def __init__(self, alias: str, *, keys: KeysOfRuns) -> None:
        """Use the database that Django knows by this alias, and these keys."""
        self._alias, self._keys = alias, keys

    def begin(self, run: RunNumber, *, until: date) -> None:
        """Make the key of a run, and keep until which day what it takes out can come back."""
        self._keys.make(self._name(run))
        with told_plainly():
            Row.objects.using(self._alias).create(run_id=run, until=until)

    def of_batch(self, run: RunNumber, batch: BatchNumber) -> Capsule:
        """Return the capsule of a batch, to be filled."""
        return _StoredCapsule(self._alias, self._keys.of(self._name(run)), run=run, batch=batch)

    def runs(self) -> Sequence[SealedRun]:
        """Return the runs that sealed what they took out, the oldest first."""
        with told_plainly():
            rows = Row.objects.using(self._alias).order_by("run_id")
            return [SealedRun(number=RunNumber(r.run_id), until=r.until, destroyed=r.destroyed) for r in rows]

    def batches(self, run: RunNumber) -> Sequence[SealedBatch]:
        """Return what the confirmed batches of a run sealed, the last batch first."""
        found: dict[int, dict[tuple[str, str], int]] = {}
        with told_plainly():
            done = Batch.objects.using(self._alias).filter(run_id=run, state=BatchState.CONFIRMED.value)
            numbers = set(done.values_list("number", flat=True))
            rows = self._pieces(run).values("batch", "kind", "place").annotate(many=Count("id")).order_by("-batch")
            for row in rows:
                # A batch that was killed before it did anything may have left its capsule: its rows are still there.
                if row["batch"] in numbers:
                    found.setdefault(row["batch"], {})[row["kind"], row["place"]] = row["many"]
        return [SealedBatch(number=BatchNumber(number), places=places) for number, places in found.items()]

    def pieces(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        """Yield the pieces of a batch but those of files, the last first, or raise KeyDamaged or RunKeyGone."""
        rows = self._pieces(run).filter(batch=batch).exclude(kind=PieceKind.FILE.value)
        yield from self._opened(run, batch, numbers=rows.order_by("-number").values_list("number", flat=True))

    def files(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        """Yield the parts of the files of a batch, in order, or raise KeyDamaged or RunKeyGone."""
        rows = self._pieces(run).filter(batch=batch, kind=PieceKind.FILE.value)
        yield from self._opened(run, batch, numbers=rows.order_by("number").values_list("number", flat=True))

    def _opened(self, run: RunNumber, batch: BatchNumber, *, numbers: Iterable[int]) -> Iterator[Piece]:
        sealer = self._keys.of(self._name(run))
        with told_plainly():
            found = list(numbers)
        for number in found:
            with told_plainly():
                row = self._pieces(run).get(batch=batch, number=number)
            try:
                context = _context(run, batch, number=number, place=row.place)
                yield read(zlib.decompress(sealer.open(bytes(row.content), context=context)))
            except (zlib.error, ValueError, LookupError):
                raise KeyDamaged from None

    def destroy(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        """Destroy the key of a run and erase what it sealed, with its evidence; a second time does nothing."""
        self._keys.destroy(self._name(run))
        with told_plainly():
            with transaction.atomic(using=self._alias):
                log = lock(self._alias)
                self._pieces(run).delete()
                rows = Row.objects.using(self._alias).filter(run_id=run, destroyed__isnull=True)
                if rows.update(destroyed=at):
                    grow(log, [record])
            remove_traces(self._alias)

    def go_on(self, *, before: frozenset[str]) -> None:
        """Take the keys of runs along from names that the log had; destroy those of runs that it does not know."""
        known = [one.number for one in self.runs() if one.destroyed is None]
        names = {f"{name} run {run}": self._name(RunNumber(run)) for run in known for name in before}
        self._keys.go_along(names)

    def _pieces(self, run: RunNumber) -> "QuerySet[SealedPiece]":
        return SealedPiece.objects.using(self._alias).filter(of_run=run)

    def _name(self, run: RunNumber) -> str:
        """Return what a run is called among keys; one of the same number in a state that was lost is another."""
        with told_plainly():
            return f"{Log.objects.using(self._alias).get(id=THE_LOG).origin} run {run}"


@dataclass
class _StoredCapsule:
    """The capsule of one batch: what is put is sealed at once, and written in portions."""

    alias: str
    sealer: Sealer
    run: RunNumber = field(kw_only=True)
    batch: BatchNumber = field(kw_only=True)
    keeps_content: bool = True
    _waiting: list[SealedPiece] = field(default_factory=list, repr=False)
    _bytes: int = 0
    _number: int = 0

    def put(self, piece: Piece) -> None:
        """Seal a piece."""
        context = _context(self.run, self.batch, number=self._number, place=piece.place)
        content = self.sealer.seal(zlib.compress(as_bytes(piece), _FAST), context=context)
        place = {"of_run": self.run, "batch": self.batch, "number": self._number}
        self._waiting.append(SealedPiece(**place, kind=piece.kind.value, place=piece.place, content=content))
        self._number += 1
        self._bytes += len(content)
        if self._bytes > _HELD_BACK:
            self.keep()

    def keep(self) -> None:
        """Have all that was put on the disk."""
        if self._waiting:
            with told_plainly(), transaction.atomic(using=self.alias):
                SealedPiece.objects.using(self.alias).bulk_create(self._waiting, batch_size=100)
        self._waiting, self._bytes = [], 0


def _context(run: int, batch: int, *, number: int, place: str) -> str:
    """Return where a piece belongs, so that it opens nowhere else."""
    return f"piece {number} of batch {batch} of run {run} in {place}"
