"""An archive is read by those whom a rule names, with a motive, and never without a record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import pytest

from garant.evidence.records import RecordKind
from garant.planning.archiving.derived import with_archives
from garant.planning.archiving.reading import Glance, Wanted
from garant.planning.archiving.records import ID
from garant.planning.archiving.shapes import Shape, shapes
from garant.planning.grounds.reasons import Reasons
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import ColumnSeen, Kind, SchemaSeen, TableSeen
from garant.use_cases.read_archive import Ground, NoMotive, NotAReader, NothingArchived, read_archive
from tests.evidence.fakes import MemoryState
from tests.fakes import FakeDatabase
from tests.reference.test_archive_moves import MAP, POLICY, SHAPES

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)


@dataclass
class Vault(FakeDatabase):
    """An archive with one record; `glances` lists what was asked."""

    glances: list[Glance] = field(default_factory=list)

    def glance(self, layout: Layout, glance: Glance, *, remembered: object) -> Iterator[Mapping[str, object]]:
        self.glances.append(glance)
        yield {"id": 1, "notes": "‹what it says›"}


class Wax:
    """The port `Sealer`, which any eye can see through but that of a test."""

    def seal(self, content: bytes, *, context: str) -> bytes:
        return bytes(byte ^ 255 for byte in content)

    def open(self, sealed: bytes, *, context: str) -> bytes:
        return bytes(byte ^ 255 for byte in sealed)


def layout() -> Layout:
    """Return a school whose archive has its tables."""
    policy = POLICY.model_copy(deep=True)
    rule = policy.activities["billing"].retention[0]
    assert rule.archive is not None
    archive = rule.archive.model_copy(update={"readers": ("accounting",)})
    billing = policy.activities["billing"].model_copy(
        update={"retention": (rule.model_copy(update={"archive": archive}),)}
    )
    policy = policy.model_copy(update={"activities": {**policy.activities, "billing": billing}})
    tables = {name: seen(name, {c.name: c.type for c in shape.columns}) for name, shape in SHAPES.items()}
    empty = SchemaSeen(store="vault", dialect="sqlite", tables={})
    schemas = {"school": SchemaSeen(store="school", dialect="sqlite", tables=tables), "vault": empty}
    bare = Layout(policy, MAP, schemas)
    made = {shape.name: made_of(shape) for shape in shapes(Reasons(bare, TODAY), "vault")}
    return with_archives(Layout(policy, MAP, {**schemas, "vault": replace(empty, tables=made)}))


def seen(name: str, columns: dict[str, str]) -> TableSeen:
    kinds = {"int": Kind.INTEGER, "text": Kind.TEXT, "date": Kind.DATE}
    return TableSeen(
        name=name, columns=tuple(ColumnSeen(name=c, kind=kinds[word]) for c, word in columns.items()), key=("id",)
    )


def made_of(shape: Shape) -> TableSeen:
    columns = [ColumnSeen(name=ID, kind=Kind.INTEGER), *(ColumnSeen(name=c, kind=kind) for c, kind in shape.columns)]
    return TableSeen(name=shape.name, columns=tuple(columns), key=(ID,))


def ground(state: MemoryState, vault: Vault) -> Ground:
    databases = {"vault": vault}
    return Ground(
        layout=layout(),
        databases=databases,
        memory=state.memory,
        holds=state.holds,
        evidence=state.evidence,
        sealer=Wax(),
    )


def vault() -> Vault:
    return Vault(SchemaSeen(store="vault", dialect="sqlite", tables={}))


def wanted(table: str = "school.invoices", *, reader: str = "accounting") -> Wanted:
    return Wanted(table=table, reader=reader, person=("school.pupils", "1"))


def test_a_named_reader_is_shown_the_cells_that_are_there_for_their_sake():
    state, shown = MemoryState(), vault()

    found = read_archive(ground(state, shown), wanted(), motive="claim 14", on=TODAY, at=NOON)

    assert found == ({"id": 1, "notes": "‹what it says›"},)
    assert [cell.column for cell in shown.glances[0].cells] == ["id", "billed_to", "notes"]


def test_the_reading_is_on_record_and_its_motive_sealed():
    state = MemoryState()

    read_archive(ground(state, vault()), wanted(), motive="claim of Ben", on=TODAY, at=NOON)

    (record,) = state.evidence.appended
    assert record.kind is RecordKind.ARCHIVE_READ
    assert {name: record.facts[name] for name in ("table", "reader", "rows")} == {
        "table": "school.invoices",
        "reader": "accounting",
        "rows": 1,
    }
    assert Wax().open(bytes.fromhex(str(record.facts["sealed motive"])), context="") == b"claim of Ben"


def test_somebody_else_is_refused_and_told_who_may():
    state, shown = MemoryState(), vault()

    with pytest.raises(NotAReader) as refused:
        read_archive(ground(state, shown), wanted(reader="max"), motive="claim 14", on=TODAY, at=NOON)

    assert "accounting" in refused.value.mend.en
    assert (shown.glances, state.evidence.appended) == ([], [])


def test_nobody_reads_without_a_motive():
    with pytest.raises(NoMotive):
        read_archive(ground(MemoryState(), vault()), wanted(), motive=" ", on=TODAY, at=NOON)


def test_a_table_that_is_not_archived_cannot_be_read_and_those_that_are_are_named():
    with pytest.raises(NothingArchived) as refused:
        read_archive(ground(MemoryState(), vault()), wanted("school.invoice"), motive="claim 14", on=TODAY, at=NOON)

    assert "did you mean `school.invoices`?" in refused.value.mend.en
