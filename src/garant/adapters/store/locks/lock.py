"""One garant begins for a folder at a time, and several work on one run; a lock goes with the one that holds it."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from django.db import Error, connections

from garant.adapters.store.failures import told_plainly
from garant.evidence.failures import OneWorkerOnly, StoreBusy
from garant.policy.speech.figures import day
from garant.policy.speech.sentences import Sentence

# Any two numbers that no other application of the same server is likely to take.
_WRITING = 0x67617261
_OPENING = 0x67617262
_TAKING = {
    "alone": ("SELECT pg_try_advisory_lock(%s)", "SELECT pg_advisory_unlock(%s)"),
    "together": ("SELECT pg_try_advisory_lock_shared(%s)", "SELECT pg_advisory_unlock_shared(%s)"),
}


@contextmanager
def alone(state: Path, alias: str, *, since: datetime, who: str) -> Iterator[Callable[[], None]]:
    """Hold the right to write, or raise StoreBusy; what it gives lets in who works together."""
    with ExitStack() as held:
        descriptor = held.enter_context(_file_lock(state / "lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{who}\n{since:%Y-%m-%dT%H:%MZ}\n".encode(), 0)
        own = held.enter_context(ExitStack())
        own.enter_context(_server_lock(alias, "alone"))

        def share() -> None:
            # Taken before the other is let go: nobody begins in between.
            held.enter_context(_server_lock(alias, "together"))
            held.enter_context(_one_process(state, alias))
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            own.close()

        yield share


@contextmanager
def together(state: Path, alias: str) -> Iterator[None]:
    """Hold the right to work on a run that is there, with others; raise StoreBusy or OneWorkerOnly."""
    with (
        _file_lock(state / "lock", fcntl.LOCK_SH | fcntl.LOCK_NB),
        _one_process(state, alias),
        _server_lock(alias, "together"),
    ):
        yield


@contextmanager
def _one_process(state: Path, alias: str) -> Iterator[None]:
    """Be the only process that takes jobs, where our own store is a file."""
    if connections[alias].vendor == "postgresql":
        yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(_file_lock(state / "workers.lock", fcntl.LOCK_EX | fcntl.LOCK_NB))
        except StoreBusy:
            raise OneWorkerOnly from None
        yield


@contextmanager
def opening(state: Path, alias: str) -> Iterator[None]:
    """Hold the right to change the schema, and wait for it."""
    with _file_lock(state / "opening.lock", fcntl.LOCK_EX):
        connection = connections[alias]
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_OPENING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_OPENING])


@contextmanager
def _file_lock(path: Path, way: int) -> Iterator[int]:
    with told_plainly():
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, way)
        except BlockingIOError:
            raise StoreBusy(_holder(os.pread(descriptor, 200, 0).decode(errors="replace"))) from None
        yield descriptor
    finally:
        os.close(descriptor)


def _holder(written: str) -> Sentence | str:
    """Return who holds the lock and since when, as far as it is written; the file may have just been emptied."""
    who, _, since = written.strip().partition("\n")
    try:
        when = datetime.fromisoformat(since)
    except ValueError:
        return who
    since_then = tuple(f"{day(when, language)}, {when:%H:%M} UTC" for language in ("fr", "en"))
    return Sentence(f"{who}, depuis le {since_then[0]}", f"{who}, since {since_then[1]}")


@contextmanager
def _server_lock(alias: str, way: str) -> Iterator[None]:
    """Hold the same right on the server, which other machines may use; nothing to do for a file."""
    connection = connections[alias]
    if connection.vendor != "postgresql":
        yield
        return
    with told_plainly(), connection.cursor() as cursor:
        cursor.execute(_TAKING[way][0], [_WRITING])
        if not cursor.fetchone()[0]:
            raise StoreBusy(Sentence("sur une autre machine", "on another machine"))
    try:
        yield
    finally:
        # Where the connection was lost, the lock went with it.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute(_TAKING[way][1], [_WRITING])
