"""Read what lies in an archive, or a hold alone keeps: for named readers, with a motive, on record (Art. 25)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning.archiving.reading import Glance, Readers, Wanted
from garant.planning.grounds.holds import ruling
from garant.planning.grounds.reasons import Reasons
from garant.planning.terrain.layout import Layout
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.policy.speech.suggestions import did_you_mean
from garant.ports import Database, Evidence, HoldBook, Memory, Sealer

MOTIVE = "motive of a reading"


class NothingArchived(Failure):
    """Nothing of the table lies in an archive, and no hold that has readers keeps any of it."""

    sentence = Sentence(
        "rien de `{table}` n'est en archive, ni gardé par un gel qui a des lecteurs",
        "nothing of `{table}` lies in an archive, or is kept by a hold that has readers",
    )
    mend = Sentence(
        "nommez une table de la carte, comme elle s'y appelle, dont la base a une `archive` ; {near}",
        "name a table of the map, as it is called there, whose store has an `archive`; {near}",
    )


class NotAReader(Failure):
    """Nobody by this name may read the table in its archive."""

    sentence = Sentence(
        "`{reader}` ne peut pas lire ce qui est gardé de `{table}`", "`{reader}` may not read what is kept of `{table}`"
    )
    mend = Sentence("peuvent le lire : {readers}", "these may read it: {readers}")


class NoMotive(Failure):
    """Nobody reads an archive without saying why."""

    sentence = Sentence("une archive ne se lit pas sans motif", "an archive is not read without a motive")
    mend = Sentence("dites pourquoi : --motive", "say why: --motive")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The stores, our own state, and what seals a motive."""

    layout: Layout
    databases: Mapping[str, Database]
    memory: Memory
    holds: HoldBook
    evidence: Evidence
    sealer: Sealer


def read_archive(
    ground: Ground, wanted: Wanted, *, motive: str, on: date, at: datetime
) -> tuple[Mapping[str, object], ...]:
    """Return the records that a reader may see, with the cells that are there for their sake; it goes on record."""
    readers = Readers(Reasons(ground.layout, on, ground.memory.known(), holds=ruling(ground.holds.all())))
    places = readers.places(wanted.table) if wanted.table in ground.layout.tables else ()
    if not places:
        readable = [table for table in ground.layout.tables if readers.places(table)]
        raise NothingArchived(table=wanted.table, near=did_you_mean(wanted.table, readable))
    allowed = {place: readers.of(place) for place in places}
    named = tuple(dict.fromkeys(reader for found in allowed.values() for reader in found))
    if wanted.reader not in named:
        raise NotAReader(table=wanted.table, reader=wanted.reader, readers=", ".join(named) or "—")
    if not motive.strip():
        raise NoMotive
    seen = [readers.glance(place, wanted) for place in places if wanted.reader in allowed[place]]
    found = tuple(row for glance in seen for row in _read(ground, glance))
    # The reading is on record before anybody sees it; the motive may name somebody, and is sealed.
    sealed = ground.sealer.seal(motive.encode(), context=MOTIVE).hex()
    facts: dict[str, Fact] = {
        "table": wanted.table,
        "reader": wanted.reader,
        "rows": len(found),
        "sealed motive": sealed,
    }
    ground.evidence.append([EvidenceRecord(kind=RecordKind.ARCHIVE_READ, at=at, facts=facts)])
    return found


def _read(ground: Ground, glance: Glance) -> Iterator[Mapping[str, object]]:
    database = ground.databases[ground.layout.store_of(glance.table)]
    return database.glance(ground.layout, glance, remembered=ground.memory.remembered)
