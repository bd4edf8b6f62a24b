"""Files: which of a set have lost their last reason, by the day in their path or the row that leads to them."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Any

from garant.planning.grounds.holds import HeldCase, HeldFiles, Holds, LegalHold, event_of
from garant.planning.questions import Answers, Count, Inquiry, Programme, Staying
from garant.planning.retention import sentence, why_held
from garant.planning.steps import Following, RuleSaid, Step, StepKind, Why
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import NEVER, Condition, both
from garant.planning.terrain.stray import named, outside
from garant.planning.terrain.tidy import tidy
from garant.planning.work import TableWork
from garant.policy.activities import RetentionRule
from garant.policy.datamap import FileSet
from garant.policy.paths import FilePath


@dataclass(frozen=True, kw_only=True)
class SeenFile:
    """A file as it was seen: if its size or stamp is another later, it is another file."""

    path: str = field(repr=False)
    size: int = 0
    stamp: str = ""
    is_plain: bool = True


class Verdict(Enum):
    """What becomes of one file of a dated set."""

    DUE = StepKind.ERASE_FILES
    KEPT = StepKind.KEEP
    FOR_ARCHIVE = StepKind.KEEP_FOR_ARCHIVE
    WITHOUT_CLOCK = StepKind.KEEP_WITHOUT_CLOCK
    HELD = StepKind.KEEP_HELD
    UNFIT = "unfit"


# sets whose paths say a day


@dataclass(frozen=True, kw_only=True)
class FileClock:
    """A rule that reaches a set: the days it counts from, and the last one that has run out."""

    said: RuleSaid
    days: tuple[str, ...]
    last: date
    last_active: date
    may_end: bool


@dataclass(frozen=True, kw_only=True)
class DatedFiles:
    """A set of files of nobody known, each of which says its day in its path."""

    name: str
    store: str | None
    path: FilePath
    clocks: tuple[FileClock, ...]
    forbidden: tuple[str, ...] = ()
    holds: tuple[tuple[LegalHold, HeldFiles], ...] = ()
    is_back: Callable[[str, SeenFile], bool] | None = None
    """Of a replay, whether a backup brought a file back: no other is touched."""

    def judge(self, file: SeenFile) -> Verdict:
        """Return what becomes of a file; what fits no path or no calendar is never erased."""
        days = self.path.read_days(file.path) if file.is_plain else None
        if days is None:
            return Verdict.UNFIT
        if any(names.names(file.path, days) for _, names in self.holds):
            return Verdict.HELD
        if self.is_back is not None and not self.is_back(self.name, file):
            return Verdict.KEPT
        if self.forbidden:
            return Verdict.DUE
        latest = [(clock, max(days[day] for day in clock.days)) for clock in self.clocks]
        keeping = [(clock, day) for clock, day in latest if day > clock.last]
        if not keeping:
            return Verdict.DUE if any(clock.may_end for clock in self.clocks) else Verdict.WITHOUT_CLOCK
        active = any(day > clock.last_active for clock, day in keeping)
        return Verdict.KEPT if active else Verdict.FOR_ARCHIVE

    def tally(self, files: Iterable[SeenFile]) -> "Tally":
        """Return how many files have each verdict, and how many each hold names; none of them stays in memory."""
        found: Tally = Counter()
        for file in files:
            found[self.judge(file)] += 1
            found.update(self._held_by(file))
        return found

    def _held_by(self, file: SeenFile) -> Iterator[int]:
        days = self.path.read_days(file.path) if self.holds and file.is_plain else None
        if days is not None:
            yield from (hold.number for hold, names in self.holds if names.names(file.path, days))


Tally = Counter[Verdict | int]
"""How many files have each verdict, and under the number of each hold how many it names."""


def dated_sets(layout: Layout, today: date, holds: Holds) -> tuple[DatedFiles, ...]:
    """Return the sets whose paths say a day, with the edges of their rules on this day, and what is held of them."""
    sets = layout.data_map.files.items()
    found = (_dated(layout, name, said, today=today) for name, said in sets if said.part_of is None)
    of_files = holds.on_files
    return tuple(replace(one, holds=tuple(h for h in of_files if h[1].files == one.name)) for one in found)


def _dated(layout: Layout, name: str, said: FileSet, *, today: date) -> DatedFiles:
    category = layout.policy.categories.get(said.category or "")
    return DatedFiles(
        name=name,
        store=layout.data_map.store_of_files(name),
        path=said.path,
        clocks=tuple(_clocks(layout, said, today=today)),
        forbidden=(said.category or "",) if category is not None and category.forbidden else (),
    )


def _clocks(layout: Layout, said: FileSet, *, today: date) -> Iterator[FileClock]:
    category, ends = said.category or "", layout.policy.organisation.financial_year_ends
    for name in said.used_for:
        activity = layout.policy.activities.get(name)
        if activity is None or (said.kind and said.kind not in activity.subjects):
            continue
        for _, rule in activity.rules_for(category):
            days = _days(said, rule)
            period = rule.period_for(category)
            if not days or period is None:
                continue
            yield FileClock(
                said=RuleSaid(name, rule),
                days=days,
                last=rule.last_ended(period, today, ends),
                last_active=rule.last_ended(rule.archived_after(category) or period, today, ends),
                may_end=activity.may_end,
            )


def _days(said: FileSet, rule: RetentionRule) -> tuple[str, ...]:
    first = tuple(said.events[event] for event in rule.from_ if event in said.events)
    return first or tuple(said.events[event] for event in rule.or_else if event in said.events)


# sets that rows lead to


@dataclass(frozen=True, kw_only=True)
class NamedFiles:
    """A set of files to which the rows of a table lead: a file goes just before its row, or before its name does."""

    name: str
    store: str | None
    table: str
    path: FilePath

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns that name a file."""
        return self.path.names

    def leaves(self, work: TableWork) -> tuple[Condition, ...]:
        """Return the conditions under which a row that stays loses the name of its file."""
        blanks = (b.where for b in work.blanks if any(fill.cell.column in self.columns for fill in b.fills))
        changed = {column for generalised in work.generalised for column in generalised.changed}
        return (*blanks, *((work.anonymised,) if changed.intersection(self.columns) else ()))


