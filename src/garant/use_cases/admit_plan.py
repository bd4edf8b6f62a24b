"""Look whether a plan may be applied now: its file is a claim, and what it says is found anew (decision 0011)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from garant.planning.approval.admission import Found, Refusal, refusal
from garant.planning.approval.guards import Seen, counted_anew, guards, unread, wholes
from garant.planning.archiving.derived import as_written
from garant.planning.files import dated_sets
from garant.planning.fitting import left_alone
from garant.planning.grounds.holds import NO_HOLDS
from garant.planning.plan import Guard, Plan, digests
from garant.planning.questions import Count, by_store
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.policy.problems import Problem
from garant.ports import Database, Evidence, FileStore


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What a plan is held against: the folder and its stores as they are now, those that fail, our log, the clock."""

    layout: Layout
    problems: tuple[Problem, ...]
    databases: Mapping[str, Database]
    files: Mapping[str, FileStore]
    failed: tuple[StoreFailed, ...]
    evidence: Evidence
    instant: datetime

    @property
    def identities(self) -> Mapping[str, str]:
        """Return which store each name stands for."""
        places: dict[str, Database | FileStore] = {**self.databases, **self.files}
        return {store: place.identity for store, place in places.items()}

    @property
    def silent(self) -> frozenset[str]:
        """Return the stores that do not answer."""
        return frozenset(failure.store for failure in self.failed)

    def day(self, instant: datetime) -> date:
        """Return the day of an instant where the organisation is."""
        return instant.astimezone(ZoneInfo(self.layout.policy.organisation.time_zone)).date()


def admit_plan(plan: Plan, now: Circumstances, *, approved_by: str | None) -> Refusal | None:
    """Return why a plan may not be applied now; raise a StoreFailed where a store that it needs fails."""
    for failure in now.failed:
        if failure.store in plan.digests.schemas:
            raise failure
    found = _found(now)
    # Nothing is counted for a plan that is refused anyway.
    refused = refusal(plan, found, approved_by=approved_by)
    return refused or refusal(plan, replace(found, guards=_guards(plan, now)), approved_by=approved_by)


def _found(now: Circumstances) -> Found:
    last = now.evidence.last_checkpoint_at()
    return Found(
        organisation=now.layout.policy.organisation.name,
        digests=digests(as_written(now.layout), now.identities, log=now.evidence.origin),
        today=now.day(now.instant),
        last_checkpoint=last and now.day(last),
        clocks=dict(_clocks(now)),
        untouchable=left_alone(now.layout),
    )


def _clocks(now: Circumstances) -> Iterator[tuple[str, timedelta]]:
    """Yield by how much the clocks of server stores are ahead of ours."""
    for store, database in now.databases.items():
        said = None if store in now.silent else database.now()
        if said is not None:
            yield store, said - now.instant


def _guards(plan: Plan, now: Circumstances) -> tuple[Guard, ...]:
    tables, doubtful = wholes(now.layout, plan), tuple(unread(now.layout, plan.on))
    counts = _counted(now, (*tables.values(), *(count for _, count in doubtful)))
    whole = {place: counts[count] for place, count in tables.items()} | dict(_of_files(plan, now))
    seen = Seen(
        on=plan.on,
        steps=(*counted_anew(plan, whole), *(replace(told, count=counts[count]) for told, count in doubtful)),
        problems=now.problems,
        silent={failure.store: failure.told for failure in now.failed},
    )
    return guards(now.layout.policy, seen)


def _counted(now: Circumstances, counts: tuple[Count, ...]) -> Mapping[Count, int]:
    """Return how many rows there are now: in tables in which something is due, and of those that cannot be read."""
    found: dict[Count, int] = {}
    for store, questions in by_store(now.layout, counts).items():
        asking = now.databases[store].survey
        found.update(asking(now.layout, questions, remembered=lambda _: (), progress=lambda *_: None))
    return found


def _of_files(plan: Plan, now: Circumstances) -> Iterator[tuple[str, int]]:
    """Yield how many files the sets hold in which a day makes some due."""
    due = {step.files for step in plan.deeds}
    for files in dated_sets(now.layout, plan.on, NO_HOLDS):
        place = now.files.get(files.store or "")
        if files.name in due and place is not None and place.store not in now.silent:
            yield files.name, sum(1 for _ in place.files())
