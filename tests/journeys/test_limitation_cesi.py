"""After the course the file of a student is out of everyday reach: few read it, with a motive, and on record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from garant import wiring
from garant.evidence.records import RecordKind, read
from garant.planning.archiving.reading import Wanted
from garant.use_cases.read_archive import NotAReader, read_archive
from tests.databases import KINDS
from tests.journeys.office import Office, empty_office
from tests.journeys.test_retention_cesi import LAST, a_year_after_the_course, six_years_after_the_course

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


def seen(office: Office, reader: str, on: date) -> set[object]:
    """Return the companies of the enrolments that a reader is shown on a day."""
    ground = wiring.reading_ground(wiring.open_folder(office.folder), on=on)
    wanted = Wanted(table="sis.Enrolment", reader=reader)
    return {row["Company"] for row in read_archive(ground, wanted, motive="claim 14", on=on, at=NOW)}


@pytest.mark.promise("cesi.retention.limitation")
@pytest.mark.parametrize("kind", KINDS)
def test_the_legal_team_alone_reads_what_has_left_the_active_base(kind: str):
    with empty_office("cesi", kind=kind) as office:
        a_year_after_the_course(office)
        six_years_after_the_course(office)
        shown = []
        for day in (LAST - timedelta(days=1), LAST, LAST + timedelta(days=1)):
            office.run(day)
            shown.append(seen(office, "legal team", day))
            with pytest.raises(NotAReader):
                seen(office, "school staff", day)

        # A year after the course the file comes into the archive; six years after it, claims are barred.
        assert shown == [{"Mill"}, {"Mill"}, {"Bakery", "Garage"}]
        records = wiring.open_state(office.folder).evidence.records(up_to=10**6)
        readings = [found for one in records if (found := read(one.text)).kind is RecordKind.ARCHIVE_READ]
        assert [(one.facts["reader"], one.facts["rows"]) for one in readings] == [
            ("legal team", 1),
            ("legal team", 1),
            ("legal team", 2),
        ]
        assert "claim 14" not in "".join(str(one.facts) for one in readings)
