"""What a database says is understood by its codes, whatever its language, and never repeated."""

import sqlite3
from pathlib import Path

import psycopg
import pymysql
import pytest
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from garant.adapters.sql.engine import AddressError, address_of, connect
from garant.adapters.sql.failures import told_plainly
from garant.planning.terrain.failures import (
    StoreBusyElsewhere,
    StoreFailed,
    StoreFull,
    StoreReadOnly,
    StoreRefused,
    StoreUnreachable,
)
from tests.databases import fresh_database

SECRET = "Alice Canari"


def told(said: Exception) -> StoreFailed:
    """Return what a driver's failure is told as."""
    wrong = DBAPIError.instance("SELECT 1", {}, said, _family(said))
    with pytest.raises(StoreFailed) as failed, told_plainly("school"):
        raise wrong
    return failed.value


def _family(said: Exception) -> type[Exception]:
    return {"psycopg": psycopg.Error, "pymysql": pymysql.Error, "sqlite3": sqlite3.Error}[
        type(said).__module__.partition(".")[0]
    ]


# As a server whose lc_messages is fr_FR says them.
FRENCH = [
    (errors.LockNotAvailable("ERREUR:  annulation de la requête à cause du délai de verrou"), StoreBusyElsewhere),
    (errors.DeadlockDetected("ERREUR:  interblocage (deadlock) détecté"), StoreBusyElsewhere),
    (errors.SerializationFailure("ERREUR:  n'a pas pu sérialiser un accès"), StoreBusyElsewhere),
    (errors.InsufficientPrivilege(f"ERREUR:  droit refusé pour la table {SECRET}"), StoreReadOnly),
    (errors.ReadOnlySqlTransaction("ERREUR:  ne peut pas exécuter UPDATE dans une transaction"), StoreReadOnly),
    (errors.DiskFull("ERREUR:  n'a pas pu étendre le fichier : plus de place"), StoreFull),
    (errors.AdminShutdown("FATAL:  arrêt des connexions suite à la demande de l'administrateur"), StoreUnreachable),
    (errors.InvalidPassword("FATAL:  authentification par mot de passe échouée"), StoreUnreachable),
    (errors.UndefinedTable(f"ERREUR:  la relation « {SECRET} » n'existe pas"), StoreRefused),
    (psycopg.OperationalError("la connexion au serveur a échoué : connexion refusée"), StoreUnreachable),
]


@pytest.mark.parametrize(("said", "meaning"), FRENCH, ids=lambda one: type(one).__name__)
def test_a_postgresql_that_speaks_french_is_understood(said: Exception, meaning: type[StoreFailed]):
    failure = told(said)

    assert type(failure) is meaning
    assert SECRET not in f"{failure.told} {failure.mend}"


MARIADB = {1205: StoreBusyElsewhere, 1213: StoreBusyElsewhere, 1142: StoreReadOnly, 1044: StoreReadOnly}
MARIADB |= {1114: StoreFull, 1045: StoreUnreachable, 1049: StoreUnreachable, 2003: StoreUnreachable, 1146: StoreRefused}


@pytest.mark.parametrize(("code", "meaning"), MARIADB.items())
def test_a_mariadb_is_understood_by_its_number(code: int, meaning: type[StoreFailed]):
    assert type(told(pymysql.err.OperationalError(code, "Table pleine", sqlstate="HY000"))) is meaning


def test_a_refusal_is_told_by_its_code_and_not_by_what_a_driver_calls_it():
    failure = told(errors.UndefinedTable(f"ERREUR:  la relation « {SECRET} » n'existe pas"))

    assert "42P01" in failure.told.fr
    assert "Undefined" not in f"{failure.told} {failure.mend}"


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_why_no_session_began_is_told_apart(kind: str):
    with fresh_database(kind) as address:
        there = sa.make_url(address)
        wrong = {
            "the account or its password is refused": there.set(username="ghost", password=SECRET),
            "the server has no database of this name": there.set(database="no_such_database"),
            "nobody knows the server's name": there.set(host="no.such.host.invalid", query={}),
            "connection refused": there.set(host="127.0.0.1", port=1, query={}),
        }
        for words, url in wrong.items():
            with pytest.raises(StoreUnreachable) as failed, told_plainly("school"):
                connect(url.render_as_string(hide_password=False)).connect()

            assert words in failed.value.told.en
            assert "Error" not in failed.value.told.en
            assert SECRET not in failed.value.told.en


def test_a_plain_path_is_told_how_to_become_an_address():
    for path in ("/srv/school.db", "school.db"):
        with pytest.raises(AddressError) as wrong:
            address_of(path)

        assert "sqlite:///" in wrong.value.told.fr
        assert "path" in wrong.value.told.en


def test_a_sqlite_is_understood_by_the_name_of_its_error():
    with sa.create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("CREATE TABLE pupils (id INTEGER)")
        connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(StoreReadOnly), told_plainly("school"):
            connection.exec_driver_sql("INSERT INTO pupils VALUES (1)")


def test_a_disk_that_writes_no_more_is_told_as_a_disk():
    said = sqlite3.OperationalError("disk I/O error")
    said.sqlite_errorname = "SQLITE_IOERR_WRITE"

    assert "its disk reads or writes no more: full or failing" in told(said).told.en


def test_a_failure_without_any_code_is_refused_by_its_kind():
    with pytest.raises(StoreRefused, match="giving no code for it"), told_plainly("school"):
        raise SQLAlchemyError("no words of this are shown")


@pytest.mark.parametrize("address", ["oracle//x", "oracle://x/y", "postgresql://a:b@host:port/x"])
def test_what_is_wrong_with_an_address_is_said_without_the_address(address: str):
    with pytest.raises(AddressError) as wrong:
        address_of(address)

    assert address not in wrong.value.told.fr + wrong.value.told.en


def test_a_sqlite_that_is_too_old_is_refused_by_its_version(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 2))

    with pytest.raises(AddressError, match=r"SQLite 3\.38 or later"):
        address_of("sqlite:///school.db")


@pytest.mark.parametrize("address", ["sqlite://school/school.db", "sqlite://", "sqlite:/srv/school.db", "sqlite:x.db"])
def test_a_sqlite_address_with_fewer_than_three_slashes_is_told_what_three_and_four_mean(address: str):
    with pytest.raises(AddressError, match="three slashes and a path from the folder where the command is typed"):
        address_of(address)


def test_a_folder_or_a_path_that_begins_elsewhere_or_another_file_is_no_sqlite_database(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("these are notes, and no database at all")
    told = {}
    for place in (f"/{tmp_path}", "school.db", f"/{tmp_path}/notes.txt"):
        with pytest.raises(StoreUnreachable) as refused, told_plainly("school"):
            sa.inspect(connect(f"sqlite:///{place}", must_exist=True)).get_table_names()
        told[place] = refused.value.told.en

    folder, here, notes = told.values()
    assert "is a folder: it takes the database's file" in folder
    assert "after three slashes, a path begins in the folder where the command is typed" in here
    assert "is no SQLite database" in notes