def named_sets(layout: Layout) -> tuple[NamedFiles, ...]:
    """Return the sets to which the rows of tables that are there lead."""
    return tuple(
        NamedFiles(name=name, store=layout.data_map.store_of_files(name), table=said.part_of, path=said.path)
        for name, said in layout.data_map.files.items()
        if said.part_of is not None and said.part_of in layout.tables
    )


def rows_that_name(files: NamedFiles) -> Count:
    """Return the count of the rows that name a file of a set."""
    return Count(files.table, named(files.path))


# what a plan asks and says


@dataclass(frozen=True)
class FilePlan:
    """The files of one day's programme: what is asked of the rows that lead to them, and the steps on them."""

    programme: Programme

    def dated(self) -> tuple[DatedFiles, ...]:
        """Return the sets whose paths say a day."""
        return dated_sets(self.programme.layout, self.programme.today, self.programme.holds)

    def questions(self) -> tuple[Count, ...]:
        """Return what is asked beside the questions of the programme, in the same breath."""
        asked = (count for inquiry in self.programme.inquiries for led in self._led(inquiry) for count in led.counts())
        return tuple(dict.fromkeys(asked))

    def steps(self, steps: Iterable[Step], answers: Answers, tallies: Mapping[str, Tally]) -> tuple[Step, ...]:
        """Return the steps of a plan with those on files: each set before its rows, the dated ones at the end."""
        waiting = {inquiry.work.table: inquiry for inquiry in self.programme.inquiries}
        found: list[Step] = []
        for step in steps:
            inquiry = waiting.pop(step.table, None)
            if inquiry is not None:
                found += (one for led in self._led(inquiry) for one in led.steps(answers))
            found.append(step)
        found += (one for files in self.dated() for one in _dated_steps(files, tallies.get(files.name)))
        return tuple(found)

    def _led(self, inquiry: Inquiry) -> Iterator["_Led"]:
        for files in named_sets(self.programme.layout):
            if files.table == inquiry.work.table and not missing_columns(self.programme.layout, files):
                yield _Led(files, inquiry.work)


def missing_columns(layout: Layout, files: NamedFiles) -> tuple[str, ...]:
    """Return the names in the path of a set that are no columns of its table."""
    table = layout.tables[files.table]
    return tuple(name for name in files.columns if table.column(name) is None)


