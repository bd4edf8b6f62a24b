"""The normal form of what columns hold, worked out here and joined there: no two databases fold letters alike."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from garant.adapters.sql.compiling import Compiler
from garant.planning.terrain.links import column_of
from garant.policy.identifiers import LONGEST

_CHUNK = 50_000

Put = Callable[[sa.Table, tuple[str, ...], list[tuple[Any, ...]]], None]


def spelled(short: str, dialect: str) -> sa.Table:
    """Return the table of what is written (`a`) and its normal form (`b`), letter by letter."""
    exact = sa.String(LONGEST, collation="utf8mb4_bin" if dialect == "mysql" else None)
    columns = (sa.Column(name, exact, index=True) for name in ("a", "b"))
    return sa.Table(short, sa.MetaData(), *columns, prefixes=["TEMPORARY"])


def fill(connection: Connection, compiler: Compiler, *, name: str, made: sa.Table, put: Put) -> int:
    """Add what is written in the column and not known yet, in chunks; return how much it was."""
    form, table, cell = column_of(name)
    source, scope = compiler.start(table)
    text = compiler.as_text(compiler.value(cell, scope))
    written = compiler.words.told_exactly(text)
    known = sa.exists(sa.select(sa.literal_column("1")).select_from(made).where(made.c.a == written).correlate(source))
    statement = (
        sa.select(written.label("a"))
        .select_from(source)
        .where(written.is_not(None), compiler.words.letters(text) <= LONGEST, sa.not_(known))
        .distinct()
        .limit(_CHUNK)
    )
    count = 0
    while found := [str(text) for text in connection.scalars(statement)]:
        put(made, ("a", "b"), [(text, form.normal(text) or None) for text in found])
        count += len(found)
        if len(found) < _CHUNK:
            break
    return count
