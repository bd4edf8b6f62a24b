"""Paths of the data map: from a row, by columns, references, lists and rows pointing here; never SQL."""

import re
from dataclasses import dataclass
from typing import Annotated

from garant.policy.written import written

_PIECE = re.compile(r"(?P<word>[^.()*>\s][^.()*>]*?)(?P<rest>\([^()]*\)|\*|(?:->[^.()*>-]+)+)?(?:\.|$)")


@dataclass(frozen=True)
class Column:
    """A column or named reference of the row; followed by more steps, the row that it refers to."""

    name: str


@dataclass(frozen=True)
class Inside:
    """A member inside a JSON column."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class RowsOf:
    """The rows of another table whose column refers to this row."""

    table: str
    column: str


@dataclass(frozen=True)
class Repeated:
    """A reference to the same table, followed any number of times, none included."""

    name: str


@dataclass(frozen=True)
class Each:
    """Each element of the list that the column before it holds."""


Step = Column | Inside | RowsOf | Repeated | Each


@dataclass(frozen=True)
class Path:
    """A way from a row to a value or to other rows, as the author wrote it and step by step."""

    text: str
    steps: tuple[Step, ...]

    @staticmethod
    def parse(text: str) -> "Path":
        """Return the path that `text` writes; raise ValueError if it writes none."""
        steps: list[Step] = []
        position = 0
        while position < len(text):
            found = _PIECE.match(text, position)
            if not found:
                raise ValueError(f"`{text}` is not a path; write columns joined by dots, or `table(column)`")
            position = found.end()
            steps.append(_step(found["word"].strip(), found["rest"] or ""))
        if not steps:
            raise ValueError("a path names at least one column")
        return Path(text, tuple(steps))

    def __str__(self) -> str:
        """Return the path as it was written."""
        return self.text

    @property
    def is_column(self) -> bool:
        """Return whether the path is a column of the row itself."""
        return len(self.steps) == 1 and isinstance(self.steps[0], Column)


def _step(word: str, rest: str) -> Step:
    if word == "each" and not rest:
        return Each()
    if rest.startswith("("):
        return RowsOf(word, rest[1:-1].strip())
    if rest == "*":
        return Repeated(word)
    if rest:
        return Inside(word, tuple(rest.removeprefix("->").split("->")))
    return Column(word)


_PATH = written(
    Path,
    Path.parse,
    code="bad-path",
    mend="write columns joined by dots, as `course_id.ends_on`, or `table(column)` for the rows that point here",
    described={"examples": ["person_id"]},
)
WrittenPath = Annotated[Path, *_PATH]
