"""Personal columns that could not be blanked when their last reason has gone, and so keep plans off their table."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.fitting.constraints import passes
from garant.planning.fitting.said import columns_in_templates, written_paths
from garant.planning.terrain.layout import Layout, RowsOfOneKind
from garant.planning.terrain.schema import ColumnSeen, Kind, TableSeen
from garant.policy.checks.say import Say
from garant.policy.datamap import ColumnUse
from garant.policy.messages.fillers import FILLERS, KINDS_OF_VALUES
from garant.policy.paths import RowsOf
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
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
    why: Sentence
    mend: Sentence


def unfillable(layout: Layout) -> Iterator[Unfillable]:
    """Yield the personal columns that can neither be emptied nor take a filler."""
    for name in layout.personal:
        if layout.said(name).copy_of is not None:
            continue
        for kind in layout.kinds_of(name):
            yield from _of_kind(kind, layout)


def _of_kind(kind: RowsOfOneKind, layout: Layout) -> Iterator[Unfillable]:
    seen = layout.tables[kind.table]
    goes_whole = _goes_whole(kind, layout)
    never_blanked = frozenset(kind.columns) if goes_whole and _stands_alone(kind.table, layout) else _days(kind, layout)
    for column, use in kind.columns.items():
        found = seen.column(column.split("->")[0])
        if not use.is_personal or found is None or column in never_blanked:
            continue
        wrong = _in_the_way(found, use, seen, goes_whole=goes_whole) if found.name == column else _computed(found)
        if wrong is not None:
            own = column in kind.said.columns
            at: KeyPath = ("tables", kind.table, *(("rows", kind.index) if own else ()), "columns", column)
            yield Unfillable(at=at, table=kind.table, column=column, why=wrong[0], mend=wrong[1])


def _goes_whole(kind: RowsOfOneKind, layout: Layout) -> bool:
    """Return whether all cells of a row go together: then its key need not be emptied."""
    uses = {(use.category, use.of, use.used_for) for use in kind.columns.values() if use.is_personal}
    return len(uses) == 1 and layout.said(kind.table).row == "goes"


def _stands_alone(table: str, layout: Layout) -> bool:
    """Return whether no other row can need one of these, so that none stays behind with cells to blank."""
    is_named = any(one.to == table for seen in layout.tables.values() for one in seen.references)
    is_passed = any(
        isinstance(step, RowsOf) and table in (step.table, f"{layout.store_of(written.table)}.{step.table}")
        for written in written_paths(layout)
        for step in written.path.steps
    )
    is_people = any(anchor.table == table for anchor in layout.anchors)
    return not (is_named or is_passed or is_people or columns_in_templates(layout, table))


def _days(kind: RowsOfOneKind, layout: Layout) -> frozenset[str]:
    """Return the columns of the row itself that date what rules count from: they go with their row, and not before."""
    counted = {event for _, _, _, rule in layout.policy.rules() for event in rule.events}
    said = [one for event, one in kind.events.items() if event in counted]
    forbidden = {name for name, one in layout.policy.categories.items() if one.forbidden}
    dating = {str(path) for one in said for path in (one.column, one.began) if path is not None}
    return frozenset(name for name, use in kind.columns.items() if name in dating and use.category not in forbidden)


_Why = tuple[Sentence, Sentence]


def _why(told: str, **values: object) -> _Why:
    return FILLERS[told].filled(values)


def _in_the_way(column: ColumnSeen, use: ColumnUse, seen: TableSeen, *, goes_whole: bool) -> _Why | None:
    if column.name in seen.key:
        return None if goes_whole else _why("key")
    if column.computed:
        return _computed(column)
    filler = _filler(column, use)
    if filler is None:
        return None if column.nullable else _why("null")
    if use.blank is None:
        return _without_filler(column, seen)
    return _with_filler(column, filler, seen)


def _computed(column: ColumnSeen) -> _Why | None:
    return _why("computed") if column.computed else None


def _filler(column: ColumnSeen, use: ColumnUse) -> str | None:
    if isinstance(use.blank, str):
        return use.blank
    if use.blank is not None:
        said = use.blank.values.get(column.name)
        return None if said is None else str(said)
    return None if column.nullable else ""


def _without_filler(column: ColumnSeen, seen: TableSeen) -> _Why | None:
    """Return why a column that may not be empty cannot take the empty text, and how to mend it."""
    if column.kind is not Kind.TEXT:
        # Never an invented number or date: what is not text has no filler that tells itself.
        return _why("not a text", kind=KINDS_OF_VALUES[column.kind.value])
    if column.closed_list:
        return _why("list")
    if column.name in seen.checked:
        return _why("checked")
    return _why("unique", key=_key(seen)) if _is_unique(column, seen) else None


def _with_filler(column: ColumnSeen, filler: str, seen: TableSeen) -> _Why | None:
    if column.kind is Kind.JSON:
        return None if _is_json(filler) else _why("not json")
    if column.kind is not Kind.TEXT:
        return _why("text for another", kind=KINDS_OF_VALUES[column.kind.value])
    if column.name in seen.checked and not passes(filler, column.name, seen):
        return _why("filler checked")
    names = [found[0] for found in _PLACEHOLDER.findall(filler)]
    unknown = [name for name in names if seen.column(name.split("->")[0]) is None]
    if unknown:
        return _why("no such column", name=unknown[0], key=_key(seen))
    if _is_unique(column, seen) and not names:
        return _why("always the same", key=_key(seen))
    if column.length is not None and _length(filler, seen) > column.length:
        return _why("too long", length=column.length)
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
        yield say.at(one.at, "cannot-blank", column=one.column, table=one.table, why=one.why, mend=one.mend)
