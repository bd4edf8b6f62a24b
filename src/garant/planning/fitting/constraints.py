"""Whether a filler passes what a CHECK of the database asks of its column, where the check is of a form that we read.

What cannot be read is not known to let it pass: a deed that the database refuses would stop a whole run.
"""

import operator
import re
from collections.abc import Callable

from garant.planning.terrain.schema import TableSeen

_PLACEHOLDER = re.compile(r"\{[^{}]+\}")
_CAST = re.compile(r"::[a-z ]+(?:\(\d+\))?(?:\[\])?", re.I)
_SAMPLES = ("1", "9999999")
_COMPARE: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
    "!=": operator.ne,
}
_QUOTED = re.compile(r"('(?:[^']|'')*')")
_OPERATORS = re.compile(r"(<=|>=|<>|!=|<|>|=|,)")
_MARKS = re.compile(r"[()\[\]`\"]")


def passes(filler: str, column: str, seen: TableSeen) -> bool:
    """Return whether each check that names the column is known to let the filler pass, whatever the row's key."""
    asked = [check for check in seen.checks if _names(check, column)]
    values = [_PLACEHOLDER.sub(sample, filler) for sample in _SAMPLES]
    return bool(asked) and all(_holds(_plain(check, column), value) for check in asked for value in values)


def _names(check: str, column: str) -> bool:
    return re.search(rf"\b{re.escape(column)}\b", check) is not None


def _plain(check: str, column: str) -> str:
    """Return a check without casts and brackets, the column as `@`; texts in quotes are left as they are."""
    pieces = _QUOTED.split(check)
    bare = (re.sub(rf"\b{re.escape(column)}\b", "@", _MARKS.sub(" ", _CAST.sub("", piece))) for piece in pieces[::2])
    texts = [*pieces[1::2], ""]
    spaced = (_OPERATORS.sub(r" \1 ", one) for one in bare)
    return " ".join("".join(f"{one}{text}" for one, text in zip(spaced, texts, strict=True)).split())


def _holds(check: str, value: str) -> bool:
    texts: list[str] = [text[1:-1].replace("''", "'") for text in _QUOTED.findall(check)]
    form = " ".join(_QUOTED.sub("~", check).split()).lower()
    if form in ("@ <> ~", "@ != ~"):
        return value != texts[0]
    if found := re.fullmatch(r"(?:char_|character_|octet_)?length @ (<=|>=|<>|!=|<|>|=) (\d+)", form):
        size = len(value.encode()) if form.startswith("octet") else len(value)
        return _COMPARE[found[1]](size, int(found[2]))
    if re.fullmatch(r"@ (?:in|= any array) ~(?: , ~)*", form):
        return value in texts
    return False
