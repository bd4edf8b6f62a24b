"""Instants as text: always UTC, always to the microsecond, so that one instant has one spelling."""

from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"


def spell(instant: datetime) -> str:
    """Return the one spelling of an instant, or raise ValueError where it has no zone or another one."""
    if instant.utcoffset() != timedelta(0):
        raise ValueError("an instant of the evidence is in UTC")
    # strftime does not pad the years before 1000 on every platform.
    return instant.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def read(text: str) -> datetime:
    """Return the instant that this text spells, or raise ValueError."""
    instant = datetime.strptime(text, _FORM).replace(tzinfo=UTC)
    if spell(instant) != text:
        raise ValueError("an instant has another spelling")
    return instant
