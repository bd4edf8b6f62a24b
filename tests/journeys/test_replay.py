"""A backup is restored, and what had been erased goes again: that, and nothing else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from garant.wiring import now
from tests.databases import KINDS
from tests.journeys.school import MAP, School, school

TODAY = now().astimezone(ZoneInfo("Europe/Paris")).date()
REMEMBERED = (
    MAP.replace("zone: Europe/Paris}", "zone: Europe/Paris, backups kept: P90D}")
    .replace("    columns: {name: identity}\n", "    never change: [name]\n    columns: {name: identity}\n")
    .replace("    belongs to: {to: pupil_id}\n", "    never change: [pupil_id]\n    belongs to: {to: pupil_id}\n")
    .replace("    columns: {mail: account}\n", "    never change: [mail]\n    columns: {mail: account}\n")
    .replace(
        "    belongs to: {member: account_id}\n",
        "    never change: [account_id, at_day]\n    belongs to: {member: account_id}\n",
    )
)


@contextmanager
def remembering(kind: str = "sqlite", data_map: str = REMEMBERED) -> Iterator[School]:
    with school(kind) as made:
        made.write("data-map.yaml", data_map)
        yield made


@pytest.fixture(params=KINDS, ids=KINDS)
def here(request: pytest.FixtureRequest) -> Iterator[School]:
    with remembering(request.param) as made:
        yield made


@pytest.fixture
def quick() -> Iterator[School]:
    with remembering() as made:
        yield made


def ran(here: School) -> None:
    """Plan and apply."""
    assert here.plan().exit_code == 0
    applied = here.apply("--json")
    assert applied.exit_code == 0, applied.output


def restore(here: School, before: dict[str, list[tuple[Any, ...]]]) -> None:
    """Put the rows of a backup in the place of those that are there."""
    order = ("school.pupils", "school.letters", "platform.accounts", "platform.log_ins")
    for table in reversed(order):
        here.execute(table.split(".")[0], f"DELETE FROM {table.split('.')[1]}")  # noqa: S608
    for table in order:
        for row in before[table]:
            values = ", ".join("NULL" if value is None else f"'{value}'" for value in row)
            here.execute(table.split(".")[0], f"INSERT INTO {table.split('.')[1]} VALUES ({values})")  # noqa: S608


def replayed(here: School, *options: str, of: date = TODAY) -> dict[str, Any]:
    """Replay and return what is said of it."""
    done = here.garant("replay", here.folder, "--backup-of", of.isoformat(), "--json", *options)
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_what_a_backup_brought_back_goes_again(here: School):
    before = here.rows()
    ran(here)
    after = here.rows()
    restore(here, before)
    assert here.rows() == before

    said = replayed(here, "--approved-by", "Dana")

    assert here.rows() == after
    assert said["findings"] == [] and said["refused"] == []
    assert {(step["table"], step["count"]) for step in said["due"]} >= {("school.pupils", 1), ("school.letters", 2)}


def test_a_second_replay_finds_nothing_to_do(here: School):
    before = here.rows()
    ran(here)
    restore(here, before)
    replayed(here, "--approved-by", "Dana")
    after = here.rows()

    again = replayed(here, "--approved-by", "Dana")

    assert (again["run"], again["due"], again["kept"]) == (None, [], [])
    assert here.rows() == after


def test_a_backup_is_restored_twice(quick: School):
    before = quick.rows()
    ran(quick)
    after = quick.rows()
    for _ in range(2):
        restore(quick, before)
        replayed(quick, "--approved-by", "Dana")
        assert quick.rows() == after


def test_whoever_was_not_erased_stays_although_they_are_due(here: School):
    before = here.rows()
    ran(here)
    restore(here, before)
    here.execute("school", "INSERT INTO pupils VALUES (9, 'Dora', '2019-06-30')")
    here.execute("platform", "INSERT INTO log_ins VALUES (9, 2, '2019-01-01', '192.0.2.9')")

    replayed(here, "--approved-by", "Dana")

    assert [row[1] for row in here.rows()["school.pupils"]] == ["Alice", "Cleo", "Dora"]
    assert [row[0] for row in here.rows()["platform.log_ins"]] == [3, 9]


def test_a_key_that_was_issued_again_is_no_match(here: School):
    ran(here)
    here.execute("school", "INSERT INTO pupils VALUES (2, 'Bea', '2019-06-30')")

    said = replayed(here, "--approved-by", "Dana")

    assert (said["due"], said["kept"], said["findings"]) == ([], [], [])
    assert (2, "Bea") in [row[:2] for row in here.rows()["school.pupils"]]


def test_somebody_who_came_back_by_themselves_stays_with_what_is_theirs(here: School):
    before = here.rows()
    ran(here)
    restore(here, before)
    here.execute("school", "UPDATE pupils SET ended_on = NULL WHERE id = 2")

    said = replayed(here, "--approved-by", "Dana")

    assert here.rows()["school.pupils"][1] == (2, "Ben", None)
    assert len(here.rows()["school.letters"]) == 3
    assert {"where": "school.pupils", "count": 1} in said["kept"]
    assert "school.pupils" not in {step["table"] for step in said["due"]}


def test_a_new_row_of_somebody_keeps_them(here: School):
    before = here.rows()
    ran(here)
    restore(here, before)
    here.execute("platform", f"INSERT INTO log_ins VALUES (7, 1, '{TODAY}', '192.0.2.7')")  # noqa: S608

    said = replayed(here, "--approved-by", "Dana")

    assert [row[0] for row in here.rows()["platform.accounts"]] == [1, 2]
    assert [row[0] for row in here.rows()["platform.log_ins"]] == [3, 7]
    assert {"where": "platform.accounts", "count": 1} in said["kept"]


def test_the_same_person_in_another_row_is_a_finding_and_no_deed():
    known = REMEMBERED.replace(
        "member: {table: platform.accounts, key: id}",
        "member: {table: platform.accounts, key: id, identifiers: {e-mail: mail}}",
    )
    with remembering(data_map=known) as here:
        ran(here)
        here.execute("platform", "INSERT INTO accounts VALUES (7, ' Old@École.example')")
        here.execute("platform", "INSERT INTO accounts VALUES (8, 'OLD@ecole.example ')")

        said = replayed(here, "--approved-by", "Dana")

        assert said["findings"] == [{"code": "same-person", "where": "platform.accounts", "count": 1}]
        assert len(here.rows()["platform.accounts"]) == 3


def test_a_table_where_nothing_tells_a_key_issued_again_is_a_finding_and_no_deed():
    with remembering(data_map=REMEMBERED.replace("    never change: [name]\n", "")) as here:
        before = here.rows()
        ran(here)
        restore(here, before)

        said = replayed(here, "--approved-by", "Dana")

        assert {"code": "same-key", "where": "school.pupils", "count": 1} in said["findings"]
        assert here.rows()["school.pupils"] == before["school.pupils"]


def test_what_is_held_by_then_stays(quick: School):
    before = quick.rows()
    ran(quick)
    restore(quick, before)
    review = (TODAY + timedelta(days=30)).isoformat()
    held = quick.garant(
        *("hold", "add", quick.folder, "--table", "school.pupils", "--reason", "a lawsuit"),
        *("--article", "17(3)(e)", "--author", "Dana", "--review", review),
    )
    assert held.exit_code == 0, held.output

    said = replayed(quick, "--approved-by", "Dana")

    assert quick.rows()["school.pupils"] == before["school.pupils"]
    assert {"where": "school.pupils", "count": 1} in said["kept"]


def test_a_rehearsal_says_the_same_and_leaves_everything_as_it_is(quick: School):
    before = quick.rows()
    ran(quick)
    restore(quick, before)

    rehearsed = replayed(quick, "--dry-run")

    assert quick.rows() == before
    assert rehearsed["due"] == replayed(quick, "--approved-by", "Dana")["due"]


@pytest.mark.parametrize("window", ["P7D", "P0D"])
def test_what_was_remembered_of_somebody_comes_back_with_them_and_is_counted_from(quick: School, window: str):
    quick.write("policy.yaml", (quick.folder / "policy.yaml").read_text() + f"undo: {{window: {window}}}\n")
    quick.execute("platform", "INSERT INTO accounts VALUES (5, 'rare@ecole.example')")
    quick.execute("platform", "INSERT INTO log_ins VALUES (5, 5, '2023-06-01', '192.0.2.5')")
    ran(quick)
    before = quick.rows()
    assert (5, "rare@ecole.example") in before["platform.accounts"]
    assert quick.plan(on="2026-10-01").exit_code == 0
    assert quick.apply().exit_code == 0
    after = quick.rows()
    assert (5, "rare@ecole.example") not in after["platform.accounts"]
    restore(quick, before)

    assert {"kind": "erase rows", "table": "platform.accounts", "count": 1} in replayed(quick, "--dry-run")["due"]
    replayed(quick, "--approved-by", "Dana")

    assert quick.rows() == after


def test_it_works_where_nothing_is_sealed(quick: School):
    quick.write("policy.yaml", (quick.folder / "policy.yaml").read_text() + "undo: {window: P0D}\n")
    before = quick.rows()
    ran(quick)
    after = quick.rows()
    restore(quick, before)

    replayed(quick, "--approved-by", "Dana")

    assert quick.rows() == after


def test_what_was_undone_does_not_count_as_brought_back(quick: School):
    before = quick.rows()
    ran(quick)
    quick.garant("undo", "1", "--folder", quick.folder, "--by", "Dana", "--motive", "the wrong plan")

    said = replayed(quick, "--approved-by", "Dana")

    assert said["due"] == []
    assert quick.rows() == before


# refusals


def refusal(here: School, *, of: date = TODAY) -> str:
    done = here.garant("replay", here.folder, "--backup-of", of.isoformat())
    assert done.exit_code == 2
    return done.output


def test_no_store_says_how_long_its_backups_live():
    with remembering(data_map=MAP) as here:
        ran(here)

        assert "no store says `backups kept`" in refusal(here)


def test_the_day_of_the_backup_is_to_come(quick: School):
    assert "still to come" in refusal(quick, of=TODAY + timedelta(days=1))


def test_the_backup_is_older_than_what_is_remembered(quick: School):
    ran(quick)

    assert "older than any" in refusal(quick, of=TODAY - timedelta(days=91))


def test_the_backup_is_that_of_another_organisation(quick: School):
    before = quick.rows()
    ran(quick)
    restore(quick, before)
    quick.execute("school", "UPDATE garant_receipts SET origin = 'garant/another'")

    assert "another organisation" in refusal(quick)
    assert quick.rows() == before


def test_what_was_erased_before_the_map_said_so_is_told():
    with remembering(data_map=MAP) as here:
        ran(here)
        here.write("data-map.yaml", REMEMBERED)

        said = replayed(here, "--approved-by", "Dana")

        assert {one["code"] for one in said["findings"]} == {"not-remembered"}
        assert "school.pupils" in {one["where"] for one in said["findings"]}
