"""Which files rows lead to: their names are read before the rows go, and looked for afterwards in those that stay."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from garant.adapters.sql.compiling import Compiler
from garant.adapters.sql.deeds.batches import Range
from garant.adapters.sql.relations import Relations
from garant.planning.files import NamedFiles
from garant.planning.going import GONE
from garant.planning.terrain.schema import Kind
from garant.planning.work import TableWork

_CHUNK = 5000


@dataclass(frozen=True)
class Naming:
    """Reads the names of files in one store, in a transaction that somebody else opened."""

    connection: Connection
    relations: Relations

    @property
    def _compiler(self) -> Compiler:
        return self.relations.compiler

    def leaving(self, files: NamedFiles, work: TableWork, rows: Range) -> tuple[str, ...]:
        """Return the files that marked rows name, and those that rows name whose name is about to be blanked."""
        source, scope = self._compiler.start(files.table)
        within = [rows.covers(self._compiler.words, *(source.c[key] for key in work.key))]
        blanked = (self._compiler.condition(where, scope) for where in files.leaves(work))
        wheres = [sa.and_(*within, one) for one in blanked] + self._marked(work, source)
        return tuple(dict.fromkeys(path for where in wheres for path in self._paths(files, source, where)))

    def _marked(self, work: TableWork, source: FromClause) -> list[ColumnElement[bool]]:
        gone = self.relations.made.get(f"{GONE}{work.table}")
        if gone is None:
            return []
        same = (source.c[key] == gone.c[f"k{n}"] for n, key in enumerate(work.key))
        return [sa.exists(sa.select(sa.literal_column("1")).select_from(gone).where(*same))]

    def held(self, files: NamedFiles, paths: Sequence[str]) -> frozenset[str]:
        """Return those of these files that some row names."""
        source, _ = self._compiler.start(files.table)
        wanted, found = frozenset(paths), set[str]()
        for start in range(0, len(paths), _CHUNK):
            where = self._names_one_of(files, source, paths[start : start + _CHUNK])
            found.update(path for path in self._paths(files, source, where) if path in wanted)
        return frozenset(found)

    def _names_one_of(self, files: NamedFiles, source: FromClause, paths: Sequence[str]) -> ColumnElement[bool]:
        said = [values for values in (files.path.read(path) for path in paths) if values is not None]
        if len(files.columns) != 1:
            each = (sa.and_(*(self._is(files.table, source.c[c], [v[c]]) for c in files.columns)) for v in said)
            return sa.or_(sa.false(), *each)
        (column,) = files.columns
        return self._is(files.table, source.c[column], [values[column] for values in said])

    def _is(self, table: str, column: ColumnElement[Any], texts: list[str]) -> ColumnElement[bool]:
        kind = self._compiler.kind_of_column(table, column.name)
        if kind is Kind.INTEGER:
            return column.in_([int(text) for text in texts if text.isascii() and text.isdigit()])
        return (column if kind is Kind.TEXT else self._compiler.as_text(column)).in_(texts)

    def _paths(self, files: NamedFiles, source: FromClause, where: ColumnElement[bool]) -> Iterator[str]:
        columns = [source.c[name] for name in files.columns]
        found: Any = sa.select(*(columns or [sa.literal_column("1")])).select_from(source).where(where).distinct()
        for row in self.connection.execute(found if columns else found.limit(1)):
            texts = [str(value) for value in row if value is not None and value != ""]
            if len(texts) == len(row):
                yield files.path.fill(dict(zip(files.columns, texts, strict=False)))
