"""The pages themselves: links lead somewhere, decisions have their form, nothing private or foreign is written down."""

import re
import subprocess
from pathlib import Path

import yaml

from tests.architecture.source import ROOT

DOCS = ROOT / "docs"
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# In two parts, so that this file does not name what it looks for.
REGISTRIES = tuple(first + second for first, second in (("pypi", ".org"), ("python", "hosted.org"), ("npmjs", ".com")))


def pages() -> list[Path]:
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def test_every_link_between_pages_leads_somewhere():
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages()
        for target in LINK.findall(_without_code(page.read_text(encoding="utf-8")))
        if "://" not in target and not target.startswith(("#", "mailto:"))
        if not (page.parent / target.split("#")[0]).exists()
    ]

    assert broken == []


def test_decisions_are_numbered_once_and_kept_short():
    records = sorted(DOCS.glob("decisions/*.md"))
    numbers = [record.name[:4] for record in records]

    assert len(set(numbers)) == len(numbers)
    assert [record.name for record in records if len(record.read_text(encoding="utf-8").splitlines()) >= 40] == []


def test_decisions_say_context_decision_and_consequences():
    wanted = ["## Context", "## Decision", "## Consequences"]
    incomplete = [
        record.name
        for record in sorted(DOCS.glob("decisions/*.md"))
        if [line for line in record.read_text(encoding="utf-8").splitlines() if line.startswith("## ")] != wanted
    ]

    assert incomplete == []


def test_yaml_and_json_in_the_pages_can_be_read():
    unreadable = []
    for page in pages():
        for language, block in FENCE.findall(page.read_text(encoding="utf-8")):
            if language in {"yaml", "json"}:
                try:
                    list(yaml.safe_load_all(block))
                except yaml.YAMLError as problem:
                    unreadable.append(f"{page.relative_to(ROOT)}: {problem}")

    assert unreadable == []


def test_the_changelog_says_what_is_not_released_yet():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_target_of_make_says_what_it_does():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    silent = [line for line in lines if re.match(r"^[a-z][a-z-]*:", line) and "## " not in line]

    assert silent == []


def test_no_file_names_the_address_of_a_package_registry():
    named = [
        name
        for name in _committed()
        if (text := _text(ROOT / name)) and any(registry in text for registry in REGISTRIES)
    ]

    assert named == []


def _without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def _committed() -> list[str]:
    # The checkout may belong to somebody else, as it does in a container.
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in listed.stdout.split("\0") if name]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
        return ""
