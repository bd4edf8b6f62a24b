"""Place a legal hold: look whether what it names is there, let it rule, and say what it keeps (Art. 17(3))."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.files import dated_sets
from garant.planning.grounds.holds import HeldPerson, Holds, LegalHold, NewHold, ruling
from garant.planning.grounds.telling import mentions, repeats, who
from garant.planning.questions import Answers, Count, Programme
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, FileStore, HoldBook, Memory


class NobodyThere(Failure):
    """The key of a person who is to be held leads to nobody; it is not repeated."""

    sentence = Sentence("rien n'est gelé : `{table}` n'a pas cette clé", "nothing is held: `{table}` has no such key")
    mend = Sentence("vérifiez la clé dans la base", "look the key up in the database")


class ReviewPast(Failure):
    """The day of review has come already."""

    sentence = Sentence("rien n'est gelé : le jour de revue est passé", "nothing is held: the day of review has come")
    mend = Sentence("donnez un jour à venir : --review", "give a day to come: --review")


class ReasonTells(Failure):
    """The reason repeats what is held; reasons are shown in plans."""

    sentence = Sentence(
        "rien n'est gelé : le motif répète ce qui est gelé, et les plans montrent le motif",
        "nothing is held: the reason repeats what is held, and plans show the reason",
    )
    mend = Sentence("écrivez le numéro de l'affaire, non un nom", "write the number of the case, not a name")


class HeldAlready(Failure):
    """The same is held for the same reason: a second hold would have to be lifted a second time."""

    sentence = Sentence(
        "rien de plus n'est gelé : le gel n° {number} nomme la même chose, pour le même motif",
        "nothing more is held: hold {number} names the same, for the same reason",
    )
    mend = Sentence(
        "`garant hold review` le garde jusqu'à un autre jour ; un autre motif ferait un autre gel",
        "`garant hold review` keeps it until another day; another reason would make another hold",
    )


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The stores in which something is to be held, and the book in which holds stand."""

    layout: Layout
    databases: Mapping[str, Database]
    files: Mapping[str, FileStore]
    memory: Memory
    holds: HoldBook


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A hold that rules from now on, what it keeps where, and whether its reason seems to name the person held."""

    number: int
    counts: Mapping[str, int]
    mentions: bool = False


def place_hold(ground: Ground, wanted: NewHold, *, on: date, at: datetime) -> Placed:
    """Place a hold and return what it keeps now; raise a Failure, having placed none."""
    if wanted.review <= on:
        raise ReviewPast
    if repeats(wanted):
        raise ReasonTells
    same = next((one for one in ruling(ground.holds.all()).all if one.is_for(wanted)), None)
    if same is not None:
        raise HeldAlready(number=same.number)
    if isinstance(wanted.names, HeldPerson) and not _is_there(ground, wanted.names):
        raise NobodyThere(table=wanted.names.table)

    def record(number: int) -> EvidenceRecord:
        facts = {"hold": number, "kind": wanted.names.kind.value, "place": wanted.names.place, "by": wanted.author}
        more = {"review": wanted.review.isoformat()}
        if wanted.readers:
            more["readers"] = ", ".join(wanted.readers)
        return EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=at, facts={**facts, **more})

    number = ground.holds.place(wanted, on=on, record=record)
    hold = next(one for one in ground.holds.all() if one.number == number)
    counts = {place: count for place, count in _kept(ground, hold, on=on) if count}
    return Placed(number=number, counts=counts, mentions=_is_mentioned(ground, wanted))


def _is_there(ground: Ground, person: HeldPerson) -> bool:
    return _meets(ground, person.table, who(ground.layout, person))


def _is_mentioned(ground: Ground, wanted: NewHold) -> bool:
    person = wanted.names
    if not isinstance(person, HeldPerson):
        return False
    return _meets(ground, person.table, mentions(ground.layout, person, wanted.reason))


def _meets(ground: Ground, table: str, where: Condition) -> bool:
    asked = Count(table, where)
    return _survey(ground, ground.layout.store_of(table), (asked,))[asked] > 0


def _kept(ground: Ground, hold: LegalHold, *, on: date) -> Iterator[tuple[str, int]]:
    programme = Programme(ground.layout, on, ground.memory.known(), Holds((hold,)))
    for table in dict.fromkeys((*ground.layout.personal, *ground.layout.tables)):
        for _, asked in programme.held(table):
            yield table, _survey(ground, ground.layout.store_of(table), (asked,))[asked]
    for files in dated_sets(ground.layout, on, programme.holds):
        place = ground.files.get(files.store or "")
        if files.holds and place is not None:
            yield files.name, files.tally(place.files())[hold.number]


def _survey(ground: Ground, store: str, asked: tuple[Count, ...]) -> Answers:
    remembered = ground.memory.remembered
    return ground.databases[store].survey(ground.layout, asked, remembered=remembered, progress=lambda *_: None)
