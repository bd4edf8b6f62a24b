"""What a plan may do or leave alone, each step with its count and its reason."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from garant.policy.activities import RetentionRule


class StepKind(Enum):
    """The kinds of steps; those that leave data alone begin with `keep`."""

    ERASE_ROWS = "erase rows"
    ARCHIVE_ROWS = "archive rows"
    ARCHIVE_CELLS = "archive cells"
    ANONYMISE_ROWS = "anonymise rows"
    BLANK_CELLS = "blank cells"
    CUT_ELEMENTS = "cut elements"
    EMPTY_REFERENCES = "empty references"
    ERASE_FILES = "erase files"
    RECOUNT = "recount"
    KEEP = "keep"
    KEEP_FOR_ARCHIVE = "keep for archive"
    KEEP_FOR_VISA = "keep for visa"
    KEEP_NEEDED = "keep needed"
    KEEP_WITHOUT_CLOCK = "keep without clock"
    KEEP_MISREAD = "keep misread"
    KEEP_ASTRAY = "keep astray"
    KEEP_GARBLED = "keep garbled"
    KEEP_UNDATED = "keep undated"
    KEEP_WITHOUT_KEY = "keep without key"
    KEEP_UNREACHED = "keep unreached"
    KEEP_HELD = "keep held"
    KEEP_DOUBTFUL = "keep doubtful"

    @property
    def leaves_alone(self) -> bool:
        """Return whether the step changes nothing."""
        return self.value.startswith("keep")

    @property
    def takes_rows(self) -> bool:
        """Return whether rows leave their table by it, or are nobody's any more."""
        return self in (StepKind.ERASE_ROWS, StepKind.ARCHIVE_ROWS, StepKind.ANONYMISE_ROWS)

    @property
    def archives(self) -> bool:
        """Return whether what it takes lies in an archive afterwards."""
        return self in (StepKind.ARCHIVE_ROWS, StepKind.ARCHIVE_CELLS)


class Following(Enum):
    """Why rows go without a rule of their own."""

    PARENT = "they go with the rows they are part of"
    DATABASE = "the database erases them with others"
    ORIGINAL = "their originals lose a cell, or are gone"


@dataclass(frozen=True)
class RuleSaid:
    """A rule that a step rests on, and the activity that gives it (Art. 5(1)(e))."""

    activity: str
    rule: RetentionRule


@dataclass(frozen=True, kw_only=True)
class HoldSaid:
    """The hold or holds that a step rests on, without what they name (Art. 17(3)(b) and (e))."""

    number: int
    reason: str
    article: str
    review: date
    others: int = 0
    """How many more there are of the same case; of several cases where no reason is said."""


@dataclass(frozen=True, kw_only=True)
class Why:
    """What a step rests on, as data, for whoever puts it into words; a plan file holds the sentence alone."""

    rules: tuple[RuleSaid, ...] = ()
    forbidden: tuple[str, ...] = ()
    following: Following | None = None
    leads_to: str = ""
    row_stays: bool = False
    hold: HoldSaid | None = None
    left_alone: bool = False

    @property
    def is_unfound(self) -> bool:
        """Return whether there is nothing to rest on: no rule finds anything to count from."""
        return self == Why()


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
    why: Why = Why()

    @property
    def place(self) -> str:
        """Return the table or the set of files."""
        return self.table or self.files
