"""What keeps the store from working is told in fixed words, and changes nothing."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from garant.adapters.store.failures import told_plainly
from garant.adapters.store.opening import Store
from garant.evidence.failures import (
    DiskFull,
    StoreBusy,
    StoreDamaged,
    StoreFailure,
    StoreNotWritable,
    StoreUnreachable,
)
from tests.adapters.stores import open_for_test, opened, postgres_address, record


@pytest.fixture
def on_file(policy_folder: Path) -> Iterator[Store]:
    with open_for_test(policy_folder, {}) as store:
        yield store


@pytest.fixture
def on_server(policy_folder: Path, postgres_url: str) -> Iterator[Store]:
    with open_for_test(policy_folder, {"GARANT_DATABASE_URL": postgres_address(postgres_url)}) as store:
        yield store


def say(store: Store, statement: str) -> None:
    with connections[store.alias].cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def refused(failure: type[StoreFailure], store: Store) -> Iterator[None]:
    """Expect this failure, in its own words, and a log that is as it was."""
    before = store.evidence.size
    with pytest.raises(failure) as told:
        yield
    assert str(told.value) == failure.sentence.en
    assert told.value.__cause__ is None
    assert store.evidence.size == len(list(store.evidence.leaves(up_to=99_999))) == before


def test_a_file_that_another_program_writes_is_busy(on_file: Store) -> None:
    say(on_file, "PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(on_file.state / "garant.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with refused(StoreBusy, on_file):
            on_file.evidence.append([record()])


def test_a_server_where_another_program_writes_is_busy(on_server: Store, postgres_url: str) -> None:
    say(on_server, "SET lock_timeout='20ms'")
    with psycopg.connect(postgres_address(postgres_url)) as other:
        other.execute("SELECT * FROM garant_log FOR UPDATE")
        with refused(StoreBusy, on_server):
            on_server.evidence.append([record()])


def test_a_full_disk_leaves_the_log_as_it_was(on_file: Store) -> None:
    on_file.evidence.append([record()])
    with connections[on_file.alias].cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
    say(on_file, f"PRAGMA max_page_count={pages}")

    with refused(DiskFull, on_file):
        on_file.evidence.append([record(number) for number in range(5_000)])


def test_a_file_that_may_only_be_read_is_not_writable(on_file: Store) -> None:
    say(on_file, "PRAGMA query_only=ON")

    with refused(StoreNotWritable, on_file):
        on_file.evidence.append([record()])


def test_an_account_that_may_only_read_may_not_write(on_server: Store) -> None:
    say(on_server, "SET default_transaction_read_only=on")

    with refused(StoreNotWritable, on_server):
        on_server.evidence.append([record()])


def test_a_table_that_the_account_may_not_write_is_told(on_server: Store) -> None:
    say(on_server, "DROP ROLE IF EXISTS garant_reader")
    say(on_server, "CREATE ROLE garant_reader")
    say(on_server, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO garant_reader")
    say(on_server, "SET ROLE garant_reader")

    with refused(StoreNotWritable, on_server):
        on_server.evidence.append([record()])
    say(on_server, "RESET ROLE")
    say(on_server, "DROP OWNED BY garant_reader")
    say(on_server, "DROP ROLE garant_reader")


def test_a_lost_connection_is_told_once_and_then_made_anew(on_server: Store, postgres_url: str) -> None:
    with psycopg.connect(postgres_address(postgres_url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    with pytest.raises(StoreUnreachable):
        on_server.evidence.append([record()])
    assert on_server.evidence.append([record()]) == range(1)


def test_a_table_that_is_gone_is_damage(store: Store) -> None:
    say(store, "DROP TABLE garant_subtree")

    with refused(StoreDamaged, store):
        store.evidence.append([record(number) for number in range(256)])


@pytest.mark.parametrize("address", ["postgresql://olga:secret@127.0.0.1:1/garant", "postgresql:///?host=/nowhere"])
def test_a_server_that_does_not_answer_is_told_without_its_password(policy_folder: Path, address: str) -> None:
    with pytest.raises(StoreUnreachable) as told:
        opened(policy_folder, {"GARANT_DATABASE_URL": address})

    assert str(told.value) == "the database that holds the store of Garant does not answer"


def test_a_database_that_is_not_on_the_server_is_told(policy_folder: Path, postgres_url: str) -> None:
    address = postgres_address(postgres_url).replace("?", "_missing?")

    with pytest.raises(StoreUnreachable):
        opened(policy_folder, {"GARANT_DATABASE_URL": address})


def test_a_file_that_is_no_database_is_damaged(policy_folder: Path) -> None:
    (policy_folder / ".garant").mkdir()
    (policy_folder / ".garant" / "garant.sqlite3").write_text("not a database, but long enough to be taken for one" * 9)

    with pytest.raises(StoreDamaged):
        opened(policy_folder, {})


@pytest.mark.parametrize(
    ("said", "meaning"),
    [(OSError(28, "no space"), DiskFull), (PermissionError(13, "/home/alice"), StoreNotWritable)],
)
def test_what_the_disk_says_is_told_without_its_paths(said: OSError, meaning: type[StoreFailure]) -> None:
    with pytest.raises(meaning) as told, told_plainly():
        raise said

    assert str(told.value) == meaning.sentence.en
