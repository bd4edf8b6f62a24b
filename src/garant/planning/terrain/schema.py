"""What was seen of a store's schema: tables, columns, keys, references and triggers, as values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum


class Kind(Enum):
    """What sort of value a column holds, whatever the database calls it."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    TIMESTAMP = "timestamp"
    INSTANT = "instant"
    YEAR = "year"
    JSON = "json"
    BOOLEAN = "boolean"
    UUID = "uuid"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class ColumnSeen:
    """One column as the database declares it; `length` is the longest text it takes; `signed`, numbers below zero.

    `stamped` is one that the database sets to the instant at which the row is made, and never again.
    `computed` is one that it works out from others of the row, and lets nobody write.
    """

    name: str
    kind: Kind
    nullable: bool = True
    length: int | None = None
    closed_list: bool = False
    signed: bool = True
    stamped: bool = False
    computed: bool = False


@dataclass(frozen=True, kw_only=True)
class ReferenceSeen:
    """A reference from columns of one table to columns of another; an enforced one is a foreign key.

    One that `holds` a text names the other row by it; one `only_in` a kind of rows is made by no others.
    """

    columns: tuple[str, ...]
    to: str
    to_columns: tuple[str, ...]
    on_delete: str = "no action"
    enforced: bool = True
    may_be_emptied: bool | None = None
    name: str = ""
    holds: str = ""
    only_in: int | None = None

    def only(self, kind: int | None) -> "ReferenceSeen":
        """Return the reference as rows of this kind alone make it."""
        return replace(self, only_in=kind)


@dataclass(frozen=True, kw_only=True)
class TableSeen:
    """One table as the database declares it; `reaching` are tables outside its schema that change with it.

    Of one that is `versioned` the database keeps every row that was changed or erased, in a history of its own.
    """

    name: str
    columns: tuple[ColumnSeen, ...]
    key: tuple[str, ...] = ()
    references: tuple[ReferenceSeen, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    checked: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    triggers: tuple[str, ...] = ()
    reaching: tuple[str, ...] = ()
    transactional: bool = True
    versioned: bool = False

    def column(self, name: str) -> ColumnSeen | None:
        """Return the column called `name`, if the table has it."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, kw_only=True)
class SchemaSeen:
    """All tables of one store, under their names in the data map (`store.table`)."""

    store: str
    dialect: str
    tables: Mapping[str, TableSeen] = field(default_factory=dict)
    triggers_readable: bool = True
    tells_json: bool = True
    """Whether the database can say of a text that it is no JSON, without failing."""

    @property
    def digest(self) -> str:
        """Return a digest that moves when anything of the schema moves."""
        plain = json.dumps(asdict(self)["tables"], sort_keys=True, default=lambda kind: kind.value)
        return hashlib.sha256(plain.encode()).hexdigest()