@dataclass(frozen=True)
class _Led:
    """The files to which the rows of one table lead, as a plan counts them: by the rows that name one."""

    files: NamedFiles
    work: TableWork

    @property
    def _whole(self) -> Count:
        return rows_that_name(self.files)

    @property
    def _named(self) -> Condition:
        return self._whole.where

    @property
    def _going(self) -> tuple[Count, ...]:
        going = self.work.going
        return () if going == NEVER else (Count(self.files.table, tidy(both(going, self._named))),)

    def _left(self) -> tuple[Staying, ...]:
        wheres = (tidy(both(where, self._named)) for where in self.files.leaves(self.work))
        return tuple(Staying(self.files.table, where, self.work.going) for where in wheres)

    @property
    def _astray(self) -> Count:
        return Count(self.files.table, tidy(outside(self.files.path)))

    def counts(self) -> Iterator[Count]:
        """Yield what is counted."""
        yield self._whole
        yield self._astray
        yield from self._going
        for staying in self._left():
            yield from staying.counts()

    def steps(self, answers: Answers) -> Iterator[Step]:
        """Yield what goes and what stays."""
        going = sum(answers[count] for count in self._going) + sum(left.of(answers) for left in self._left())
        whole = answers[self._whole]
        yield self._step(StepKind.ERASE_FILES, going, whole=whole)
        yield self._step(StepKind.KEEP, whole - going, whole=whole)
        yield self._step(StepKind.KEEP_ASTRAY, answers[self._astray], whole=whole)

    def _step(self, kind: StepKind, count: int, *, whole: int) -> Step:
        why, store = Why(following=Following.PARENT), self.files.store or ""
        said = sentence(kind, why)
        return Step(kind=kind, store=store, files=self.files.name, count=count, of=whole, because=said, why=why)


def _dated_steps(files: DatedFiles, tally: Tally | None) -> Iterator[Step]:
    yield from _judged_steps(files, tally)
    for hold, _ in files.holds if tally is not None else ():
        yield _held_step(files, hold, tally or Counter())


def _held_step(files: DatedFiles, hold: LegalHold, tally: Tally) -> Step:
    kind, why = StepKind.KEEP_HELD, why_held(HeldCase((hold,), event_of(hold)))
    whole = sum(tally[verdict] for verdict in Verdict)
    store, said = files.store or "", sentence(kind, why)
    return Step(kind=kind, store=store, files=files.name, count=tally[hold.number], of=whole, because=said, why=why)


def _judged_steps(files: DatedFiles, tally: Tally | None) -> Iterator[Step]:
    store = files.store or ""
    if tally is None:
        because = "the place of files was not reached"
        yield Step(kind=StepKind.KEEP_UNREACHED, store=store, files=files.name, because=because)
        return
    why = Why(rules=tuple(clock.said for clock in files.clocks), forbidden=files.forbidden)
    whole = sum(tally[verdict] for verdict in Verdict)
    for verdict in Verdict:
        if verdict is Verdict.HELD:
            continue
        kind = verdict.value if isinstance(verdict.value, StepKind) else StepKind.KEEP
        said = "their path does not fit" if verdict is Verdict.UNFIT else sentence(kind, why)
        grounds = Why() if verdict is Verdict.UNFIT else why
        count = tally.get(verdict, 0)
        yield Step(kind=kind, store=store, files=files.name, count=count, of=whole, because=said, why=grounds)


# what an intent holds


def with_files(bounds: str, files: Mapping[str, Iterable[SeenFile]]) -> str:
    """Return the bounds of a batch with the files that it is about to erase, by set."""
    seen = {name: [asdict(file) for file in found] for name, found in files.items()}
    return json.dumps({**(json.loads(bounds) if bounds else {}), "files": seen})


def files_in(bounds: str) -> Mapping[str, tuple[SeenFile, ...]]:
    """Return the files that a batch was about to erase, by set."""
    found = _read(bounds).get("files", {})
    return {name: tuple(SeenFile(**one) for one in files) for name, files in found.items()}


def stores_in(bounds: str) -> frozenset[str]:
    """Return the stores in whose tables a batch was about to act."""
    return frozenset(table.split(".")[0] for table in _read(bounds).get("tables", ()))


def _read(bounds: str) -> Mapping[str, Any]:
    said = json.loads(bounds) if bounds.startswith("{") else {}
    return said if isinstance(said, dict) else {}
