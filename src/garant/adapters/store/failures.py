"""What the databases of our own store say, turned into the failures that people are told."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError

from garant.evidence.failures import (
    DiskFull,
    StoreBusy,
    StoreDamaged,
    StoreFailure,
    StoreNotWritable,
    StoreUnreachable,
)

# What SQLite and PostgreSQL say, in the locales C and en; the first that occurs in the message rules.
_MEANINGS: tuple[tuple[str, type[StoreFailure]], ...] = (
    ("database is locked", StoreBusy),
    ("lock timeout", StoreBusy),
    ("database or disk is full", DiskFull),
    ("no space left on device", DiskFull),
    ("readonly database", StoreNotWritable),
    ("read-only transaction", StoreNotWritable),
    ("permission denied", StoreNotWritable),
    ("unable to open database file", StoreNotWritable),
    ("not a database", StoreDamaged),
    ("malformed", StoreDamaged),
    ("no such", StoreDamaged),
    ("does not exist", StoreDamaged),
)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the database says into a StoreFailure, without its words: they may quote a person's key."""
    try:
        yield
    except (IntegrityError, ObjectDoesNotExist):
        raise StoreDamaged from None
    except (OperationalError, InterfaceError) as failure:
        raise _meaning(str(failure), otherwise=StoreUnreachable) from None
    except DatabaseError as failure:
        raise _meaning(str(failure), otherwise=StoreDamaged) from None
    except OSError as failure:
        raise (DiskFull() if failure.errno in (errno.ENOSPC, errno.EDQUOT) else StoreNotWritable()) from None


def _meaning(words: str, *, otherwise: type[StoreFailure]) -> StoreFailure:
    said = words.lower()
    return next((meaning for phrase, meaning in _MEANINGS if phrase in said), otherwise)()
