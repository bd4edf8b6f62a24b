"""Files of the package that the pages name are there."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT

PAGES = ["architecture.md", "explanation/articles.md", "explanation/how-a-plan-is-made.md", "explanation/limits.md"]
NAMED = re.compile(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?)")


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_is_there(page: str):
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    places = [PACKAGE, PACKAGE / "policy", PACKAGE / "planning", PACKAGE / "adapters", ROOT]

    lost = [name for name in NAMED.findall(text) if not any((place / name).exists() for place in places)]

    assert lost == []


def test_the_articles_point_at_files_that_cite_them():
    table = (ROOT / "docs" / "explanation" / "articles.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+)[^|]*\| ([^|]+)\|", table, re.MULTILINE)

    silent = [
        f"{article}: {name}"
        for article, places in rows
        for name in NAMED.findall(places)
        if not _cites(PACKAGE / name, article)
    ]
    assert silent == []


def _cites(file: Path, article: str) -> bool:
    cited = re.findall(r"Art\. ([^`\n]*)", file.read_text(encoding="utf-8"))
    return any(re.search(rf"(?<![\d(]){article}(?!\d)", text) for text in cited)
