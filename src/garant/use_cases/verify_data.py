"""Verify that the data, the map and the promises are as the policy says, and put that on record (Art. 5(2))."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning import retention
from garant.planning.fitting import fit
from garant.planning.layout import Layout
from garant.planning.questions import Count, Programme
from garant.planning.verification import Finding, Verification
from garant.policy.checks import check
from garant.policy.digests import digest
from garant.policy.reading import Reading
from garant.ports import Database, Evidence, Memory, Progress, StoreFailed


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The customer's stores, those that do not answer, and our own."""

    databases: Mapping[str, Database]
    failed: tuple[StoreFailed, ...]
    memory: Memory
    evidence: Evidence
    progress: Progress


def verify_data(layout: Layout, reading: Reading, *, stores: Stores, on: date, at: datetime) -> tuple[Finding, ...]:
    """Return the findings of a day, and put their counts on record; raise a StoreFailed or a StateFailure."""
    problems = (*reading.problems, *check(layout.policy, layout.data_map, reading.places), *fit(layout, reading.places))
    silent = tuple(failure.store for failure in stores.failed)
    verification = Verification(Programme(layout, on, stores.memory.known()), problems, silent=silent)
    answers: dict[Count, int] = {}
    for store, questions in verification.questions().items():
        database = stores.databases[store]
        answers.update(
            database.survey(layout, questions, remembered=stores.memory.remembered, progress=stores.progress)
        )
    # What cannot be asked cannot be planned either.
    steps = () if verification.in_the_way else retention.decide(verification.programme, answers)
    findings = verification.decide(steps, answers)
    stores.evidence.append([_record(layout, findings, on=on, at=at)])
    return findings


def _record(layout: Layout, findings: tuple[Finding, ...], *, on: date, at: datetime) -> EvidenceRecord:
    facts: dict[str, Fact] = {
        "on": on.isoformat(),
        "policy": digest(layout.policy),
        "data map": digest(layout.data_map),
        "findings": len(findings),
        "accepted": sum(found.accepted is not None for found in findings),
    }
    for found in findings:
        name = f"count of {found.code}"
        before = facts.get(name, 0)
        assert isinstance(before, int)
        facts[name] = before + found.count
    return EvidenceRecord(kind=RecordKind.DATA_VERIFIED, at=at, facts=facts)
