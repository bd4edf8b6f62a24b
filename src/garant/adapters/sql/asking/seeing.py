"""Looks at a database's schema and says what is there: tables, columns, keys, references, triggers."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Inspector
from sqlalchemy.engine.interfaces import ReflectedColumn

from garant.planning.terrain.schema import ColumnSeen, Kind, ReferenceSeen, SchemaSeen, TableSeen

_CHECKS_OF_COLUMNS = (
    "SELECT table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = database()"
)

_VERSIONED = (
    "SELECT table_name FROM information_schema.tables "
    "WHERE table_schema = database() AND table_type = 'SYSTEM VERSIONED'"
)

_TELLS_JSON = (16,)
"""The version of PostgreSQL from which on it says of a text that it is no JSON, instead of failing."""

_OF_OUR_STATE = (
    "log|leaf|subtree|statedcheckpoint|run|step|part|worker|night|batch|remembered|placedhold|keptlist|policyversion"
    "|sealedrun|sealedpiece|erased"
)
OURS = re.compile(f"garant_(receipts|pending|marks|said|[0-9a-f]{{16}}|{_OF_OUR_STATE})")
"""The tables that are Garant's own, by their whole name: a table of guarantors is a customer's, and called so too."""

_KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (sa.Boolean, Kind.BOOLEAN),
    (sa.Integer, Kind.INTEGER),
    (sa.Numeric, Kind.NUMBER),
    (sa.Float, Kind.NUMBER),
    (sa.Uuid, Kind.UUID),
    (sa.JSON, Kind.JSON),
    (sa.Enum, Kind.TEXT),
    (sa.String, Kind.TEXT),
    (sa.Date, Kind.DATE),
)

_STAMP = re.compile(r"\W*(current_timestamp|now\(\)|datetime\(.now|strftime\()", re.IGNORECASE)

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND n.nspname = current_schema() "
        "UNION ALL SELECT tablename, rulename FROM pg_rules WHERE schemaname = current_schema()"
    ),
    "mysql": (
        "SELECT event_object_table, trigger_name FROM information_schema.triggers WHERE trigger_schema = database()"
    ),
}

_GOING_ALONG_IN_SQLITE = sa.text('SELECT "from", "table", on_delete FROM pragma_foreign_key_list(:table)')

_REACHING = {
    # `a` and `r` leave rows alone or refuse; partitions are their table, and not another one.
    "postgresql": (
        "SELECT t.relname, o.nspname || '.' || f.relname FROM pg_constraint k JOIN pg_class t ON t.oid = k.confrelid "
        "JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace o ON o.oid = f.relnamespace "
        "WHERE t.relnamespace = current_schema()::regnamespace AND f.relnamespace <> t.relnamespace "
        "AND k.confdeltype NOT IN ('a', 'r') "
        "UNION SELECT t.relname, o.nspname || '.' || f.relname FROM pg_inherits i "
        "JOIN pg_class t ON t.oid = i.inhparent JOIN pg_class f ON f.oid = i.inhrelid "
        "JOIN pg_namespace o ON o.oid = f.relnamespace "
        "WHERE t.relnamespace = current_schema()::regnamespace AND NOT f.relispartition"
    ),
    "mysql": (
        "SELECT referenced_table_name, concat(constraint_schema, '.', table_name) "
        "FROM information_schema.referential_constraints WHERE unique_constraint_schema = database() "
        "AND constraint_schema <> database() AND delete_rule NOT IN ('NO ACTION', 'RESTRICT')"
    ),
}
"""Tables that change with a table although nobody looks at them: of another schema, by a reference, or inheriting."""


def see(connection: Connection, store: str) -> SchemaSeen:
    """Return the schema of a store as this account sees it; raise SQLAlchemyError where it cannot be read."""
    inspector = sa.inspect(connection)
    dialect = connection.dialect.name.replace("mariadb", "mysql")
    names = [name for name in inspector.get_table_names() if not OURS.fullmatch(name)]
    triggers, reaching = _triggers(connection, dialect, names), _reaching(connection, dialect, names)
    columns, references = inspector.get_multi_columns(), _foreign_keys(inspector, connection)
    keys, indexes = inspector.get_multi_pk_constraint(), inspector.get_multi_indexes()
    unique, checks = inspector.get_multi_unique_constraints(), _checks(inspector)
    engines, unnamed, versioned = _engines(connection, dialect), _checks_of_columns(connection), _versioned(connection)

    def table(name: str) -> TableSeen:
        at = (None, name)
        key = tuple(keys[at]["constrained_columns"] or ()) if at in keys else ()
        named = tuple(str(check.get("sqltext", "")) for check in checks.get(at, ()))
        asked = tuple(dict.fromkeys((*named, *unnamed.get(name, ()))))
        indexed, only = _indexed(indexes.get(at, ())), _indexed(i for i in indexes.get(at, ()) if i["unique"])
        return TableSeen(
            name=f"{store}.{name}",
            columns=tuple(_column(column, dialect, " ".join(named)) for column in columns[at]),
            key=key,
            references=tuple(_references(store, references.get(at, ()), keys)),
            unique=tuple(dict.fromkeys([*(tuple(u["column_names"]) for u in unique.get(at, ())), *only])),
            checked=tuple(c["name"] for c in columns[at] if re.search(rf"\b{re.escape(c['name'])}\b", " ".join(asked))),
            checks=asked,
            indexes=tuple(dict.fromkeys([key, *indexed])),
            triggers=tuple(sorted(triggers.get(name, ()))) if triggers is not None else (),
            reaching=tuple(sorted(reaching.get(name, ()))),
            transactional=engines.get(name, "InnoDB") == "InnoDB",
            versioned=name in versioned,
        )

    return SchemaSeen(
        store=store,
        dialect=dialect,
        tables={f"{store}.{name}": table(name) for name in names},
        triggers_readable=triggers is not None,
        tells_json=dialect != "postgresql" or (connection.dialect.server_version_info or ()) >= _TELLS_JSON,
    )


def _indexed(found: Iterable[Any]) -> list[tuple[str, ...]]:
    """Return the columns of each index, an empty name for what is none."""
    return [tuple(column or "" for column in index["column_names"]) for index in found]


def _column(column: ReflectedColumn, dialect: str, checked: str) -> ColumnSeen:
    kind = column["type"]
    word = str(getattr(kind, "__visit_name__", "")).upper()
    json = "json_valid" in checked.lower() and re.search(
        rf"json_valid\(`?\"?{re.escape(column['name'])}", checked, re.I
    )
    return ColumnSeen(
        name=column["name"],
        kind=Kind.JSON if json else _kind(kind, word, dialect),
        nullable=bool(column["nullable"]),
        length=getattr(kind, "length", None),
        closed_list=isinstance(kind, sa.Enum) or word in {"ENUM", "SET"},
        signed=not getattr(kind, "unsigned", False),
        stamped=bool(
            _STAMP.match(str(column.get("default") or "")) and "on update" not in str(column["default"]).lower()
        ),
        computed=bool(column.get("computed")),
    )


def _kind(kind: Any, word: str, dialect: str) -> Kind:
    if word == "YEAR":
        return Kind.YEAR
    if word == "TINYINT" and getattr(kind, "display_width", None) == 1:
        return Kind.BOOLEAN
    if isinstance(kind, sa.DateTime):
        zoned = bool(getattr(kind, "timezone", False)) or (dialect == "mysql" and word == "TIMESTAMP")
        return Kind.INSTANT if zoned and dialect != "mysql" else Kind.TIMESTAMP
    return next((found for sort, found in _KINDS if isinstance(kind, sort)), Kind.OTHER)


def _references(store: str, found: Any, keys: Mapping[Any, Any]) -> Iterator[ReferenceSeen]:
    for key in found:
        to = key["referred_table"]
        columns = tuple(key["referred_columns"]) or tuple(keys[(None, to)]["constrained_columns"])
        yield ReferenceSeen(
            columns=tuple(key["constrained_columns"]),
            to=f"{store}.{to}",
            to_columns=columns,
            on_delete=str(key.get("options", {}).get("ondelete") or "no action").lower(),
        )


def _foreign_keys(inspector: Inspector, connection: Connection) -> Mapping[Any, Any]:
    """Return the foreign keys between tables of this schema, by table, their names as they were declared."""
    found = inspector.get_multi_foreign_keys()
    # A table of another schema is none of this store, though one here may be called the same.
    inside = {at: [key for key in keys if not key.get("referred_schema")] for at, keys in found.items()}
    if connection.dialect.name == "sqlite":
        columns = inspector.get_multi_columns()
        return {at: list(_of_sqlite(at[1], keys, connection, columns=columns)) for at, keys in inside.items()}
    return inside


def _of_sqlite(table: str, keys: Any, connection: Connection, *, columns: Mapping[Any, Any]) -> Iterator[Any]:
    """Yield a table's foreign keys with what goes along, which reflection finds in texts of one form only."""
    along = {(column, to): word for column, to, word in connection.execute(_GOING_ALONG_IN_SQLITE, {"table": table})}
    for key in keys:
        to = _spelled(key["referred_table"], [name for _, name in columns])
        if (None, to) in columns:
            declared = [column["name"] for column in columns[None, to]]
            word = along[key["constrained_columns"][0], key["referred_table"]]
            named = [_spelled(column, declared) for column in key["referred_columns"]]
            yield {**key, "referred_table": to, "referred_columns": named, "options": {"ondelete": word}}


