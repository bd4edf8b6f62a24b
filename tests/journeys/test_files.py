"""Files go when they promised to: by the day in their path, or with the row that leads to them; killed or not."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from garant import wiring
from garant.adapters.files import LocalFolder
from garant.cli.verify import verify
from garant.documents.plan_files import as_json
from garant.evidence.records import RecordKind, read
from garant.planning.files import SeenFile
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from garant.wiring import applying
from tests.cli.folders import school
from tests.databases import KINDS
from tests.journeys.office import Office, empty_office

LAST = date(2024, 3, 31)
LONG_AGO = datetime.fromisoformat("2019-01-01")
AROUND = (LAST - timedelta(days=1), LAST, LAST + timedelta(days=1))


@pytest.fixture(params=KINDS, ids=KINDS)
def shop(request: pytest.FixtureRequest) -> Iterator[Office]:
    with empty_office("cartesia", kind=request.param) as office:
        yield office


@pytest.fixture
def small_shop() -> Iterator[Office]:
    with empty_office("cartesia", kind="sqlite") as office:
        yield office


@pytest.fixture
def centre() -> Iterator[Office]:
    with empty_office("cmapaca", kind="sqlite") as office:
        yield office


def put(office: Office, store: str, path: str) -> Path:
    file = office.folder / "files" / store / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("%PDF-1.4", encoding="utf-8")
    return file


def left(office: Office, store: str) -> list[str]:
    """Return the files and folders that are there."""
    root = office.folder / "files" / store
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def asked_for_a_discount(office: Office, *names: str, on: str = "2021-03-31") -> None:
    lead = office.add("shop.leads", last_name="Asked", created_at=LONG_AGO)
    office.add("shop.lead_contacts", lead_id=lead, direction="in", at_text=f"{on} 12:00:00")
    wanted = office.add("shop.equal_requests", lead_id=lead, household_income=20_000)
    for name in names:
        office.add("shop.equal_documents", request_id=wanted, file_name=name)


def documents(office: Office) -> list[str]:
    return [row["file_name"] for row in office.tables()["shop.equal_documents"]]


def of_files(plan: Plan) -> list[tuple[StepKind, str, int]]:
    return [(step.kind, step.files, step.count) for step in plan.steps if step.files and step.count]


def findings(office: Office, on: date) -> set[tuple[str, str, int]]:
    done = CliRunner().invoke(verify, [os.fspath(office.folder), "--on", on.isoformat(), "--json"])
    found = json.loads(done.stdout)["findings"]
    return {(one["code"], one["where"], one["count"]) for one in found if one["where"] in {"cctv", "documents"}}


# by the day in their path


@pytest.mark.promise("cmapaca.retention.video-30d")
def test_video_images_are_kept_for_thirty_days_and_their_folders_go_with_them(centre: Office):
    # Recorded on the 1st of March: the 31st is the thirtieth day after it.
    put(centre, "cctv", "entree/2024-03-01/08h.mp4")
    put(centre, "cctv", "entree/2024-03-01/09h.mp4")
    put(centre, "cctv", "atelier/2024-03-02/08h.mp4")

    seen = []
    for day in AROUND:
        centre.run(day)
        seen.append(left(centre, "cctv"))

    later = ["atelier", "atelier/2024-03-02", "atelier/2024-03-02/08h.mp4"]
    all_of_it = [*later, "entree", "entree/2024-03-01", "entree/2024-03-01/08h.mp4", "entree/2024-03-01/09h.mp4"]
    assert seen == [all_of_it, all_of_it, [*later, "entree"]]
    assert centre.plan(AROUND[-1]).is_empty


def test_a_plan_says_how_many_files_go_and_stay_and_leaves_alone_what_does_not_fit(centre: Office):
    put(centre, "cctv", "entree/2024-01-01/08h.mp4")
    put(centre, "cctv", "entree/2024-03-31/08h.mp4")
    stray = put(centre, "cctv", "entree/2024-02-31/08h.mp4"), put(centre, "cctv", "notes.txt")

    plan = centre.run(LAST)

    assert of_files(plan) == [
        (StepKind.ERASE_FILES, "cctv", 1),
        (StepKind.KEEP, "cctv", 1),
        (StepKind.KEEP, "cctv", 2),
    ]
    assert all(file.exists() for file in stray)
    assert findings(centre, LAST) == {("unfit-file", "cctv", 2)}


def test_verify_counts_files_past_their_day_and_those_that_no_row_names(centre: Office):
    put(centre, "cctv", "entree/2024-01-01/08h.mp4")
    put(centre, "documents", "cv-1.pdf")
    put(centre, "documents", "cv-2.pdf")
    centre.add("cfa.placement_searches", cv_file="cv-1.pdf", closed_on=None)

    assert findings(centre, LAST) == {("past-due", "cctv", 1), ("unnamed-file", "documents", 1)}


# with the row that leads to them


@pytest.mark.promise("cartesia.retention.equal-opportunity-3y")
def test_papers_of_a_discount_request_go_three_years_after_the_last_contact_files_included(shop: Office):
    asked_for_a_discount(shop, "tax.pdf", "2021/grant.pdf")
    asked_for_a_discount(shop, "later.pdf", on="2021-04-01")
    for name in ("tax.pdf", "2021/grant.pdf", "later.pdf"):
        put(shop, "equal_documents", name)

    seen = []
    for day in AROUND:
        shop.run(day)
        seen.append((documents(shop), left(shop, "equal_documents")))

    both = (["tax.pdf", "2021/grant.pdf", "later.pdf"], ["2021", "2021/grant.pdf", "later.pdf", "tax.pdf"])
    assert seen == [both, both, (["later.pdf"], ["later.pdf"])]
    assert shop.plan(AROUND[-1]).is_empty


def test_a_file_that_another_row_still_names_stays(shop: Office):
    asked_for_a_discount(shop, "shared.pdf", "missing.pdf")
    asked_for_a_discount(shop, "shared.pdf", on="2024-01-01")
    put(shop, "equal_documents", "shared.pdf")

    shop.run(AROUND[-1])

    assert documents(shop) == ["shared.pdf"]
    assert left(shop, "equal_documents") == ["shared.pdf"]


def refused(office: Office, on: date) -> str:
    refusal, applied = applying.apply(office.plan(on), approved_by="Dana", told=lambda *_: None)
    assert refusal is None
    assert applied is not None
    return "\n".join(one.en for one in applied.refused)


@pytest.mark.parametrize("name", ["../outside.pdf", "/{folder}/files/outside.pdf", "link.pdf", "folder/outside.pdf"])
def test_a_row_that_leads_out_of_the_folder_or_through_a_link_stays_and_nothing_outside_is_touched(
    small_shop: Office, name: str
):
    shop = small_shop
    outside = put(shop, ".", "outside.pdf")
    root = shop.folder / "files" / "equal_documents"
    (root / "link.pdf").symlink_to(outside)
    (root / "folder").symlink_to(outside.parent)
    asked_for_a_discount(shop, name.replace("/{folder}", str(shop.folder)))

    said = refused(shop, AROUND[-1])

    assert outside.exists()
    assert len(documents(shop)) == 1
    assert "outside.pdf" not in said
    # What the name itself says is seen by the plan, which keeps the row; a link is met only when it is followed.
    met = "`shop.equal_documents`: a file that is to be erased lies outside the folder" in said
    assert met == (name in ("link.pdf", "folder/outside.pdf"))


def test_where_the_place_of_files_is_gone_their_rows_stay(small_shop: Office):
    shop = small_shop
    asked_for_a_discount(shop, "tax.pdf")
    (shop.folder / "files" / "equal_documents").rmdir()

    plan, said = shop.plan(AROUND[-1]), refused(shop, AROUND[-1])

    assert [guard.where for guard in plan.guards if guard.code == "unreachable-store"] == ["equal_documents"]
    assert "the store `equal_documents` does not answer" in said
    assert documents(shop) == ["tax.pdf"]


# killed

KILLED = """
import os, signal, sys
from pathlib import Path
from garant.wiring import applying
from garant.adapters.files import LocalFolder
from garant.documents.plan_files import read

