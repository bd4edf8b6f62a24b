"""Fresh, empty databases for tests, each of its own, on every kind of database that Garant speaks to."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pymysql
import pytest
from sqlalchemy import URL, make_url

from tests.servers import Server, ServerIsMissingError, server

KINDS = ("sqlite", "postgres", "mariadb")

_numbers = itertools.count(1)


@contextmanager
def fresh_database(kind: str) -> Iterator[str]:
    """Give the SQLAlchemy URL of a new and empty database of this kind, and drop it afterwards."""
    if kind == "sqlite":
        with _fresh_file() as address:
            yield address
        return
    name = f"t{os.getpid()}_{next(_numbers)}"
    url = _url(kind, running=_server_or_skip(kind), name=name)
    _create(url)
    try:
        yield url.render_as_string(hide_password=False)
    finally:
        _drop(url)


@contextmanager
def two_schemas(kind: str) -> Iterator[tuple[str, str]]:
    """Give the addresses of two schemas that one transaction reaches: of one database, or of one MariaDB server."""
    with fresh_database(kind) as url:
        if kind == "mariadb":
            with fresh_database(kind) as beside:
                yield url, beside
            return
        with psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)) as made:
            made.execute("CREATE SCHEMA beside")
        beside_it = make_url(url).update_query_dict({"options": "-csearch_path=beside"})
        yield url, beside_it.render_as_string(hide_password=False)


def empty_database(address: str) -> None:
    """Leave nothing in a database made here; Hypothesis tests call it between examples."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        for part in ("", "-wal", "-shm", "-journal"):
            Path(f"{url.database}{part}").unlink(missing_ok=True)
        return
    _drop(url)
    _create(url)


@contextmanager
def _fresh_file() -> Iterator[str]:
    folder = tempfile.mkdtemp(prefix="garant-sqlite-")
    try:
        yield f"sqlite:///{folder}/test.db"
    finally:
        shutil.rmtree(folder)


def _server_or_skip(kind: str) -> Server:
    try:
        return server(kind)
    except ServerIsMissingError as missing:
        pytest.skip(str(missing))


def _url(kind: str, *, running: Server, name: str) -> URL:
    if kind == "postgres":
        where = {"host": running["host"], "port": running["port"]}
        return URL.create("postgresql+psycopg", username="postgres", database=name, query=where)
    return URL.create(
        "mysql+pymysql",
        username="garant",
        password="garant",
        host=running["host"],
        port=int(running["port"]),
        database=name,
        query={"charset": "utf8mb4"},
    )


def _create(url: URL) -> None:
    if url.get_backend_name() == "postgresql":
        _on_postgres(url, [f'CREATE DATABASE "{url.database}" TEMPLATE template0'])
    else:
        _on_mariadb(url, [f"CREATE DATABASE `{url.database}`"])


def _drop(url: URL) -> None:
    if url.get_backend_name() == "postgresql":
        _on_postgres(url, [f'DROP DATABASE IF EXISTS "{url.database}" WITH (FORCE)'])
        return
    # A test that left a transaction open must not block the next one.
    left_open = _on_mariadb(url, [f"SELECT id FROM information_schema.processlist WHERE db = '{url.database}'"])  # noqa: S608
    for number in left_open:
        _on_mariadb(url, [f"KILL {number}"])
    _on_mariadb(url, [f"DROP DATABASE IF EXISTS `{url.database}`"])


def _on_postgres(url: URL, statements: list[str]) -> None:
    address = url.set(drivername="postgresql", database="postgres").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _on_mariadb(url: URL, statements: list[str]) -> list[int]:
    found: list[int] = []
    with pymysql.connect(
        host=url.host or "", port=url.port or 0, user=url.username, password=url.password or "", autocommit=True
    ) as connection:
        for statement in statements:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                found += [int(row[0]) for row in cursor.fetchall()]
    return found
