"""A replay of cells that were blanked, of files, of a run that workers shared; and digests whose last day is over."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner

from garant import wiring
from garant.cli import main
from garant.evidence.records import RecordKind
from tests.journeys.office import empty_office
from tests.journeys.school import ROWS, School, statements
from tests.journeys.test_files import LAST, left, put
from tests.journeys.test_replay import REMEMBERED, TODAY, ran, refusal, remembering, replayed, restore

STAYING = REMEMBERED.replace(
    "    never change: [name]\n    columns: {name: identity}\n",
    "    row: stays\n    never change: [ended_on]\n    columns: {name: identity}\n",
)


@pytest.fixture
def quick() -> Iterator[School]:
    with remembering() as made:
        yield made


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_cells_that_a_backup_brought_back_are_blanked_again_and_those_of_nobody_else(kind: str):
    with remembering(kind, STAYING) as here:
        here.execute("school", "UPDATE letters SET pupil_id = 1")
        before = here.rows()
        ran(here)
        after = here.rows()
        assert [row[1] for row in after["school.pupils"]] == ["Alice", None, "Cleo"]
        restore(here, before)
        here.execute("school", "INSERT INTO pupils VALUES (4, 'Dan', '2020-06-29')")

        said = replayed(here, "--approved-by", "Dana")

        assert {"kind": "blank cells", "table": "school.pupils", "columns": ["name"], "count": 1} in said["due"]
        assert [row[1] for row in here.rows()["school.pupils"]] == ["Alice", None, "Cleo", "Dan"]


def test_files_that_a_backup_brought_back_go_again_and_those_of_other_days_stay():
    with empty_office("cmapaca", kind="sqlite") as centre:
        told = centre.folder / "data-map.yaml"
        text = told.read_text(encoding="utf-8").replace(
            'CCTV", country: FR}', 'CCTV", country: FR, backups kept: P90D}'
        )
        told.write_text(text, encoding="utf-8")
        back = put(centre, "cctv", "entree/2019-03-01/08h.mp4")
        centre.run(LAST)
        assert not back.exists()
        put(centre, "cctv", "entree/2019-03-01/08h.mp4")
        other = put(centre, "cctv", "entree/2019-03-02/08h.mp4")

        words = ["replay", str(centre.folder), "--backup-of", TODAY.isoformat(), "--approved-by", "Dana", "--json"]
        done = CliRunner().invoke(main, words)

        assert done.exit_code == 0, done.output
        assert json.loads(done.output)["due"] == [{"kind": "erase files", "files": "cctv", "count": 1}]
        assert (back.exists(), other.exists()) == (False, True)
        assert left(centre, "cctv") == ["entree", "entree/2019-03-02", "entree/2019-03-02/08h.mp4"]


def test_what_workers_erased_together_goes_again(quick: School):
    before = quick.rows()
    assert quick.plan().exit_code == 0
    assert quick.apply("--workers", "2").exit_code == 0
    after = quick.rows()
    assert after != before
    restore(quick, before)

    replayed(quick, "--approved-by", "Dana")

    assert quick.rows() == after


def test_digests_go_with_the_longest_backup_on_record_and_nothing_is_recognised_any_more(
    quick: School, monkeypatch: pytest.MonkeyPatch
):
    before = quick.rows()
    ran(quick)
    days_pass(monkeypatch, 90)
    ran(quick)
    assert erased_digests(quick) == []
    days_pass(monkeypatch, 1)

    ran(quick)

    assert erased_digests(quick) == [7]
    restore(quick, before)
    assert "older than any" in refusal(quick)
    assert quick.rows() == before


def days_pass(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    today = wiring.today
    monkeypatch.setattr(wiring, "today", lambda folder: today(folder) + timedelta(days=days))


def erased_digests(here: School) -> list[object]:
    records = wiring.open_state(here.folder).evidence.all_of(RecordKind.DIGESTS_ERASED)
    return [one.facts["digests"] for one in records]


def test_whoever_dates_what_did_not_come_back_stays_until_a_plan_takes_both(quick: School):
    quick.execute(
        "school",
        "DROP TABLE letters",
        "CREATE TABLE letters (id INTEGER PRIMARY KEY, pupil_id INTEGER REFERENCES pupils (id), body VARCHAR(80))",
        *statements(ROWS["school"])[1:],
    )
    before = quick.rows()
    ran(quick)
    restore(quick, before)
    quick.execute("school", "INSERT INTO letters VALUES (9, 2, 'Dear Ben, late')")

    replayed(quick, "--approved-by", "Dana")

    assert [row[:2] for row in quick.rows()["school.pupils"]] == [(1, "Alice"), (2, None), (3, "Cleo")]
    assert [row[:2] for row in quick.rows()["school.letters"]] == [(1, 1), (9, 2)]
    ran(quick)
    assert [row[0] for row in quick.rows()["school.pupils"]] == [1, 3]
    assert [row[:2] for row in quick.rows()["school.letters"]] == [(1, 1)]
