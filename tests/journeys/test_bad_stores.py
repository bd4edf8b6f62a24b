"""Stores that may not be changed, that somebody else holds, or that are full: a sentence, and nothing half done."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine, event

from tests.journeys.school import MAP, School, school
from tests.journeys.test_bad_input import FINE, REFUSED

SHORT = {
    "postgresql": "SET lock_timeout = '200ms'",
    "mysql": "SET SESSION innodb_lock_wait_timeout = 1",
    "sqlite": "PRAGMA busy_timeout = 200",
}
READ_ONLY = "the account may read the store `school` but not change it"


@pytest.fixture(autouse=True)
def _waits_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("garant.adapters.sql.database._PATIENCE", SHORT)


def only_reads_postgres(here: School) -> Iterator[str]:
    name = f"reader_{here.engines['school'].url.database}"
    here.execute("school", f'CREATE ROLE "{name}" LOGIN', f'GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{name}"')
    yield here.engines["school"].url.set(username=name, password=None).render_as_string(hide_password=False)
    here.execute("school", f'DROP OWNED BY "{name}"', f'DROP ROLE "{name}"')


def only_reads_mariadb(here: School) -> Iterator[str]:
    url = here.engines["school"].url
    name = f"r_{url.database}"
    here.execute(
        "school", f"CREATE USER '{name}'@'%%' IDENTIFIED BY 'r'", f"GRANT SELECT ON `{url.database}`.* TO '{name}'@'%%'"
    )
    yield url.set(username=name, password="r").render_as_string(hide_password=False)
    here.execute("school", f"DROP USER '{name}'@'%%'")


def only_reads_sqlite(here: School) -> Iterator[str]:
    yield f"sqlite:///file:{here.engines['school'].url.database}?mode=ro&uri=true"


READERS = {"sqlite": only_reads_sqlite, "postgres": only_reads_postgres, "mariadb": only_reads_mariadb}


@pytest.mark.parametrize("kind", READERS)
def test_an_account_that_may_only_read_plans_and_changes_nothing(kind: str):
    with school(kind) as here, contextmanager(READERS[kind])(here) as address:
        here.environment["SCHOOL_URL"] = address
        before = here.rows()

        planned = here.plan()
        applied = here.apply()

        assert planned.exit_code == FINE, planned.output
        if kind == "mariadb":
            # Who may not change a table there may not see its triggers either: the plan leaves it alone.
            assert "undeclared-trigger" in planned.output
        else:
            assert applied.exit_code == REFUSED, applied.output
            assert READ_ONLY in applied.output
            assert "give the account the right to update and delete" in applied.output
        assert here.rows()["school.pupils"] == before["school.pupils"]
        assert here.rows()["school.letters"] == before["school.letters"]
        # The other store is not held up, and with the right given the rest is done.
        assert len(here.rows()["platform.accounts"]) == 1
        del here.environment["SCHOOL_URL"]
        here.plan()
        assert here.apply().exit_code == FINE
        assert [name for _, name, _ in here.rows()["school.pupils"]] == ["Alice", "Cleo"]


@pytest.mark.parametrize("kind", READERS)
def test_a_lock_that_somebody_else_holds_is_told_and_the_next_run_goes_on(kind: str):
    with school(kind) as here:
        here.plan()
        before = here.rows()
        with holding(here.engines["school"]):
            refused = here.apply()

        assert refused.exit_code == REFUSED, refused.output
        assert "somebody else holds a lock in the store `school`" in refused.output
        assert "wait until they are done" in refused.output
        assert here.rows()["school.letters"] == before["school.letters"]
        assert here.apply().exit_code == FINE
        assert [name for _, name, _ in here.rows()["school.pupils"]] == ["Alice", "Cleo"]


@contextmanager
def holding(engine: Engine) -> Iterator[None]:
    """Hold rows of the school as another program would."""
    with engine.connect() as other:
        if engine.dialect.name == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.execute(sa.text("UPDATE letters SET body = body"))
        other.execute(sa.text("UPDATE pupils SET name = name"))
        yield
        other.rollback()


def test_a_full_disk_is_told_and_leaves_every_row_whole():
    with school() as here:
        here.write(
            "data-map.yaml",
            MAP.replace(
                "    columns: {name: identity}",
                f"    row: stays\n    columns: {{name: {{category: identity, blank: '{'x' * 79}'}}}}",
            ),
        )
        here.execute("school", "DELETE FROM letters", MANY)
        here.plan()
        before = here.rows()

        with no_room(here.engines["school"]):
            full = here.apply()

        assert full.exit_code == REFUSED, full.output
        assert "the store `school` has no room left" in full.output
        assert "make room on its disk" in full.output
        assert here.rows()["school.pupils"] == before["school.pupils"]
        assert here.apply().exit_code == FINE
        assert len([name for _, name, _ in here.rows()["school.pupils"] if name == "x" * 79]) == 5001


MANY = (
    "INSERT INTO pupils WITH RECURSIVE many (id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM many WHERE id < 5099)"
    " SELECT id, 'Gone', '2001-01-01' FROM many"
)


@contextmanager
def no_room(engine: Engine) -> Iterator[None]:
    """Let a SQLite file grow no further, whoever opens it."""
    name = engine.url.database
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def limit(connection: object, _record: object) -> None:
        there = {row[2] for row in connection.execute("PRAGMA database_list")}  # type: ignore[attr-defined]
        if name in there:
            connection.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)
