"""The databases that tests are given: real, empty, apart from each other, and gone afterwards."""

from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from tests.databases import KINDS, empty_database, fresh_database
from tests.servers import FOLDER_VARIABLE, STARTERS, find_program


def run(url: str, *statements: str) -> list[tuple[object, ...]]:
    engine = sqlalchemy.create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        results = [connection.execute(text(statement)) for statement in statements]
        return [tuple(row) for row in results[-1]] if results[-1].returns_rows else []


def test_a_database_starts_empty_and_keeps_what_is_written(database_url: str):
    assert sqlalchemy.inspect(sqlalchemy.create_engine(database_url, poolclass=NullPool)).get_table_names() == []

    run(database_url, "CREATE TABLE pupils (name VARCHAR(20))", "INSERT INTO pupils VALUES ('Alice')")

    assert run(database_url, "SELECT name FROM pupils") == [("Alice",)]


@pytest.mark.parametrize("kind", KINDS)
def test_two_databases_do_not_see_each_other(kind: str):
    with fresh_database(kind) as one, fresh_database(kind) as other:
        run(one, "CREATE TABLE pupils (name VARCHAR(20))")

        with pytest.raises(SQLAlchemyError):
            run(other, "SELECT name FROM pupils")


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_can_be_emptied_while_somebody_is_still_connected(kind: str):
    with fresh_database(kind) as url:
        run(url, "CREATE TABLE pupils (name VARCHAR(20))")
        engine = sqlalchemy.create_engine(url, poolclass=NullPool)
        left_open = engine.connect()
        left_open.execute(text("SELECT * FROM pupils"))

        empty_database(url)

        assert sqlalchemy.inspect(sqlalchemy.create_engine(url, poolclass=NullPool)).get_table_names() == []
        left_open.invalidate()
        left_open.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_is_gone_afterwards(kind: str):
    with fresh_database(kind) as url:
        run(url, "CREATE TABLE pupils (name VARCHAR(20))")

    with pytest.raises(SQLAlchemyError):
        run(url, "SELECT name FROM pupils")


def test_where_a_server_is_not_installed_the_test_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setitem(STARTERS, "mariadb", lambda data: find_program(f"no-such-program-as-{data.name}"))

    with pytest.raises(pytest.skip.Exception, match="is not installed"), fresh_database("mariadb"):
        pass
