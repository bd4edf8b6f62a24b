"""What the databases of our own store say, turned into the failures that people are told."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.db import Error, IntegrityError, connections

from garant.evidence.failures import (
    DiskFull,
    StoreBusy,
    StoreDamaged,
    StoreFailure,
    StoreNotWritable,
    StoreUnreachable,
)

# The codes of SQLite, extended ones by their beginning, and of PostgreSQL: words depend on its language.
_MEANINGS: dict[str, type[StoreFailure]] = {
    "SQLITE_BUSY": StoreBusy,
    "SQLITE_LOCKED": StoreBusy,
    "SQLITE_FULL": DiskFull,
    "SQLITE_READONLY": StoreNotWritable,
    "SQLITE_CANTOPEN": StoreNotWritable,
    "SQLITE_PERM": StoreNotWritable,
    "SQLITE_IOERR": StoreNotWritable,
    "SQLITE_": StoreDamaged,
    "55P03": StoreBusy,  # lock not available
    "53100": DiskFull,
    "25006": StoreNotWritable,  # read-only transaction
    "42501": StoreNotWritable,  # insufficient privilege
    "28": StoreUnreachable,  # invalid authorisation
    "3D": StoreUnreachable,  # no such database
    "57": StoreUnreachable,  # the server is going down
    "08": StoreUnreachable,  # the connection is gone
    "": StoreDamaged,
}


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the database says into a StoreFailure, without its words: they may quote a person's key."""
    try:
        yield
    except (IntegrityError, ObjectDoesNotExist):
        raise StoreDamaged from None
    except Error as failure:
        _let_go_of_lost_connections()
        raise _meaning(failure)() from None
    except OSError as failure:
        raise (DiskFull() if failure.errno in (errno.ENOSPC, errno.EDQUOT) else StoreNotWritable()) from None


def _meaning(failure: Error) -> type[StoreFailure]:
    """Return what the code of a failure means; one without a code never reached its server."""
    said = failure.__cause__
    code = getattr(said, "sqlite_errorname", None) or getattr(said, "sqlstate", None)
    if code is None:
        return StoreUnreachable
    return next(meaning for beginning, meaning in _MEANINGS.items() if code.startswith(beginning))


def _let_go_of_lost_connections() -> None:
    """Let the next use connect anew, where a connection was lost."""
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
