"""Every code that a problem of a policy folder may carry, with its severity and its source in law."""

from dataclasses import dataclass

from garant.policy.problems import Place, Problem, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class Entry:
    """One kind of problem: how bad it is, and which text says so; no text where only the language does."""

    severity: Severity
    source: str = ""


def problem(code: str, message: str, *, help: str, at: Place) -> Problem:  # noqa: A002 - the field's name
    """Return a problem with the severity that the catalogue gives its code."""
    return Problem(code=code, message=message, help=help, severity=CATALOGUE[code].severity, at=at)


READING = {
    "no-policy": Entry(ERROR),
    "not-yaml": Entry(ERROR),
    "not-a-mapping": Entry(ERROR),
    "too-deep": Entry(ERROR),
    "alias": Entry(ERROR),
    "tag": Entry(ERROR),
    "said-twice": Entry(ERROR),
    "unknown-key": Entry(ERROR),
    "missing-key": Entry(ERROR),
    "no-value": Entry(ERROR),
    "wrong-value": Entry(ERROR),
    "wrong-shape": Entry(ERROR),
    "unknown-word": Entry(ERROR),
    "bad-period": Entry(ERROR),
    "bad-date": Entry(ERROR),
    "bad-path": Entry(ERROR),
}

CATALOGUE: dict[str, Entry] = {**READING}
"""Code → what it is; docs/reference/problems.md explains each."""
