"""Where each key and value of the policy folder is written, so that problems and edits find their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from garant.policy.problems import Place

KeyPath = tuple[str | int, ...]
"""The keys and list positions that lead from the top of the policy folder to a value."""


class Mark(NamedTuple):
    """Where one value is written: its file, its key, its first character, and its span for an edit by splicing.

    A tuple and not a dataclass: a folder of 2,000 lines has ten thousand of them.
    """

    file: str
    key_line: int
    key_column: int
    line: int
    column: int
    start: int
    end: int

    @property
    def key(self) -> Place:
        """Return the place of the key, or of the list item itself."""
        return Place(file=self.file, line=self.key_line, column=self.key_column)

    @property
    def value(self) -> Place:
        """Return the place where the value begins."""
        return Place(file=self.file, line=self.line, column=self.column)


@dataclass(frozen=True, kw_only=True)
class Places:
    """The marks of a policy folder by key path; what has no mark of its own is where its nearest parent is."""

    marks: Mapping[KeyPath, Mark] = field(default_factory=dict)
    first_file: str = ""

    def key(self, *path: str | int) -> Place:
        """Return the place of the key at `path`."""
        mark = self.nearest(path)
        return mark.key if mark else Place(file=self.first_file)

    def value(self, *path: str | int) -> Place:
        """Return the place of the value at `path`; of the nearest parent's key, if that is not written out."""
        mark = self.marks.get(path)
        return mark.value if mark else self.key(*path)

    def nearest(self, path: KeyPath) -> Mark | None:
        """Return the mark at `path` or at the longest beginning of it that is written."""
        for length in range(len(path), 0, -1):
            if mark := self.marks.get(path[:length]):
                return mark
        return None
