"""The gate between holds (Art. 17(3)) and batches: one is placed while no batch is under way, and rules from then on.

Batches pass together, who places a hold passes alone. On a server its own queue is fair; a file has none, so that
whoever comes waits behind a turnstile that is free most of the time, even while one batch follows another.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from django.db import Error, connections

from garant.adapters.store.failures import told_plainly
from garant.adapters.store.settings import SECONDS_TO_WAIT

# A number that no other application of the same server is likely to take.
_GATE = 0x67617263
_ALONE = ("SELECT pg_advisory_lock(%s)", "SELECT pg_advisory_unlock(%s)")
_TOGETHER = ("SELECT pg_advisory_lock_shared(%s)", "SELECT pg_advisory_unlock_shared(%s)")


@contextmanager
def placing(state: Path, alias: str) -> Iterator[None]:
    """Pass alone: wait for the batches under way, however long they take, and let none begin."""
    if connections[alias].vendor == "postgresql":
        with _on_server(alias, _ALONE, patience=0):
            yield
        return
    with _on_file(state / "turnstile.lock", fcntl.LOCK_EX), _on_file(state / "gate.lock", fcntl.LOCK_EX):
        yield


@contextmanager
def steady(state: Path, alias: str, *, newest: Callable[[], int]) -> Iterator[int]:
    """Pass with other batches; what `newest` says holds until this one has left."""
    if connections[alias].vendor == "postgresql":
        with _on_server(alias, _TOGETHER, patience=SECONDS_TO_WAIT):
            yield newest()
        return
    with ExitStack() as gate:
        with _on_file(state / "turnstile.lock", fcntl.LOCK_SH):
            gate.enter_context(_on_file(state / "gate.lock", fcntl.LOCK_SH))
        yield newest()


@contextmanager
def _on_file(path: Path, way: int) -> Iterator[None]:
    with told_plainly():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        with told_plainly():
            fcntl.flock(descriptor, way)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def _on_server(alias: str, statements: tuple[str, str], *, patience: int) -> Iterator[None]:
    connection, (take, leave) = connections[alias], statements
    with told_plainly(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{patience}s"])
        try:
            cursor.execute(take, [_GATE])
        finally:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{SECONDS_TO_WAIT}s"])
    try:
        yield
    finally:
        # Where the connection was lost, the lock went with it.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute(leave, [_GATE])
