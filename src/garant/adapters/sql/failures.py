"""Says in a plain sentence what went wrong with a database; what it answered is not repeated, it may hold values."""

import errno
import os
import re
import socket
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError

from garant.adapters.sql.engine import AddressError
from garant.planning.terrain.failures import (
    StoreBusyElsewhere,
    StoreFailed,
    StoreFull,
    StoreReadOnly,
    StoreRefused,
    StoreUnreachable,
)
from garant.policy.speech.sentences import Sentence

_Meaning = tuple[type[StoreFailed], Sentence | None]

_NOT_LET_IN: _Meaning = (
    StoreUnreachable,
    Sentence("le compte ou le mot de passe est refusé", "the account or its password is refused"),
)
_NO_SUCH_DATABASE: _Meaning = (
    StoreUnreachable,
    Sentence("le serveur n'a pas de base de ce nom", "the server has no database of this name"),
)
_CUT: _Meaning = (StoreUnreachable, Sentence("la connexion a été coupée", "the connection was cut"))
_NO_ANSWER: _Meaning = (
    StoreUnreachable,
    Sentence("la connexion n'a pas pu s'ouvrir", "no connection could be opened"),
)
_DISK: _Meaning = (
    StoreUnreachable,
    Sentence("son disque ne lit ou n'écrit plus : plein ou abîmé", "its disk reads or writes no more: full or failing"),
)
_NOBODY_LISTENS: _Meaning = (
    StoreUnreachable,
    Sentence(
        "rien ne répond à ce nom de serveur et à ce port : connexion refusée",
        "nothing answers at this host and port: connection refused",
    ),
)
_NO_SUCH_HOST: _Meaning = (
    StoreUnreachable,
    Sentence("le nom du serveur n'est connu de personne", "nobody knows the server's name"),
)
_CROWDED: _Meaning = (
    StoreUnreachable,
    Sentence("le serveur a trop de connexions", "the server has too many connections"),
)
_NO_DATABASE: _Meaning = (
    StoreUnreachable,
    Sentence("le fichier que dit l'adresse n'est pas une base SQLite", "the file of its address is no SQLite database"),
)
_HIDDEN: _Meaning = (
    StoreRefused,
    Sentence(
        "une règle du serveur cache des lignes à ce compte, et avec elles des raisons ; donnez-lui BYPASSRLS",
        "a policy of the server hides rows from this account, and reasons with them; give it BYPASSRLS",
    ),
)
_NO_TEXT: _Meaning = (
    StoreRefused,
    Sentence(
        "un texte n'y est pas en UTF-8 et ne peut être lu ; récrivez-le",
        "a text is not UTF-8 and cannot be read; mend it",
    ),
)
_BUSY: _Meaning = (StoreBusyElsewhere, None)
_READ_ONLY: _Meaning = (StoreReadOnly, None)
_FULL: _Meaning = (StoreFull, None)

# Codes only: the words of a server are in its own language. SQLSTATE classes are told by their beginning.
_POSTGRESQL: Mapping[str, _Meaning] = {
    "40001": _BUSY,
    "40P01": _BUSY,
    "55P03": _BUSY,
    "25006": _READ_ONLY,
    "42501": _READ_ONLY,
    "53100": _FULL,
    "53300": _CROWDED,
    "RLS": _HIDDEN,
    "28": _NOT_LET_IN,
    "3D": _NO_SUCH_DATABASE,
    "08": _CUT,
    "57P": _CUT,
}
_SQLITE: Mapping[str, _Meaning] = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_PERM": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_CANTOPEN": _NO_ANSWER,
    "SQLITE_IOERR": _DISK,
    "SQLITE_NOTADB": _NO_DATABASE,
    "UTF-8": _NO_TEXT,
}
_MARIADB: Mapping[str, _Meaning] = {
    **dict.fromkeys(("1205", "1213", "3572"), _BUSY),
    # 1044 is also what an account hears that may make no temporary table.
    **dict.fromkeys(("1044", "1142", "1143", "1227", "1290", "1370", "1792", "1836"), _READ_ONLY),
    **dict.fromkeys(("1021", "1114"), _FULL),
    **dict.fromkeys(("1045", "1698"), _NOT_LET_IN),
    "1049": _NO_SUCH_DATABASE,
    **dict.fromkeys(("1040", "1203", "1226"), _CROWDED),
    **dict.fromkeys(("2006", "2013", "2055"), _CUT),
}
_BEFORE_A_SESSION = frozenset(("2002", "2003", "2005"))