erase, so_far = LocalFolder.erase, []

def erase_and_die(self, file, *, lasting):
    done = erase(self, file, lasting=lasting)
    so_far.append(file)
    if len(so_far) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return done

LocalFolder.erase = erase_and_die
applying.apply(read(Path(sys.argv[1]).read_text(), file=sys.argv[1]), approved_by="Dana", told=lambda *_: None)
"""


def apply_until_killed(office: Office, plan: Plan, *, at: int) -> None:
    file = office.folder / "plan.json"
    file.write_text(as_json(plan), encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, os.fspath(file), str(at)], check=False)
    assert done.returncode == -signal.SIGKILL


def confirmed(office: Office, files: str) -> list[int]:
    """Return how many files of a set each batch on record erased."""
    evidence = wiring.open_state(office.folder).evidence
    records = (read(one.text) for one in evidence.records(up_to=evidence.size))
    name = f"erase files {files}"
    batches = [one.facts for one in records if one.kind is RecordKind.BATCH_CONFIRMED and name in one.facts]
    assert not any("pdf" in str(facts) or "mp4" in str(facts) for facts in batches)
    return [int(facts[name] or 0) for facts in batches]


def test_killed_between_unlinking_and_commit_the_rows_are_back_and_the_next_run_finishes(shop: Office):
    asked_for_a_discount(shop, "a.pdf", "b.pdf", "c.pdf")
    for name in ("a.pdf", "b.pdf", "c.pdf"):
        put(shop, "equal_documents", name)
    plan = shop.plan(AROUND[-1])

    apply_until_killed(shop, plan, at=2)
    halfway = documents(shop), len(left(shop, "equal_documents"))
    refusal, applied = applying.apply(plan, approved_by="Dana", told=lambda *_: None)

    assert halfway == (["a.pdf", "b.pdf", "c.pdf"], 1)
    assert (refusal, applied and applied.refused) == (None, ())
    assert (documents(shop), left(shop, "equal_documents")) == ([], [])
    assert confirmed(shop, "equal_documents") == [2, 1]
    assert shop.plan(AROUND[-1]).is_empty


def test_killed_among_the_images_the_next_run_erases_the_rest_and_puts_both_on_record(centre: Office):
    for hour in range(5):
        put(centre, "cctv", f"entree/2024-01-01/{hour:02}h.mp4")
    plan = centre.plan(LAST)

    apply_until_killed(centre, plan, at=5)
    halfway = left(centre, "cctv")
    again = centre.plan(LAST)
    put(centre, "cctv", "entree/2024-01-02/00h.mp4")
    centre.run(LAST)

    assert halfway == ["entree"]
    assert again.is_empty
    assert left(centre, "cctv") == ["entree"]
    assert confirmed(centre, "cctv") == [5, 1]


# with the cell that names them


MAP = """stores: {school: {url: env:SCHOOL_URL, country: FR}, scans: {files: env:SCANS, country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    row: stays
    columns: {name: none, scan: identity}
    events: {lessons ended: {column: ended_on, format: iso text}}
files: {scans: {part of: school.pupils, path: "{scan}"}}
"""
TABLES = "CREATE TABLE pupils (id INTEGER PRIMARY KEY, name TEXT, scan TEXT, ended_on TEXT);"
ROWS = "INSERT INTO pupils VALUES (1, 'A', 'a.pdf', '2020-06-30'), (2, 'B', 'b.pdf', '2025-06-30'), (3, 'C', NULL, '');"


@pytest.fixture
def small(tmp_path: Path) -> Office:
    folder = school(tmp_path, tables=TABLES, rows=ROWS, data_map=MAP)
    scans = tmp_path / "files" / "scans"
    scans.mkdir(parents=True)
    with (folder / ".env").open("a", encoding="utf-8") as settings:
        settings.write(f"SCANS={scans}\n")
    office = Office(folder=folder, engines={})
    for name in ("a.pdf", "b.pdf"):
        put(office, "scans", name)
    return office


def test_a_file_goes_when_the_cell_that_names_it_is_blanked(small: Office):
    plan = small.run(date(2026, 3, 1))

    assert of_files(plan) == [(StepKind.ERASE_FILES, "scans", 1), (StepKind.KEEP, "scans", 1)]
    assert left(small, "scans") == ["b.pdf"]
    assert small.plan(date(2026, 3, 1)).is_empty


def test_a_file_that_changes_at_the_last_moment_stays_and_so_does_its_name(
    small: Office, monkeypatch: pytest.MonkeyPatch
):
    find = LocalFolder.find

    def find_and_change(self: LocalFolder, paths: Iterable[str]) -> list[SeenFile]:
        found = list(find(self, paths))
        put(small, "scans", "a.pdf").write_text("signed in the meantime", encoding="utf-8")
        return found

    monkeypatch.setattr(LocalFolder, "find", find_and_change)
    said = refused(small, date(2026, 3, 1))
    monkeypatch.undo()

    assert "changed while it was about to be erased" in said
    assert left(small, "scans") == ["a.pdf", "b.pdf"]
    assert confirmed(small, "scans") == []
    assert of_files(small.plan(date(2026, 3, 1)))[0] == (StepKind.ERASE_FILES, "scans", 1)


def test_more_files_than_were_approved_are_not_erased(centre: Office):
    put(centre, "cctv", "entree/2024-01-01/00h.mp4")
    plan = centre.plan(LAST)
    for hour in range(1, 4):
        put(centre, "cctv", f"entree/2024-01-01/{hour:02}h.mp4")

    _, applied = applying.apply(plan, approved_by="Dana", told=lambda *_: None)

    assert applied is not None
    assert [one.en for one in applied.refused] == [
        "`cctv`: more is due than was approved; make a new plan and have it approved"
    ]
    assert len(left(centre, "cctv")) == 6
