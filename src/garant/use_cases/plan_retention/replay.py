"""Plan a replay: find what a restored backup brought back, and what of it has no reason to be there (design §4.5)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from garant.planning import retention
from garant.planning.archiving.derived import as_written
from garant.planning.files import FilePlan, Tally
from garant.planning.plan import Plan, digests
from garant.planning.questions import Count, Programme, by_store
from garant.planning.replay.failures import BackupToCome, BackupTooOld, NoBackups
from garant.planning.replay.returned import Backup, Doubt, Finding, Replay
from garant.planning.replay.traces import TraceKind, Traces
from garant.planning.steps import StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.undo.pieces import spelled
from garant.planning.undo.windows import sealed_until
from garant.ports import Progress
from garant.ports.replay import ErasedBook, Recognises
from garant.use_cases.plan_retention import Stores

_ABOUT_WHAT_STAYS = (StepKind.KEEP_HELD, StepKind.KEEP_UNREACHED, StepKind.KEEP_NEEDED)


def known_of(layout: Layout, book: ErasedBook, *, of: date, today: date) -> Backup:
    """Return what is remembered of what was erased since a backup was made, or raise why it cannot be replayed."""
    kept = [said.backups_kept for said in layout.data_map.stores.values() if said.backups_kept is not None]
    if not kept:
        raise NoBackups
    if of > today:
        raise BackupToCome(day=of)
    if all(period.after(of) < today for period in kept):
        raise BackupTooOld(day=of)
    return Backup(of=of, covered=tuple(book.covered(of)))


@dataclass(frozen=True, kw_only=True)
class Replaying:
    """What a replay is planned with."""

    layout: Layout
    stores: Stores
    backup: Backup
    book: ErasedBook
    recognition: Recognises


def plan_replay(asked: Replaying, *, on: date, progress: Progress) -> Replay:
    """Return the plan of a replay, and what came back that stays; nothing is in it that did not come back."""
    layout, stores = asked.layout, asked.stores
    holds = replace(stores.holds, spares=True)
    programme = Programme(layout, on, stores.memory.known(), holds)
    files = FilePlan(programme)
    answers: dict[Count, int] = {}
    for store, questions in by_store(layout, (*programme.questions(), *files.questions())).items():
        remembered = stores.memory.remembered
        answers.update(stores.databases[store].survey(layout, questions, remembered=remembered, progress=progress))
    steps = files.steps(retention.decide(programme, answers), answers, dict(_tallies(asked, files)))
    plan = Plan(
        on=on,
        organisation=layout.policy.organisation.name,
        folder="",
        digests=digests(as_written(layout), stores.identities, log=stores.log),
        steps=tuple(step for step in steps if not step.kind.leaves_alone or step.kind in _ABOUT_WHAT_STAYS),
        backup_of=asked.backup.of,
        sealed_until=sealed_until(layout.policy, on),
    )
    back = {place: count for place, count in _back(asked).items() if count}
    return Replay(plan=plan, backup=asked.backup, kept=_kept(plan, back), findings=tuple(_doubts(asked)))


def _tallies(asked: Replaying, files: FilePlan) -> Iterator[tuple[str, Tally]]:
    """Yield what becomes of the files of each set whose paths say a day."""
    for dated in files.dated():
        place = asked.stores.files.get(dated.store or "")
        if place is not None:
            yield dated.name, replace(dated, is_back=asked.recognition.is_back).tally(place.files())


def _back(asked: Replaying) -> Counter[str]:
    """Return how many rows of each table came back."""
    found = Counter[str]()
    for covers in asked.backup.covered:
        if covers.kind is TraceKind.ROW and asked.recognition.can_tell(covers):
            found[covers.place] = sum(1 for _ in asked.recognition.keys(covers.place))
    return found


def _kept(plan: Plan, back: dict[str, int]) -> dict[str, int]:
    """Return how many rows came back and stay as they are: something keeps them, or nothing in them is due."""
    gone = Counter[str]()
    for step in plan.deeds:
        if step.kind.takes_rows or step.kind is StepKind.BLANK_CELLS:
            gone[step.table] += step.count
    return {table: count - gone[table] for table, count in back.items() if count > gone[table]}


def _doubts(asked: Replaying) -> Iterator[Finding]:
    """Yield what somebody must look at: rows that only look like what was erased."""
    yield from _unreadable(asked)
    yield from _same_persons(asked)
    remembered = {covers.place for covers in asked.backup.covered}
    for place in sorted(asked.book.places(asked.backup.of) - remembered):
        yield Finding(doubt=Doubt.NOT_REMEMBERED, place=place, count=0)


def _unreadable(asked: Replaying) -> Iterator[Finding]:
    for covers in asked.backup.covered:
        if covers.kind is not TraceKind.ROW or asked.recognition.can_tell(covers):
            continue
        if not asked.recognition.is_readable(covers):
            yield Finding(doubt=Doubt.OTHER_COLUMNS, place=covers.place, count=0)
        elif count := asked.recognition.count(covers):
            yield Finding(doubt=Doubt.SAME_KEY, place=covers.place, count=count)


def _same_persons(asked: Replaying) -> Iterator[Finding]:
    """Yield people who are known by what an erased one was, in a row that did not come back."""
    traces = Traces(asked.layout)
    for table in asked.layout.tables:
        found = set[str]()
        for covers, column in traces.identifiers(table):
            if covers in asked.backup.covered:
                found |= {spelled(key) for key in asked.recognition.same_persons(table, column, covers)}
        if found:
            found -= {spelled(key) for key in asked.recognition.keys(table)}
        if found:
            yield Finding(doubt=Doubt.SAME_PERSON, place=table, count=len(found))
