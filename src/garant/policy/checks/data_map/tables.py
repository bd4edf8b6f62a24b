"""What the data map says of each table: whose rows they are, what they are for, and that nothing is left unsaid."""

from collections.abc import Iterator

from garant.policy.checks.data_map.rows import Rows, all_rows, parent_of, people_tables, store_of
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap, Table
from garant.policy.problems import Problem
from garant.policy.speech.suggestions import did_you_mean
from garant.policy.texts.places import KeyPath


def silent_tables(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield tables that say nothing, and tables that are said to be empty of personal data and are not."""
    for name, table in data_map.tables.items():
        if table.no_personal_data is not None and _has_personal(table):
            yield say.at(("tables", name, "no personal data"), "not-so-empty", name=name)
        if table.no_personal_data is None and not _says_something(table):
            yield say.at(("tables", name), "silent-table", name=name)


def _has_personal(table: Table) -> bool:
    columns = [*table.columns.values(), *(one for kind in table.rows for one in kind.columns.values())]
    return any(column.is_personal for column in columns)


def _says_something(table: Table) -> bool:
    said = (table.columns, table.rows, table.belongs_to, table.part_of, table.copy_of, table.events)
    return any(bool(one) for one in said)


def tables_without_owner(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield personal rows that nobody owns: no rule can reach them (Art. 5(1)(e))."""
    people = people_tables(data_map)
    for rows in all_rows(data_map):
        table = data_map.tables[rows.table]
        is_owned = rows.owners or rows.part_of or table.copy_of or rows.table in people or _by_kind(table)
        if rows.is_personal and not is_owned:
            yield say.at(rows.at, "no-owner", table=rows.table)


def _by_kind(table: Table) -> bool:
    return bool(table.rows) and all(kind.belongs_to or kind.part_of for kind in table.rows)


def roles_named(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield `of` and `for` that name no role of the row."""
    for rows in all_rows(data_map):
        if rows.roles is None:
            continue
        for name, column in rows.columns.items():
            if column.of:
                at = (*rows.at, "columns", name, "of")
                yield from say.unknown(at, (column.of,), rows.roles, what="role of this row")
        for name, event in rows.events.items():
            yield from say.unknown((*rows.at, "events", name, "for"), event.for_, rows.roles, what="role of this row")


def row_kinds(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield kinds of rows that leave room for a row of none of them."""
    for name, table in data_map.tables.items():
        if table.rows and not any(kind.otherwise for kind in table.rows):
            yield say.at(("tables", name, "rows"), "no-otherwise", name=name)


def circles(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield tables that are part of themselves, by whatever way round."""
    for name in data_map.tables:
        if _comes_back(name, data_map):
            yield say.at(("tables", name, "part of"), "part-of-circle", name=name)


def _comes_back(start: str, data_map: DataMap) -> bool:
    seen: set[str] = set()
    name: str | None = start
    while name and name not in seen:
        seen.add(name)
        table = data_map.tables.get(name)
        part = table.part_of if table else None
        name = parent_of(part, data_map, table=name) if part else None
    return name == start


def tables_named(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield tables that a copy, a class of people or files name, and the map does not declare."""
    named: list[tuple[KeyPath, str]] = []
    for name, table in data_map.tables.items():
        if table.copy_of:
            named.append((("tables", name, "copy of", "table"), table.copy_of.table))
    named += [(("people", name, "table"), person.table) for name, person in data_map.people.items() if person.table]
    named += [(("files", name, "part of"), files.part_of) for name, files in data_map.files.items() if files.part_of]
    for at, one in named:
        yield from say.unknown(at, (one,), data_map.tables, what="table of the map")


def stores_named(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield names of tables that begin with no declared store."""
    for name in data_map.tables:
        yield from _in_a_store(("tables", name), name, data_map, say=say)
    for name, person in data_map.people.items():
        for other in person.also_known:
            yield from _in_a_store(("people", name, "also known", other), other, data_map, say=say)
    for name, reference in data_map.references.items():
        yield from _in_a_store(("references", name), name, data_map, say=say)
        if "." in reference.to:
            yield from _in_a_store(("references", name, "to"), reference.to, data_map, say=say)


def _in_a_store(at: KeyPath, name: str, data_map: DataMap, *, say: Say) -> Iterator[Problem]:
    if store_of(name) not in data_map.stores:
        yield say.at(
            at, "unknown-name/store", name=store_of(name), mend=did_you_mean(store_of(name), sorted(data_map.stores))
        )


def people_named(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield roles that name a class of people whom nobody declared."""
    for rows in all_rows(data_map):
        for name, role in rows.owners.items():
            if role.people:
                at = (*rows.at, "belongs to", name, "people")
                yield from say.unknown(at, (role.people,), data_map.people, what="class of people")


def identifiers_named(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield identifiers by which people are to be found and which nobody declared: they would match no one."""
    for name, person in data_map.people.items():
        for table, columns in person.also_known.items():
            for identifier in columns:
                here = ("people", name, "also known", table, identifier)
                yield from say.unknown_key(here, person.identifiers, what="identifier of these people")
    everybody = {one for person in data_map.people.values() for one in (*person.identifiers, *person.known_by)}
    for rows in all_rows(data_map):
        for name, role in rows.owners.items():
            of_class = data_map.people.get(role.people or "")
            known = {*of_class.identifiers, *of_class.known_by} if of_class else everybody
            for identifier in role.known_by:
                at = (*rows.at, "belongs to", name, "known by", identifier)
                yield from say.unknown_key(at, known, what="identifier")


def rows_of_activity(data_map: DataMap, activity: str) -> Iterator[Rows]:
    """Yield the rows in which an activity may give reasons, as far as the map alone says."""
    for rows in all_rows(data_map):
        if activity in (rows.used_for or ()) or any(activity in one.used_for for one in rows.columns.values()):
            yield rows
