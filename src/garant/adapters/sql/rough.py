"""Makes values rough, in the words of each database: the year of a date, a department, a band of numbers."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from garant.planning.terrain.schema import Kind

_DEPARTMENT = 2


def roughened(value: ColumnElement[Any], how: str, *, kind: Kind, dialect: str) -> ColumnElement[Any]:
    """Return the value as `generalise` leaves it."""
    word, *rest = how.split()
    match word:
        case "year":
            return _YEARS[dialect](value, kind)
        case "department":
            return sa.func.substr(value, 1, _DEPARTMENT, type_=sa.Text())
        case "band":
            width = int(rest[-1])
            # The remainder of a negative number is negative: moved into the band that lies below it.
            return value - ((value % width) + width) % width
        case _:
            return value


def _sqlite_year(value: ColumnElement[Any], kind: Kind) -> ColumnElement[Any]:
    rest = "-01-01" if kind is Kind.DATE else "-01-01 00:00:00.000000"
    return sa.func.substr(value, 1, 4, type_=sa.Text()).concat(sa.literal(rest, sa.Text()))


def _postgresql_year(value: ColumnElement[Any], kind: Kind) -> ColumnElement[Any]:
    if kind is Kind.INSTANT:
        return sa.func.date_trunc("year", value, "UTC", type_=value.type)
    return sa.cast(sa.func.date_trunc("year", value), value.type)


def _mariadb_year(value: ColumnElement[Any], kind: Kind) -> ColumnElement[Any]:
    return sa.cast(sa.func.date_format(value, "%Y-01-01"), sa.Date() if kind is Kind.DATE else sa.DateTime())


_YEARS: dict[str, Callable[[ColumnElement[Any], Kind], ColumnElement[Any]]] = {
    "sqlite": _sqlite_year,
    "postgresql": _postgresql_year,
    "mysql": _mariadb_year,
}
