"""Undo a run: rehearse it, hold what comes back, and bring it back by the same protocol as any deed (design §4.4)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.evidence.runs import (
    BatchIntent,
    BatchNumber,
    BatchOutcome,
    Claim,
    Counts,
    PartState,
    Place,
    RunNumber,
    SealedRun,
)
from garant.planning.approval.allowance import allowance
from garant.planning.grounds.holds import Held, HeldFiles, HeldPerson, HeldRows, NewHold
from garant.planning.grounds.naming import Asked as Named
from garant.planning.grounds.naming import NotNamed, named
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.planning.undo.returning import Back, OnePerson, Returned, Wish
from garant.planning.undo.windows import is_over
from garant.policy.speech.failures import Failure
from garant.policy.speech.figures import dated
from garant.policy.speech.languages import chosen
from garant.policy.speech.sentences import Sentence
from garant.ports import StoreRun
from garant.use_cases.apply_plan.batches import carry_out_batch
from garant.use_cases.apply_plan.giving import Given
from garant.use_cases.apply_plan.leading import finish, whole
from garant.use_cases.apply_plan.rehearsing import (
    Desk,
    given_of,
    held,
    looked_for,
    rehearsed,
    sessions_of,
    stores_of,
    tables_of,
    with_archived,
)
from garant.use_cases.apply_plan.settling import settle
from garant.use_cases.apply_plan.under_way import Run, agenda_of, confirm, new_run

MOTIVE = "motive of an undo"
ARTICLE = "art. 32(1)(c) RGPD"
"""Availability is restored after an incident; until it is looked at, what came back stays."""


class NothingSealed(Failure):
    """The run sealed nothing."""

    sentence = Sentence(
        "l'exécution n° {run} n'a rien scellé qui puisse revenir", "run {run} sealed nothing that could come back"
    )
    mend = Sentence(
        "nommez une exécution de ce dossier, comme `garant apply` l'a dite ; avec `window: P0D` rien ne revient",
        "name a run of this folder, as `garant apply` told it; with `window: P0D` nothing ever comes back",
    )


class WindowOver(Failure):
    """The window of the run has ended."""

    sentence = Sentence(
        "l'exécution n° {run} ne s'annule plus : ce qu'elle a retiré était scellé jusqu'au {until}",
        "run {run} can be undone no more: what it took out was sealed until {until}",
    )
    mend = Sentence(
        "une sauvegarde de la base peut encore l'avoir ; `undo: window` règle le délai des exécutions à venir",
        "a backup of the database may still have it; `undo: window` sets the window of runs to come",
    )


class NoMotive(Failure):
    """Nobody undoes a run without saying who they are and why."""

    sentence = Sentence("une annulation demande un nom et un motif", "an undo needs a name and a motive")
    mend = Sentence("dites qui et pourquoi : --by, --motive", "say who and why: --by, --motive")


class PersonUnclear(NotNamed):
    """Whose rows are to come back is not named so that they can be found; the key is not repeated."""

    sentence = Sentence("rien n'est revenu : {detail}", "nothing is back: {detail}")
    mend = Sentence("nommez la personne : --person TABLE:CLÉ", "name the person: --person TABLE:KEY")


class ReviewPast(Failure):
    """The day of review has come already."""

    sentence = Sentence("rien n'est revenu : le jour de revue est passé", "nothing is back: the day of review has come")
    mend = Sentence("donnez un jour à venir : --review", "give a day to come: --review")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Who wants a run undone, why, and until when what comes back is held."""

    wish: Wish
    by: str
    motive: str
    review: date


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What an undo brought back or would bring back, what stays away, and the holds that keep what is back."""

    wish: Wish
    returned: Returned
    until: date
    run: int | None = None
    holds: tuple[int, ...] = ()
    review: date | None = None
    refused: tuple[Sentence, ...] = ()


class _Return(Run):
    """A run that brings back: what may come was rehearsed, and nothing of it is too much."""

    def take(self, batch: BatchNumber, counts: Counts) -> bool:
        """Count what comes back with what has come; it is never too much."""
        return self.ground.journal.reserve(batch, counts, is_exceeded=lambda _before, _now: False)


def person_of(layout: Layout, typed: str) -> OnePerson | None:
    """Return the person whom somebody typed, if they did, or raise PersonUnclear."""
    try:
        found = named(layout, Named(person=typed)) if typed else None
    except NotNamed as wrong:
        raise PersonUnclear(wrong.args[0]) from None
    return OnePerson(table=found.table, key=found.key) if isinstance(found, HeldPerson) else None


def rehearse_undo(desk: Desk, wish: Wish) -> Undone:
    """Return what an undo would bring back and what would stay away, everything left as it is."""
    sealed = _sealed(desk, wish.run)
    wish = looked_for(desk, wish)
    with sessions_of(desk, wish) as sessions:
        return Undone(wish=wish, returned=rehearsed(desk, wish, sessions), until=sealed.until)


def undo_run(desk: Desk, asked: Asked) -> Undone:
    """Bring back what a run took out, as far as nothing has changed since, and hold it until somebody looks at it."""
    wish, sealed = asked.wish, _sealed(desk, asked.wish.run)
    if not asked.by.strip() or not asked.motive.strip():
        raise NoMotive
    if asked.review <= desk.today:
        raise ReviewPast
    with sessions_of(desk, wish) as sessions:
        settle(desk.ground, sessions)
    wish = looked_for(desk, wish)
    with sessions_of(desk, wish) as sessions:
        coming = rehearsed(desk, wish, sessions)
        done = Undone(wish=wish, returned=coming, until=sealed.until)
        if not coming.back:
            return done
        # Held before it is back: another run must not erase it in between.
        names = (held(wish.person),) if wish.person else _names(desk, coming)
        holds = tuple(_hold(desk, asked, one) for one in names)
        run = _start(desk, asked, sessions)
        returned = with_archived(desk, wish, _bring_back(desk, run, wish))
        finish(run)
    refused = desk.ground.shares.progress(run.number).refused
    review = min((hold.review for hold in desk.ground.holds.all() if hold.number in holds), default=None)
    return replace(done, returned=returned, run=int(run.number), holds=holds, review=review, refused=refused)


def _sealed(desk: Desk, number: int) -> SealedRun:
    """Return what is known of a run that can be undone, or raise why it cannot."""
    found = next((one for one in desk.capsules.runs() if one.number == number), None)
    if found is None:
        raise NothingSealed(run=number)
    if found.destroyed is not None or is_over(found.until, desk.today):
        raise WindowOver(run=number, until=dated(found.until))
    return found


# holding


def _names(desk: Desk, returned: Returned) -> Iterator[Held]:
    """Yield what holds name: the rows that come back, one by one or their whole table, and files."""
    for place, keys in returned.keys.items():
        if place in desk.ground.layout.tables:
            key = next(iter(desk.ground.layout.key_of(place)), None)
            named = keys if key is not None and keys else None
            yield HeldRows(table=place, when=((key, tuple(map(str, named))),) if named and key else ())
    for what, place, _ in returned.back:
        said = desk.ground.layout.data_map.files.get(place)
        if what is Back.FILES and said is not None and said.part_of is None:
            yield HeldFiles(files=place, pattern="*")


def _hold(desk: Desk, asked: Asked, names: Held) -> int:
    said, policy = _REASON.filled({"run": asked.wish.run}), desk.ground.layout.policy
    reason = said.said_in(chosen(*policy.languages[:1], environment={}))
    same = (hold.number for hold in desk.ground.holds.all() if hold.lifted is None and hold.reason in said)
    known = {number for number in same if _held(desk, number) == names}
    if known:
        return min(known)
    wanted = NewHold(names=names, reason=reason, article=ARTICLE, author=asked.by, review=asked.review)

    def record(number: int) -> EvidenceRecord:
        facts: dict[str, Fact] = {"hold": number, "kind": names.kind.value, "place": names.place, "by": asked.by}
        facts |= {"review": asked.review.isoformat(), "undo of": asked.wish.run}
        return EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=desk.ground.now(), facts=facts)

    return desk.ground.holds.place(wanted, on=desk.today, record=record)


_REASON = Sentence("annulation de l'exécution n° {run}", "undo of run {run}")


def _held(desk: Desk, number: int) -> Held | None:
    return next(hold.names for hold in desk.ground.holds.all() if hold.number == number)


# bringing back


def _start(desk: Desk, asked: Asked, sessions: Mapping[str, StoreRun]) -> Run:
    ground, plan, now = desk.ground, desk.plan, desk.ground.now()
    batches = desk.capsules.batches(RunNumber(asked.wish.run))
    places = (Place(tables=tuple(sorted(tables_of(batch)))) for batch in batches)
    new = new_run(plan, places, named=f"undo {asked.wish.run}", by=asked.by, at=now)
    motive = desk.sealer.seal(asked.motive.encode(), context=MOTIVE).hex()
    facts: dict[str, Fact] = {"undo of": asked.wish.run, "by": asked.by, "sealed motive": motive}
    facts |= {"table": asked.wish.table} if asked.wish.table else {}
    facts |= {"person of": asked.wish.person.table} if asked.wish.person else {}
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=now, facts=facts)
    number = ground.journal.start_run(new, record=record)
    agenda = agenda_of(ground, plan)
    return _Return(ground=ground, agenda=agenda, sessions=sessions, number=number, allowance=allowance(plan))


def _bring_back(desk: Desk, run: Run, wish: Wish) -> Returned:
    """Bring the batches back, the last one first: rows come before those that refer to them."""
    found = Returned()
    for step, batch in enumerate(desk.capsules.batches(RunNumber(wish.run))):
        given = given_of(desk, wish, batch, found=found)
        claim = whole(run, step)
        try:
            for store in stores_of(batch):
                session = run.sessions[store]
                returning = session.returning(given, tables=tables_of(batch), of=int(batch.number))
                carry_out_batch(run, session, returning, works=(), intent=(claim, 0))
            if not stores_of(batch):
                _put_files(run, given, claim=claim)
        except StoreFailed as failed:
            told = failed.at(", ".join(sorted(place for _, place in batch.places)))
            desk.ground.shares.close(claim, state=PartState.REFUSED, refused=told)
        else:
            desk.ground.shares.close(claim, state=PartState.DONE)
        found.add(given.returned)
        desk.ground.told(", ".join(sorted(tables_of(batch))), run.done)
    return found


def _put_files(run: Run, given: Given, *, claim: Claim) -> None:
    """Put files back that no row leads to: what was intended is on record before the first of them."""
    intent = BatchIntent(run=run.number, step=claim.step, attempt=0, bounds="", claim=claim)
    number = run.ground.journal.intend(intent)
    confirm(run, number, BatchOutcome(counts=given.put_all(), is_exact=True))
