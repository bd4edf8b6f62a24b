"""The five examples say all that there is to say: every table and column, and no name that nothing has."""

from collections.abc import Iterator

import pytest
from sqlalchemy import MetaData, Table, UniqueConstraint, create_engine

from garant.adapters.demo.organisations import EXAMPLES, Example
from garant.adapters.sql.filling import create_tables
from garant.policy.datamap import DataMap, RowKind
from garant.policy.datamap import Table as MappedTable
from garant.policy.model import Policy
from garant.policy.paths import Column, Each, Inside, Path, Repeated, RowsOf
from garant.policy.reading import read as read_folder


@pytest.fixture(params=sorted(EXAMPLES))
def example(request: pytest.FixtureRequest) -> Example:
    return EXAMPLES[request.param]


def read(example: Example) -> tuple[Policy, DataMap]:
    """Return the policy and the map of an example, its files joined."""
    reading = read_folder(dict(example.texts()))
    assert reading.problems == ()
    assert reading.policy
    assert reading.data_map
    return reading.policy, reading.data_map


def tables_of(example: Example) -> dict[str, Table]:
    """Return the tables of an example as a database shows them."""
    found: dict[str, Table] = {}
    for database in example.databases:
        engine = create_engine("sqlite://")
        create_tables(engine, example.schema_of(database))
        seen = MetaData()
        seen.reflect(engine)
        found |= {f"{database}.{name}": table for name, table in seen.tables.items()}
        engine.dispose()
    return found


def parts_of(table: MappedTable) -> Iterator[MappedTable | RowKind]:
    yield table
    yield from table.rows


def test_the_map_names_every_table_and_no_other(example: Example) -> None:
    _, data_map = read(example)

    assert set(data_map.tables) == set(tables_of(example))


def test_an_example_has_a_database_of_twelve_to_thirty_tables(example: Example) -> None:
    assert 12 <= len(tables_of(example)) <= 30


def test_every_column_is_said_to_be_something(example: Example) -> None:
    _, data_map = read(example)

    unsaid = [
        f"{name}.{column}"
        for name, table in tables_of(example).items()
        if not data_map.tables[name].no_personal_data
        for column in table.columns.keys()  # noqa: SIM118
        if column not in _said(name, table, data_map)
    ]
    assert unsaid == []


def _said(name: str, table: Table, data_map: DataMap) -> set[str]:
    mapped = data_map.tables[name]
    keys = {column.name for column in table.primary_key}
    declared = {column.name for column in table.columns if column.foreign_keys}
    listed = {key.rpartition(".")[2] for key in data_map.references if key.rpartition(".")[0] == name}
    composite = {
        column for key, one in data_map.references.items() if key.rpartition(".")[0] == name for column in one.columns
    }
    said = {column.partition("->")[0] for part in parts_of(mapped) for column in part.columns}
    return keys | declared | listed | composite | said | _texts_that_refer(mapped)


def _texts_that_refer(mapped: MappedTable) -> set[str]:
    found = set()
    for part in parts_of(mapped):
        if part.part_of and part.part_of.column:
            found.add(part.part_of.column)
        found |= {role.column for role in part.belongs_to.values() if role.column}
    return found


def test_the_map_names_no_column_that_is_not_there(example: Example) -> None:
    _, data_map = read(example)
    tables = tables_of(example)

    wrong = [
        f"{name}.{column}"
        for name, mapped in data_map.tables.items()
        for part in parts_of(mapped)
        for column in part.columns
        if column.partition("->")[0] not in tables[name].columns
    ]
    assert wrong == []


def test_the_map_uses_the_words_of_the_policy(example: Example) -> None:
    policy, data_map = read(example)

    for name, mapped in data_map.tables.items():
        for part in parts_of(mapped):
            assert set(part.used_for) <= set(policy.activities), name
            assert {use.category for use in part.columns.values()} - {None, "none"} <= set(policy.categories), name
            assert set(part.events) <= set(policy.events), name
            for role in part.belongs_to.values():
                assert role.kind is None or role.kind in policy.subjects, name
    for name, files in data_map.files.items():
        assert files.part_of in {None, *data_map.tables}, name
        assert set(files.used_for) <= set(policy.activities), name
        assert files.category is None or files.category in policy.categories, name


