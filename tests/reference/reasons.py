"""What a rule says of a group through one owner, and what becomes of the group."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from garant.policy.activities import RetentionRule
from garant.policy.periods import Period, RoundedTo, YearEnd
from tests.reference.occurrences import Clock, Occurrence, Occurrences, State
from tests.reference.owners import Owner
from tests.reference.world import Row


class Says(Enum):
    """What a rule says through one owner."""

    NOTHING = "nothing"
    KEEP = "keep"
    RUN_OUT = "run out"


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What one rule of one activity says of a group through one role and owner."""

    activity: str
    rule: int
    role: str
    owner: Owner | None
    says: Says
    archived: bool = False
    needs_owner: bool = False


class Status(Enum):
    """What becomes of a group today."""

    KEPT = "kept"
    DUE = "due"
    WITHOUT_A_CLOCK = "without a clock"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of a row: the column as the map writes it, the element in a list."""

    column: str
    element: int | None = None
    empty: bool = False


@dataclass(frozen=True, kw_only=True)
class Group:
    """The cells of one row that share category, roles and activities, and what was decided for them."""

    row: Row
    category: str
    roles: tuple[str, ...]
    activities: tuple[str, ...]
    cells: tuple[Cell, ...]
    status: Status = Status.WITHOUT_A_CLOCK
    reasons: tuple[Reason, ...] = field(default=())
    held_by: tuple[Owner, ...] = ()
    silent_for: tuple[Owner, ...] = ()
    is_held: bool = False
    is_doubtful: bool = False
    is_spared: bool = False

    @property
    def keeping(self) -> list[Reason]:
        """Return the reasons that keep the group."""
        return [reason for reason in self.reasons if reason.says is Says.KEEP]

    @property
    def lasting(self) -> list[Reason]:
        """Return the reasons to be found again: those that keep; of a spared row, those that have run out, too."""
        if self.is_spared:
            return [reason for reason in self.reasons if reason.says is not Says.NOTHING]
        return self.keeping if self.status is Status.KEPT else []

    @property
    def in_archive(self) -> bool:
        """Return whether the group is kept, and by nothing but rules past their archive day."""
        unnamed = not self.is_held and not self.is_spared
        return self.status is Status.KEPT and unnamed and all(reason.archived for reason in self.keeping)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One rule asked about cells of one category in one row, through one role and owner, on a day."""

    rule: RetentionRule
    period: Period
    archived_after: Period | None
    row: Row
    role: str
    owner: Owner | None
    day: date


class Judge:
    """Asks one rule, by the table of what occurrences say."""

    def __init__(self, occurrences: Occurrences, year_end: YearEnd) -> None:
        """Take the occurrences to count from, and the end of the organisation's financial year."""
        self.occurrences = occurrences
        self.year_end = year_end

    def ask(self, question: Question) -> tuple[Says, bool]:
        """Return what the rule says, and whether it is past its archive day."""
        for events in (question.rule.from_, question.rule.or_else):
            found = self._found(question, events)
            if found:
                return self._of(question, found)
        return Says.NOTHING, False

    def needs_owner(self, question: Question) -> bool:
        """Return whether the rule looks for one of its events with the owner."""
        return any(self._clock(question, event).with_the_owner for event in question.rule.events)

    def _clock(self, question: Question, event: str) -> Clock:
        return self.occurrences.clock(question.row, role=question.role, event=event, owner=question.owner)

    def _found(self, question: Question, events: Sequence[str]) -> list[Occurrence]:
        return [occurrence for event in events for occurrence in self._clock(question, event).found]

    def _of(self, question: Question, found: list[Occurrence]) -> tuple[Says, bool]:
        if any(self._still_open(question, one) for one in found):
            return Says.KEEP, False
        if any(one.state is State.UNDATED for one in found) and not self._ceiling_has_run(question):
            return Says.KEEP, False
        days = [self._begins(question, one) for one in found if one.state is State.DATED]
        if not any(question.period.after(day) >= question.day for day in days):
            return Says.RUN_OUT, False
        archived = question.archived_after
        return Says.KEEP, archived is not None and all(archived.after(day) < question.day for day in days)

    def _still_open(self, question: Question, one: Occurrence) -> bool:
        limit = question.rule.open_for_at_most
        if one.state is not State.OPEN:
            return False
        return limit is None or one.day is None or limit.after(one.day) >= question.day

    def _ceiling_has_run(self, question: Question) -> bool:
        ceiling = question.rule.at_latest
        if ceiling is None:
            return False
        found = self._found(question, (ceiling.from_,))
        days = [one.day for one in found if one.state is State.DATED and one.day is not None]
        return bool(days) and len(days) == len(found) and ceiling.keep.after(max(days)) < question.day

    def _begins(self, question: Question, one: Occurrence) -> date:
        """Return the day from which the period runs: the event's, or the end of its year."""
        assert one.day is not None
        if question.rule.rounded_to is None:
            return one.day
        calendar = question.rule.rounded_to is RoundedTo.CALENDAR_YEAR
        return end_of_year(one.day, YearEnd() if calendar else self.year_end)


def end_of_year(day: date, year_end: YearEnd) -> date:
    """Return the first day, on or after this one, on which the year ends: found by looking at each."""
    while not _ends(day, year_end) and day < date.max:
        day += timedelta(days=1)
    return day


def _ends(day: date, year_end: YearEnd) -> bool:
    if (day.month, day.day) == (year_end.month, year_end.day):
        return True
    leap_day = (year_end.month, year_end.day) == (2, 29)
    return leap_day and (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3
