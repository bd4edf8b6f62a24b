"""Puts the problems of a policy folder into words for people, and into JSON for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from garant.policy.problems import Problem, Severity

_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}


def as_text(problems: tuple[Problem, ...]) -> str:
    """Return each problem as `file:line:column: code: message`, with its severity and mend, and how many there are."""
    return "\n".join([*_lines(problems), _sum(problems)]) + "\n"


def _lines(problems: Iterable[Problem]) -> Iterator[str]:
    for one in problems:
        yield str(one)
        yield f"  {one.severity.value}; {one.help}" if one.help else f"  {one.severity.value}"


def _sum(problems: tuple[Problem, ...]) -> str:
    if not problems:
        return "nothing is wrong"
    counts = {severity: sum(one.severity is severity for one in problems) for severity in Severity}
    said = (_number(count, severity) for severity, count in counts.items() if count)
    return ", ".join(said)


def _number(count: int, severity: Severity) -> str:
    return f"{count:,} {severity.value if count == 1 else _PLURALS[severity]}"


def as_plain(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Return the problems as plain values, as JSON holds them."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "file": one.at.file,
            "line": one.at.line,
            "column": one.at.column,
            "message": one.message,
            "help": one.help,
        }
        for one in problems
    ]


def as_json(problems: Iterable[Problem], **more: object) -> str:
    """Return the problems for programs, and what else there is to say under keys of its own."""
    return json.dumps({"problems": as_plain(problems), **more}, ensure_ascii=False, indent=1) + "\n"
