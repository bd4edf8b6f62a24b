"""Connections to customers' databases, each opened with the settings that make what we read and write true."""

import json
import sqlite3
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from garant.policy.speech.sentences import Sentence

_DRIVERS = {
    "sqlite": "sqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mariadb+pymysql",
}

_SQLITE = (
    "PRAGMA foreign_keys = ON",
    # Erased cells are overwritten, not merely given back (Art. 17): builds of SQLite differ in their default.
    "PRAGMA secure_delete = ON",
    "PRAGMA busy_timeout = 10000",
)

_SQLITE_FROM = (3, 38)
"""The first version that takes members out of JSON as they are written (`->`)."""

_DURABLE = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 30000",
)


class AddressError(ValueError):
    """A database address that names no database that Garant speaks to."""

    def __init__(self, told: Sentence) -> None:
        """Hold what is wrong with the address, never the address itself: it may hold a password."""
        super().__init__(told.en)
        self.told = told


_LOOKS_LIKE = Sentence(
    "l'adresse d'une base s'écrit postgresql://compte:motdepasse@serveur/base ou sqlite:///dossier/fichier.db",
    "a database address looks like postgresql://user:password@host/database or sqlite:///folder/file.db",
)
_A_PATH = Sentence(
    "un chemin n'est pas encore une adresse : une base SQLite s'écrit sqlite:///dossier/fichier.db",
    "a path is no address yet: a SQLite database is written sqlite:///folder/file.db",
)
_NOT_OURS = Sentence(
    "`{kind}` n'est pas une base que Garant connaît : sqlite, postgresql, mysql, mariadb",
    "`{kind}` is no database that Garant speaks to: sqlite, postgresql, mysql, mariadb",
)
_SLASHES = Sentence(
    "après `sqlite:` viennent trois barres et un chemin depuis le dossier où l'on tape la commande, "
    "ou quatre et un chemin entier : sqlite:////srv/ecole/ecole.db",
    "after `sqlite:` come three slashes and a path from the folder where the command is typed, "
    "or four and a whole path: sqlite:////srv/school/school.db",
)
_OLD = Sentence(
    "il faut SQLite 3.38 ou plus, et Python a ici la version {here} : installez un Python ou un système plus récent",
    "it takes SQLite 3.38 or later, and Python has version {here} here: install a later Python or system",
)
_NO_FILE = Sentence(
    "il n'y a pas de fichier de base `{file}` ; pour une base neuve, une archive : touch {file}",
    "there is no database file `{file}`; for a new database, an archive: touch {file}",
)
_NO_FILE_HERE = Sentence(
    "il n'y a pas de fichier de base `{file}` : après trois barres, un chemin part du dossier où l'on tape la commande",
    "there is no database file `{file}`: after three slashes, a path begins in the folder where the command is typed",
)
_A_FOLDER = Sentence(
    "`{file}` est un dossier : il faut le fichier de la base", "`{file}` is a folder: it takes the database's file"
)


def address_of(url: str) -> URL:
    """Return the address with the driver that Garant uses; raise AddressError if it is none of ours."""
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as wrong:
        raise AddressError(_how_to_write(url)) from wrong
    kind = address.get_backend_name()
    if kind not in _DRIVERS:
        raise AddressError(_NOT_OURS.filled({"kind": kind}))
    if kind == "sqlite" and (address.host or not address.database):
        raise AddressError(_SLASHES)
    if kind == "sqlite" and sqlite3.sqlite_version_info < _SQLITE_FROM:
        raise AddressError(_OLD.filled({"here": sqlite3.sqlite_version}))
    address = address.set(drivername=_DRIVERS[kind])
    if kind in {"mysql", "mariadb"}:
        address = address.update_query_dict({"charset": "utf8mb4"})
    return address


def _how_to_write(url: str) -> Sentence:
    """Return how an address is written that is none: its own words may hold a password, and are not repeated."""
    if url.startswith("sqlite:"):
        return _SLASHES
    return _LOOKS_LIKE if ":" in url or "@" in url else _A_PATH


def identity(address: URL) -> str:
    """Return what tells a database from every other: a digest of its address without account and password."""
    kind, place = address.get_backend_name(), address.database or ""
    if kind == "sqlite" and not place.startswith((":memory:", "file:")):
        place = str(Path(place).resolve())
    asked = sorted((name, str(value)) for name, value in address.query.items() if name not in _OF_THE_ACCOUNT)
    return sha256(json.dumps([kind, address.host, address.port, place, asked]).encode()).hexdigest()


_OF_THE_ACCOUNT = frozenset(("user", "username", "password", "passwd", "passfile", "sslpassword", "sslkey", "sslcert"))


def connect(url: str, *, must_exist: bool = False) -> Engine:
    """Return an engine on the database at `url`; nothing is opened before the first question.

    SQLite makes a file that is not there: where a database must exist already, the first question raises AddressError.
    """
    address = address_of(url)
    # Links written as texts or in other rows look to the linter like no links at all.
    # A connection is closed when it is given back: nothing is left open on a server, and no session's tables.
    engine = create_engine(address, poolclass=NullPool, enable_from_linting=False)
    if address.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        if must_exist:
            event.listen(engine, "do_connect", partial(_look_for_file, Path(address.database or "")))
    elif address.get_backend_name() == "postgresql":
        event.listen(engine, "connect", _open_postgresql)
    else:
        event.listen(engine, "connect", _open_mariadb)
    return engine


def durable(file: Path) -> Engine:
    """Return an engine on a SQLite file of our own that loses nothing when the power fails: queues are kept in it."""
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _open_durable)
    return engine


def server(url: str) -> str:
    """Return the address of a PostgreSQL of our own, with the driver that Garant uses."""
    return address_of(url).render_as_string(hide_password=False)


def _open_durable(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = "IMMEDIATE"
    for setting in _DURABLE:
        connection.execute(setting)


def _look_for_file(written: Path, _dialect: object, _entry: object, place: list[Any], _options: object) -> None:
    file = str(place[0])
    if file.startswith((":memory:", "file:")) or Path(file).is_file():
        return
    missing = _NO_FILE if written.is_absolute() else _NO_FILE_HERE
    raise AddressError((_A_FOLDER if Path(file).is_dir() else missing).filled({"file": file}))


def _open_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    for setting in _SQLITE:
        connection.execute(setting)


def _open_postgresql(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # Rows that a policy of the server hides would be taken for none, and with them the reasons that they give:
    # the server is asked to refuse instead.
    connection.execute("SET row_security = off")
    connection.commit()


def _open_mariadb(connection: object, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    # A TIMESTAMP column is shown in the session's zone; instants are in UTC here.
    cursor.execute("SET time_zone = '+00:00'")
    # Lists are put back together whole, however long: beyond its limit MariaDB would cut them, and refuses.
    cursor.execute("SET group_concat_max_len = 4294967295")
    # MariaDB keeps what a search found for a text, and gives it back for another that differs in case or accents:
    # whoever is not the person would be taken for them. MySQL keeps nothing, and does not know the word.
    if "mariadb" in str(connection.get_server_info()).lower():  # type: ignore[attr-defined]
        cursor.execute("SET SESSION optimizer_switch = 'subquery_cache=off'")
    cursor.close()