@contextmanager
def told_plainly(store: str) -> Iterator[None]:
    """Turn what a database says into a StoreFailed that names the store, and nothing else."""
    try:
        yield
    except AddressError as wrong:
        raise StoreUnreachable(store, wrong.told) from None
    except SQLAlchemyError as wrong:
        failure, word = _meaning(wrong)
        raise failure(store, word or _numbered(getattr(wrong, "orig", None))) from None


def _meaning(wrong: SQLAlchemyError) -> _Meaning:
    said = getattr(wrong, "orig", None)
    # MariaDB's own numbers come first: its SQLSTATE is mostly the general one.
    for codes, code in ((_SQLITE, _sqlite(said)), (_MARIADB, _mariadb(said)), (_POSTGRESQL, _sqlstate(said))):
        if code in _BEFORE_A_SESSION:
            return _of_the_socket(getattr(said, "original_exception", None))
        if code:
            return next((meaning for start, meaning in codes.items() if code.startswith(start)), _unknown(wrong))
    # An error without a code comes from before a session began.
    return _not_opened(said) if isinstance(wrong, OperationalError) else _unknown(wrong)


def _not_opened(said: object) -> _Meaning:
    """Return why no session began: PostgreSQL gives no code then, but repeats the name that it refuses."""
    asked = getattr(said, "pgconn", None)
    if asked is None:
        # A negative number is one of those that only the looking up of names has.
        return _NO_SUCH_HOST if "[Errno -" in str(said) else _NO_ANSWER
    words = str(said).replace(asked.host.decode(), "")
    if _names(words, asked.user):
        return _NOT_LET_IN
    if _names(words, asked.db):
        return _NO_SUCH_DATABASE
    # The library says it in the words of the system, whatever its language.
    return _NOBODY_LISTENS if os.strerror(errno.ECONNREFUSED) in words else _NO_ANSWER


def _names(words: str, name: bytes) -> bool:
    return re.search(rf"[\"«„“‘'`]\s?{re.escape(name.decode())}\s?[\"»“”’'`]", words) is not None


def _of_the_socket(failed: object) -> _Meaning:
    match failed:
        case socket.gaierror():
            return _NO_SUCH_HOST
        case ConnectionRefusedError():
            return _NOBODY_LISTENS
        case _:
            return _NO_ANSWER


_NUMBERED = Sentence("code {code} de la base", "the database's code {code}")
_NO_REASON = Sentence("sans en donner de code", "giving no code for it")


def _numbered(said: object) -> Sentence:
    """Return the code that a database gave, for whoever looks it up."""
    code = _sqlite(said) or _mariadb(said) or _sqlstate(said)
    return _NUMBERED.filled({"code": code}) if code else _NO_REASON


def _unknown(wrong: SQLAlchemyError) -> _Meaning:
    return _CUT if isinstance(wrong, DBAPIError) and wrong.connection_invalidated else (StoreRefused, None)


def _sqlstate(said: object) -> str:
    # Rows hidden by a policy share their code with every other right that is missing.
    if getattr(getattr(said, "diag", None), "source_function", None) == "check_enable_rls":
        return "RLS"
    return getattr(said, "sqlstate", None) or ""


def _sqlite(said: object) -> str:
    # The driver alone says this one, in English, and gives it no code.
    undecoded = isinstance(said, sqlite3.OperationalError) and str(said).startswith("Could not decode to UTF-8")
    return "UTF-8" if undecoded else getattr(said, "sqlite_errorname", None) or ""


def _mariadb(said: object) -> str:
    code = getattr(said, "args", (None,))[:1]
    return str(code[0]) if code and isinstance(code[0], int) else ""