def test_the_policy_uses_its_own_words(example: Example) -> None:
    policy, data_map = read(example)

    for name, activity in policy.activities.items():
        assert set(activity.subjects) <= set(policy.subjects), name
        assert set(activity.categories) <= set(policy.categories), name
        assert set(activity.recipients) <= set(policy.recipients), name
        assert set(activity.part_of) <= set(policy.purposes), name
        for rule in activity.retention:
            assert set(rule.events) <= {*policy.events, "birth"}, name
            assert set(rule.only) <= set(activity.categories), name
            assert rule.archive is None or set(rule.archive.readers) <= set(policy.recipients), name
    for person in data_map.people.values():
        assert set(person.kinds) <= set(policy.subjects)


def test_every_event_that_a_rule_counts_from_is_dated_somewhere(example: Example) -> None:
    policy, data_map = read(example)
    dated = {event for table in data_map.tables.values() for part in parts_of(table) for event in part.events}
    dated |= {event for files in data_map.files.values() for event in files.events}

    counted = {event for _, _, _, rule in policy.rules() if rule.keep != "to be decided" for event in rule.events} - {
        "birth"
    }
    assert counted <= dated


def test_every_activity_with_a_period_is_what_some_table_or_file_is_used_for(example: Example) -> None:
    policy, data_map = read(example)
    used = {name for table in data_map.tables.values() for part in parts_of(table) for name in part.used_for}
    used |= {name for table in data_map.tables.values() for use in table.columns.values() for name in use.used_for}
    used |= {name for files in data_map.files.values() for name in files.used_for}

    assert {name for name, _, _, rule in policy.rules() if rule.keep != "to be decided"} <= used


def test_a_cell_that_may_have_to_be_emptied_can_be(example: Example) -> None:
    _, data_map = read(example)
    tables = tables_of(example)

    stuck = [
        f"{name}.{column}"
        for name, mapped in data_map.tables.items()
        for part in parts_of(mapped)
        for column, use in part.columns.items()
        if use.is_personal and use.blank is None and not _can_be_emptied(tables[name], column)
    ]
    assert stuck == []


def _can_be_emptied(table: Table, column: str) -> bool:
    if "->" in column:
        return True
    seen = table.columns[column]
    is_text = seen.type.python_type is str
    unique = any(
        column in constraint.columns.keys()  # noqa: SIM118
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    )
    return bool(seen.nullable or (is_text and not unique))


def test_every_path_leads_through_columns_that_are_there(example: Example) -> None:
    _, data_map = read(example)
    tables = tables_of(example)

    lost = [f"{name}: {path}" for name, path in _paths(data_map) if not _leads(path, name, Schema(tables, data_map))]
    assert lost == []


def _paths(data_map: DataMap) -> Iterator[tuple[str, Path]]:
    for name, table in data_map.tables.items():
        for part in parts_of(table):
            yield from ((name, role.path) for role in part.belongs_to.values() if role.path)
            yield from ((name, event.column) for event in part.events.values())
            if part.part_of and part.part_of.path:
                yield name, part.part_of.path
        yield from ((name, role.path) for role in table.shown_to.values() if role.path)
    for person in data_map.people.values():
        if person.table and person.guardians:
            yield person.table, person.guardians


class Schema:
    """Where the columns of the tables lead, by the database or else by the map."""

    def __init__(self, tables: dict[str, Table], data_map: DataMap) -> None:
        self.tables = tables
        self.data_map = data_map

    def has(self, table: str | None, column: str) -> bool:
        named = f"{table}.{column}" in self.data_map.references
        return table is not None and (named or column in self.tables[table].columns.keys())  # noqa: SIM118

    def target(self, table: str, column: str) -> str | None:
        listed = self.data_map.references.get(f"{table}.{column}")
        if listed:
            return listed.to
        keys = self.tables[table].columns[column].foreign_keys
        return next((f"{table.partition('.')[0]}.{key.column.table.name}" for key in keys), None)


def _leads(path: Path, name: str, schema: Schema) -> bool:
    here: str | None = name
    store = name.partition(".")[0]
    for step in path.steps:
        match step:
            case RowsOf():
                here = f"{store}.{step.table}"
                if not schema.has(here, step.column):
                    return False
            case Each():
                continue
            case Column() | Inside() | Repeated():
                if here is None or not schema.has(here, step.name):
                    return False
                here = schema.target(here, step.name)
    return True
