"""A run is undone: rows, cells, references and files come back as they were, as far as nothing has changed since."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.databases import KINDS
from tests.journeys.school import POLICY, School, school

WHY = ("--by", "Dana", "--motive", "the wrong plan")


@pytest.fixture(params=KINDS, ids=KINDS)
def here(request: pytest.FixtureRequest) -> Iterator[School]:
    with school(request.param) as made:
        yield made


@pytest.fixture
def quick() -> Iterator[School]:
    with school() as made:
        yield made


def ran(here: School, *, run: int = 1) -> None:
    """Plan and apply."""
    assert here.plan().exit_code == 0
    applied = here.apply("--json")
    assert applied.exit_code == 0, applied.output
    assert json.loads(applied.output)["run"] == run


def undone(here: School, *options: str, run: int = 1) -> dict[str, Any]:
    """Undo a run and return what is said of it."""
    done = here.garant("undo", str(run), "--folder", here.folder, *options, "--json")
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_all_comes_back_as_it_was_and_stays(here: School):
    before = here.rows()
    ran(here)
    assert here.rows() != before

    assert undone(here, *WHY)["away"] == []

    assert here.rows() == before
    assert "Nothing is due" in here.plan().output
    assert here.apply().exit_code == 0
    assert here.rows() == before


def test_a_rehearsal_says_the_same_and_leaves_everything_as_it_is(here: School):
    ran(here)
    left = here.rows()

    rehearsed = undone(here, "--dry-run")

    assert here.rows() == left
    assert rehearsed["run"] is None
    assert "Show" not in here.garant("hold", "list", here.folder).output
    assert undone(here, *WHY)["back"] == rehearsed["back"]


def test_a_second_undo_finds_everything_in_place(here: School):
    before = here.rows()
    ran(here)
    undone(here, *WHY)

    again = undone(here, *WHY)

    assert (again["back"], again["away"], again["there already"]) == ([], [], 6)
    assert here.rows() == before


def test_one_table_comes_back_alone(here: School):
    before = here.rows()
    ran(here)

    undone(here, "--table", "school.pupils", *WHY)

    after = here.rows()
    assert after["school.pupils"] == before["school.pupils"]
    assert len(after["school.letters"]) == 1


def test_what_refers_to_a_row_that_is_gone_stays_away(here: School):
    ran(here)

    said = undone(here, "--table", "school.letters", *WHY)

    assert said["away"] == [{"why": "target gone", "where": "school.letters", "count": 2}]
    assert said["back"] == []


def test_a_key_that_is_in_use_again_stays_as_it_is(here: School):
    ran(here)
    here.execute("school", "INSERT INTO pupils VALUES (2, 'Bea', NULL)")

    said = undone(here, *WHY)

    assert {"why": "taken", "where": "school.pupils", "count": 1} in said["away"]
    # Ben's letters are not Bea's.
    assert {"why": "target gone", "where": "school.letters", "count": 2} in said["away"]
    assert len(here.rows()["school.letters"]) == 1
    alone = undone(here, "--table", "school.letters", *WHY)
    assert alone["away"] == [{"why": "target gone", "where": "school.letters", "count": 2}]
    assert (2, "Bea", None) in here.rows()["school.pupils"]


def test_the_table_has_lost_a_column_since(quick: School):
    ran(quick)
    quick.execute("school", "ALTER TABLE letters DROP COLUMN body")
    quick.write("data-map.yaml", (quick.folder / "data-map.yaml").read_text().replace("body: letters", "id: none"))

    said = undone(quick, *WHY)

    assert {"why": "reshaped", "where": "school.letters", "count": 2} in said["away"]


# refusals


def test_a_run_that_nobody_knows(quick: School):
    ran(quick)

    refused = quick.garant("undo", "7", "--folder", quick.folder, *WHY)

    assert refused.exit_code == 2
    assert "run 7 sealed nothing" in refused.output


def test_nobody_undoes_without_a_name_and_a_motive(quick: School):
    ran(quick)

    for said in (("--by", "Dana"), ("--motive", "a mistake"), ("--by", " ", "--motive", "a mistake")):
        refused = quick.garant("undo", "1", "--folder", quick.folder, *said)
        assert refused.exit_code == 2
        assert "needs a name and a motive" in refused.output


def test_a_window_of_nought_seals_nothing(quick: School):
    quick.write("policy.yaml", POLICY + "undo: {window: P0D}\n")
    quick.plan()

    said = quick.apply().output

    assert "2 rows erased" in said
    assert "Sealed" not in said
    assert "sealed nothing" in quick.garant("undo", "1", "--folder", quick.folder, *WHY).output
    assert list(keys_of_runs(quick)) == []


def keys_of_runs(here: School) -> Iterator[Path]:
    return (here.folder / ".garant" / "keys" / "runs").glob("*.key")


def over(monkeypatch: pytest.MonkeyPatch, *, days: int = 8) -> None:
    """Let so many days pass."""
    from garant import wiring

    today = wiring.today
    monkeypatch.setattr(wiring, "today", lambda folder: today(folder) + timedelta(days=days))


def test_at_the_end_of_the_window_the_key_is_destroyed_and_this_is_evidence(
    quick: School, monkeypatch: pytest.MonkeyPatch
):
    ran(quick)
    assert len(list(keys_of_runs(quick))) == 1
    over(monkeypatch)

    refused = quick.garant("undo", "1", "--folder", quick.folder, *WHY)

    assert refused.exit_code == 2
    assert "can be undone no more" in refused.output
    assert list(keys_of_runs(quick)) == []
    file = quick.folder / "evidence.json"
    quick.garant("evidence", "export", quick.folder, "--to", file, "--with-records")
    assert "key destroyed" in file.read_text()
    assert quick.garant("evidence", "verify", file).exit_code == 0


def test_the_last_day_of_the_window_is_still_within_it(quick: School, monkeypatch: pytest.MonkeyPatch):
    ran(quick)
    over(monkeypatch, days=7)

    assert undone(quick, *WHY)["away"] == []


def test_a_hold_on_what_is_sealed_keeps_the_key(quick: School, monkeypatch: pytest.MonkeyPatch):
    ran(quick)
    review = (date.today() + timedelta(days=40)).isoformat()  # noqa: DTZ011, TID251
    words = ("--table", "school.letters", "--reason", "case 12", "--article", "17(3)(e)", "--author", "Dana")
    held = quick.garant("hold", "add", quick.folder, *words, "--review", review)
    assert held.exit_code == 0, held.output
    over(monkeypatch)

    verified = quick.garant("verify", quick.folder)

    assert verified.exit_code in (0, 1), verified.output
    assert len(list(keys_of_runs(quick))) == 1


def test_a_key_that_is_lost_or_another_opens_nothing(quick: School):
    ran(quick)
    left = quick.rows()
    (key,) = keys_of_runs(quick)
    true = key.read_bytes()

    key.write_bytes(b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=\n")
    wrong = quick.garant("undo", "1", "--folder", quick.folder, *WHY)
    key.unlink()
    lost = quick.garant("undo", "1", "--folder", quick.folder, *WHY)
    key.write_bytes(true)
    key.chmod(0o600)

    assert (wrong.exit_code, lost.exit_code) == (2, 2)
    assert "a key is damaged, or is not the one that was used" in wrong.output
    assert "not in the folder of the keys" in lost.output
    assert quick.rows() == left
    assert undone(quick, *WHY)["away"] == []


def test_a_damaged_piece_is_refused_and_nothing_is_brought_back(quick: School, monkeypatch: pytest.MonkeyPatch):
    quick.plan()  # our own state is opened first
    monkeypatch.setattr("garant.adapters.store.undo._context", lambda *_, **__: "another place")
    ran(quick)
    left = quick.rows()
    monkeypatch.undo()

    refused = quick.garant("undo", "1", "--folder", quick.folder, *WHY)

    assert refused.exit_code == 2
    assert "damaged" in refused.output
    assert quick.rows() == left


def test_what_is_sealed_is_not_said_to_be_erased(quick: School):
    quick.plan()

    said = quick.apply("--language", "fr").output

    assert "Scellé jusqu'au" in said
    assert "effac" not in said
    file = quick.folder / "evidence.json"
    quick.garant("evidence", "export", quick.folder, "--to", file, "--with-records")
    assert "sealed until" in file.read_text()
