"""The public holidays of France, and the working day to which a legal deadline moves (Regulation 1182/71, Art. 3(4)).

Code du travail, L.3133-1; those of Alsace-Moselle are left out, for a day too early is in time everywhere.
"""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of those that do not move."""

AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday: days after Easter Sunday."""

SATURDAY = 5


@cache
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year."""
    sunday = easter(year)
    fixed = (date(year, month, day) for month, day in FIXED)
    return frozenset((*fixed, *(sunday + timedelta(days=days) for days in AFTER_EASTER)))


def is_working_day(day: date) -> bool:
    """Return whether a legal deadline may end on this day: no Saturday, no Sunday, no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def next_working_day(day: date) -> date:
    """Return the day itself, or the first working day after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day
