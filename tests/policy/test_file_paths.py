"""Paths of files: what fits, which day they say, and that none leads out of its folder."""

from datetime import date

import pytest

from garant.policy.paths import FilePath

VIDEO = FilePath.parse("{camera}/{day:%Y-%m-%d}/*.mp4")


def test_a_path_says_its_day():
    assert VIDEO.read_days("entree/2026-02-28/08h.mp4") == {"day": date(2026, 2, 28)}


@pytest.mark.parametrize(
    "path",
    [
        "entree/2026-02-28/08h.avi",
        "entree/2026-02-30/08h.mp4",
        "entree/28-02-2026/08h.mp4",
        "2026-02-28/08h.mp4",
        "entree/2026-02-28/cut/08h.mp4",
        "entree/2026-02-28/08h.mp4\n",
    ],
)
def test_what_does_not_fit_or_is_in_no_calendar_says_no_day(path: str):
    assert VIDEO.read_days(path) is None


@pytest.mark.parametrize(
    ("template", "path", "day"),
    [
        ("{day:%Y/%m/%d}/*", "2024/02/29/a.mp4", date(2024, 2, 29)),
        ("{day:%Y}/{day:%m}/*", "2024/02/a.mp4", date(2024, 2, 29)),
        ("{day:%Y}.zip", "2024.zip", date(2024, 12, 31)),
        ("**/{day:%Y%m%dT%H%M%S}.jpg", "a/b/20240301T235959.jpg", date(2024, 3, 1)),
    ],
)
def test_a_day_may_be_said_in_pieces_and_a_month_or_year_stands_for_its_last(template: str, path: str, day: date):
    assert FilePath.parse(template).read_days(path) == {"day": day}


def test_a_path_that_says_two_days_says_none():
    assert FilePath.parse("{day:%Y}/{day:%Y-%m-%d}.mp4").read_days("2025/2026-01-01.mp4") is None


def test_names_are_filled_in_and_read_back():
    template = FilePath.parse("cv/{number}-{file}.pdf")

    assert template.fill({"number": "7", "file": "alice"}) == "cv/7-alice.pdf"
    assert template.read("cv/7-alice.pdf") == {"number": "7", "file": "alice"}


def test_a_single_name_may_hold_folders():
    assert FilePath.parse("{file_name}").read("2024/a.pdf") == {"file_name": "2024/a.pdf"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/etc/{name}",
        "../{name}",
        "a/../{name}",
        "a//b",
        "./a",
        "a\\{name}",
        "{name",
        "{a}/{a}",
        "{day:%m-%d}",
        "{d:%Q}",
    ],
)
def test_a_template_that_leads_out_or_says_nothing_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        FilePath.parse(text)


@pytest.mark.parametrize(
    ("template", "lasting"),
    [("{camera}/{day:%Y-%m-%d}/*.mp4", 1), ("{day:%Y/%m/%d}/*", 0), ("cv/{file}", 1), ("{file}", 0), ("a/b/*", 2)],
)
def test_the_folders_before_the_day_or_the_first_name_outlast_their_files(template: str, lasting: int):
    assert FilePath.parse(template).lasting == lasting
