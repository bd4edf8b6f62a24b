"""Personal columns that could not be blanked when their last reason has gone, and so keep plans off their table."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.schema import ColumnSeen, Kind, TableSeen
from garant.policy.checks.say import Say
from garant.policy.datamap import ColumnUse
from garant.policy.problems import Problem
from garant.policy.texts.places import KeyPath

_PLACEHOLDER = re.compile(r"\{([^{}:]+)(:hex)?\}")
# A key of ten million rows, a UUID with and without its dashes.
_DIGITS, _UUID, _HEX = 7, 36, 32


@dataclass(frozen=True, kw_only=True)
class Unfillable:
    """A personal column that cannot be blanked, why, and what would mend it."""

    at: KeyPath
    table: str
    column: str
    why: str
    mend: str


def unfillable(layout: Layout) -> Iterator[Unfillable]:
    """Yield the personal columns that can neither be emptied nor take a filler."""
    for name in layout.personal:
        if layout.said(name).copy_of is not None:
            continue
        for kind in layout.kinds_of(name):
            yield from _of_kind(kind, layout)


def _of_kind(kind: RowsOfOneKind, layout: Layout) -> Iterator[Unfillable]:
    seen = layout.tables[kind.table]
    for column, use in kind.columns.items():
        found = seen.column(column)
        if not use.is_personal or found is None:
            continue
        wrong = _in_the_way(found, use, seen, goes_whole=_goes_whole(kind, layout))
        if wrong is not None:
            own = column in kind.said.columns
            at: KeyPath = ("tables", kind.table, *(("rows", kind.index) if own else ()), "columns", column)
            yield Unfillable(at=at, table=kind.table, column=column, why=wrong[0], mend=wrong[1])


def _goes_whole(kind: RowsOfOneKind, layout: Layout) -> bool:
    """Return whether all cells of a row go together: then its key need not be emptied."""
    uses = {(use.category, use.of, use.used_for) for use in kind.columns.values() if use.is_personal}
    return len(uses) == 1 and layout.said(kind.table).row == "goes"


def _in_the_way(column: ColumnSeen, use: ColumnUse, seen: TableSeen, *, goes_whole: bool) -> tuple[str, str] | None:
    if column.name in seen.key:
        if goes_whole:
            return None
        return "it is part of the key", "give the table a key that says nothing about people"
    filler = _filler(column, use)
    if filler is None:
        return None if column.nullable else ("it may not be empty, and its filler is empty", "take `null` away")
    if use.blank is None:
        return _without_filler(column, seen)
    return _with_filler(column, filler, seen)


def _filler(column: ColumnSeen, use: ColumnUse) -> str | None:
    if isinstance(use.blank, str):
        return use.blank
    if use.blank is not None:
        said = use.blank.values.get(column.name)
        return None if said is None else str(said)
    return None if column.nullable else ""


def _without_filler(column: ColumnSeen, seen: TableSeen) -> tuple[str, str] | None:
    """Return why a column that may not be empty cannot take the empty text, and how to mend it."""
    template = f"add `blank:` with a template that shows that nothing is there, such as `erased-{{{_key(seen)}}}`"
    if column.kind is not Kind.TEXT:
        # Never an invented number or date: what is not text has no filler that tells itself.
        return f"it may not be empty, and holds {column.kind.value}", "let the column be NULL in the database"
    if column.closed_list:
        return "it may not be empty, and takes words of a list only", "let it be NULL, or add `blank:` with such a word"
    if column.name in seen.checked:
        return "it may not be empty, and a check looks at its values", "let it be NULL, or add `blank:` that passes"
    if _is_unique(column, seen):
        return "it may not be empty, and no value may stand there twice", template
    return None


def _with_filler(column: ColumnSeen, filler: str, seen: TableSeen) -> tuple[str, str] | None:
    if column.kind is Kind.JSON:
        return None if _is_json(filler) else ("its filler is not JSON", 'write JSON, such as `blank: "{}"`')
    if column.kind is not Kind.TEXT:
        return f"it holds {column.kind.value}, and its filler is a text", "let the column be NULL and take `blank` away"
    names = [found[0] for found in _PLACEHOLDER.findall(filler)]
    unknown = [name for name in names if seen.column(name.split("->")[0]) is None]
    if unknown:
        return f"its filler names a column `{unknown[0]}` that is not there", f"name the key, `{{{_key(seen)}}}`"
    if _is_unique(column, seen) and not names:
        return "no value may stand there twice, and its filler is always the same", f"add the key, `{{{_key(seen)}}}`"
    if column.length is not None and _length(filler, seen) > column.length:
        return f"its filler is longer than the {column.length} characters it takes", "write a shorter one"
    return None


def _is_unique(column: ColumnSeen, seen: TableSeen) -> bool:
    return any(column.name in columns and not set(seen.key) <= set(columns) for columns in seen.unique)


def _key(seen: TableSeen) -> str:
    return seen.key[0] if seen.key else "id"


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _length(filler: str, seen: TableSeen) -> int:
    """Return how long the filler may get, with keys as long as those of large tables."""
    found = sum(_width(seen.column(name), of_hex=bool(form)) for name, form in _PLACEHOLDER.findall(filler))
    return len(_PLACEHOLDER.sub("", filler)) + found


def _width(column: ColumnSeen | None, *, of_hex: bool) -> int:
    if of_hex:
        return _HEX
    if column is None or column.kind is not Kind.TEXT:
        return _UUID if column is not None and column.kind is Kind.UUID else _DIGITS
    return column.length or _DIGITS


def not_blankable(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield personal columns that could not be blanked: plans leave their tables alone until that is mended."""
    for one in unfillable(layout):
        message = f"`{one.column}` of `{one.table}` cannot be blanked: {one.why}"
        yield say.at(one.at, "cannot-blank", message, help=f"{one.mend}; until then plans leave this table alone")
