"""What making a demo asks of the world."""

from collections.abc import Iterator
from datetime import date
from typing import Protocol


class DemoGround(Protocol):
    """An empty folder, and empty databases, in which an example organisation is made."""

    def look(self) -> None:
        """Raise a DemoFailure unless something may be made here."""

    def make(self, *, people: int, on: date) -> Iterator[int]:
        """Make the example for its day, and yield how many rows and files there are so far; all or nothing stays."""
