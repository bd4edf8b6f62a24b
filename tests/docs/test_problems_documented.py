"""Every problem code has its section in docs/reference/problems.md, and no section is without a code."""

import re

import pytest

from garant.policy.catalogue import CATALOGUE
from garant.policy.dpv import VERSION
from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "reference" / "problems.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### ([a-z0-9-]+)\n(.*?)(?=^##|\Z)", PAGE, re.MULTILINE | re.DOTALL))


def test_the_page_has_exactly_the_codes_of_the_catalogue():
    assert sorted(SECTIONS) == sorted(CATALOGUE)


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_section_says_severity_and_source_the_mend_and_two_examples(code: str):
    entry = CATALOGUE[code]
    section = SECTIONS[code]

    assert section.lstrip().startswith(f"*{entry.severity.value}" + (f" · {entry.source}*" if entry.source else "*"))
    assert "**Mend.** " in section
    assert code == "no-policy" or (section.index("Bad:") < section.index("Good:"))


def test_the_pinned_list_of_identifiers_has_its_licence_beside_it():
    folder = ROOT / "src" / "garant" / "policy" / "dpv"

    assert "W3C" in (folder / "LICENSE-W3C.txt").read_text(encoding="utf-8")
    assert (folder / f"dpv-{VERSION}.txt").exists()
