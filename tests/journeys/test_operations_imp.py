"""What IMP Formation does with data: restoring a backup brings back nobody who was erased, around the limit."""

from datetime import date, timedelta

import pytest
from sqlalchemy import MetaData

from tests.databases import KINDS
from tests.journeys.office import Office, Rows, empty_office
from tests.journeys.test_retention_imp import LAST, certificates_and_invoices, clients, prospects

DAYS = (LAST - timedelta(days=1), LAST, LAST + timedelta(days=1))


def restore(office: Office, backup: dict[str, Rows]) -> None:
    """Put back what the databases held when the backup was made, whatever has happened since."""
    for store, engine in office.engines.items():
        metadata = MetaData()
        metadata.reflect(engine)
        with engine.begin() as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())
            for table in metadata.sorted_tables:
                rows = backup.get(f"{store}.{table.name}")
                if rows:
                    connection.execute(table.insert(), rows)


def named(office: Office) -> set[str]:
    return {row["nom"] for row in office.tables()["gestion.personnes"]}


@pytest.mark.promise("imp.operations")
@pytest.mark.parametrize("kind", KINDS)
def test_whoever_was_erased_before_a_restore_is_erased_again_by_the_next_run(kind: str):
    with empty_office("imp", kind=kind) as office:
        for fill in (clients, prospects, certificates_and_invoices):
            fill(office)
        backup = office.tables()
        left: dict[date, tuple[set[str], set[str]]] = {}
        for day in DAYS:
            office.run(day)
            after = named(office)
            restore(office, backup)
            assert named(office) >= after
            office.run(day)
            left[day] = after, named(office)

        # The day before and on the last day nobody is due, and a restore takes nobody away either.
        assert all(first == again for first, again in left.values())
        assert left[DAYS[0]][0] == left[DAYS[1]][0] > left[DAYS[2]][0]
        assert "client who came by" not in left[DAYS[2]][1]
