"""A log is missed where another one worked, and begins anew only where a named person says so."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest

from garant.evidence.checkpoints import is_signed_by
from garant.evidence.failures import KeyDamaged, LogIsHere, LogLost
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.evidence.restored import Attested, HoldTold, Known, LogBehind
from garant.planning.grounds.holds import Held, HeldFiles, HeldPerson, HeldRows, HoldKind, Lifted, NewHold, Suspension
from garant.planning.terrain.schema import SchemaSeen
from garant.ports import Signer
from garant.use_cases.begin_log import (
    Because,
    Witnesses,
    go_on_from_older,
    miss_later_days,
    miss_log,
    names_of,
    put_beginning,
    tell_stores,
)
from tests.evidence.fakes import MemoryEvidence, MemoryState, MemoryWitness
from tests.evidence.signing import ORGANISATION, STRANGER, check
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


# an older state

TODAY = date(2026, 11, 22)
NAMES: tuple[Held, ...] = (
    HeldPerson(table="school.pupils", key="4711"),
    HeldRows(table="school.letters", when=(("pupil_id.class", ("3B", "4A")),)),
    HeldFiles(files="scans", pattern="*.pdf", first=TODAY),
    Suspension(table="school.pupils", key="4711", grounds=(("newsletter", 0, "identity"),)),
)


class PlainSealer:
    """The port `Sealer`, which hides nothing: what is sealed opens in its context only."""

    def seal(self, content: bytes, *, context: str) -> bytes:
        return context.encode() + b"|" + content

    def open(self, sealed: bytes, *, context: str) -> bytes:
        said, _, content = sealed.partition(b"|")
        if said != context.encode():
            raise KeyDamaged
        return content


@dataclass
class Ours:
    """Our own state with those who know of it."""

    state: MemoryState = field(default_factory=MemoryState)
    witness: MemoryWitness = field(default_factory=MemoryWitness)
    school: FakeDatabase = field(default_factory=lambda: FakeDatabase(SCHEMA))

    @property
    def witnesses(self) -> Witnesses:
        return Witnesses(
            evidence=self.state.evidence,
            holds=self.state.holds,
            sealer=PlainSealer(),
            beside_keys=self.witness,
            databases={"school": self.school},
            is_ours=lambda stated: is_signed_by(stated, ORGANISATION.public_key, check=check),
        )

    def hold(self, *names: Held) -> None:
        for one in names:
            wanted = NewHold(names=one, reason="case 7", article="art. 17", author="Dana", review=TODAY, readers=("L",))
            self.state.holds.place(wanted, on=TODAY, record=hold_record)

    def tell(self, *, by: Signer = ORGANISATION) -> None:
        tell_stores(self.witnesses, self.state.evidence.checkpoint(NOON, signer=by))

    def restore_the_first(self) -> "Ours":
        """Return what a restore to the day before the first hold leaves."""
        return Ours(witness=self.witness, school=self.school)


def hold_record(number: int) -> EvidenceRecord:
    return EvidenceRecord(kind=RecordKind.HOLD_PLACED, at=NOON, facts={"hold": number})


def test_a_log_is_not_missed_where_all_that_is_known_is_in_it():
    ours = Ours()
    ours.hold(*NAMES)
    ours.tell()
    ours.witness.grown(Known(size=2, root=ours.state.evidence.root_of(2) or b""))
    ours.hold(NAMES[0])

    miss_later_days(ours.witnesses)


def test_a_checkpoint_in_a_store_is_missed_and_so_are_the_holds_whose_copies_lie_there():
    ours = Ours()
    ours.hold(*NAMES)
    ours.tell()

    with pytest.raises(LogBehind) as missed:
        miss_later_days(ours.restore_the_first().witnesses)
    assert missed.value.told.en.endswith(
        "missing: 4 records, and with them these holds: "
        "1 (a person of `school.pupils`), 2 (rows of `school.letters`), 3 (files of `scans`), "
        "4 (the reasons suspended for a person of `school.pupils`)"
    )


def test_a_checkpoint_that_another_key_signed_is_no_witness():
    ours = Ours()
    ours.hold(*NAMES)
    ours.tell(by=STRANGER)

    miss_later_days(ours.restore_the_first().witnesses)


def test_a_store_that_does_not_answer_leaves_the_others_to_speak():
    ours = Ours()
    ours.hold(NAMES[0])
    ours.tell()
    ours.school.silent = True
    later = ours.restore_the_first()

    miss_later_days(later.witnesses)
    later.witness.grown(Known(size=1, root=b"x" * 32))
    with pytest.raises(LogBehind):
        miss_later_days(later.witnesses)


def test_holds_are_placed_again_as_they_were_before_the_log_has_another_name():
    ours = Ours()
    ours.hold(*NAMES)
    ours.tell()
    before, old = ours.state.evidence.origin, ours.restore_the_first()

    went_on = go_on_from_older(old.witnesses, by="Dana", on=TODAY, at=NOON)

    assert (went_on.again, went_on.lost) == ((1, 2, 3, 4), {})
    assert old.state.holds.all() == ours.state.holds.all()
    assert old.state.evidence.appended[-1] == EvidenceRecord(
        kind=RecordKind.LOG_BEGUN,
        at=NOON,
        facts={
            "by": "Dana",
            "because": "restored",
            "continues": before,
            "size": 4,
            "holds placed again": 4,
            "holds lost": 0,
        },
    )
    assert names_of(old.state.evidence) == {before, old.state.evidence.origin}
    miss_later_days(Witnesses(**{**vars(old.witnesses), "beside_keys": MemoryWitness()}))


def test_killed_while_holds_were_placed_again_none_is_placed_twice():
    ours = Ours()
    ours.hold(*NAMES)
    ours.state.holds.lift(1, Lifted(by="Dana", on=TODAY, because="settled"), record=hold_record(1))
    ours.tell()
    old = ours.restore_the_first()
    old.hold(NAMES[1])

    go_on_from_older(old.witnesses, by="Dana", on=TODAY, at=NOON)

    assert [one.names for one in old.state.holds.all()] == [*NAMES[1:]]


def test_a_copy_under_another_key_is_a_hold_that_is_lost():
    ours = Ours()
    ours.witness.grown(Known(size=1, root=b"x" * 32))
    ours.witness.holding({5: HoldTold(kind="table", place="school.letters")})
    ours.school.told_of["garant/in-memory"] = Attested(holds={5: b"another|{}".hex()})

    went_on = go_on_from_older(ours.witnesses, by="Dana", on=TODAY, at=NOON)

    assert (went_on.again, dict(went_on.lost)) == ((), {5: HoldTold(kind="table", place="school.letters")})


def test_a_log_that_holds_all_that_is_known_is_not_gone_on_with():
    ours = Ours()
    ours.hold(*NAMES)
    ours.tell()

    with pytest.raises(LogIsHere):
        go_on_from_older(ours.witnesses, by="Dana", on=TODAY, at=NOON)


@pytest.mark.parametrize("kind", list(HoldKind))
def test_whatever_a_hold_may_name_can_be_told_to_be_missing(kind: HoldKind):
    told = HoldTold(kind=kind.value, place="school.pupils").numbered(7)

    assert "7 (" in told.en and "`school.pupils`" in told.fr
