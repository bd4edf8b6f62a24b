"""A file that cannot be erased keeps its own row and no other: the rest of the table goes, and the run says so."""

from collections.abc import Iterator

import pytest

from garant.adapters.sql.deeds import batches
from tests.databases import KINDS
from tests.journeys.office import Office, empty_office
from tests.journeys.test_files import AROUND, asked_for_a_discount, documents, left, put, refused

NAMES = [f"{number:02}.pdf" for number in range(20)]


@pytest.fixture(params=KINDS, ids=KINDS)
def shop(request: pytest.FixtureRequest) -> Iterator[Office]:
    with empty_office("cartesia", kind=request.param) as office:
        yield office


def test_one_file_behind_a_link_keeps_its_row_and_the_others_go(shop: Office):
    asked_for_a_discount(shop, *NAMES)
    for name in NAMES:
        put(shop, "equal_documents", name)
    outside, link = put(shop, ".", "outside.pdf"), shop.folder / "files" / "equal_documents" / "07.pdf"
    link.unlink()
    link.symlink_to(outside)

    said = refused(shop, AROUND[-1])

    assert documents(shop) == ["07.pdf"]
    assert left(shop, "equal_documents") == ["07.pdf"]
    assert outside.exists()
    assert said.count("lies outside the folder") == 1

    link.unlink()
    assert refused(shop, AROUND[-1]) == ""
    assert documents(shop) == []
    assert shop.plan(AROUND[-1]).is_empty


def test_batches_behind_the_stuck_one_are_done_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(batches, "FIRST", 4)
    monkeypatch.setattr(batches, "LEAST", 4)
    monkeypatch.setattr(batches.Pace, "took", lambda *_: None)
    with empty_office("cartesia", kind="sqlite") as shop:
        asked_for_a_discount(shop, "../outside.pdf", *NAMES, "link/../../outside.pdf")
        for name in NAMES:
            put(shop, "equal_documents", name)

        refused(shop, AROUND[-1])

        assert documents(shop) == ["../outside.pdf", "link/../../outside.pdf"]
        assert left(shop, "equal_documents") == []
