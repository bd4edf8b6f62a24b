"""What a plan may do or leave alone, each step with its count and its reason."""

from dataclasses import dataclass
from enum import Enum


class StepKind(Enum):
    """The kinds of steps; those that leave data alone begin with `keep`."""

    ERASE_ROWS = "erase rows"
    ANONYMISE_ROWS = "anonymise rows"
    BLANK_CELLS = "blank cells"
    CUT_ELEMENTS = "cut elements"
    EMPTY_REFERENCES = "empty references"
    ERASE_FILES = "erase files"
    RECOUNT = "recount"
    KEEP = "keep"
    KEEP_FOR_ARCHIVE = "keep for archive"
    KEEP_NEEDED = "keep needed"
    KEEP_WITHOUT_CLOCK = "keep without clock"
    KEEP_UNREACHED = "keep unreached"

    @property
    def leaves_alone(self) -> bool:
        """Return whether the step changes nothing."""
        return self.value.startswith("keep")


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing a plan does, or leaves alone: how many rows, cells or files, and why."""

    kind: StepKind
    store: str
    table: str = ""
    files: str = ""
    columns: tuple[str, ...] = ()
    count: int = 0
    of: int | None = None
    because: str = ""

    @property
    def place(self) -> str:
        """Return the table or the set of files."""
        return self.table or self.files
