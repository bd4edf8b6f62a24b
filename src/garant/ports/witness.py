"""Who knows of our own log outside our own state, so that a restore of it to an older day is noticed."""

from collections.abc import Mapping
from typing import Protocol

from garant.evidence.restored import Attested, HoldTold, Known


class Witness(Protocol):
    """What is written beside the keys whenever the log has grown or a hold was placed or lifted."""

    def grown(self, known: Known) -> None:
        """Know that the log has come so far."""

    def known(self) -> Known | None:
        """Return how far the log had come, if anything is known of it; or raise a KeyFailure."""

    def holding(self, holds: Mapping[int, HoldTold]) -> None:
        """Know which holds rule."""

    def held(self) -> Mapping[int, HoldTold]:
        """Return which holds ruled; or raise a KeyFailure."""

    def forget(self) -> None:
        """Know nothing any more: another log begins."""


class Attesting(Protocol):
    """A store of the controller's that keeps what it heard of our log last."""

    def attest(self, origin: str, attested: Attested) -> None:
        """Keep what is known of a log, in the place of what was known before, or raise a StoreFailed."""

    def attested(self, origin: str) -> Attested:
        """Return what is known here of a log, or raise a StoreFailed."""
