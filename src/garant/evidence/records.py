"""What is put on record about a decision or a deed, and the salted leaf that stands for it in the log (Art. 5(2))."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from garant.evidence.instants import read as read_instant
from garant.evidence.instants import spell
from garant.evidence.merkle import leaf_hash

SALT_BYTES = 32

Fact = str | int | None


class RecordKind(StrEnum):
    """What happened, in the past tense."""

    LOG_BEGUN = "log begun anew"
    RUN_STARTED = "run started"
    BATCH_CONFIRMED = "batch confirmed"
    RUN_FINISHED = "run finished"
    RUN_STOPPED = "run stopped"
    DATA_VERIFIED = "data verified"
    HOLD_PLACED = "hold placed"
    HOLD_REVIEWED = "hold reviewed"
    HOLD_LIFTED = "hold lifted"
    ARCHIVE_READ = "archive read"
    LINK_SETTLED = "link settled"
    VISA_ASKED = "visa asked"
    VISA_RECORDED = "visa recorded"
    KEY_DESTROYED = "key destroyed"
    DIGESTS_ERASED = "digests erased"
    EVIDENCE_EXPORTED = "evidence exported"


@dataclass(frozen=True, kw_only=True)
class EvidenceRecord:
    """One decision or deed: its kind, its instant and its facts.

    INVARIANT: facts are numbers, names of tables and rules, digests and names of approvers; never a key,
    a person, a path or free text, since a leaf outlives every erasure.
    """

    kind: RecordKind
    at: datetime
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raise ValueError for what has no single spelling: another zone, a fraction, a nested value."""
        spell(self.at)
        for name, fact in self.facts.items():
            if isinstance(fact, bool) or not isinstance(fact, str | int | None):
                raise ValueError(f"the fact `{name}` is neither text nor a whole number")


def canonical(record: EvidenceRecord) -> str:
    """Return the record's one spelling in JSON: sorted keys, no spaces."""
    return canonical_json({"at": spell(record.at), "facts": dict(record.facts), "kind": record.kind.value})


def canonical_json(value: object) -> str:
    """Return the one spelling of a value in JSON: sorted keys, no spaces, no escapes but the necessary."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read(text: str) -> EvidenceRecord:
    """Return the record that a canonical text spells, or raise ValueError."""
    value = json.loads(text)
    if not isinstance(value, dict) or set(value) != {"at", "facts", "kind"} or not isinstance(value["facts"], dict):
        raise ValueError("this is not an evidence record")
    record = EvidenceRecord(
        kind=RecordKind(value["kind"]), at=read_instant(str(value["at"])), facts=dict(value["facts"])
    )
    if canonical(record) != text:
        raise ValueError("an evidence record has another spelling")
    return record


def salted_leaf(text: str, *, salt: bytes) -> bytes:
    """Return the leaf hash that stands for a record; without its salt it says nothing about anybody."""
    if len(salt) != SALT_BYTES:
        raise ValueError("a salt has 32 bytes")
    return leaf_hash(hashlib.sha256(salt + text.encode()).digest())


@dataclass(frozen=True, kw_only=True)
class NumberedRecord:
    """A record as the log holds it: its number among the leaves, its canonical text and its salt."""

    number: int
    text: str
    salt: bytes = field(repr=False)

    @property
    def leaf(self) -> bytes:
        """Return the leaf hash that this record and salt give."""
        return salted_leaf(self.text, salt=self.salt)
