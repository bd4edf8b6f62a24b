"""A hand-made person finds a place in any example's database."""

from datetime import date

import pytest
from sqlalchemy import MetaData, inspect, text

from garant.adapters.demo.organisations import EXAMPLES
from tests.databases import KINDS
from tests.people import empty_example, insert

DATABASES = [(example.name, database) for example in EXAMPLES.values() for database in example.databases]


@pytest.mark.parametrize("kind", KINDS)
def test_an_apprentice_whose_contract_ended_on_a_day_is_put_in_with_all_they_need(kind: str) -> None:
    with empty_example("cmapaca", "cfa", kind=kind) as engine:
        alice = insert(engine, "apprentices", last_name="Alice", status="former")

        insert(engine, "contracts", apprentice_id=alice, ended_on=date(2024, 2, 29))

        with engine.connect() as connection:
            joined = text(
                "SELECT a.last_name, c.ended_on FROM contracts c JOIN apprentices a ON a.id = c.apprentice_id"
            )
            found = connection.execute(joined).one()
            assert (found[0], str(found[1])) == ("Alice", "2024-02-29")
            assert connection.execute(text("SELECT COUNT(*) FROM companies")).scalar() == 1


@pytest.mark.parametrize(("organisation", "database"), DATABASES)
def test_every_table_of_every_example_takes_two_made_up_rows(organisation: str, database: str) -> None:
    with empty_example(organisation, database) as engine:
        metadata = MetaData()
        metadata.reflect(engine)

        for table in inspect(engine).get_table_names():
            first, second = insert(engine, table), insert(engine, table)

            assert first != second
