"""The lists for the public archives and their visas, kept in our own store (Code du patrimoine, L.212-2)."""

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction

from garant.adapters.store.evidence import grow, lock
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import KeptList
from garant.evidence.failures import UnknownInStore
from garant.evidence.records import EvidenceRecord
from garant.planning.terrain.visas import Granted, ListForVisa, Series


class StoredVisas:
    """The port `VisaBook` on our own store."""

    def __init__(self, alias: str) -> None:
        """Use the database that Django knows by this alias."""
        self._alias = alias

    def submit(self, series: Sequence[Series], *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        """Keep a list of what waits, with its evidence, and return its number."""
        plain = [[one.table, one.activity, one.count, one.up_to.isoformat()] for one in series]
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            row = KeptList.objects.using(self._alias).create(on=on, series=plain)
            grow(log, [record(row.number)])
        return row.number

    def grant(self, number: int, visa: Granted, *, record: EvidenceRecord) -> None:
        """Keep the visa of a list that had none, with its evidence, or raise UnknownInStore."""
        given = {"granted_by": visa.by, "granted_on": visa.on, "reference": visa.reference}
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            waiting = KeptList.objects.using(self._alias).filter(number=number, granted_on__isnull=True)
            if not waiting.update(**given):
                raise UnknownInStore
            grow(log, [record])

    def all(self) -> Sequence[ListForVisa]:
        """Return every list, the oldest first."""
        with told_plainly():
            return [_list(row) for row in KeptList.objects.using(self._alias).order_by("number")]


def _list(row: KeptList) -> ListForVisa:
    series = (
        Series(table=str(table), activity=str(activity), count=int(str(count)), up_to=date.fromisoformat(str(up_to)))
        for table, activity, count, up_to in row.series
    )
    visa = row.granted_on and Granted(by=row.granted_by or "", on=row.granted_on, reference=row.reference or "")
    return ListForVisa(number=row.number, on=row.on, series=tuple(series), visa=visa or None)
