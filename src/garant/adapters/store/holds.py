"""The holds, kept in our own store: what they name is sealed, and forgotten when they are lifted (Art. 17(3))."""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from django.db import transaction
from django.db.models import Max, QuerySet

from garant.adapters.store.evidence import grow, lock, remove_traces, witness_of
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.locks.gate import placing, steady
from garant.adapters.store.models import PlacedHold
from garant.evidence.failures import UnknownInStore
from garant.evidence.records import EvidenceRecord
from garant.evidence.restored import HoldTold
from garant.planning.grounds.holds import HoldKind, LegalHold, Lifted, NewHold, as_text, read
from garant.ports import Sealer

# What is sealed belongs to its hold, and opens nowhere else.
_NAMES, _SAID, _ENDED = "names of", "reason and article of", "reason to lift"


class StoredHolds:
    """The port `HoldBook` on our own store."""

    def __init__(self, state: Path, alias: str, *, sealer: Sealer) -> None:
        """Use the database that Django knows by this alias, and seal what is named with this sealer."""
        self._state, self._alias, self._sealer = state, alias, sealer

    def place(self, hold: NewHold, *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        """Wait for the batches in flight and keep a hold with its evidence; from then on it rules."""
        with placing(self._state, self._alias), told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            row = PlacedHold.objects.using(self._alias).create(
                kind=hold.names.kind.value,
                place=hold.names.place,
                author=hold.author,
                since=on,
                review=hold.review,
            )
            row.names = self._seal(as_text(hold.names), _NAMES, row.number)
            row.said = self._seal(json.dumps([hold.reason, hold.article, hold.readers]), _SAID, row.number)
            row.save(update_fields=["names", "said"])
            grow(log, [record(row.number)])
            transaction.on_commit(self._tell, using=self._alias)
        return row.number

    def review(self, number: int, *, until: date, record: EvidenceRecord) -> None:
        """Keep the next day of review of a hold that was not lifted, or raise UnknownInStore."""
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            if not self._ruling(number).update(review=until):
                raise UnknownInStore
            grow(log, [record])

    def lift(self, number: int, lifted: Lifted, *, record: EvidenceRecord) -> None:
        """End a hold that was not lifted yet, and forget what it named, or raise UnknownInStore."""
        with told_plainly():
            with transaction.atomic(using=self._alias):
                log = lock(self._alias)
                because = self._seal(lifted.because, _ENDED, number)
                ended = {"lifted_on": lifted.on, "lifted_by": lifted.by, "lifted_because": because}
                if not self._ruling(number).update(names=None, **ended):
                    raise UnknownInStore
                grow(log, [record])
                transaction.on_commit(self._tell, using=self._alias)
            remove_traces(self._alias)

    def all(self) -> Sequence[LegalHold]:
        """Return every hold, the oldest first."""
        with told_plainly():
            return [self._hold(row) for row in PlacedHold.objects.using(self._alias).order_by("number")]

    def steady(self) -> AbstractContextManager[int]:
        """Let no hold be placed while a batch is under way; entering gives the number of the newest."""
        return steady(self._state, self._alias, newest=self._newest)

    def _tell(self) -> None:
        """Let it be known outside which holds rule, lest an older state forget them unnoticed."""
        if (witness := witness_of(self._alias)) is not None:
            rows = PlacedHold.objects.using(self._alias).filter(lifted_on__isnull=True).order_by("number")
            with told_plainly():
                witness.holding({row.number: HoldTold(kind=row.kind, place=row.place) for row in rows})

    def _newest(self) -> int:
        with told_plainly():
            found = PlacedHold.objects.using(self._alias).aggregate(newest=Max("number"))["newest"]
        return int(found or 0)

    def _ruling(self, number: int) -> "QuerySet[PlacedHold]":
        return PlacedHold.objects.using(self._alias).filter(number=number, lifted_on__isnull=True)

    def _hold(self, row: PlacedHold) -> LegalHold:
        kind, names = HoldKind(row.kind), self._opened(row.names, _NAMES, row.number)
        # Holds that were placed before they had readers have none.
        reason, article, *readers = json.loads(self._opened(row.said, _SAID, row.number) or "[]")
        return LegalHold(
            number=row.number,
            kind=kind,
            place=row.place,
            names=None if names is None else read(kind, row.place, names),
            reason=reason,
            article=article,
            author=row.author,
            since=row.since,
            review=row.review,
            readers=tuple(*readers),
            lifted=self._lifted(row),
        )

    def _lifted(self, row: PlacedHold) -> Lifted | None:
        if row.lifted_on is None:
            return None
        because = self._opened(row.lifted_because, _ENDED, row.number)
        return Lifted(by=row.lifted_by or "", on=row.lifted_on, because=because or "")

    def _seal(self, text: str, what: str, number: int) -> bytes:
        return self._sealer.seal(text.encode(), context=f"{what} hold {number}")

    def _opened(self, sealed: bytes | None, what: str, number: int) -> str | None:
        return None if sealed is None else self._sealer.open(bytes(sealed), context=f"{what} hold {number}").decode()
