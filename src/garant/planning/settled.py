"""What named persons have said of doubtful links: whose a row is, or that it is nobody's (Art. 5(1)(d))."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from garant.planning.remembered import RememberedEvent

SETTLED = "settled: "
"""How it is told among what is remembered of a row that somebody has said whose it is; it goes with the row."""

NOBODY = "nobody"
"""What stands for the person where a row is nobody's."""

Tokens = Mapping[str, tuple[str, ...]]
"""By the key of a row what it has in common with others since somebody has said so, the latest last."""


def token(row: tuple[str, str], person: tuple[str, str] | None, at: datetime) -> str:
    """Return what a row and its person have in common from now on; a key that is issued again does not have it."""
    return NOBODY if person is None else sha256("\x1f".join((*row, *person, at.isoformat())).encode()).hexdigest()


def settled(people: str, key: str, *, token: str, at: datetime) -> RememberedEvent:
    """Return the fact that is remembered of a row."""
    return RememberedEvent(people=people, person=key, event=f"{SETTLED}{at:%Y%m%d%H%M%S%f} {token}")


def tokens(events: Iterable[RememberedEvent]) -> Tokens:
    """Return what was said of the rows of a table, by their keys."""
    found: dict[str, list[str]] = {}
    for event in events:
        if event.event.startswith(SETTLED):
            found.setdefault(event.person, []).append(event.event)
    return {key: tuple(said.rpartition(" ")[2] for said in sorted(theirs)) for key, theirs in found.items()}
