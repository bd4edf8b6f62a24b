"""Schemas as values, from the short form in which cases write them."""

from typing import Any

from garant.planning.terrain.schema import ColumnSeen, Kind, ReferenceSeen, SchemaSeen, TableSeen

_KINDS = {"int": Kind.INTEGER, "bool": Kind.BOOLEAN}


def schemas(written: dict[str, dict[str, Any]]) -> dict[str, SchemaSeen]:
    """Return the schemas that `seen.yaml` writes: store → `tables` and what else is true of the store."""
    return {store: _schema(store, dict(said)) for store, said in written.items()}


def _schema(store: str, said: dict[str, Any]) -> SchemaSeen:
    tables = {f"{store}.{name}": _table(store, name, dict(one)) for name, one in said.pop("tables").items()}
    return SchemaSeen(store=store, dialect="sqlite", tables=tables, **said)


def _table(store: str, name: str, said: dict[str, Any]) -> TableSeen:
    """Return a table: `int key`, `text null unique`, `text length 8 -> pupils`, `text checked`, `enum computed`."""
    columns: dict[str, str] = said.pop("columns")
    more: dict[str, Any] = {key: value if isinstance(value, bool) else tuple(value) for key, value in said.items()}
    return TableSeen(
        name=f"{store}.{name}",
        columns=tuple(_column(column, words.split("->")[0].split()) for column, words in columns.items()),
        key=_with("key", columns),
        references=tuple(_reference(column, words, store) for column, words in columns.items() if "->" in words),
        unique=tuple((column,) for column in _with("unique", columns)),
        checked=_with("checked", columns),
        indexes=tuple((column,) for column in _with("index", columns)),
        **more,
    )


def _with(word: str, columns: dict[str, str]) -> tuple[str, ...]:
    return tuple(column for column, words in columns.items() if word in words.split())


def _column(name: str, words: list[str]) -> ColumnSeen:
    kind = Kind.TEXT if words[0] == "enum" else _KINDS.get(words[0]) or Kind(words[0])
    length = int(words[words.index("length") + 1]) if "length" in words else None
    is_list, computed = words[0] == "enum", "computed" in words
    nullable = "null" in words
    return ColumnSeen(name=name, kind=kind, nullable=nullable, length=length, closed_list=is_list, computed=computed)


def _reference(column: str, words: str, store: str) -> ReferenceSeen:
    target, *deed = words.split("->")[1].replace("index", "").split()
    return ReferenceSeen(
        columns=(column,), to=f"{store}.{target}", to_columns=("id",), on_delete=" ".join(deed) or "no action"
    )
