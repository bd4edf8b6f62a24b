"""What a look at a schema must not pass over: what changes unseen with a table, however its name is written."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from garant.adapters.sql.asking.seeing import see
from garant.adapters.sql.engine import connect
from garant.adapters.sql.failures import told_plainly
from garant.planning.terrain.failures import StoreRefused
from garant.planning.terrain.schema import SchemaSeen
from tests.adapters.stores import open_for_test
from tests.databases import KINDS, fresh_database, two_schemas

PUPILS = "CREATE TABLE pupils (id int PRIMARY KEY, name varchar(9))"


def seen(url: str, *statements: str) -> SchemaSeen:
    engine = connect(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    with engine.connect() as connection:
        return see(connection, "school")


def test_sqlite_takes_names_that_differ_in_case_for_the_same():
    with fresh_database("sqlite") as url:
        schema = seen(
            url,
            PUPILS,
            "CREATE TABLE dues (pupil int REFERENCES PUPILS (ID) ON DELETE CASCADE, gone int REFERENCES nowhere)",
            "CREATE TRIGGER keep_copy AFTER DELETE ON Pupils BEGIN UPDATE dues SET gone = NULL; END",
        )

    (reference,) = schema.tables["school.dues"].references
    assert (reference.to, reference.to_columns, reference.on_delete) == ("school.pupils", ("id",), "cascade")
    assert schema.tables["school.pupils"].triggers == ("keep_copy",)


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_of_guarantors_is_not_taken_for_one_of_ours(kind: str):
    with fresh_database(kind) as url:
        schema = seen(url, "CREATE TABLE garant_etudiant (id int)", "CREATE TABLE garant_receipts (id int)")

    assert list(schema.tables) == ["school.garant_etudiant"]


def test_our_own_state_beside_the_data_is_no_part_of_them(policy_folder: Path):
    with open_for_test(policy_folder, {}):
        schema = seen(f"sqlite:///{next(policy_folder.rglob('garant.sqlite3'))}")

    assert "school.django_migrations" in schema.tables
    assert not [name for name in schema.tables if name.startswith("school.garant_")]


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_a_table_of_another_schema_that_the_database_empties_too_is_told(kind: str):
    with two_schemas(kind) as (url, beside):
        name = "beside" if kind == "postgres" else make_url(beside).database
        here = "public" if kind == "postgres" else make_url(url).database
        to = f"{here}.pupils (id)"
        seen(url, PUPILS)
        seen(
            beside,
            PUPILS,
            f"CREATE TABLE dues (id int, pupil int, FOREIGN KEY (pupil) REFERENCES {to} ON DELETE CASCADE)",
            f"CREATE TABLE refunds (id int, pupil int, FOREIGN KEY (pupil) REFERENCES {to})",
        )

        assert seen(url).tables["school.pupils"].reaching == (f"{name}.dues",)
        assert seen(beside).tables["school.dues"].references == ()


def test_a_table_that_inherits_is_told_and_a_partition_is_not():
    with fresh_database("postgres") as url:
        schema = seen(
            url,
            "CREATE TABLE pupils (id int) PARTITION BY LIST (id)",
            "CREATE TABLE pupils_1 PARTITION OF pupils FOR VALUES IN (1)",
            "CREATE TABLE people (id int)",
            "CREATE TABLE staff (salary int) INHERITS (people)",
        )

    assert {name: one.reaching for name, one in schema.tables.items() if one.reaching} == {
        "school.people": ("public.staff",)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_database_works_out_is_told_from_what_is_written(kind: str):
    drawn = ", number int GENERATED ALWAYS AS IDENTITY" if kind == "postgres" else ""
    with fresh_database(kind) as url:
        schema = seen(
            url,
            "CREATE TABLE pupils (id int PRIMARY KEY, name varchar(9) DEFAULT 'x', "
            f"loud varchar(9) GENERATED ALWAYS AS (upper(replace(name, '),', 'a'))) STORED{drawn})",
        )

    assert [column.name for column in schema.tables["school.pupils"].columns if column.computed] == ["loud"]


def test_a_table_of_which_a_history_is_kept_is_told():
    with fresh_database("mariadb") as url:
        schema = seen(url, f"{PUPILS} WITH SYSTEM VERSIONING", "CREATE TABLE rooms (id int)")

    assert {name: one.versioned for name, one in schema.tables.items()} == {
        "school.pupils": True,
        "school.rooms": False,
    }


def test_rows_that_a_policy_of_the_server_hides_are_not_taken_for_none():
    with fresh_database("postgres") as url:
        reader = f"reader_{make_url(url).database}"
        seen(
            url,
            PUPILS,
            "ALTER TABLE pupils ENABLE ROW LEVEL SECURITY",
            f"CREATE ROLE {reader} LOGIN",
            f"GRANT SELECT ON pupils TO {reader}",
        )
        limited = connect(make_url(url).set(username=reader).render_as_string(hide_password=False))

        with pytest.raises(StoreRefused) as refused, told_plainly("school"), limited.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM pupils")

        assert "hides rows from this account" in refused.value.told.en
        seen(url, f"DROP OWNED BY {reader}", f"DROP ROLE {reader}")
