"""Read what lies in an archive: for its named readers, with a motive, and on record (Art. 5(1)(f), 25)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning.archiving.reading import Readers, Wanted
from garant.planning.grounds.reasons import Reasons
from garant.planning.terrain.layout import Layout
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.policy.texts.suggestions import did_you_mean
from garant.ports import Database, Evidence, Memory, Sealer

MOTIVE = "motive of a reading"


class NothingArchived(Failure):
    """Nothing of the table lies in an archive."""

    sentence = Sentence("rien de `{table}` n'est en archive", "nothing of `{table}` lies in an archive")
    mend = Sentence(
        "nommez une table de la carte, comme elle s'y appelle, dont la base a une `archive` ; {near}",
        "name a table of the map, as it is called there, whose store has an `archive`; {near}",
    )


class NotAReader(Failure):
    """Nobody by this name may read the table in its archive."""

    sentence = Sentence(
        "`{reader}` ne peut pas lire `{table}` dans son archive", "`{reader}` may not read `{table}` in its archive"
    )
    mend = Sentence("peuvent la lire : {readers}", "these may read it: {readers}")


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
    evidence: Evidence
    sealer: Sealer


def read_archive(
    ground: Ground, wanted: Wanted, *, motive: str, on: date, at: datetime
) -> tuple[Mapping[str, object], ...]:
    """Return the records that a reader may see, with the cells that are there for their sake; it goes on record."""
    readers = Readers(Reasons(ground.layout, on, ground.memory.known()))
    place = readers.place(wanted.table) if wanted.table in ground.layout.tables else None
    if place is None:
        archived = [table for table in ground.layout.tables if readers.place(table)]
        raise NothingArchived(table=wanted.table, near=did_you_mean(wanted.table, archived))
    allowed = readers.of(place)
    if wanted.reader not in allowed:
        raise NotAReader(table=wanted.table, reader=wanted.reader, readers=", ".join(allowed) or "—")
    if not motive.strip():
        raise NoMotive
    database = ground.databases[ground.layout.store_of(place)]
    glance = readers.glance(place, wanted)
    found = tuple(database.glance(ground.layout, glance, remembered=ground.memory.remembered))
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
