"""Holds: what stays whatever the rules say, until a named person lifts the hold (Art. 17(3)(b) and (e))."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from garant.planning.remembered import RememberedEvent
from garant.policy.datamap import Condition, Test

HELD = "hold: "
"""How holds on people are told among the events that are brought along, before their numbers."""


DOUBTFUL = f"{HELD}doubtful"
"""How it is told that a row somewhere may be one person's or another's: nothing of theirs goes on a doubt."""


class HoldKind(Enum):
    """What a hold may name."""

    PERSON = "person"
    TABLE = "table"
    ROWS = "rows"
    FILES = "files"
    SUSPENSION = "suspension"
    """No hold, but the fact that says the opposite: a reason no longer counts for a person."""


@dataclass(frozen=True, kw_only=True)
class HeldPerson:
    """A person, by the key of their row in a table of people; the key shows itself to nobody."""

    table: str
    key: str = field(repr=False)

    @property
    def place(self) -> str:
        """Return the table."""
        return self.table

    @property
    def kind(self) -> HoldKind:
        """Return what is named."""
        return HoldKind.PERSON

    def plain(self) -> dict[str, Any]:
        """Return what is to be sealed."""
        return {"key": self.key}


@dataclass(frozen=True, kw_only=True)
class HeldRows:
    """The rows of a table that meet every condition, in the words of the map; without one, all of them."""

    table: str
    when: tuple[tuple[str, Condition], ...] = field(default=(), repr=False)

    @property
    def place(self) -> str:
        """Return the table."""
        return self.table

    @property
    def kind(self) -> HoldKind:
        """Return what is named."""
        return HoldKind.ROWS if self.when else HoldKind.TABLE

    def plain(self) -> dict[str, Any]:
        """Return what is to be sealed."""
        return {"when": [[path, _plain(test)] for path, test in self.when]}


@dataclass(frozen=True, kw_only=True)
class HeldFiles:
    """The files of a set whose path fits a pattern and whose day, where the path says one, lies between two days."""

    files: str
    pattern: str = field(repr=False)
    first: date | None = None
    last: date | None = None

    @property
    def place(self) -> str:
        """Return the set."""
        return self.files

    @property
    def kind(self) -> HoldKind:
        """Return what is named."""
        return HoldKind.FILES

    def plain(self) -> dict[str, Any]:
        """Return what is to be sealed."""
        days = {name: day.isoformat() for name, day in (("first", self.first), ("last", self.last)) if day}
        return {"pattern": self.pattern, **days}

    @cached_property
    def _fitting(self) -> re.Pattern[str]:
        return re.compile(".*".join(map(re.escape, self.pattern.split("*"))), re.DOTALL)

    def names(self, path: str, days: Mapping[str, date]) -> bool:
        """Return whether a file is named; one of whose day nothing is known is, whatever days are asked for."""
        if not self._fitting.fullmatch(path):
            return False
        first, last = self.first or date.min, self.last or date.max
        return not days or any(first <= day <= last for day in days.values())


Ground = tuple[str, int, str]
"""A reason: the activity, the number of its rule, and the category of the cells."""

SUSPENDED = "suspended: "
"""How suspensions are told among the events that are brought along, before the reason."""


def told_as(ground: Ground) -> str:
    """Return the name under which the suspension of a reason is told."""
    return SUSPENDED + "/".join(map(str, ground))


@dataclass(frozen=True, kw_only=True)
class Suspension:
    """Reasons that no longer count for a person, at their request (Art. 7(3), 17(1), 21)."""

    table: str
    key: str = field(repr=False)
    grounds: tuple[Ground, ...]

    @property
    def place(self) -> str:
        """Return the table in which the person is known."""
        return self.table

    @property
    def kind(self) -> HoldKind:
        """Return what is said."""
        return HoldKind.SUSPENSION

    def plain(self) -> dict[str, Any]:
        """Return what is to be sealed."""
        return {"key": self.key, "grounds": [list(ground) for ground in self.grounds]}


Held = HeldPerson | HeldRows | HeldFiles | Suspension


@dataclass(frozen=True, kw_only=True)
class NewHold:
    """A hold as a named person asks for it."""

    names: Held
    reason: str
    article: str
    author: str
    review: date
    readers: tuple[str, ...] = ()
    """Who may read what no rule keeps any more (Art. 5(1)(f), 25)."""


@dataclass(frozen=True, kw_only=True)
class Lifted:
    """Who lifted a hold, on which day, and why."""

    by: str
    on: date
    because: str


@dataclass(frozen=True, kw_only=True)
class LegalHold:
    """A hold that was placed; once it is lifted, what it named is known to nobody any more."""

    number: int
    kind: HoldKind
    place: str
    names: Held | None
    reason: str
    article: str
    author: str
    since: date
    review: date
    readers: tuple[str, ...] = ()
    lifted: Lifted | None = None

    def is_to_be_reviewed(self, on: date) -> bool:
        """Return whether the day has come on which somebody must look at it again."""
        return self.lifted is None and self.review <= on

    def is_for(self, wanted: NewHold) -> bool:
        """Return whether it names what is wanted, for the same reason and by the same article."""
        return (self.names, self.reason, self.article) == (wanted.names, wanted.reason, wanted.article)


ASKED = "asked"
"""How the person for whom a plan is made is told among the events that are brought along."""

CASE, READ_BY = "held case: ", "held for: "
"""How cases of several holds are told, by the number of the first; and holds by whom they may be read."""

SHOWN_APART = 30
"""How many cases plans count one by one; a plan of thousands would be read by nobody, and asked for ever."""


@dataclass(frozen=True)
class HeldCase:
    """Holds that are told and counted together, and the fact by which the people whom they name are told."""

    holds: tuple[LegalHold, ...]
    fact: str

    @property
    def first(self) -> LegalHold:
        """Return the oldest of them."""
        return self.holds[0]

    @cached_property
    def tables_of_people(self) -> frozenset[str]:
        """Return the tables by whose keys they name persons."""
        return frozenset(hold.names.table for hold in self.holds if isinstance(hold.names, HeldPerson))


DOUBT = HeldCase((), DOUBTFUL)
"""That it is not known who somebody is: it holds as a hold does (Art. 5(1)(d))."""


@dataclass(frozen=True)
class Holds:
    """The facts that rule: holds, and what is suspended."""

    all: tuple[LegalHold, ...] = ()
    suspensions: tuple[LegalHold, ...] = ()
    spares: bool = False
    """Whether all is spared that a restored backup did not bring back: a replay erases nothing else."""
    asked: HeldPerson | None = None
    """The person for whom a plan is made at their request: rows that are nobody's of theirs are spared."""

    @cached_property
    def cases(self) -> tuple[HeldCase, ...]:
        """Return the holds as plans count them, those of one reason together."""
        found: dict[tuple[str, str], list[LegalHold]] = {}
        for hold in self.all:
            found.setdefault((hold.reason, hold.article), []).append(hold)
        cases = [tuple(holds) for holds in found.values()]
        rest = tuple(hold for holds in cases[SHOWN_APART:] for hold in holds)
        return tuple(map(_case, (*cases[:SHOWN_APART], *((rest,) if rest else ()))))

    @cached_property
    def tables_of_people(self) -> frozenset[str]:
        """Return the tables by whose keys persons are held."""
        return frozenset(person.table for _, person in self.on_people)

    @property
    def newest(self) -> int:
        """Return the number of the latest one."""
        return max((fact.number for fact in (*self.all, *self.suspensions)), default=0)

    @cached_property
    def on_people(self) -> tuple[tuple[LegalHold, HeldPerson], ...]:
        """Return those on persons."""
        return tuple((hold, hold.names) for hold in self.all if isinstance(hold.names, HeldPerson))

    @cached_property
    def on_rows(self) -> tuple[tuple[LegalHold, HeldRows], ...]:
        """Return those on rows, of a whole table or by conditions."""
        return tuple((hold, hold.names) for hold in self.all if isinstance(hold.names, HeldRows))

    @property
    def on_files(self) -> tuple[tuple[LegalHold, HeldFiles], ...]:
        """Return those on files."""
        return tuple((hold, hold.names) for hold in self.all if isinstance(hold.names, HeldFiles))

    def brought(self, relation: str) -> Iterator[RememberedEvent]:
        """Yield the holds on people of a table, as facts of theirs that are brought to where their rows are."""
        told = {hold.number: [event_of(hold)] for hold, _ in self.on_people}
        for case in (*self.cases, *self.readers.values()):
            for hold in case.holds if relation.partition("@")[2] in case.tables_of_people else ():
                told.setdefault(hold.number, []).append(case.fact)
        for hold, person in self.on_people:
            for fact in dict.fromkeys(told[hold.number]) if relation.partition("@")[2] == person.table else ():
                yield RememberedEvent(people=relation, person=person.key, event=fact, is_open=True)
        if self.asked is not None and self.asked.table == relation.partition("@")[2]:
            yield RememberedEvent(people=relation, person=self.asked.key, event=ASKED, is_open=True)
        for suspension in self._said_of(relation.partition("@")[2]):
            for ground in suspension.grounds:
                event = told_as(ground)
                yield RememberedEvent(people=relation, person=suspension.key, event=event, is_open=True)

    def _said_of(self, table: str) -> Iterator[Suspension]:
        names = (one.names for one in self.suspensions)
        return (one for one in names if isinstance(one, Suspension) and one.table == table)

    @cached_property
    def suspended(self) -> Mapping[Ground, frozenset[str]]:
        """Return the tables of the people for whom each reason is suspended."""
        found: dict[Ground, set[str]] = {}
        for said in (one.names for one in self.suspensions):
            if isinstance(said, Suspension):
                for ground in said.grounds:
                    found.setdefault(ground, set()).add(said.table)
        return {ground: frozenset(tables) for ground, tables in found.items()}

    @cached_property
    def readers(self) -> Mapping[str, HeldCase]:
        """Return the holds that each reader may read under."""
        named = dict.fromkeys(reader for hold in self.all for reader in hold.readers)
        mine = {reader: tuple(hold for hold in self.all if reader in hold.readers) for reader in named}
        return {reader: HeldCase(holds, f"{READ_BY}{reader}") for reader, holds in mine.items()}

    def to_be_reviewed(self, on: date) -> tuple[LegalHold, ...]:
        """Return those whose review date has come."""
        return tuple(hold for hold in self.all if hold.is_to_be_reviewed(on))


