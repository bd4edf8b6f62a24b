"""Something wrong in a policy text: a value with a code, a place and a mend."""

from dataclasses import dataclass, field
from enum import Enum

from garant.policy.speech.sentences import Sentence


class Severity(Enum):
    """How bad a problem is: an error cannot be run, or is unlawful on its face; a plan then needs approval."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, order=True)
class Place:
    """Where in the policy folder something is written; lines and columns count from 1."""

    file: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One problem of a policy folder, with what to do about it, in both languages.

    `path` is the key path it is at; `meant`, of a name that nobody declared, the declared one that it looks like.
    """

    code: str
    message: Sentence
    help: Sentence
    severity: Severity = Severity.ERROR
    at: Place = Place()
    path: tuple[str | int, ...] = field(default=(), compare=False)
    meant: str | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Return the problem as `file:line:column: code: message`, in English."""
        return f"{self.at.file}:{self.at.line}:{self.at.column}: {self.code}: {self.message.en}"
