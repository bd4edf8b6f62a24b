"""Paths that lead nowhere, roles that lead to nobody, and dates whose form nobody can tell."""

from collections.abc import Iterator

from garant.planning.fitting.said import WrittenPath, written_paths
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.rows import Rows
from garant.planning.terrain.schema import Kind
from garant.planning.terrain.ways import Aliases, NoWay, Way
from garant.policy.checks.say import Say
from garant.policy.datamap import EventColumn, Format, Role
from garant.policy.messages.fillers import KINDS_OF_VALUES
from garant.policy.paths import Path
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.speech.suggestions import did_you_mean
from garant.policy.texts.places import KeyPath

_ISO = frozenset({"date", "timestamp", "iso date text", "iso text", "year"})
_COUNTED = frozenset({"epoch seconds", "epoch milliseconds", "year"})
_FORMS: dict[Kind, frozenset[str]] = {
    Kind.TEXT: _ISO,
    Kind.INTEGER: _COUNTED,
    Kind.NUMBER: _COUNTED,
    Kind.JSON: _ISO | _COUNTED,
}
_TYPED = frozenset({Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT})
_OF_ITSELF = _TYPED | {Kind.YEAR}


def lost_paths(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield paths that lead nowhere in the schemas that were seen."""
    for written in written_paths(layout):
        wrong = _end_of(written, layout)
        if isinstance(wrong, NoWay):
            yield _lost(written, wrong, layout, say=say)


def uneven_references(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield references of the map that have more columns, or fewer, than the key that they lead to."""
    for text, said in layout.data_map.references.items():
        seen = layout.tables.get(text.rpartition(".")[0])
        names = said.columns or (text.rpartition(".")[2],)
        reference = next((r for r in seen.references if r.columns == names), None) if seen else None
        if reference is None or reference.to not in layout.tables or len(reference.to_columns) == len(names):
            continue
        keys = ", ".join(f"`{key}`" for key in reference.to_columns) or _NOTHING
        yield say.at(("references", text), "no-way/uneven", text=text, count=len(names), to=reference.to, keys=keys)


def _end_of(written: WrittenPath, layout: Layout) -> Way | NoWay | None:
    """Return where a path ends, or at which word it is lost; None where it leads into a store that is silent."""
    rows = Rows(layout, Aliases())
    start = rows.start(written.table)
    try:
        return rows.walker(written.table).walk(written.path, start, to_row=written.to_row)
    except NoWay as lost:
        return lost
    except KeyError as lost:
        table = str(lost.args[0])
        return NoWay(table, written.table) if layout.store_of(table) in layout.schemas else None


def _lost(written: WrittenPath, lost: NoWay, layout: Layout, *, say: Say) -> Problem:
    seen = layout.tables.get(lost.table)
    names = [] if seen is None else [*(c.name for c in seen.columns), *(r.name for r in seen.references if r.name)]
    if written.path.is_column and lost.table == written.table and lost.step not in names:
        return say.value(
            written.at, "unknown-column", table=lost.table, name=lost.step, mend=did_you_mean(lost.step, names)
        )
    listed = ", ".join(f"`{name}`" for name in names)
    there = _COLUMNS.filled({"table": lost.table, "listed": listed}) if names else _SEE_TABLES
    return say.value(written.at, "no-way", path=written.path, step=lost.step, table=lost.table, there=there)


_COLUMNS = Sentence("`{table}` a {listed}", "`{table}` has {listed}")
_SEE_TABLES = Sentence("voyez les tables de la base", "see the store's tables")
_NOTHING = Sentence("vide", "nothing")


def lost_roles(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield roles whose path ends, but of which nobody can tell to whom it leads."""
    lost = [written.at for written in written_paths(layout) if not isinstance(_end_of(written, layout), Way)]
    for at, table, role in _roles(layout):
        if any(path[: len(at)] == at for path in lost):
            continue
        rows = Rows(layout, Aliases())
        try:
            rows.role(str(at[-1]), role, rows.start(table))
        except (NoWay, KeyError):
            yield say.at(at, "role-to-nobody", role=at[-1], table=table)


def _roles(layout: Layout) -> Iterator[tuple[KeyPath, str, Role]]:
    for name in layout.personal:
        table = layout.said(name)
        own = ((("tables", name, "belongs to", role), said) for role, said in table.belongs_to.items())
        shown = ((("tables", name, "shown to", role), said) for role, said in table.shown_to.items())
        for at, said in (*own, *shown):
            yield at, name, said
        for index, kind in enumerate(table.rows):
            for role, said in kind.belongs_to.items():
                yield ("tables", name, "rows", index, "belongs to", role), name, said


def unread_dates(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield dates of events and births of which neither the column nor the map says how they are written."""
    for at, table, column, form in _dates(layout):
        way = _end_of(WrittenPath(at=at, table=table, path=column), layout)
        if not isinstance(way, Way) or way.end is None:
            continue
        seen = layout.tables[way.table].column(way.end.column)
        if seen is None or (seen.kind in _OF_ITSELF and not (seen.kind in _TYPED and form in _COUNTED)):
            continue
        fitting = _FORMS.get(seen.kind, frozenset())
        if form not in fitting:
            named = ", ".join(f"`{one}`" for one in sorted(fitting))
            told = "no-format" if form is None else "no-format/other"
            choice = _ONE_OF.filled({"named": named}) if named else _OWN if seen.kind in _TYPED else _ANOTHER
            kind = KINDS_OF_VALUES[seen.kind.value]
            yield say.at(at, told, name=seen.name, table=way.table, kind=kind, form=form, choice=choice)


_ONE_OF = Sentence("ajoutez `format:` avec l'un de {named}", "add `format:` with one of {named}")
_OWN = Sentence(
    "retirez `format:` : la colonne est elle-même une date", "take `format:` away: the column is a date by itself"
)
_ANOTHER = Sentence(
    "nommez une autre colonne : aucune date ne se lit dans celle-ci",
    "name another column: no date is read from this one",
)


def _dates(layout: Layout) -> Iterator[tuple[KeyPath, str, Path, Format | None]]:
    for name in layout.personal:
        table = layout.said(name)
        yield from _events(name, table.events, at=("tables", name, "events"))
        for index, kind in enumerate(table.rows):
            yield from _events(name, kind.events, at=("tables", name, "rows", index, "events"))
    for name, person in layout.data_map.people.items():
        if person.born is not None and person.table in layout.tables:
            yield ("people", name, "born"), person.table or "", person.born.column, person.born.format


def _events(
    table: str, events: dict[str, EventColumn], *, at: KeyPath
) -> Iterator[tuple[KeyPath, str, Path, Format | None]]:
    for event, said in events.items():
        yield (*at, event), table, said.column, said.format
        if said.began is not None:
            yield (*at, event, "began"), table, said.began, said.format
