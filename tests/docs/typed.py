"""Types a page: writes its files, runs its commands, and keeps what each block of it answers."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from tests.architecture.source import PACKAGE

FENCE = re.compile(r"^```(\w+)\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^(?:#|--) (\S+)$")
MARK = "--- next block ---"
ANYTHING = "…"


class Block(NamedTuple):
    """A block of code on a page."""

    language: str
    text: str

    @property
    def file(self) -> str | None:
        """Return the name of the file that the block is to be written to, if it is one."""
        named = NAME.match(self.text.splitlines()[0])
        return named[1] if named and self.language in {"yaml", "sql"} else None


def blocks_of(page: Path) -> list[Block]:
    """Return the blocks of code of a page."""
    return [Block(*found) for found in FENCE.findall(page.read_text(encoding="utf-8"))]


def answers_of(blocks: list[Block], folder: Path) -> list[str]:
    """Return what each block answers when all are typed in this folder, one after the other."""
    here = Path(sys.executable).parent
    environment = {
        "PATH": f"{here}:/usr/local/bin:/usr/bin:/bin",
        # The pages speak of the code beside them, wherever the command was installed from.
        "PYTHONPATH": str(PACKAGE.parent),
        "HOME": str(folder / "home"),
        "LANG": "C.UTF-8",
    }
    typed = subprocess.run(
        ["bash", "-c", "\n".join(map(_typed, blocks))],
        cwd=folder,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return typed.stdout.split(f"{MARK}\n")[1:]


def shown(blocks: list[Block]) -> list[tuple[int, str]]:
    """Return the number of each block of commands that is followed by what it answers, with that."""
    pairs = enumerate(pairwise(blocks))
    return [(at, after.text) for at, (block, after) in pairs if (block.language, after.language) == ("sh", "text")]


def is_shown(answer: str, wanted: str) -> bool:
    """Return whether an answer is the one that a page shows, where `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in wanted.split(ANYTHING))
    return re.fullmatch(pattern, answer, re.DOTALL) is not None


def _typed(block: Block) -> str:
    lines = [f"echo '{MARK}'"]
    if block.file:
        lines += [f"mkdir -p $(dirname {block.file})", f"cat > {block.file} <<'END'", block.text + "END"]
    elif block.language == "sh":
        lines.append(block.text)
    return "\n".join(lines)
