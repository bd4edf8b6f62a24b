"""One, two and four workers on one PostgreSQL beside one hand-written batched purge of the same rows."""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import school
from benchmarks.apply import apply_in_a_process, by_hand, left, planned
from benchmarks.row import Row
from benchmarks.server import Server
from garant.adapters.sql.engine import connect

WORKERS = (1, 2, 4)


def measure(server: Server, folder: Path, *, rows: int) -> Iterator[Row]:
    """Yield the rate of each number of workers beside the floor; all must leave the same."""
    server.copy("by_hand", of="school")
    engine = connect(server.url("by_hand"))
    begin = time.perf_counter()
    by_hand(engine)
    floor = time.perf_counter() - begin
    engine.dispose()
    for workers in WORKERS:
        done = _shared(server, folder, workers)
        changed = sum(done["counts"].values())
        assert left(server, "by_garant") == left(server, "by_hand"), "not the same is left"
        what = f"workers: {workers} on one PostgreSQL, {changed:,} rows of {rows:,}"
        yield Row.beside(what, floor=changed / floor, garant=changed / done["seconds"], unit="rows/s")


def _shared(server: Server, at: Path, workers: int) -> dict[str, Any]:
    """Return what a run reports that so many processes share, our own state on the same server."""
    server.copy("by_garant", of="school")
    folder = school.folder(at / f"workers-{workers}", url=server.url("by_garant"))
    server.copy(f"garant_state_{workers}", of="template0")
    os.environ["GARANT_DATABASE_URL"] = server.url(f"garant_state_{workers}").replace(
        "postgresql+psycopg", "postgresql"
    )
    try:
        done = apply_in_a_process(planned(folder), workers=workers)
    finally:
        del os.environ["GARANT_DATABASE_URL"]
    assert not done["refused"], done["refused"]
    return done
