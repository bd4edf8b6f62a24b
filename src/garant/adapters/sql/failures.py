"""Says in a plain sentence what went wrong with a database; what it answered is not repeated, it may hold values."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from garant.adapters.sql.engine import AddressError
from garant.ports import StoreBusyElsewhere, StoreFailed, StoreFull, StoreReadOnly, StoreRefused, StoreUnreachable

_SIGNS: tuple[tuple[type[StoreFailed], tuple[str, ...]], ...] = (
    (StoreBusyElsewhere, ("lock", "deadlock", "could not serialize", "timeout exceeded")),
    (StoreReadOnly, ("readonly", "read-only", "read only", "permission denied", "command denied", "access denied for")),
    (StoreFull, ("disk is full", "disk full", "no space left", "is full")),
)


@contextmanager
def told_plainly(store: str) -> Iterator[None]:
    """Turn what a database says into a StoreFailed that names the store, and nothing else."""
    try:
        yield
    except AddressError as wrong:
        raise StoreUnreachable(store, str(wrong)) from None
    except SQLAlchemyError as wrong:
        raise _failure(wrong)(store, type(getattr(wrong, "orig", wrong)).__name__) from None


def _failure(wrong: SQLAlchemyError) -> type[StoreFailed]:
    said = str(getattr(wrong, "orig", wrong)).lower()
    for failure, signs in _SIGNS:
        if any(sign in said for sign in signs):
            return failure
    if isinstance(wrong, OperationalError) or (isinstance(wrong, DBAPIError) and wrong.connection_invalidated):
        return StoreUnreachable
    return StoreRefused
