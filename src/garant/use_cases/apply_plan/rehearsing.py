"""Look what an undo would bring back: everything is put back in one transaction a store, looked at, and taken back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from garant.evidence.runs import RunNumber, SealedBatch
from garant.planning.archiving.derived import as_written
from garant.planning.files import stores_in
from garant.planning.grounds.holds import HeldPerson, Holds, LegalHold
from garant.planning.plan import Plan, digests
from garant.planning.questions import Count, Programme
from garant.planning.steps import StepKind
from garant.planning.undo.pieces import PieceKind
from garant.planning.undo.returning import Obstacle, OnePerson, Returned, Wish
from garant.ports import Capsules, Memory, Returning, Sealer, StoreRun
from garant.use_cases.apply_plan.giving import Given
from garant.use_cases.apply_plan.under_way import Ground


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Where runs are undone: the ground of any run, the capsules, and what seals a motive."""

    ground: Ground
    capsules: Capsules
    sealer: Sealer
    today: date
    memory_for: Callable[[Holds], Memory]
    """Returns what is remembered of people, as if these holds ruled and no other."""

    @property
    def plan(self) -> Plan:
        """Return the plan of a run that takes nothing out."""
        layout = self.ground.layout
        seen = digests(as_written(layout), {}, log=self.ground.origin)
        return Plan(on=self.today, organisation=layout.policy.organisation.name, folder="", digests=seen, steps=())


@contextmanager
def sessions_of(desk: Desk, wish: Wish) -> Iterator[Mapping[str, StoreRun]]:
    """Open the stores that a wish reaches, and those where a killed run left something."""
    ground = desk.ground
    stores = {store for batch in desk.capsules.batches(RunNumber(wish.run)) for store in stores_of(batch)}
    killed = (stores_in(batch.intent.bounds) for old in ground.journal.unfinished() for batch in old.batches)
    stores |= {store for named in killed for store in named if store in ground.databases}
    remembered = ground.memory.remembered
    with ExitStack() as opened:
        yield {
            store: opened.enter_context(
                ground.databases[store].run(ground.layout, origin=ground.origin, remembered=remembered)
            )
            for store in sorted(stores)
        }


def tables_of(batch: SealedBatch) -> frozenset[str]:
    """Return the tables that a batch took something out of."""
    kinds = (PieceKind.ROWS, PieceKind.CELLS)
    return frozenset(place for kind, place in batch.places if PieceKind(kind) in kinds)


def stores_of(batch: SealedBatch) -> frozenset[str]:
    """Return the stores of these tables."""
    return frozenset(table.split(".")[0] for table in tables_of(batch))


def given_of(desk: Desk, wish: Wish, batch: SealedBatch, *, found: Returned) -> Given:
    """Return what a batch is given, which knows what was met before."""
    returned, ground = Returned(strangers=found.strangers), desk.ground
    return Given(ground=ground, capsules=desk.capsules, wish=wish, batch=batch.number, returned=returned)


def rehearsed(desk: Desk, wish: Wish, sessions: Mapping[str, StoreRun]) -> Returned:
    """Return what would come of it."""
    with _rehearsing(desk, wish, sessions) as (found, _):
        return with_archived(desk, wish, found)


def with_archived(desk: Desk, wish: Wish, found: Returned) -> Returned:
    """Add what the run moved to an archive: it stays there, for it was not taken out of the controller's data.

    Of one person nobody can say here how much that was: the tables are named.
    """
    for deed, count in desk.ground.shares.progress(RunNumber(wish.run)).counts.items():
        if deed.kind not in _MOVED or not count or wish.table not in ("", deed.place):
            continue
        if wish.person is None:
            found.away[Obstacle.ARCHIVED, deed.place] += count
        else:
            found.perhaps_archived.add(deed.place)
    return found


_MOVED = (StepKind.ARCHIVE_ROWS.value, StepKind.ARCHIVE_CELLS.value)


@contextmanager
def _rehearsing(
    desk: Desk, wish: Wish, sessions: Mapping[str, StoreRun]
) -> Iterator[tuple[Returned, Mapping[str, Returning]]]:
    """Give what comes of it, and of each store a batch that everything can be looked at by."""
    found, begun, by_store = Returned(), list[Returning](), dict[str, Returning]()
    try:
        for batch in desk.capsules.batches(RunNumber(wish.run)):
            given = given_of(desk, wish, batch, found=found)
            tables, of = tables_of(batch), int(batch.number)
            here = {store: sessions[store].returning(given, tables=tables, of=of) for store in stores_of(batch)}
            begun += here.values()
            for returning in here.values():
                returning.begin()
            given.rehearse_files(partial(_named, tuple(here.values())))
            found.add(given.returned)
            by_store |= here
        yield found, by_store
    finally:
        for returning in begun:
            returning.abandon()


def _named(batches: Sequence[Returning], files: str, paths: Sequence[str]) -> frozenset[str]:
    return frozenset(path for one in batches for path in one.names_now(files, paths))


# one person's


def looked_for(desk: Desk, wish: Wish) -> Wish:
    """Return a wish that knows which rows are the person's, if it is for one: by the predicate of a hold on them.

    Whose a row is shows only while all is there: so all is put back first, and taken back again.
    """
    if wish.person is None:
        return wish
    holds, layout = Holds((_as_if_held(wish.person, on=desk.today),)), desk.ground.layout
    memory = desk.memory_for(holds)
    programme = Programme(layout, desk.today, memory.known(), holds)
    with sessions_of(replace(desk, ground=replace(desk.ground, memory=memory)), wish) as sessions:
        tables = [table for table in layout.personal if layout.store_of(table) in sessions]
        asked = [count for table in tables for _, count in programme.held(table)]
        for store, session in sessions.items():
            session.prepare(count for count in asked if layout.store_of(count.table) == store)
        with _rehearsing(desk, replace(wish, person=None), sessions) as (_, by_store):
            keys = {count.table: _keys(desk, by_store, count) for count in asked}
    return replace(wish, keys=keys)


def _keys(desk: Desk, by_store: Mapping[str, Returning], count: Count) -> frozenset[str]:
    layout = desk.ground.layout
    looking = by_store.get(layout.store_of(count.table))
    return looking.keys(count.table, layout.key_of(count.table), count.where) if looking else frozenset()


def held(person: OnePerson) -> HeldPerson:
    """Return the person as a hold names them."""
    return HeldPerson(table=person.table, key=person.key)


def _as_if_held(person: OnePerson, *, on: date) -> LegalHold:
    names = held(person)
    return LegalHold(
        number=0,
        kind=names.kind,
        place=names.place,
        names=names,
        reason="",
        article="",
        author="",
        since=on,
        review=on,
    )
