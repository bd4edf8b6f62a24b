"""Evidence beside a hand-written floor: appends in batches, a proof verified, the store opened, an export checked."""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from garant.adapters.keys import KeysOfRuns, OrganisationDigester, OrganisationSealer, OrganisationSigner, is_signed
from garant.adapters.store.opening import Keys, Store, open_store
from garant.evidence.merkle import EMPTY, extend, leaf_hash, root
from garant.evidence.proofs import includes
from garant.evidence.records import EvidenceRecord, RecordKind, canonical
from garant.use_cases.export_evidence import Extent, export_evidence
from garant.use_cases.verify_evidence import Brought, verify_evidence

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
RECORD = EvidenceRecord(
    kind=RecordKind.BATCH_CONFIRMED, at=NOW, facts={"run": 1, "batch": 1, "table": "courses.marks", "erased": 1000}
)
SECONDS = 1.0
OPEN = """
import sys, time
from pathlib import Path
begin = time.perf_counter()
from garant.adapters.keys import KeysOfRuns, OrganisationDigester, OrganisationSealer
from garant.adapters.store.opening import Keys, open_store
keys = Path(sys.argv[2])
keys = Keys(sealer=OrganisationSealer(keys), of_runs=KeysOfRuns(keys), digester=OrganisationDigester(keys))
open_store(Path(sys.argv[1]), environment={}, keys=keys).evidence.size
print(time.perf_counter() - begin)
"""


class Row(NamedTuple):
    """One line of the table: `ratio` is Garant's figure to the floor's."""

    what: str
    floor: float
    garant: float
    ratio: float
    unit: str


def measure() -> list[Row]:
    """Return what was measured, on SQLite, in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "policy").mkdir()
        keys = folder / "keys"
        opened = Keys(sealer=OrganisationSealer(keys), of_runs=KeysOfRuns(keys), digester=OrganisationDigester(keys))
        store = open_store(folder / "policy", environment={}, keys=opened)
        try:
            rows = [_appends(folder, store, size) for size in (1, 100, 1000)]
            return [*rows, _proof(store), _opening(folder), *_export(folder, store)]
        finally:
            store.close()


def _row(what: str, floor: float, garant: float, *, unit: str) -> Row:
    return Row(what, floor, garant, garant / floor, unit)


def _appends(folder: Path, store: Store, size: int) -> Row:
    floor = _rate(_hand_written(folder / f"floor-{size}.sqlite3", size), size)
    garant = _rate(lambda: store.evidence.append([RECORD] * size), size)
    return _row(f"evidence: appended in batches of {size}", floor, garant, unit="records/s")


def _hand_written(file: Path, size: int) -> Callable[[], object]:
    """Return an append by hand: the same records and salts, hashed and inserted, one transaction a batch."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;")
    connection.execute("CREATE TABLE leaf (number INTEGER PRIMARY KEY, hash BLOB, record TEXT, salt BLOB)")

    def append() -> None:
        rows = []
        for _ in range(size):
            salt, text = os.urandom(32), canonical(RECORD)
            rows.append((leaf_hash(hashlib.sha256(salt + text.encode()).digest()), text, salt))
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO leaf (hash, record, salt) VALUES (?, ?, ?)", rows)
        connection.execute("COMMIT")

    return append


def _rate(deed: Callable[[], object], size: int) -> float:
    """Return how many a second, over about a second."""
    deed()
    done, begin = 0, time.perf_counter()
    while (taken := time.perf_counter() - begin) < SECONDS:
        deed()
        done += size
    return done / taken


def _proof(store: Store) -> Row:
    """Return the time to verify that one record is in the log; the floor is its bare hashes."""
    size = store.evidence.size
    leaves = list(store.evidence.leaves(up_to=size))
    tree, number = (size, root(extend(EMPTY, leaves))), size // 3
    proof = store.evidence.inclusion_proof(number, size=size)
    floor = _rate(lambda: [hashlib.sha256(b"\x01" + node + node).digest() for node in proof], 1)
    garant = _rate(lambda: includes(tree, number=number, leaf=leaves[number], proof=proof), 1)
    return _row(f"evidence: a proof among {size:,} verified", 1000 / floor, 1000 / garant, unit="ms")


def _opening(folder: Path) -> Row:
    """Return the time to open a store that exists, its imports included; the floor is importing Django's models."""
    floor = "import time; begin = time.perf_counter(); import django.db.models; print(time.perf_counter() - begin)"
    ours = [sys.executable, "-c", OPEN, os.fspath(folder / "policy"), os.fspath(folder / "keys")]
    return _row("evidence: our store opened", _best([sys.executable, "-c", floor]), _best(ours), unit="ms")


def _best(command: list[str]) -> float:
    runs = [subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(5)]
    return min(map(float, runs)) * 1000


def _export(folder: Path, store: Store) -> list[Row]:
    """Return the times to export all leaves and to check the file; the floor is one pass of hashing over them."""
    size = store.evidence.size
    leaves = list(store.evidence.leaves(up_to=size))
    begin = time.perf_counter()
    root(extend(EMPTY, leaves))
    floor = (time.perf_counter() - begin) * 1000

    begin = time.perf_counter()
    exported = export_evidence(store.evidence, OrganisationSigner(folder / "keys"), at=NOW, extent=Extent.LEAVES)
    data = "".join(exported.text).encode()
    exporting = (time.perf_counter() - begin) * 1000

    begin = time.perf_counter()
    assert verify_evidence(data, Brought(), check=is_signed).is_sound
    verifying = (time.perf_counter() - begin) * 1000
    return [
        _row(f"evidence: {size:,} leaves exported", floor, exporting, unit="ms"),
        _row(f"evidence: {size:,} leaves verified", floor, verifying, unit="ms"),
    ]


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what:50} {row.floor:12,.3f} {row.garant:12,.3f} {row.ratio:8.2f} {row.unit}")
