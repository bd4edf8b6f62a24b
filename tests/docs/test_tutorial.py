"""docs/tutorial.md runs: its files are written, its commands typed, and what they answer is what the page shows."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^(?:#|--) (\S+)$")
ANYTHING = "…"


class Block(NamedTuple):
    """A block of code on the page."""

    language: str
    text: str

    @property
    def file(self) -> str | None:
        """Return the name of the file that the block is to be written to, if it is one."""
        named = NAME.match(self.text.splitlines()[0])
        return named[1] if named and self.language in {"yaml", "sql"} else None


BLOCKS = [Block(*found) for found in FENCE.findall(PAGE)]
MARK = "--- next block ---"


def script() -> str:
    """Return the page as one shell script, which says where each block begins."""
    lines: list[str] = []
    for block in BLOCKS:
        lines.append(f"echo '{MARK}'")
        if block.file:
            lines += [f"mkdir -p $(dirname {block.file})", f"cat > {block.file} <<'END'", block.text + "END"]
        elif block.language == "sh":
            lines.append(block.text)
    return "\n".join(lines)


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return what each block of the page answers when it is typed."""
    folder: Path = tmp_path_factory.mktemp("tutorial")
    environment = {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
    }
    typed = subprocess.run(
        ["bash", "-c", script()],
        cwd=folder,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return typed.stdout.split(f"{MARK}\n")[1:]


def shown() -> list[tuple[int, str]]:
    """Return the number of each block of commands that is followed by what it answers, with that."""
    pairs = pairwise(BLOCKS)
    return [
        (at, after.text)
        for at, (block, after) in enumerate(pairs)
        if (block.language, after.language) == ("sh", "text")
    ]


@pytest.mark.parametrize(("block", "wanted"), shown(), ids=lambda value: value if isinstance(value, int) else "answer")
def test_the_commands_answer_what_the_page_shows(answers: list[str], block: int, wanted: str):
    pattern = ".*".join(re.escape(part) for part in wanted.split(ANYTHING))

    assert re.fullmatch(pattern, answers[block], re.DOTALL), answers[block]


def test_every_command_of_garant_is_tried():
    typed = "".join(block.text for block in BLOCKS if block.language == "sh")

    assert [
        name
        for name in ("check", "plan", "apply", "verify", "evidence export", "evidence verify")
        if f"garant {name}" not in typed
    ] == []
