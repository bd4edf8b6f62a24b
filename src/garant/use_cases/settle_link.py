"""Settle a doubtful link: a named person says whose a row is, or that it is nobody's (Art. 5(1)(d))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning.questions import Count
from garant.planning.settled import settled, token
from garant.planning.terrain.layout import Anchor, Layout
from garant.planning.terrain.predicates import Is, Value
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, Evidence, Memory


class NotLinked(Failure):
    """The table is none in which these people are known beside their own."""

    sentence = Sentence(
        "rien n'est décidé : la carte ne dit pas que les gens de `{people}` sont aussi connus dans `{table}`",
        "nothing is settled: the map does not say that the people of `{people}` are also known in `{table}`",
    )
    mend = Sentence(
        "nommez une ligne d'une table de `also known`, et une personne de la table de sa classe",
        "name a row of a table under `also known`, and a person of the table of its class",
    )


class NobodyThere(Failure):
    """A key leads to no row; it is not repeated."""

    sentence = Sentence(
        "rien n'est décidé : `{table}` n'a pas cette clé", "nothing is settled: `{table}` has no such key"
    )
    mend = Sentence("vérifiez la clé dans la base", "look the key up in the database")


@dataclass(frozen=True, kw_only=True)
class Key:
    """A row by its table and key, which shows itself to nobody."""

    table: str
    key: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The stores in which people are known, and where it is kept what was said of them."""

    layout: Layout
    databases: Mapping[str, Database]
    memory: Memory
    evidence: Evidence


def settle_link(ground: Ground, row: Key, person: Key | None, *, by: str, at: datetime) -> None:
    """Keep whose a row is, nobody's without a person; or raise a Failure. What was said last rules.

    INVARIANT: what is kept goes with either row, so that a key which is issued again is nobody's.
    """
    other, home = _anchors(ground.layout, row, person)
    for one in (row,) if person is None else (row, person):
        _must_be_there(ground, one)
    said = token((row.table, row.key), (person.table, person.key) if person else None, at)
    facts: dict[str, Fact] = {"place": row.table, "as": "one person" if person else "nobody", "by": by}
    ground.evidence.append([EvidenceRecord(kind=RecordKind.LINK_SETTLED, at=at, facts=facts)])
    named = [(other, row)] if person is None else [(other, row), (home, person)]
    ground.memory.remember([settled(anchor.relation, one.key, token=said, at=at) for anchor, one in named])


def _anchors(layout: Layout, row: Key, person: Key | None) -> tuple[Anchor, Anchor]:
    """Return where the row and its person are known, of one class."""
    for other in layout.anchors_at(row.table):
        home = layout.main_anchor(other.people)
        if home is not None and home != other and (person is None or person.table == home.table):
            return other, home
    raise NotLinked(people=person.table if person else row.table, table=row.table)


def _must_be_there(ground: Ground, one: Key) -> None:
    anchor = ground.layout.anchors_at(one.table)[0]
    asked = Count(one.table, Is(Value("t", anchor.key), (one.key,)))
    database = ground.databases[ground.layout.store_of(one.table)]
    answers = database.survey(ground.layout, (asked,), remembered=lambda _: (), progress=lambda *_: None)
    if not answers[asked]:
        raise NobodyThere(table=one.table)
