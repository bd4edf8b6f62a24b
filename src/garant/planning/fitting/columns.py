"""Columns that the map or the table lacks, and references to people that nothing is said of."""

from collections.abc import Iterator

from garant.planning.fitting.said import WrittenPath, columns_in_templates, written_paths
from garant.planning.terrain.garbled import unguarded
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import ReferenceSeen, TableSeen
from garant.policy.checks.say import Say
from garant.policy.datamap import Table
from garant.policy.paths import Column
from garant.policy.problems import Problem
from garant.policy.speech.suggestions import did_you_mean
from garant.policy.texts.places import KeyPath


def missing_columns(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield columns that the map names and the table lacks; those of paths are told with their paths."""
    for name, table in layout.data_map.tables.items():
        seen = layout.tables.get(name)
        if seen is None:
            continue
        for at, column in _named(("tables", name), table):
            yield from _missing(at, column, seen, say=say)
    for text, reference in layout.data_map.references.items():
        place, _, name = text.rpartition(".")
        seen = layout.tables.get(place)
        if seen is not None:
            for column in reference.columns or (name,):
                yield from _missing(("references", text), column, seen, say=say)


def _named(at: KeyPath, table: Table) -> Iterator[tuple[KeyPath, str]]:
    for column in table.columns:
        yield (*at, "columns", column), column
    for index, kind in enumerate(table.rows):
        for column in kind.columns:
            yield (*at, "rows", index, "columns", column), column
    yield from (((*at, "key"), column) for column in table.key)
    yield from (((*at, "never change"), column) for column in table.never_change)
    for role, said in table.shown_to.items():
        yield from (((*at, "shown to", role, "columns"), column) for column in said.columns)


def _missing(at: KeyPath, column: str, seen: TableSeen, *, say: Say) -> Iterator[Problem]:
    name = column.split("->")[0]
    if seen.column(name) is None:
        yield say.at(
            at,
            "unknown-column",
            table=seen.name,
            name=name,
            mend=did_you_mean(name, [one.name for one in seen.columns]),
        )


def unmapped_columns(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield the columns of mapped tables of which nothing is said: no category, not `none`, no key, no use."""
    paths = list(written_paths(layout))
    for name in layout.personal:
        said = layout.said(name)
        if said.copy_of is not None:
            continue
        used = {(path.first or "").split("->")[0] for path in paths if path.table == name and path.is_use}
        known = _said_of(name, layout) | used | columns_in_templates(layout, name)
        yield from ((name, column.name) for column in layout.tables[name].columns if column.name not in known)


def _said_of(name: str, layout: Layout) -> set[str]:
    table, seen = layout.said(name), layout.tables[name]
    columns = [*table.columns, *(column for kind in table.rows for column in kind.columns)]
    keys = {*layout.key_of(name), *seen.key, *(anchor.key for anchor in layout.anchors_at(name))}
    references = {column.split("->")[0] for reference in seen.references for column in reference.columns}
    companions = {
        other
        for use in (*table.columns.values(), *(use for kind in table.rows for use in kind.columns.values()))
        if use.blank is not None and not isinstance(use.blank, str)
        for other in use.blank.values
    }
    return {*(column.split("->")[0] for column in columns), *keys, *references, *companions}


def columns_unsaid(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield columns of mapped tables of which nothing is said."""
    for name, column in unmapped_columns(layout):
        yield say.at(("tables", name, "columns"), "unmapped-column", column=column, name=name)


def json_untold(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield texts that the map reads as JSON where the database cannot say which of them are none (Art. 5(1)(d))."""
    for name in layout.data_map.tables:
        if name in layout.tables and not layout.schemas[layout.store_of(name)].tells_json:
            for column in unguarded(layout, name):
                yield say.at(
                    ("tables", name, "columns"), "json-untold", column=column, name=name, table=name.split(".", 1)[1]
                )


def references_unsaid(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield references to people's tables of which the map does not say what they mean (Art. 4(1))."""
    paths = list(written_paths(layout))
    people = {anchor.table for anchor in layout.anchors}
    for name in layout.data_map.tables:
        seen = layout.tables.get(name)
        if seen is None:
            continue
        said = [path for path in paths if path.table == name and path.says_whose]
        for reference in seen.references:
            if reference.to in people and not any(_begins(path, reference, layout) for path in said):
                listed = ", ".join(reference.columns)
                yield say.at(
                    ("tables", name),
                    "unsaid-reference",
                    listed=listed,
                    name=name,
                    to=reference.to,
                    named=reference.name or listed,
                )


def _begins(path: WrittenPath, reference: ReferenceSeen, layout: Layout) -> bool:
    first = path.first
    step = path.path.steps[0]
    if isinstance(step, Column) and step.name == layout.store_of(path.table) and len(path.path.steps) > 1:
        return False
    return first is not None and (first == reference.name or first in reference.columns)
