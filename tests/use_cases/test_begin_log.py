"""A log is missed where another one worked, and begins anew only where a named person says so."""

from datetime import UTC, datetime

import pytest

from garant.evidence.failures import LogIsHere, LogLost
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.terrain.schema import SchemaSeen
from garant.use_cases.begin_log import Because, miss_log, put_beginning
from tests.evidence.fakes import MemoryEvidence
from tests.fakes import FakeDatabase

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SCHEMA = SchemaSeen(store="school", dialect="sqlite", tables={})


def worked(*origins: str) -> FakeDatabase:
    return FakeDatabase(SCHEMA, worked=frozenset(origins))


@pytest.mark.parametrize("origins", [(), ("garant/in-memory",), ("garant/in-memory", "garant/another")])
def test_nothing_is_missed_where_no_log_worked_or_this_one_did(origins: tuple[str, ...]):
    miss_log(MemoryEvidence(), [worked(*origins)])


@pytest.mark.parametrize("origin", ["garant/another", ""])
def test_another_log_is_missed_where_this_one_is_new(origin: str):
    with pytest.raises(LogLost, match="the store `school` bears the name of another log"):
        miss_log(MemoryEvidence(), [worked(), worked(origin)])


@pytest.mark.parametrize("kind", [RecordKind.RUN_STARTED, RecordKind.LOG_BEGUN])
def test_a_log_that_has_worked_misses_none(kind: RecordKind):
    evidence = MemoryEvidence()
    evidence.append([EvidenceRecord(kind=kind, at=NOON)])

    miss_log(evidence, [worked("garant/another")])


def test_a_beginning_is_on_record_with_who_and_why_once():
    evidence = MemoryEvidence()
    put_beginning(evidence, by="Dana", because=Because.COPY, at=NOON)

    assert [(one.kind, one.facts) for one in evidence.appended] == [
        (RecordKind.LOG_BEGUN, {"by": "Dana", "because": "copy"})
    ]
    with pytest.raises(LogIsHere):
        put_beginning(evidence, by="Dana", because=Because.COPY, at=NOON)