NO_HOLDS = Holds()
"""Nothing is held."""


def event_of(hold: LegalHold) -> str:
    """Return the name under which a hold on a person is told."""
    return f"{HELD}{hold.number}"


def _case(holds: tuple[LegalHold, ...]) -> HeldCase:
    return HeldCase(holds, event_of(holds[0]) if len(holds) == 1 else f"{CASE}{holds[0].number}")


def ruling(holds: Sequence[LegalHold]) -> Holds:
    """Return those of all holds that were not lifted."""
    suspensions = tuple(one for one in standing(holds) if one.kind is HoldKind.SUSPENSION)
    return Holds(tuple(one for one in standing(holds) if one.kind is not HoldKind.SUSPENSION), suspensions)


def standing(holds: Sequence[LegalHold]) -> tuple[LegalHold, ...]:
    """Return those of all holds that were not lifted, and what says the opposite of one."""
    return tuple(hold for hold in holds if hold.lifted is None)


# what is sealed


def as_text(names: Held) -> str:
    """Return what a hold names, as text to be sealed."""
    return json.dumps(names.plain(), ensure_ascii=False, sort_keys=True)


def read(kind: HoldKind, place: str, text: str) -> Held:
    """Return what a sealed text names."""
    said = json.loads(text)
    match kind:
        case HoldKind.PERSON:
            return HeldPerson(table=place, key=said["key"])
        case HoldKind.SUSPENSION:
            grounds = tuple((activity, rule, category) for activity, rule, category in said["grounds"])
            return Suspension(table=place, key=said["key"], grounds=grounds)
        case HoldKind.TABLE | HoldKind.ROWS:
            return HeldRows(table=place, when=tuple((path, _condition(test)) for path, test in said["when"]))
        case HoldKind.FILES:
            days = {name: date.fromisoformat(said[name]) for name in ("first", "last") if name in said}
            return HeldFiles(files=place, pattern=said["pattern"], first=days.get("first"), last=days.get("last"))


def copied(hold: LegalHold) -> str:
    """Return a hold whole, as text to be sealed and kept where our own state is not."""
    assert hold.names is not None
    said = {"reason": hold.reason, "article": hold.article, "author": hold.author, "readers": hold.readers}
    names = {"kind": hold.kind.value, "place": hold.place, "names": as_text(hold.names)}
    return json.dumps({**names, **said, "review": hold.review.isoformat()}, ensure_ascii=False, sort_keys=True)


def read_copy(text: str) -> NewHold:
    """Return the hold that a copy says, to be placed again."""
    said = json.loads(text)
    return NewHold(
        names=read(HoldKind(said["kind"]), said["place"], said["names"]),
        reason=said["reason"],
        article=said["article"],
        author=said["author"],
        review=date.fromisoformat(said["review"]),
        readers=tuple(said["readers"]),
    )


def _plain(test: Condition) -> Any:
    return test.model_dump(by_alias=True, exclude_none=True) if isinstance(test, Test) else test


def _condition(plain: Any) -> Condition:
    if isinstance(plain, dict):
        return Test.model_validate({k: tuple(v) if isinstance(v, list) else v for k, v in plain.items()})
    found: Condition = tuple(plain) if isinstance(plain, list) else plain
    return found
