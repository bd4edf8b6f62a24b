"""Cutoff days in the form of each column, so that a database only ever compares (Regulation 1182/71)."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from garant.planning.terrain.schema import Kind

_EARLIEST = date(1000, 1, 1)
_LATEST = date(9998, 12, 30)

# Days between which numbers are meant. Seconds taken for milliseconds, or 0 for a date, lie in January 1970.
_CENTURY, _EPOCH, _FUTURE = date(1899, 12, 31), date(1979, 12, 31), date(2100, 12, 31)

_LEAP = "[0-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00"
_IN_LONG, _IN_SHORT = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])", "(0[469]|11)-(0[1-9]|[12][0-9]|30)"
_DAY = f"^([1-9][0-9]{{3}}-({_IN_LONG}|{_IN_SHORT}|02-(0[1-9]|1[0-9]|2[0-8]))|({_LEAP})-02-29)([ T]|$)"
"""A text that begins with a day of the calendar, alone or before an hour."""


@dataclass(frozen=True)
class Bounds:
    """Knows the organisation's time zone, in which days are counted, and the store's, in which times are written."""

    zone: str
    store_zone: str
    dialect: str

    @property
    def is_at_home(self) -> bool:
        """Return whether times are written in the zone in which days are counted."""
        return self.zone == self.store_zone

    def after(self, value: ColumnElement[Any], day: date, *, kind: Kind, form: str | None) -> ColumnElement[bool]:
        """Return that the value's day lies after `day`."""
        day = min(max(day, _EARLIEST), _LATEST)
        match self._form(kind, form):
            case "date":
                return value > (day.isoformat() if self.dialect == "sqlite" else day)
            case "timestamp":
                return value >= self._instant(day).astimezone(ZoneInfo(self.store_zone)).replace(tzinfo=None)
            case "instant":
                return value >= self._instant(day)
            case "iso date text":
                return self._binary(value) > day.isoformat()
            case "iso text":
                return self._iso(value, day)
            case "epoch seconds":
                return self._number(value) >= int(self._instant(day).timestamp())
            case "epoch milliseconds":
                return self._number(value) >= int(self._instant(day).timestamp()) * 1000
            case _:
                return self._number(value) > (day.year if (day.month, day.day) == (12, 31) else day.year - 1)

    def _number(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        """Return the number that a value is; of a text, such as a member of JSON is read as, NULL where it is none."""
        if not isinstance(value.type, sa.String):
            return value
        is_number = value.op("NOT GLOB")("*[^0-9]*") if self.dialect == "sqlite" else value.regexp_match("^[0-9]*$")
        return sa.case((sa.and_(is_number, sa.func.length(value).between(1, 15)), sa.cast(value, sa.BigInteger())))

    def unread(self, value: ColumnElement[Any], *, kind: Kind, form: str | None) -> ColumnElement[bool]:
        """Return that there is a value, and that it is no day in its form."""
        match self._form(kind, form):
            case "iso date text":
                return self._is_no_day(value)
            case "iso text":
                return sa.or_(self._is_no_day(value), self._is_elsewhere(value))
            case "date" | "timestamp" | "instant" as typed:
                return self._is_endless(value, typed) if self.dialect == "postgresql" else self._is_zero(value)
            case "epoch seconds" | "epoch milliseconds":
                return self._outside(value, _EPOCH, kind=kind, form=form)
            case _:
                return self._outside(value, _CENTURY, kind=kind, form=form)

    def _outside(self, value: ColumnElement[Any], first: date, *, kind: Kind, form: str | None) -> ColumnElement[bool]:
        late = self.after(value, _FUTURE, kind=kind, form=form)
        is_none = self._number(value).is_(None) if isinstance(value.type, sa.String) else sa.false()
        return sa.or_(sa.not_(self.after(value, first, kind=kind, form=form)), late, is_none)

    def _is_no_day(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        if self.dialect != "sqlite":
            return sa.not_(value.regexp_match(_DAY))
        # SQLite has no patterns, but reads days; one that no month has, it moves into the next.
        day = sa.func.substr(value, 1, 10)
        moved = sa.func.date(day, "+0 days").is_distinct_from(day)
        return sa.or_(moved, day < _EARLIEST.isoformat(), sa.func.substr(value, 11, 1).not_in(("", " ", "T")))

    def _is_elsewhere(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that a time in a text says a zone that is not the store's: its day may not be the one written."""
        zone = sa.func.substr(value, len("2000-01-01T") + 1)
        said = sa.or_(zone.like("%+%"), zone.like("%-%"))
        if self.store_zone != "UTC":
            return sa.or_(said, zone.like("%Z"), zone.like("%z"))
        return sa.and_(said, *(zone.not_like(f"%{zero}") for zero in ("+00:00", "-00:00", "+0000", "+00")))

    def _is_endless(self, value: ColumnElement[Any], typed: str) -> ColumnElement[bool]:
        """Return that a date is one that PostgreSQL lets in and no calendar of ours has, like `infinity`."""
        first, last = {
            "date": (_EARLIEST, date.max),
            "timestamp": (_EARLIEST, datetime.combine(date.max, time.max)),
            # Shown in another zone, an hour of the last day may lie beyond it.
            "instant": (datetime(_EARLIEST.year, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)),
        }[typed]
        return sa.or_(value < first, value > last)

    def _is_zero(self, value: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return that a date is one of those that MariaDB lets in and no calendar has, like 0000-00-00."""
        too_long = sa.func.date(value) > sa.func.last_day(value)
        return sa.or_(value < _EARLIEST, sa.func.month(value) == 0, sa.func.dayofmonth(value) == 0, too_long)

    def day_of(self, value: Any, *, kind: Kind, form: str | None) -> date:
        """Return the day of a value as it is read, in the organisation's zone; a year stands for its last day."""
        if isinstance(value, datetime):
            if value.tzinfo is None and self.is_at_home:
                return value.date()
            aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(self.store_zone))
            # The last hours of the year 9999, for ever in many a database, have no day in a zone further east.
            with suppress(OverflowError):
                return aware.astimezone(ZoneInfo(self.zone)).date()
            return value.date()
        if isinstance(value, date):
            return value
        match self._form(kind, form):
            case "year":
                return date(int(value), 12, 31)
            case "epoch seconds":
                return datetime.fromtimestamp(int(value), ZoneInfo(self.zone)).date()
            case "epoch milliseconds":
                return datetime.fromtimestamp(int(value) / 1000, ZoneInfo(self.zone)).date()
            case _:
                return self._read(str(value))

    def _read(self, text: str) -> date:
        with suppress(ValueError):
            if len(text) > len("2000-01-01"):
                return self.day_of(datetime.fromisoformat(text), kind=Kind.TIMESTAMP, form=None)
        return date.fromisoformat(text[:10])

    def _form(self, kind: Kind, form: str | None) -> str:
        if kind in {Kind.DATE, Kind.TIMESTAMP, Kind.INSTANT}:
            return self._typed(kind)
        if kind is Kind.YEAR or form == "year":
            return "year"
        if form in {"date", "timestamp", None}:
            return {"date": "iso date text", "timestamp": "iso text"}.get(form or "", "iso text")
        return form

    def _typed(self, kind: Kind) -> str:
        if self.dialect == "sqlite":
            return "iso date text" if kind is Kind.DATE else "iso text"
        return {Kind.DATE: "date", Kind.TIMESTAMP: "timestamp"}.get(kind, "instant")

    def _instant(self, day: date) -> datetime:
        """Return the first instant of the next day in the organisation's zone."""
        return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(self.zone)).astimezone(UTC)

    def _iso(self, value: ColumnElement[Any], day: date) -> ColumnElement[bool]:
        """Return the comparison of a time written as text, with `T` or a blank between day and hour, or as a day."""
        first = self._instant(day).astimezone(ZoneInfo(self.store_zone)).replace(tzinfo=None)
        text = self._binary(value)
        if first.time() == time():
            # At midnight the day alone is the edge, whatever stands behind it.
            return text >= first.date().isoformat()
        between = sa.func.substr(value, 11, 1)
        return sa.and_(
            text >= min(first.date(), day + timedelta(days=1)).isoformat(),
            sa.or_(
                sa.and_(between == " ", text >= first.isoformat(" ")),
                sa.and_(between == "T", text >= first.isoformat("T")),
                sa.and_(sa.func.length(value) == len("2000-01-01"), text > day.isoformat()),
            ),
        )

    def _binary(self, value: ColumnElement[Any]) -> ColumnElement[Any]:
        match self.dialect:
            case "postgresql":
                return sa.collate(value, "C")
            case "mysql" | "mariadb":
                return sa.collate(value, "utf8mb4_bin")
            case _:
                return value