def _checks(inspector: Inspector) -> Mapping[Any, Any]:
    try:
        return inspector.get_multi_check_constraints()
    except NotImplementedError:
        return {}


def _checks_of_columns(connection: Connection) -> Mapping[str, list[str]]:
    """Return the checks by table that MariaDB holds at a column, which reflection passes over; not that of JSON."""
    found: dict[str, list[str]] = {}
    if getattr(connection.dialect, "is_mariadb", False):
        for table, clause in connection.execute(sa.text(_CHECKS_OF_COLUMNS)):
            if "json_valid" not in str(clause).lower():
                found.setdefault(str(table), []).append(str(clause))
    return found


def _triggers(connection: Connection, dialect: str, names: Sequence[str]) -> Mapping[str, list[str]] | None:
    """Return the triggers by table; None where the account may not read them, which counts as an unknown trigger."""
    if dialect == "mysql" and not _may_see_triggers(connection):
        return None
    return _by_table(connection, _TRIGGERS[dialect], among=names)


def _reaching(connection: Connection, dialect: str, names: Sequence[str]) -> Mapping[str, list[str]]:
    return _by_table(connection, _REACHING[dialect], among=names) if dialect in _REACHING else {}


def _by_table(connection: Connection, words: str, *, among: Sequence[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for table, name in connection.execute(sa.text(words)):
        found.setdefault(_spelled(str(table), among), []).append(str(name))
    return found


def _spelled(name: str, among: Iterable[str]) -> str:
    """Return a name as it was declared: SQLite takes PUPILS for pupils, and tells what refers to it as written."""
    return name if name in among else next((one for one in among if one.lower() == name.lower()), name)


def _may_see_triggers(connection: Connection) -> bool:
    # Without the TRIGGER privilege MariaDB shows no triggers, as if there were none.
    grants = " ".join(str(row[0]).upper() for row in connection.execute(sa.text("SHOW GRANTS")))
    return "ALL PRIVILEGES" in grants or "TRIGGER" in grants


def _engines(connection: Connection, dialect: str) -> Mapping[str, str]:
    if dialect != "mysql":
        return {}
    words = "SELECT table_name, engine FROM information_schema.tables WHERE table_schema = database()"
    return {str(name): str(engine) for name, engine in connection.execute(sa.text(words))}


def _versioned(connection: Connection) -> frozenset[str]:
    """Return the tables `WITH SYSTEM VERSIONING`, of which MariaDB goes on keeping what was erased."""
    if not getattr(connection.dialect, "is_mariadb", False):
        return frozenset()
    return frozenset(str(name) for (name,) in connection.execute(sa.text(_VERSIONED)))
