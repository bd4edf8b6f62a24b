"""A backup brings back rows that lie in the archive already: they leave again, and lie there once."""

import pytest
import sqlalchemy as sa

from tests.journeys.school import School
from tests.journeys.test_killed_moves import active, records, with_archive
from tests.journeys.test_undo import ran


def content(here: School) -> dict[str, list[tuple[object, ...]]]:
    """Return all pupils and letters of the active base."""
    rows = here.rows()
    return {name: rows[f"school.{name}"] for name in ("pupils", "letters")}


def restore(here: School, before: dict[str, list[tuple[object, ...]]]) -> None:
    """Put the rows of a backup in the place of those that are there."""
    metadata = sa.MetaData()
    metadata.reflect(here.engines["school"])
    with here.engines["school"].begin() as connection:
        for name in ("letters", "pupils"):
            connection.execute(metadata.tables[name].delete())
        for name in ("pupils", "letters"):
            table = metadata.tables[name]
            connection.execute(
                table.insert(), [dict(zip(table.columns.keys(), row, strict=True)) for row in before[name]]
            )


def orphans(here: School) -> int:
    """Return how many people the archive tells of whom no record is there."""
    none = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM school_{table} r WHERE r.{by} = p.garant_id)"  # noqa: S608 - names of ours
        for table, by in (("pupils", "garant_by_self"), ("letters", "garant_by_to"))
    )
    with here.engines["vault"].connect() as connection:
        return int(connection.execute(sa.text(f"SELECT COUNT(*) FROM people_pupil p WHERE {none}")).scalar_one())  # noqa: S608


@pytest.mark.parametrize("kind", ["sqlite", "one", "mariadb"])
def test_a_row_that_lies_in_the_archive_is_not_copied_a_second_time(kind: str):
    with with_archive(kind) as here:
        before = content(here)
        ran(here)
        after, archived = content(here), sorted(n for n, _ in records(here, "pupils"))
        assert archived and len(set(archived)) == len(archived)
        restore(here, before)

        ran(here, run=2)

        assert content(here) == after
        assert sorted(n for n, _ in records(here, "pupils")) == archived
        assert orphans(here) == 0


def test_another_row_under_a_key_that_lies_in_the_archive_is_copied():
    with with_archive("sqlite") as here:
        ran(here)
        known = [number for number, _ in records(here, "pupils")]
        here.execute("school", f"INSERT INTO pupils VALUES ({known[0]}, 'Zoe', '2023-01-01')")  # noqa: S608

        ran(here, run=2)

        assert known[0] not in active(here, "pupils")
        assert [number for number, _ in records(here, "pupils")].count(known[0]) == 2
