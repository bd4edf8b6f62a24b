"""Miss the log that was there before, and let a named person declare that another begins (Art. 5(1)(e), 5(2))."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from enum import StrEnum

from garant.evidence.failures import LogIsHere, LogLost
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.terrain.failures import StoreFailed
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, Evidence

_USED = (RecordKind.LOG_BEGUN, RecordKind.RUN_STARTED)


class Because(StrEnum):
    """Why a log begins where another one was; a closed list, since records hold no free text."""

    LOST = "lost"
    COPY = "copy"


def miss_log(evidence: Evidence, databases: Iterable[Database]) -> None:
    """Raise LogLost where a log without a run is about to work in a store in which another one did."""
    if evidence.says(*_USED):
        return
    for database in databases:
        with suppress(StoreFailed):
            worked = database.origins()
            if worked and evidence.origin not in worked:
                raise LogLost(_WORKED_HERE.filled({"store": database.store}))


def put_beginning(evidence: Evidence, *, by: str, because: Because, at: datetime) -> None:
    """Put on record that the log begins anew, who says so and why; or raise LogIsHere."""
    if evidence.says(*_USED):
        raise LogIsHere
    facts = {"by": by, "because": because.value}
    evidence.append([EvidenceRecord(kind=RecordKind.LOG_BEGUN, at=at, facts=facts)])


_WORKED_HERE = Sentence(
    "la base `{store}` garde la trace d'un autre journal", "the store `{store}` bears the name of another log"
)
