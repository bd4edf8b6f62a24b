"""Our own state in memory: small, and held to the same contract tests as the real store."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime

from garant.evidence.checkpoints import Checkpoint, SignedCheckpoint, key_id, signed, to_sign
from garant.evidence.failures import ClockSetBack, RunKeyGone, UnknownInStore
from garant.evidence.merkle import EMPTY, extend, root, subtrees
from garant.evidence.proofs import inclusion_proof
from garant.evidence.records import EvidenceRecord, NumberedRecord, RecordKind, canonical
from garant.evidence.restored import HoldTold, Known
from garant.evidence.runs import BatchNumber, RunNumber, SealedBatch, SealedRun
from garant.planning.grounds.holds import LegalHold, Lifted, NewHold
from garant.planning.remembered import RememberedEvent, condensed
from garant.planning.terrain.visas import Granted, ListForVisa, Series
from garant.planning.undo.pieces import Piece, PieceKind
from garant.ports import Signer
from tests.evidence.erased import MemoryErased
from tests.evidence.runs import MemoryJournal, MemoryShares


class MemoryEvidence:
    """The port `Evidence`; `appended` lists every record, in order."""

    origin = "garant/in-memory"

    def __init__(self) -> None:
        self.appended: list[EvidenceRecord] = []
        self._kept: dict[int, NumberedRecord] = {}
        self._leaves: list[bytes] = []
        self._checkpoints: list[SignedCheckpoint] = []
        self._signed_by: bytes | None = None

    def says(self, *kinds: RecordKind) -> bool:
        return any(record.kind in kinds for record in self.appended)

    @property
    def size(self) -> int:
        return len(self._leaves)

    def append(self, records: Sequence[EvidenceRecord]) -> range:
        numbers = range(self.size, self.size + len(records))
        for number, record in zip(numbers, records, strict=True):
            kept = NumberedRecord(number=number, text=canonical(record), salt=number.to_bytes(32, "big"))
            self._kept[number] = kept
            self._leaves.append(kept.leaf)
        self.appended += records
        return numbers

    def checkpoint(self, at: datetime, *, signer: Signer) -> SignedCheckpoint:
        before = self.last_checkpoint_at()
        if before is not None and at < before:
            raise ClockSetBack
        stated = Checkpoint(origin=self.origin, size=self.size, root=root(extend(EMPTY, self._leaves)), at=at)
        one = signed(stated, public_key=signer.public_key, signature=signer.sign(to_sign(stated)))
        self._checkpoints.append(one)
        self._signed_by = signer.public_key
        return one

    def checkpoints(self, public_key: bytes) -> Sequence[SignedCheckpoint]:
        name = key_id(self.origin, public_key=public_key)
        return [one for one in self._checkpoints if one.key_id == name and one.checkpoint.origin == self.origin]

    def last_signed_by(self) -> bytes | None:
        return self._signed_by

    def last_checkpoint_at(self) -> datetime | None:
        return max((one.checkpoint.at for one in self._checkpoints), default=None)

    def leaves(self, *, up_to: int) -> Iterator[bytes]:
        return iter(self._leaves[:up_to])

    def records(self, *, up_to: int) -> Iterator[NumberedRecord]:
        return (self._kept[number] for number in sorted(self._kept) if number < up_to)

    def all_of(self, kind: RecordKind) -> Sequence[EvidenceRecord]:
        return [record for record in self.appended if record.kind is kind]

    def root_of(self, size: int) -> bytes | None:
        return root(extend(EMPTY, self._leaves[:size])) if size <= self.size else None

    def rename(self, record: EvidenceRecord) -> None:
        self.origin += "-again"
        self.append([record])

    def inclusion_proof(self, number: int, *, size: int) -> tuple[bytes, ...]:
        return inclusion_proof(number, size=size, subtree=subtrees(self._leaves))

    def erase(self, numbers: Sequence[int]) -> int:
        return sum(self._kept.pop(number, None) is not None for number in numbers)


class MemoryOfEvents:
    """The port `Memory`."""

    def __init__(self) -> None:
        self._events: list[RememberedEvent] = []

    def remember(self, events: Sequence[RememberedEvent]) -> None:
        self._events = [*condensed([*self._events, *events]).values()]

    def remembered(self, people: str, *, persons: Sequence[str] | None = None) -> Iterator[RememberedEvent]:
        of_these = (one for one in self._events if one.people == people and (persons is None or one.person in persons))
        return iter(sorted(of_these, key=lambda one: one.identity))

    def known(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.people, one.event) for one in self._events)

    def forget(self, people: str, persons: Iterable[str]) -> int:
        gone, before = set(persons), len(self._events)
        self._events = [one for one in self._events if one.people != people or one.person not in gone]
        return before - len(self._events)


class MemoryHolds:
    """The port `HoldBook`."""

    def __init__(self, evidence: MemoryEvidence) -> None:
        self._evidence = evidence
        self._holds: dict[int, LegalHold] = {}

    def place(self, hold: NewHold, *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        number = len(self._holds) + 1
        self._holds[number] = LegalHold(
            number=number,
            kind=hold.names.kind,
            place=hold.names.place,
            names=hold.names,
            reason=hold.reason,
            article=hold.article,
            author=hold.author,
            since=on,
            review=hold.review,
            readers=hold.readers,
        )
        self._evidence.append([record(number)])
        return number

    def review(self, number: int, *, until: date, record: EvidenceRecord) -> None:
        self._holds[number] = replace(self._ruling(number), review=until)
        self._evidence.append([record])

    def lift(self, number: int, lifted: Lifted, *, record: EvidenceRecord) -> None:
        self._holds[number] = replace(self._ruling(number), lifted=lifted, names=None)
        self._evidence.append([record])

    def all(self) -> Sequence[LegalHold]:
        return list(self._holds.values())

    @contextmanager
    def steady(self) -> Iterator[int]:
        yield max(self._holds, default=0)

    def _ruling(self, number: int) -> LegalHold:
        found = self._holds.get(number)
        if found is None or found.lifted is not None:
            raise UnknownInStore
        return found


class MemoryVisas:
    """The port `VisaBook`."""

    def __init__(self, evidence: MemoryEvidence) -> None:
        self._evidence = evidence
        self._lists: dict[int, ListForVisa] = {}

    def submit(self, series: Sequence[Series], *, on: date, record: Callable[[int], EvidenceRecord]) -> int:
        number = len(self._lists) + 1
        self._lists[number] = ListForVisa(number=number, on=on, series=tuple(series))
        self._evidence.append([record(number)])
        return number

    def grant(self, number: int, visa: Granted, *, record: EvidenceRecord) -> None:
        found = self._lists.get(number)
        if found is None or found.visa is not None:
            raise UnknownInStore
        self._lists[number] = replace(found, visa=visa)
        self._evidence.append([record])

    def all(self) -> Sequence[ListForVisa]:
        return list(self._lists.values())


class MemoryPolicyVersions:
    """The port `PolicyVersions`."""

    def __init__(self) -> None:
        self._texts: dict[str, tuple[str, datetime]] = {}

    def keep(self, digest: str, text: str, *, at: datetime) -> None:
        self._texts.setdefault(digest, (text, at))

    def text(self, digest: str) -> str | None:
        kept = self._texts.get(digest)
        return kept[0] if kept else None


class MemoryCapsules:
    """The port `Capsules`; `keys` are the runs that can be opened."""

    def __init__(self, evidence: MemoryEvidence, journal: MemoryJournal) -> None:
        self.keys: set[int] = set()
        self._evidence, self._journal = evidence, journal
        self._runs: dict[int, SealedRun] = {}
        self._put: dict[tuple[int, int], list[Piece]] = {}

    def begin(self, run: RunNumber, *, until: date) -> None:
        self.keys.add(run)
        self._runs[run] = SealedRun(number=run, until=until)

    def of_batch(self, run: RunNumber, batch: BatchNumber) -> "MemoryCapsule":
        if run not in self.keys:
            raise RunKeyGone
        return MemoryCapsule(self._put.setdefault((run, batch), []))

    def runs(self) -> Sequence[SealedRun]:
        return [self._runs[number] for number in sorted(self._runs)]

    def batches(self, run: RunNumber) -> Sequence[SealedBatch]:
        found = []
        for (number, batch), pieces in sorted(self._put.items(), reverse=True):
            if number == run and self._journal.is_confirmed(BatchNumber(batch)):
                places = Counter((piece.kind.value, piece.place) for piece in pieces)
                found.append(SealedBatch(number=BatchNumber(batch), places=places))
        return found

    def pieces(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        if run not in self.keys:
            raise RunKeyGone
        yield from reversed([one for one in self._put[run, batch] if one.kind is not PieceKind.FILE])

    def files(self, run: RunNumber, batch: BatchNumber) -> Iterator[Piece]:
        if run not in self.keys:
            raise RunKeyGone
        yield from (one for one in self._put[run, batch] if one.kind is PieceKind.FILE)

    def destroy(self, run: RunNumber, at: datetime, *, record: EvidenceRecord) -> None:
        self.keys.discard(run)
        self._put = {place: pieces for place, pieces in self._put.items() if place[0] != run}
        if self._runs[run].destroyed is None:
            self._runs[run] = replace(self._runs[run], destroyed=at)
            self._evidence.append([record])

    def go_on(self, *, before: frozenset[str]) -> None:
        self.keys &= self._runs.keys()


class MemoryCapsule:
    """The port `Capsule`."""

    keeps_content = True

    def __init__(self, kept: list[Piece]) -> None:
        self._kept, self._waiting = kept, list[Piece]()

    def put(self, piece: Piece) -> None:
        self._waiting.append(piece)

    def keep(self) -> None:
        self._kept += self._waiting
        self._waiting = []


class MemoryWitness:
    """The port `Witness`."""

    def __init__(self) -> None:
        self._known: Known | None = None
        self._held: Mapping[int, HoldTold] = {}

    def grown(self, known: Known) -> None:
        if self._known is None or self._known.size < known.size:
            self._known = known

    def known(self) -> Known | None:
        return self._known

    def holding(self, holds: Mapping[int, HoldTold]) -> None:
        self._held = holds

    def held(self) -> Mapping[int, HoldTold]:
        return self._held

    def forget(self) -> None:
        self._known = None


class MemoryState:
    """Our own state, all of it in memory."""

    def __init__(self) -> None:
        self.evidence = MemoryEvidence()
        self.memory = MemoryOfEvents()
        self.holds = MemoryHolds(self.evidence)
        self.visas = MemoryVisas(self.evidence)
        self.versions = MemoryPolicyVersions()
        self.journal = MemoryJournal(self.evidence, self.memory)
        self.shares = MemoryShares(self.journal)
        self.capsules = MemoryCapsules(self.evidence, self.journal)
        self.erased = MemoryErased(self.evidence, self.journal)
