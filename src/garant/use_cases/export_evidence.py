"""Hands out the evidence as a file that anybody can check without us (Art. 5(2))."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from garant.evidence.bundle import spell
from garant.evidence.checkpoints import fingerprint
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.ports import Evidence, Signer


class Extent(StrEnum):
    """How much of the log leaves the house: records go along by choice only."""

    LEAVES = "leaves only"
    RECORDS = "with records"


@dataclass(frozen=True, kw_only=True)
class ExportedEvidence:
    """The text of an export, piece by piece, and what to tell about it."""

    origin: str
    size: int
    fingerprint: str
    text: Iterator[str]


def export_evidence(
    evidence: Evidence, signer: Signer, *, at: datetime, extent: Extent, language: str | None = None
) -> ExportedEvidence:
    """Put the export itself on record, sign the log as it then is, and return the text of the file."""
    evidence.append([EvidenceRecord(kind=RecordKind.EVIDENCE_EXPORTED, at=at, facts={"extent": extent.value})])
    last = evidence.checkpoint(at, signer=signer).checkpoint
    # Another garant may have signed a longer log meanwhile: the file ends with the checkpoint made for it.
    stated = [one for one in evidence.checkpoints(signer.public_key) if one.checkpoint.size <= last.size]
    return ExportedEvidence(
        origin=last.origin,
        size=last.size,
        fingerprint=fingerprint(signer.public_key),
        text=spell(
            signer.public_key,
            stated,
            records=evidence.records(up_to=last.size) if extent is Extent.RECORDS else (),
            leaves=evidence.leaves(up_to=last.size),
            language=language,
        ),
    )
