"""Verify that the data, the map and the promises are as the policy says, and put that on record (Art. 5(2))."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning import retention
from garant.planning.archiving.derived import as_written
from garant.planning.files import FilePlan, NamedFiles, SeenFile, Tally, Verdict, missing_columns, named_sets
from garant.planning.fitting import fit
from garant.planning.grounds.holds import NO_HOLDS, Holds
from garant.planning.questions import Count, Programme
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.planning.verification import Finding, Verification
from garant.policy.checks import check
from garant.policy.digests import digest
from garant.policy.reading import Reading
from garant.ports import Database, Evidence, FileStore, Memory, Progress

FILES_AT_ONCE = 5000


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The customer's stores, those that do not answer, and our own."""

    databases: Mapping[str, Database]
    files: Mapping[str, FileStore] = field(default_factory=dict)
    failed: tuple[StoreFailed, ...]
    memory: Memory
    holds: Holds = NO_HOLDS
    evidence: Evidence
    progress: Progress


def verify_data(layout: Layout, reading: Reading, *, stores: Stores, on: date, at: datetime) -> tuple[Finding, ...]:
    """Return the findings of a day, and put their counts on record; raise a StoreFailed or a StateFailure."""
    written, places = as_written(layout), reading.places
    problems = (*reading.problems, *check(layout.policy, written.data_map, places), *fit(written, places))
    silent = tuple(failure.store for failure in stores.failed)
    verification = Verification(Programme(layout, on, stores.memory.known(), stores.holds), problems, silent=silent)
    answers: dict[Count, int] = {}
    for store, questions in verification.questions().items():
        database = stores.databases[store]
        answers.update(
            database.survey(layout, questions, remembered=stores.memory.remembered, progress=stores.progress)
        )
    # What cannot be asked cannot be planned either.
    findings = verification.decide((), answers)
    if not verification.in_the_way:
        files = FilePlan(verification.programme)
        there = [(one, stores.files.get(one.store or "")) for one in files.dated()]
        tallies = {one.name: one.tally(place.files()) for one, place in there if place is not None}
        steps = files.steps(retention.decide(verification.programme, answers), answers, tallies)
        findings = verification.decide(steps, answers, files=_of_files(layout, stores, tallies))
    stores.evidence.append([_record(layout, findings, on=on, at=at)])
    return findings


def _record(layout: Layout, findings: tuple[Finding, ...], *, on: date, at: datetime) -> EvidenceRecord:
    facts: dict[str, Fact] = {
        "on": on.isoformat(),
        "policy": digest(layout.policy),
        "data map": digest(as_written(layout).data_map),
        "findings": len(findings),
        "accepted": sum(found.accepted is not None for found in findings),
    }
    for found in findings:
        name = f"count of {found.code}"
        before = facts.get(name, 0)
        assert isinstance(before, int)
        facts[name] = before + found.count
    return EvidenceRecord(kind=RecordKind.DATA_VERIFIED, at=at, facts=facts)


def _of_files(layout: Layout, stores: Stores, tallies: Mapping[str, Tally]) -> Iterator[Finding]:
    """Yield the files that no path fits, and those that no row names."""
    counted = {name: (tally.get(Verdict.UNFIT, 0), 0) for name, tally in tallies.items()}
    for files in named_sets(layout):
        database = stores.databases[layout.store_of(files.table)]
        place = stores.files.get(files.store or "")
        if place is not None and not missing_columns(layout, files):
            counted[files.name] = _stray(layout, files, database, place=place)
    for name, (unfit, unnamed) in counted.items():
        if unfit:
            yield Finding(code="unfit-file", where=name, count=unfit)
        if unnamed:
            yield Finding(code="unnamed-file", where=name, count=unnamed)


def _stray(layout: Layout, files: NamedFiles, database: Database, *, place: FileStore) -> tuple[int, int]:
    """Return how many files do not fit the path of their set, and how many no row names."""
    unfit = unnamed = 0
    for seen in _some(place.files()):
        paths = [file.path for file in seen if file.is_plain and files.path.read(file.path) is not None]
        unfit += len(seen) - len(paths)
        unnamed += len(paths) - len(database.named(layout, files, paths))
    return unfit, unnamed


def _some(files: Iterator[SeenFile]) -> Iterator[tuple[SeenFile, ...]]:
    while some := tuple(islice(files, FILES_AT_ONCE)):
        yield some
