"""Puts the problems of a policy folder into words for people, and into JSON for programs."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from garant.policy.problems import Problem, Severity
from garant.policy.speech.figures import counted
from garant.policy.speech.sentences import Language, Sentence

_SEVERITIES = {
    Severity.ERROR: (Sentence("erreur", "error"), Sentence("erreurs", "errors")),
    Severity.WARNING: (Sentence("avertissement", "warning"), Sentence("avertissements", "warnings")),
    Severity.NOTE: (Sentence("remarque", "note"), Sentence("remarques", "notes")),
}
_NOTHING = Sentence("rien à redire", "nothing is wrong")
_MEND = Sentence("{severity} ; {mend}", "{severity}; {mend}")


def as_text(problems: tuple[Problem, ...], *, language: Language) -> str:
    """Return each problem as `file:line:column: code: message`, with its severity and mend, and how many there are."""
    return "\n".join([*_lines(problems, language), _sum(problems, language)]) + "\n"


def _lines(problems: Iterable[Problem], language: Language) -> Iterator[str]:
    for one in problems:
        place = f"{one.at.file}:{one.at.line}:{one.at.column}"
        yield f"{place}: {one.code}: {one.message.said_in(language)}"
        mend = _MEND.filled({"severity": _SEVERITIES[one.severity][0], "mend": one.help})
        yield f"  {mend.said_in(language)}"


def _sum(problems: tuple[Problem, ...], language: Language) -> str:
    if not problems:
        return _NOTHING.said_in(language)
    counts = {severity: sum(one.severity is severity for one in problems) for severity in Severity}
    return ", ".join(_number(count, severity, language) for severity, count in counts.items() if count)


def _number(count: int, severity: Severity, language: Language) -> str:
    one, many = _SEVERITIES[severity]
    return counted(count, (one.said_in(language), many.said_in(language)), language)


def as_plain(problems: Iterable[Problem], *, language: Language) -> list[dict[str, Any]]:
    """Return the problems as plain values, as JSON holds them."""
    return [
        {
            "code": one.code,
            "severity": one.severity.value,
            "file": one.at.file,
            "line": one.at.line,
            "column": one.at.column,
            "message": one.message.said_in(language),
            "help": one.help.said_in(language),
        }
        for one in problems
    ]


def as_json(problems: Iterable[Problem], *, language: Language, **more: object) -> str:
    """Return the problems for programs, and what else there is to say under keys of its own."""
    return json.dumps({"problems": as_plain(problems, language=language), **more}, ensure_ascii=False, indent=1) + "\n"
