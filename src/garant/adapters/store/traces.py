"""Removes what a database file still holds of rows that were erased (Art. 17): its log keeps old pages."""

from django.db import connections


def remove_traces(alias: str) -> None:
    """Write the log of SQLite back and empty it; on a server that is for its vacuum to do.

    A reader in the middle of something keeps the log for now; the next erasure, or the last to close, empties it.
    """
    connection = connections[alias]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
