"""Values as a cell holds them: lists and objects in text, days in every form, and which values say nothing."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Bounds = tuple[ZoneInfo, ZoneInfo]
"""The store's zone, in which a bare instant is meant, and the organisation's, in which days are counted."""


UNREADABLE = "{"
"""What stands for JSON that cannot be read, and for whatever is looked for in it: something, and nobody's name."""


def nothing(value: object) -> bool:
    """Return whether a value is missing: NULL, or an empty text."""
    return value is None or value == ""


def parsed(value: object, written: str | None) -> object:
    """Return the list or object that a column holds as `written`; a value that is none is returned as it is."""
    if not isinstance(value, str) or written is None:
        return value
    if written == "comma list":
        return [part.strip() for part in value.split(",") if part.strip()]
    try:
        return json.loads(value)
    except ValueError:
        return UNREADABLE if value else None


def written_back(value: object, written: str | None) -> object:
    """Return a list or object in the form in which its column holds it."""
    if written == "json text":
        return json.dumps(value)
    if written == "comma list" and isinstance(value, list):
        return ",".join(str(part) for part in value)
    return value


def member(value: object, members: tuple[str, ...]) -> object:
    """Return a member inside an object, or nothing where it is absent."""
    for name in members:
        value = value.get(name) if isinstance(value, dict) else UNREADABLE if value == UNREADABLE else None
    return value


def without_member(value: object, members: tuple[str, ...]) -> object:
    """Return the object without one of its members."""
    if not isinstance(value, dict) or members[0] not in value:
        return value
    if len(members) == 1:
        return {name: kept for name, kept in value.items() if name != members[0]}
    return {**value, members[0]: without_member(value[members[0]], members[1:])}


def day_of(value: object, written: str, zones: Bounds) -> date | None:
    """Return the day that a value means in the organisation's zone, or nothing where it means none."""
    if nothing(value):
        return None
    try:
        day = _READERS[written](value, zones)
    except (ValueError, OverflowError):
        return None
    first, last = _MEANT.get(written, (1000, 9999))
    return day if first <= day.year <= last else None


def _date(value: object, _zones: Bounds) -> date:
    text = str(value)
    if text[10:11] not in {"", " ", "T"}:
        raise ValueError(text)
    return date.fromisoformat(text[:10])


def _instant(value: object, zones: Bounds) -> date:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    # A text in a zone of its own is not read: nobody said that the store writes such.
    if isinstance(value, str) and moment.tzinfo and (moment.utcoffset() or str(zones[0]) != "UTC"):
        raise ValueError(value)
    meant = moment if moment.tzinfo else moment.replace(tzinfo=zones[0])
    return meant.astimezone(zones[1]).date()


def _seconds(value: object, zones: Bounds) -> date:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(str(value)))
    return moment.astimezone(zones[1]).date()


def _milliseconds(value: object, zones: Bounds) -> date:
    return _seconds(int(str(value)) // 1000, zones)


def _year(value: object, _zones: Bounds) -> date:
    return date(int(str(value)), 12, 31)


_MEANT = {"epoch seconds": (1980, 2100), "epoch milliseconds": (1980, 2100), "year": (1900, 2100)}
"""The years in which a number may be meant as a day; 0 is no day, nor are seconds where milliseconds should be."""

_READERS = {
    "date": _date,
    "iso date text": _date,
    "timestamp": _instant,
    "iso text": _instant,
    "epoch seconds": _seconds,
    "epoch milliseconds": _milliseconds,
    "year": _year,
}
