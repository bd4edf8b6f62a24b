"""Relations that Garant brings along for one session: who is the same person, what was remembered, which rows go."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields, is_dataclass
from itertools import islice
from typing import Any

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy import ClauseElement, Connection, Executable
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.staging.spelling import fill, spelled
from garant.planning.anonymous.anonymity import CROWD, REDRAWN, ROUGH, Generalised
from garant.planning.going import GONE
from garant.planning.grounds.clocks import KNOWN
from garant.planning.grounds.facts.held import BACK
from garant.planning.questions import Mark, Marked
from garant.planning.remembered import RememberedEvent
from garant.planning.terrain.links import NORMAL
from garant.planning.terrain.predicates import NEVER, Condition, Source
from garant.planning.terrain.rows import SAME
from garant.planning.terrain.schema import Kind
from garant.planning.terrain.ways import CLOSURE
from garant.planning.undo.pieces import values_in

Remembered = Callable[[str], Iterable[RememberedEvent]]

_CHUNK = 10_000
FOUND = "found:"
"""The relation of what was found of a table's rows, by key."""

_OF_KEYS = (GONE, ROUGH, CROWD, REDRAWN)
_LONG = sa.Text().with_variant(sa.String(200), "mysql", "mariadb")


@dataclass
class Relations:
    """The temporary tables of one connection, made when a condition first speaks of them."""

    connection: Connection
    compiler: Compiler
    remembered: Remembered
    made: dict[str, sa.Table] = field(default_factory=dict)
    _keys_of: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _weighed: dict[str, int] = field(default_factory=dict)
    _brought: dict[str, int] = field(default_factory=dict)

    def prepare(self, things: Iterable[object]) -> None:
        """Make every relation that these conditions speak of and that is not there yet."""
        for name in dict.fromkeys(n for thing in things for n in names(thing)):
            if name not in self.made:
                self._make(name)

    def undo(self, before: frozenset[str]) -> None:
        """Forget the relations that were made in a transaction rolled back since; MariaDB keeps their tables."""
        for name in [name for name in self.made if name not in before]:
            self.connection.execute(sa.schema.DropTable(self.made.pop(name), if_exists=True))
        self.connection.commit()

    def refresh(self) -> None:
        """Make the relations anew that rows may have changed since: who is the same person, and by which steps."""
        for name in [n for n in self.made if n.startswith((CLOSURE, SAME, NORMAL))]:
            if not name.startswith(NORMAL):
                self.connection.execute(sa.delete(self.made[name]))
            self._fill(name)

    def hear(self) -> None:
        """Bring along again what is told of people; what was brought before may have gone since, and stays true."""
        for name in [n for n in self.made if n.startswith(KNOWN)]:
            self._fill(name)

    def _make(self, name: str) -> None:
        made = self._create(name)
        self.made[name] = made
        self._tell_compiler(name, made)
        try:
            self._fill(name)
        except BaseException:
            # INVARIANT: a relation that was not filled whole is not there, and is made anew when it is needed.
            del self.made[name]
            with suppress(SQLAlchemyError):
                self.connection.execute(sa.schema.DropTable(made, if_exists=True))
            raise

    def _tell_compiler(self, name: str, made: sa.Table) -> None:
        relations = dict(self.compiler.relations)
        relations[name] = made
        object.__setattr__(self.compiler, "relations", relations)

    def _create(self, name: str) -> sa.Table:
        short = _short(name)
        if name.startswith(NORMAL):
            made = spelled(short, self.compiler.schema.dialect)
            made.create(self.connection)
            return made
        shape = self._shape(name)
        self.connection.execute(shape.where(sa.false()).into(short, temporary=True))
        made = sa.Table(
            short, sa.MetaData(), *(sa.Column(c.name, c.type) for c in shape.subquery().c), prefixes=["TEMPORARY"]
        )
        for columns in (
            (("k0",),)
            if name.startswith((*_OF_KEYS, BACK))
            else (("person", "event"),)
            if name.startswith(KNOWN)
            else (("a",), ("b",))
        ):
            if self._indexable(name) and not (name.startswith((*_OF_KEYS, BACK)) and self._is_postgresql):
                index = sa.Index(f"{short}_{columns[0]}", *(made.c[column] for column in columns))
                self.connection.execute(sa.schema.CreateIndex(index))
        return made

    def index_keys(self, made: sa.Table, table: str) -> None:
        """Index a relation of keys of a table, where the database does better with it."""
        if self._indexable(f"{GONE}{table}") and not self._is_postgresql:
            columns = (column for column in made.c if column.name.startswith("k"))
            self.connection.execute(sa.schema.CreateIndex(sa.Index(f"{made.name}_keys", *columns)))

    def _indexable(self, name: str) -> bool:
        # MariaDB indexes no text without a length; such keys are rare, and what is brought along is small.
        table = self._home(name)
        keys = (table.c[key] for key in self._keys(name))
        return self.compiler.schema.dialect != "mysql" or not any(isinstance(k.type, sa.String) for k in keys)

    def _home(self, name: str) -> FromClause:
        return self.compiler.table(_table_of(name))

    def _keys(self, name: str) -> tuple[str, ...]:
        return self._keys_of[_table_of(name)]

    def know_keys(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        """Learn by which columns the rows of tables are told apart."""
        self._keys_of.update(keys)

    def keys_of(self, table: str) -> tuple[str, ...]:
        """Return by which columns the rows of a table are told apart."""
        return self._keys_of[table]

    def size(self, table: str) -> int:
        """Return how many rows of a table are marked."""
        return int(self.connection.scalar(sa.select(sa.func.count()).select_from(self.made[f"{GONE}{table}"])) or 0)

    def _shape(self, name: str) -> sa.Select[Any]:
        table, keys = self._home(name), self._keys(name)
        if name.startswith((GONE, BACK)):
            return sa.select(*(table.c[key].label(f"k{n}") for n, key in enumerate(keys)))
        if name.startswith(_OF_KEYS):
            return self._shape_of_keys(name, table.c[keys[0]])
        if name.startswith(KNOWN):
            return sa.select(
                table.c[keys[0]].label("person"),
                sa.cast(sa.literal(""), sa.String(200)).label("event"),
                sa.cast(sa.null(), self.compiler.type_of(Kind.DATE)).label("latest"),
                sa.cast(sa.literal(0), sa.Integer()).label("open"),
                sa.cast(sa.null(), self.compiler.type_of(Kind.DATE)).label("began"),
                sa.cast(sa.literal(0), sa.Integer()).label("undated"),
                sa.cast(sa.literal(0), sa.Integer()).label("told"),
            )
        return sa.select(table.c[keys[0]].label("a"), table.c[keys[0]].label("b"))

    def _shape_of_keys(self, name: str, key: ColumnElement[Any]) -> sa.Select[Any]:
        number, text = sa.cast(sa.literal(0), sa.Integer()), sa.cast(sa.literal(""), _LONG)
        more: dict[str, list[ColumnElement[Any]]] = {
            ROUGH: [number.label("kind"), number.label("done")],
            CROWD: [text.label("seen"), text.label("who")],
            REDRAWN: [key.label("k1")],
        }
        return sa.select(key.label("k0"), *more[f"{name.partition(':')[0]}:"])

    def _fill(self, name: str) -> None:
        if name.startswith(KNOWN):
            self.bring(name, self.remembered(name.removeprefix(KNOWN)))
        elif name.startswith(BACK):
            self._fill_back(name)
        elif name.startswith(NORMAL):
            made = self.made[name]
            self.grown(name, fill(self.connection, self.compiler, name=name, made=made, put=self._put))
        elif not name.startswith(_OF_KEYS):
            self._fill_pairs(name)

    def _fill_back(self, name: str) -> None:
        """Bring the keys of the rows that came back, as the database gave them."""
        made = self.made[name]
        columns = [column.name for column in made.c]
        target = sa.table(made.name, *(sa.column(column, sa.types.NullType()) for column in columns))
        keys = (values_in(event.person) for event in self.remembered(name))
        while chunk := [dict(zip(columns, key, strict=True)) for key in islice(keys, _CHUNK)]:
            self.connection.execute(sa.insert(target), chunk)
        self.analyse_relation(made)

    def _fill_pairs(self, name: str) -> None:
        table, key = self._home(name), self._keys(name)[0]
        column = name.rsplit(".", 1)[1]
        base = table.alias("base")
        first = base.c[key] if name.startswith(CLOSURE) else base.c[column]
        start = sa.select(base.c[key].label("a"), first.label("b"))
        if name.startswith(SAME):
            start = start.where(base.c[column].is_not(None))
        up = start.cte("up", recursive=True)
        step = table.alias("step")
        climbed = sa.select(up.c.a, step.c[column]).join(step, step.c[key] == up.c.b).where(step.c[column].is_not(None))
        up = up.union(climbed)
        pairs: Any = sa.select(up.c.a, up.c.b)
        if name.startswith(SAME):
            one, other = up.alias("one"), up.alias("other")
            beside = sa.select(one.c.a, other.c.a).join(other, one.c.b == other.c.b).where(one.c.a != other.c.a)
            pairs = sa.union(pairs.where(up.c.a != up.c.b), sa.select(up.c.b, up.c.a).where(up.c.a != up.c.b), beside)
        self.connection.execute(sa.insert(self.made[name]).from_select(["a", "b"], pairs))

    # what was found of rows -----------------------------------------------------------------------------------

    def keep(self, table: str, found: sa.Select[Any]) -> FromClause:
        """Return what was found of a table's rows as a relation of its own, to be joined by key."""
        short, columns = _short(f"{FOUND}{table}"), {str(c.key): c.type for c in found.selected_columns}
        described = (sa.Column(name, kind) for name, kind in columns.items())
        sa.Table(short, sa.MetaData(), *described, prefixes=["TEMPORARY"]).create(self.connection, checkfirst=False)
        kept = sa.table(short, *(sa.column(name, kind) for name, kind in columns.items()))
        self.connection.execute(sa.insert(kept).from_select(list(columns), found))
        key = self.compiler.schema.tables[table].key
        if len(key) == 1 and key[0] in columns:
            self.connection.execute(KeyIndex(short, key[0]))
        return kept

    # what was remembered --------------------------------------------------------------------------------------

    def bring(self, name: str, events: Iterable[RememberedEvent], *, told: bool = False) -> None:
        """Put remembered events into their relation, in chunks; `told` are those that this session remembered."""
        if name not in self.made:
            self._make(name)
        rows = self._rows(name, events, told=int(told))
        names = ("person", "event", "latest", "open", "began", "undated", "told")
        while chunk := list(islice(rows, _CHUNK)):
            self._put(self.made[name], names, chunk)
            self.grown(name, len(chunk))

    def _rows(self, name: str, events: Iterable[RememberedEvent], *, told: int) -> Iterator[tuple[Any, ...]]:
        key = int if isinstance(self.made[name].c.person.type, sa.Integer) else str
        day = self.compiler.day
        for event in events:
            latest, began = (day(said) if said else None for said in (event.latest, event.began))
            yield key(event.person), event.event, latest, int(event.is_open), began, int(event.is_undated), told

    def _put(self, made: sa.Table, names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
        if not self._is_postgresql:
            self.connection.execute(sa.insert(made), [dict(zip(names, row, strict=True)) for row in rows])
            return
        columns = sql.SQL(", ").join(map(sql.Identifier, names))
        copy = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(made.name), columns)
        driver: Any = self.connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(copy) as stream:
            for row in rows:
                stream.write_row(row)

    def grown(self, name: str, more: int) -> None:
        """Have what is remembered counted anew when it is twice as much as the last time."""
        size = self._brought[name] = self._brought.get(name, 0) + more
        if self._is_postgresql and size >= 2 * self._weighed.get(name, 0):
            self._weighed[name] = size
            self.connection.execute(Analysis(self.made[name]))

    # which rows go --------------------------------------------------------------------------------------------

    def mark(self, mark: Mark) -> Mapping[str, int]:
        """Find the rows that go, then take out those that the circle keeps, until none is left to take out.

        Return by table how many there were at first.
        """
        for marked in mark.tables:
            self.connection.execute(sa.delete(self.gone(marked.table, marked.key)))
            for rough in (made for name, made in self.made.items() if name == f"{ROUGH}{marked.table}"):
                self.connection.execute(sa.delete(rough))
        self.prepare(c for marked in mark.tables for c in (marked.at_first, *marked.needed, marked.kept_by_circle))
        at_first = {marked.table: self._mark_first(marked) for marked in mark.tables}
        while sum(self.take_out(marked.table, marked.key, kept=marked.kept_by_circle) for marked in mark.tables):
            pass
        return at_first

    @property
    def _is_postgresql(self) -> bool:
        # It hashes such keys sooner than it keeps an index on them up to date.
        return self.compiler.schema.dialect == "postgresql"

    def analyse(self, table: str) -> None:
        """Let PostgreSQL count what was marked: of temporary tables it knows nothing by itself."""
        self.analyse_relation(self.made[f"{GONE}{table}"])

    def analyse_relation(self, relation: sa.Table) -> None:
        """Let PostgreSQL count what is in a relation."""
        if self._is_postgresql:
            self.connection.execute(Analysis(relation))

    def gone(self, table: str, key: tuple[str, ...]) -> sa.Table:
        """Return the relation of the keys of a table's rows that go, made when it is first asked for."""
        name = f"{GONE}{table}"
        self._keys_of[table] = key
        if name not in self.made:
            self._make(name)
        return self.made[name]

    def _mark_first(self, marked: Marked) -> int:
        source, scope = self.compiler.start(marked.table)
        found = sa.select(*(source.c[key] for key in marked.key)).where(self.compiler.condition(marked.at_first, scope))
        gone = self.made[f"{GONE}{marked.table}"]
        inserting = sa.insert(gone).from_select([c.name for c in gone.c], found)
        count = self.connection.execute(inserting.execution_options(preserve_rowcount=True)).rowcount
        for need in marked.needed:
            self.take_out(marked.table, marked.key, kept=need)
        return count

    def take_out(self, table: str, key: tuple[str, ...], *, kept: Condition) -> int:
        """Take the rows for which a condition holds out of those that go; return how many."""
        if kept == NEVER:
            return 0
        gone = self.made[f"{GONE}{table}"]
        source, scope = self.compiler.start(table)
        same = (source.c[column] == gone.c[f"k{n}"] for n, column in enumerate(key))
        staying = self.compiler.condition(kept, scope)
        found: sa.Select[Any] = (
            sa.select(sa.literal_column("1")).select_from(source).where(*same, staying).correlate(gone)
        )
        return self.connection.execute(sa.delete(gone).where(sa.exists(found))).rowcount


class Analysis(Executable, ClauseElement):
    """The statement that counts what is in a table, for the choice of later plans."""

    inherit_cache = False

    def __init__(self, table: sa.Table) -> None:
        """Take the table."""
        self.table = table


@compiles(Analysis)
def _analysis(element: Analysis, compiler: SQLCompiler, **_options: Any) -> str:
    return "ANALYZE " + compiler.preparer.format_table(element.table)


class KeyIndex(Executable, ClauseElement):
    """The statement that indexes the key of a temporary table."""

    inherit_cache = False

    def __init__(self, table: str, column: str) -> None:
        """Take the names of the table and of its key."""
        self.table, self.column = table, column


@compiles(KeyIndex)
def _key_index(element: KeyIndex, compiler: SQLCompiler, **_options: Any) -> str:
    table, column = map(compiler.preparer.quote, (element.table, element.column))
    return f"CREATE UNIQUE INDEX {table}_key ON {table} ({column})"


@compiles(KeyIndex, "mysql", "mariadb")
def _key_index_of_mariadb(element: KeyIndex, compiler: SQLCompiler, **_options: Any) -> str:
    # CREATE INDEX would end the transaction, even on a temporary table.
    table, column = map(compiler.preparer.quote, (element.table, element.column))
    return f"ALTER TABLE {table} ADD UNIQUE INDEX ({column})"


def _short(name: str) -> str:
    return "garant_" + hashlib.sha256(name.encode()).hexdigest()[:16]


def _table_of(name: str) -> str:
    kind, _, rest = name.partition(":")
    if f"{kind}:" == KNOWN:
        return rest.partition("@")[2]
    return rest if f"{kind}:" in (*_OF_KEYS, BACK) else rest.rsplit(".", 1)[0]


def names(thing: object) -> Iterator[str]:
    """Yield the names of the relations that a condition speaks of."""
    if isinstance(thing, Source):
        if thing.table.startswith((CLOSURE, SAME, KNOWN, NORMAL, BACK, *_OF_KEYS)):
            yield thing.table
    elif isinstance(thing, tuple):
        for each in thing:
            yield from names(each)
    elif isinstance(thing, Marked | Generalised):
        prefixes = _OF_KEYS if isinstance(thing, Generalised) else (GONE,)
        yield from (f"{prefix}{thing.table}" for prefix in prefixes)
        yield from (name for each in fields(thing) for name in names(getattr(thing, each.name)))
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from names(getattr(thing, each.name))
