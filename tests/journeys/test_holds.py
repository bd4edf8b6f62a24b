"""Legal holds: what they name outlasts every period, in every store, from the moment when the hold is placed."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.adapters.stores import postgres_address
from tests.databases import KINDS, fresh_database
from tests.journeys.office import Office, empty_office
from tests.journeys.school import ON, School, school
from tests.journeys.test_files import asked_for_a_discount, documents, left, put

WHY = ("--reason", "case 2026-14", "--article", "Art. 17(3)(e)", "--author", "Dana", "--review", "2099-01-01")
PEOPLE = 300
TODAY = date.fromisoformat(ON)
PAUSED = """
import pathlib, sys, time
from garant.adapters.sql import running
from garant.adapters.sql.deeds import batches
from garant.cli import main

batches.LEAST = batches.MOST = 20
batches.Pace.__init__.__defaults__ = (20,)
here, begin, begun = pathlib.Path(sys.argv[1]), running.SqlBatch.begin, []


def paused(batch):
    remembered = begin(batch)
    begun.append(batch)
    if len(begun) == 5:
        (here / "reached").touch()
        while not (here / "go").exists():
            time.sleep(0.01)
    return remembered


running.SqlBatch.begin = paused
main(sys.argv[2:])
"""


def started(*words: str, environment: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    """Start Python in a process of its own."""
    whole = {**os.environ, **(environment or {})}  # noqa: TID251
    command, out, error = [sys.executable, *words], subprocess.PIPE, subprocess.STDOUT
    return subprocess.Popen(command, stdout=out, stderr=error, text=True, env=whole)


def ended(process: "subprocess.Popen[str]") -> str:
    """Return what a process said, once it has come to its end as it should."""
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return said


def hold(folder: Path, *words: str) -> tuple[str, ...]:
    """Return what is to be typed, for a hold to be placed."""
    return ("-m", "garant", "hold", "add", str(folder), *words, *WHY)


# files


@pytest.fixture
def centre() -> Iterator[Office]:
    with empty_office("cmapaca", kind="sqlite") as office:
        yield office


@pytest.mark.promise("cmapaca.retention.video-30d")
def test_video_images_that_a_legal_hold_names_outlast_their_thirty_days(centre: Office):
    put(centre, "cctv", "entree/2024-03-01/08h.mp4")
    put(centre, "cctv", "entree/2024-03-02/08h.mp4")
    put(centre, "cctv", "atelier/2024-03-01/08h.mp4")
    days = ("--days", "2024-03-01..2024-03-01")
    ended(started(*hold(centre.folder, "--files", "cctv", "--path", "entree/*", *days)))

    centre.run(TODAY)

    assert left(centre, "cctv") == ["atelier", "entree", "entree/2024-03-01", "entree/2024-03-01/08h.mp4"]
    assert centre.plan(TODAY).is_empty


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_that_leads_to_a_held_file_stays_with_it(kind: str):
    with empty_office("cartesia", kind=kind) as shop:
        names = ("tax/notice_2021.pdf", "tax/noticeX2021.pdf", "id/card.pdf")
        asked_for_a_discount(shop, *names)
        for name in names:
            put(shop, "equal_documents", name)
        ended(started(*hold(shop.folder, "--files", "equal_documents", "--path", "tax/notice_*")))

        shop.run(TODAY)

        assert documents(shop) == ["tax/notice_2021.pdf"]
        assert [path for path in left(shop, "equal_documents") if path.endswith(".pdf")] == ["tax/notice_2021.pdf"]
        assert shop.plan(TODAY).is_empty


# while a run is under way


@pytest.fixture(params=["sqlite", "postgres"], ids=["state in a file", "state on a server"])
def busy(request: pytest.FixtureRequest) -> Iterator[School]:
    """Give a school with many people who are due, and our own state in a file or on a server."""
    with school("sqlite", rows=False) as here:
        pupils = [
            {"id": n, "name": f"P{n}", "ended_on": TODAY - timedelta(days=2000)} for n in range(100, 100 + PEOPLE)
        ]
        letters = [{"id": n, "pupil_id": n % PEOPLE + 100, "body": f"L{n}"} for n in range(100, 100 + 2 * PEOPLE)]
        metadata = sa.MetaData()
        metadata.reflect(here.engines["school"])
        with here.engines["school"].begin() as connection:
            connection.execute(metadata.tables["pupils"].insert(), pupils)
            connection.execute(metadata.tables["letters"].insert(), letters)
        if request.param == "sqlite":
            yield here
            return
        with fresh_database("postgres") as url:
            here.environment["GARANT_DATABASE_URL"] = postgres_address(url)
            yield here


LAST = ("--person", f"school.pupils:{PEOPLE + 99}")
"""Somebody to whom a run comes last."""


@pytest.mark.parametrize(
    ("words", "left_over"),
    [(LAST, {"school.pupils": 1, "school.letters": 2}), (("--table", "school.pupils"), {"school.pupils": PEOPLE})],
    ids=["person", "table"],
)
def test_a_hold_placed_while_a_run_erases_waits_for_one_batch_and_rules_from_then_on(
    busy: School, words: tuple[str, ...], left_over: dict[str, int]
):
    assert busy.plan().exit_code == 0
    before = busy.rows()
    apply = ("apply", str(busy.plan_file), "--approved-by", "Dana")
    run = started("-c", PAUSED, str(busy.folder), *apply, environment=busy.environment)
    while not (busy.folder / "reached").exists():
        assert run.poll() is None, ended(run)
        time.sleep(0.01)

    placing = started(*hold(busy.folder, *words), environment=busy.environment)
    with pytest.raises(subprocess.TimeoutExpired):
        placing.wait(timeout=4)  # a batch is in flight
    (busy.folder / "go").touch()
    ended(placing)
    ended(run)

    after = busy.rows()
    assert {table: len(rows) for table, rows in after.items() if rows} == left_over
    assert all(set(rows) <= set(before[table]) for table, rows in after.items())
    assert busy.plan().exit_code == 0
    assert "Nothing is due" in busy.garant("plan", busy.folder, "--on", ON).output


PAUSED_AT_A_FILE = """
import pathlib, sys, time
from garant.adapters import files
from garant.cli import main
from garant.use_cases.apply_plan import dated

