"""Files come back as they were, those of a day and those that rows lead to, and never over another."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from garant.cli import main
from tests.databases import KINDS
from tests.journeys.office import Office, empty_office
from tests.journeys.test_files import LAST, asked_for_a_discount, documents, left, put

WHY = ("--by", "Dana", "--motive", "the wrong period")
AFTER = LAST + timedelta(days=1)


@pytest.fixture(params=KINDS, ids=KINDS)
def shop(request: pytest.FixtureRequest) -> Iterator[Office]:
    with empty_office("cartesia", kind=request.param) as office:
        yield office


@pytest.fixture
def centre() -> Iterator[Office]:
    with empty_office("cmapaca", kind="sqlite") as office:
        yield office


def undone(office: Office, *options: str) -> dict[str, Any]:
    words = ["undo", "1", "--folder", str(office.folder), *options, "--json"]
    done = CliRunner().invoke(main, words)
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def rows(office: Office) -> dict[str, Any]:
    return {name: found for name, found in office.tables().items() if not name.endswith("garant_receipts")}


def test_a_file_comes_back_with_the_row_that_names_it(shop: Office):
    asked_for_a_discount(shop, "tax/notice.pdf")
    file = put(shop, "equal_documents", "tax/notice.pdf")
    file.write_bytes(bytes(range(256)) * 9000)
    before, content = rows(shop), file.read_bytes()
    shop.run(AFTER)
    assert documents(shop) == []
    assert not file.exists()

    said = undone(shop, *WHY)

    assert said["away"] == []
    assert {"kind": "return files", "files": "equal_documents", "count": 1} in said["back"]
    assert rows(shop) == before
    assert file.read_bytes() == content
    assert shop.plan(AFTER).is_empty


def test_files_of_a_day_come_back_and_stay(centre: Office):
    video, empty = put(centre, "cctv", "entree/2019-03-01/08h.mp4"), put(centre, "cctv", "entree/2019-03-02/08h.mp4")
    empty.write_bytes(b"")
    centre.run(LAST)
    assert left(centre, "cctv") == ["entree"]
    assert undone(centre, "--dry-run")["back"] == [{"kind": "return files", "files": "cctv", "count": 2}]
    assert left(centre, "cctv") == ["entree"]

    undone(centre, *WHY)

    assert (video.read_text(), empty.read_bytes()) == ("%PDF-1.4", b"")
    assert centre.plan(LAST).is_empty
    assert undone(centre, *WHY)["there already"] == 2


def test_another_file_in_its_place_is_never_overwritten(centre: Office):
    put(centre, "cctv", "entree/2019-03-01/08h.mp4")
    centre.run(LAST)
    other = put(centre, "cctv", "entree/2019-03-01/08h.mp4")
    other.write_text("another", encoding="utf-8")

    assert undone(centre, *WHY)["away"] == [{"why": "taken", "where": "cctv", "count": 1}]

    assert other.read_text() == "another"
