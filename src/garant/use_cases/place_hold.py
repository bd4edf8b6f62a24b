"""Place a legal hold: look whether what it names is there, let it rule, and say what it keeps (Art. 17(3))."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.files import dated_sets
from garant.planning.grounds.holds import HeldPerson, Holds, LegalHold, NewHold
from garant.planning.questions import Answers, Count, Programme
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Is, Value
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, FileStore, HoldBook, Memory

_TELLING = 4
"""From so many letters on, what is named would be recognised in a reason that repeats it."""


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
    """A hold that rules from now on, and how many rows or files of each place it names or reaches."""

    number: int
    counts: Mapping[str, int]


def place_hold(ground: Ground, wanted: NewHold, *, on: date, at: datetime) -> Placed:
    """Place a hold and return what it keeps now; raise a Failure, having placed none."""
    if wanted.review <= on:
        raise ReviewPast
    if _tells(wanted):
        raise ReasonTells
    if isinstance(wanted.names, HeldPerson) and not _is_there(ground, wanted.names):
        raise NobodyThere(table=wanted.names.table)

    def record(number: int) -> EvidenceRecord:
        facts = {"hold": number, "kind": wanted.names.kind.value, "place": wanted.names.place, "by": wanted.author}
        return EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=at, facts={**facts, "review": wanted.review.isoformat()})

    number = ground.holds.place(wanted, on=on, record=record)
    hold = next(one for one in ground.holds.all() if one.number == number)
    return Placed(number=number, counts={place: count for place, count in _kept(ground, hold, on=on) if count})


def _tells(wanted: NewHold) -> bool:
    named = wanted.names.plain()
    texts = [named.get("key", ""), *(value for _, test in named.get("when", ()) for value in _values(test))]
    return any(len(text) >= _TELLING and text.lower() in wanted.reason.lower() for text in texts)


def _values(test: object) -> Iterator[str]:
    if isinstance(test, dict | list | tuple):
        for value in test.values() if isinstance(test, dict) else test:
            yield from _values(value)
    elif isinstance(test, str):
        yield test


def _is_there(ground: Ground, person: HeldPerson) -> bool:
    anchor = ground.layout.anchors_at(person.table)[0]
    asked = Count(person.table, Is(Value("t", anchor.key), (person.key,)))
    return _survey(ground, ground.layout.store_of(person.table), (asked,))[asked] > 0


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
