"""Stores for tests, on a file and on a server, and what they are filled with."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

from garant.adapters.keys import KeysOfRuns, OrganisationDigester, OrganisationSealer, OrganisationSigner
from garant.adapters.store import settings
from garant.adapters.store.opening import Keys, Store, open_store
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.runs import BatchIntent, BatchOutcome, Deed, NewRun, Place, RunNumber
from garant.ports import Capsules, Evidence, HoldBook, Journal, Memory, PolicyVersions, Shares, VisaBook
from garant.ports.replay import ErasedBook
from garant.ports.witness import Witness

# Tests that look into the tables import the models, which exist only in a Django that is set up.
settings.set_up()

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
RUN = NewRun(
    plan="sha256:plan",
    on=date(2026, 11, 22),
    policy="sha256:policy",
    data_map="sha256:map",
    schema="sha256:schema",
    approved_by="Dana",
    places=(Place(tables=("courses.marks",)), Place(files="letters")),
    started=NOW,
)
DONE = BatchOutcome(counts={Deed("erase rows", "courses.marks"): 12}, is_exact=True)


def postgres_address(url: str) -> str:
    """Return the address as an operator writes it, without the name of a driver."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def opened(folder: Path, environment: dict[str, str], *, witness: Witness | None = None) -> Store:
    folder.mkdir(exist_ok=True)
    keys = folder.parent / "keys"
    opened = Keys(
        sealer=OrganisationSealer(keys),
        of_runs=KeysOfRuns(keys),
        digester=OrganisationDigester(keys),
        witness=witness,
    )
    return open_store(folder, environment=environment, keys=opened)


@contextmanager
def open_for_test(folder: Path, environment: dict[str, str]) -> Iterator[Store]:
    store = opened(folder, environment)
    try:
        yield store
    finally:
        store.close()


def signer(folder: Path) -> OrganisationSigner:
    return OrganisationSigner(folder.parent / "keys")


def record(number: int = 0, *, kind: RecordKind = RecordKind.BATCH_CONFIRMED) -> EvidenceRecord:
    return EvidenceRecord(kind=kind, at=NOW, facts={"batch": number, "table": "courses.marks"})


def intent(run: RunNumber, *, step: int = 0, bounds: str = '["alice@example.org", "ben@example.org"]') -> BatchIntent:
    return BatchIntent(run=run, step=step, attempt=1, bounds=bounds)


class State(Protocol):
    """Our own state as the ports describe it, wherever it lies."""

    @property
    def evidence(self) -> Evidence: ...
    @property
    def journal(self) -> Journal: ...
    @property
    def shares(self) -> Shares: ...
    @property
    def memory(self) -> Memory: ...
    @property
    def holds(self) -> HoldBook: ...
    @property
    def capsules(self) -> Capsules: ...
    @property
    def erased(self) -> ErasedBook: ...
    @property
    def visas(self) -> VisaBook: ...
    @property
    def versions(self) -> PolicyVersions: ...