dated.FILES_OF_A_BATCH = 2
here, erase = pathlib.Path(sys.argv[1]), files.LocalFolder.erase


def paused(place, file, *, lasting):
    if not (here / "reached").exists():
        (here / "reached").touch()
        while not (here / "go").exists():
            time.sleep(0.01)
    return erase(place, file, lasting=lasting)


files.LocalFolder.erase = paused
main(sys.argv[2:])
"""


@pytest.mark.promise("cmapaca.retention.video-30d")
def test_a_hold_on_files_waits_for_those_in_flight_and_saves_the_rest(centre: Office):
    names = [f"entree/2024-03-0{day}/{hour}h.mp4" for day in (1, 2, 3) for hour in ("08", "09")]
    for name in names:
        put(centre, "cctv", name)
    file = centre.folder / "day.plan"
    ended(started("-m", "garant", "plan", str(centre.folder), "--on", ON, "--out", str(file)))
    apply = ("apply", str(file), "--approved-by", "Dana")
    run = started("-c", PAUSED_AT_A_FILE, str(centre.folder), *apply)
    while not (centre.folder / "reached").exists():
        assert run.poll() is None, ended(run)
        time.sleep(0.01)

    placing = started(*hold(centre.folder, "--files", "cctv"))
    with pytest.raises(subprocess.TimeoutExpired):
        placing.wait(timeout=4)  # two files are in flight
    (centre.folder / "go").touch()
    ended(placing)
    ended(run)

    saved = [path for path in left(centre, "cctv") if path.endswith(".mp4")]
    assert len(saved) == 4
    assert set(saved) <= set(names)
    assert centre.plan(TODAY).is_empty
