"""Verification asks every store once, and puts counts on record, never who."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from garant.evidence.records import RecordKind
from garant.evidence.restored import Attested
from garant.planning.across import Fact, Identified, Offer
from garant.planning.files import NamedFiles
from garant.planning.questions import Answers, Count, Question
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import SchemaSeen
from garant.policy.reading import Reading, read
from garant.ports import Progress, Remembered, StoreRun
from garant.use_cases.verify_data import Stores, verify_data
from tests.evidence.fakes import MemoryEvidence, MemoryOfEvents
from tests.planning.seen import schemas

TEXT = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}, dpo: {email: dpo@ecole.example}}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: fin}}
categories: {identity: {fr: identité}}
activities:
  teaching:
    purpose: {fr: cours}
    basis: contract
    subjects: [pupil]
    categories: [identity]
    retention: [{keep: P2Y, from: lessons ended}]
stores: {school: {url: "env:SCHOOL_URL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils: {used for: [teaching], columns: {name: identity}, events: {lessons ended: ended_on}}
"""
SEEN = {"school": {"tables": {"pupils": {"columns": {"id": "int key", "name": "text null", "ended_on": "date null"}}}}}
ON, AT = date(2026, 3, 1), datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class DictatedDatabase:
    """The port `Database`, whose every count is dictated; `asked` lists the questions."""

    store: str
    seen: SchemaSeen
    count: int = 0
    fails: StoreFailed | None = None
    asked: list[Question] = field(default_factory=list)
    identity: str = "at home"
    archive: object = None
    furnished: list[object] = field(default_factory=list)

    def glance(self, layout: Layout, glance: object, *, remembered: object) -> Iterator[Mapping[str, object]]:
        return iter(())

    def now(self) -> datetime | None:
        return None

    def told(self, table: str, columns: Sequence[str]) -> Iterator[list[object]]:
        return iter(())

    def archive_into(self, archive: object) -> None:
        self.archive = archive

    def origins(self) -> frozenset[str]:
        return frozenset()

    def attest(self, origin: str, attested: Attested) -> None:
        raise AssertionError("a look at data tells nobody of the log")

    def attested(self, origin: str) -> Attested:
        return Attested()

    def furnish(self, shapes: Sequence[object]) -> None:
        self.furnished += shapes

    def schema(self) -> SchemaSeen:
        return self.seen

    def survey(
        self,
        layout: Layout,
        questions: Sequence[Question],
        *,
        remembered: Remembered,
        progress: Progress,
    ) -> Answers:
        if self.fails is not None:
            raise self.fails
        progress(self.store, 0, len(questions))
        self.asked += questions
        return {question: self.count for question in questions if isinstance(question, Count)}

    def run(self, layout: Layout, *, origin: str, remembered: Remembered) -> AbstractContextManager[StoreRun]:
        raise NotImplementedError

    def named(self, layout: Layout, files: NamedFiles, paths: Sequence[str]) -> frozenset[str]:
        raise NotImplementedError

    def offered(self, layout: Layout, offer: Offer, *, remembered: Remembered) -> Iterator[Fact]:
        raise NotImplementedError

    def recognised(self, layout: Layout, identified: Identified, facts: Iterable[Fact]) -> Iterator[RememberedEvent]:
        raise NotImplementedError


def ground(text: str = TEXT, **dictated: object) -> tuple[Layout, Reading, Stores, MemoryEvidence, DictatedDatabase]:
    reading = read({"policy.yaml": text})
    assert reading.policy is not None
    assert reading.data_map is not None
    there = schemas(SEEN)
    database = DictatedDatabase("school", there["school"], **dictated)  # type: ignore[arg-type]
    evidence = MemoryEvidence()
    stores = Stores(
        databases={"school": database},
        failed=(),
        memory=MemoryOfEvents(),
        evidence=evidence,
        progress=lambda _table, _done, _whole: None,
    )
    return Layout(reading.policy, reading.data_map, there), reading, stores, evidence, database


def test_a_store_in_order_is_asked_and_nothing_is_found():
    layout, reading, stores, evidence, database = ground()

    assert verify_data(layout, reading, stores=stores, on=ON, at=AT) == ()
    assert database.asked != []
    assert [record.kind for record in evidence.appended] == [RecordKind.DATA_VERIFIED]
    assert evidence.appended[0].facts["findings"] == 0


def test_what_is_found_is_on_record_as_counts():
    layout, reading, stores, evidence, _ = ground(count=2)

    findings = verify_data(layout, reading, stores=stores, on=ON, at=AT)

    assert {(one.code, one.where, one.count) for one in findings} >= {
        ("past-due", "school.pupils", 2),
        ("missing-date", "school.pupils.ended_on", 2),
    }
    facts = evidence.appended[0].facts
    assert facts["on"] == "2026-03-01"
    assert facts["count of missing-date"] == 2
    assert facts["accepted"] == 0


def test_an_accepted_finding_is_on_record_as_accepted():
    said = "accepted findings: [{finding: missing-date, where: school.pupils.ended_on, by: Dana, until: 2027-01-01, because: soon}]\n"  # noqa: E501
    layout, reading, stores, evidence, _ = ground(TEXT + said, count=2)

    verify_data(layout, reading, stores=stores, on=ON, at=AT)

    assert evidence.appended[0].facts["accepted"] == 1


def test_a_store_that_fails_half_way_leaves_no_record():
    layout, reading, stores, evidence, _ = ground(fails=StoreUnreachable("school"))

    with pytest.raises(StoreUnreachable):
        verify_data(layout, reading, stores=stores, on=ON, at=AT)

    assert evidence.appended == []
