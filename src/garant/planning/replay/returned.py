"""What a restored backup brought back, and what becomes of it: erased again, kept for a reason, or doubtful."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from garant.planning.plan import Plan
from garant.planning.replay.traces import Covered


class Doubt(StrEnum):
    """What a person must look at: nothing is erased on it."""

    SAME_PERSON = "same-person"
    SAME_KEY = "same-key"
    OTHER_COLUMNS = "other-columns"
    NOT_REMEMBERED = "not-remembered"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """So many rows of a place that somebody must look at, and why."""

    doubt: Doubt
    place: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Backup:
    """The backup that was restored, by its day, and what was remembered of what was erased since."""

    of: date
    covered: tuple[Covered, ...]


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A plan that erases again what a backup brought back; `kept` came back and has a reason to stay, by place."""

    plan: Plan
    backup: Backup
    kept: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
