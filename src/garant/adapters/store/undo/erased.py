"""Keyed digests of what was erased, kept in our own store until the longest backup has gone (design §4.5)."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from garant.adapters.keys import OrganisationDigester
from garant.adapters.store.evidence import grow, lock, remove_traces
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import Batch, Erased
from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import BatchNumber, BatchState, counts_in
from garant.planning.remembered import RememberedEvent
from garant.planning.replay.traces import Covered, Trace, TraceKind, in_memory
from garant.planning.steps import StepKind
from garant.planning.undo.pieces import Piece, PieceKind, events_in
from garant.ports import Sealer

_A_STATEMENT = 500
_ERASING = frozenset(
    kind.value for kind in (StepKind.ERASE_ROWS, StepKind.ANONYMISE_ROWS, StepKind.BLANK_CELLS, StepKind.ERASE_FILES)
)


class StoredErased:
    """The port `ErasedBook` on our own store."""

    def __init__(self, alias: str, *, digester: OrganisationDigester, sealer: Sealer) -> None:
        """Use the database that Django knows by this alias, and these keys."""
        self._alias, self._digester, self._sealer = alias, digester, sealer

    def keep(self, batch: BatchNumber, traces: Sequence[tuple[Trace, date]], *, on: date) -> None:
        """Keep the digests of what a batch is about to erase, each until its last day."""
        rows = [self._row(batch, trace, on=on, until=until) for trace, until in traces]
        with told_plainly(), transaction.atomic(using=self._alias):
            Erased.objects.using(self._alias).bulk_create(rows, batch_size=_A_STATEMENT)

    def _row(self, batch: BatchNumber, trace: Trace, *, on: date, until: date) -> Erased:
        covers = trace.covers
        place = {"kind": covers.kind.value, "place": covers.place, "columns": json.dumps(covers.columns)}
        digest = self._digest(covers, trace.text)
        sealed = self._sealer.seal(trace.sealed, context=digest.hex()) if trace.sealed else None
        return Erased(batch=batch, **place, digest=digest, sealed=sealed, on=on, until=until)

    def _digest(self, covers: Covered, text: str) -> bytes:
        return self._digester.digest(json.dumps([covers.kind.value, covers.place, *covers.columns, text]).encode())

    def covered(self, since: date) -> Sequence[Covered]:
        """Return of what something was erased on that day or later."""
        with told_plainly():
            found = self._since(since).order_by("place").values_list("kind", "place", "columns").distinct()
            return [Covered(kind=TraceKind(k), place=p, columns=tuple(json.loads(columns))) for k, p, columns in found]

    def knows(self, covers: Covered, texts: Sequence[str], *, since: date) -> Sequence[bool]:
        """Return of each text whether it was erased on that day or later."""
        digests = [self._digest(covers, text) for text in texts]
        known = set[bytes]()
        with told_plainly():
            for start in range(0, len(digests), _A_STATEMENT):
                some = digests[start : start + _A_STATEMENT]
                found = self._since(since).filter(digest__in=some).values_list("digest", flat=True)
                known.update(map(bytes, found))
        return [digest in known for digest in digests]

    def forgotten(self, people: str, persons: Sequence[str], *, since: date) -> Iterator[RememberedEvent]:
        """Yield what was remembered of these persons when they were erased, on that day or later."""
        digests = [self._digest(in_memory(people), person) for person in persons]
        for start in range(0, len(digests), _A_STATEMENT):
            some = digests[start : start + _A_STATEMENT]
            with told_plainly():
                found = list(self._since(since).filter(digest__in=some, sealed__isnull=False))
            for row in found:
                content = self._sealer.open(bytes(row.sealed or b""), context=bytes(row.digest).hex())
                yield from events_in(Piece(kind=PieceKind.MEMORY, place=people, content=content))

    def places(self, since: date) -> frozenset[str]:
        """Return the tables and sets of files from which runs of that day or later erased something."""
        return frozenset(self._places(since))

    def _places(self, since: date) -> Iterator[str]:
        # The instant of a run is kept, and its day is the organisation's: one day earlier is never too late.
        first = since - timedelta(days=1)
        batches = Batch.objects.using(self._alias).filter(state=BatchState.CONFIRMED.value)
        with told_plainly():
            for counts in batches.filter(run__started__date__gt=first).values_list("counts", flat=True):
                for deed, count in counts_in(counts or []).items():
                    if count and deed.kind in _ERASING:
                        yield deed.place

    def forget(self, on: date, at: datetime) -> int:
        """Erase the digests whose last day is over, with evidence, and return how many."""
        with told_plainly():
            rows = Erased.objects.using(self._alias).filter(until__lt=on)
            if not rows.exists():
                return 0
            with transaction.atomic(using=self._alias):
                log = lock(self._alias)
                count, _ = rows.delete()
                facts: dict[str, Fact] = {"digests": count, "until": on.isoformat()}
                grow(log, [EvidenceRecord(kind=RecordKind.DIGESTS_ERASED, at=at, facts=facts)])
            remove_traces(self._alias)
        return count

    def _since(self, since: date) -> "QuerySet[Erased]":
        """Return what was erased for certain: a batch that was killed before it did anything left digests too."""
        done = Batch.objects.using(self._alias).filter(state=BatchState.CONFIRMED.value).values("number")
        return Erased.objects.using(self._alias).filter(on__gte=since, batch__in=done)
