"""Periods of calendar time, and the one function that says which event days have run out."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Annotated

from garant.policy.speech.sentences import Sentence
from garant.policy.written import written

_ISO = re.compile(r"P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,6})W)?(?:(\d{1,7})D)?")


@dataclass(frozen=True, order=False)
class Period:
    """A period of ISO 8601 in years, months, weeks and days; no hours: retention counts in days."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    @staticmethod
    def parse(text: str) -> "Period":
        """Return the period that `text` writes (`P3Y`, `P13M`, `P1Y6M`); raise ValueError if it writes none."""
        found = _ISO.fullmatch(text)
        if not found or text == "P":
            raise ValueError(f"`{text}` is not a period; write P3Y, P13M, P30D or P0D")
        years, months, weeks, days = (int(part or 0) for part in found.groups())
        return Period(years, months, weeks, days)

    def __str__(self) -> str:
        """Return the period as ISO 8601 writes it."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.weeks, "W"), (self.days, "D"))
        return "P" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0D")

    def __add__(self, other: "Period") -> "Period":
        """Return both periods as one, to be added to a day in one go."""
        return Period(
            self.years + other.years, self.months + other.months, self.weeks + other.weeks, self.days + other.days
        )

    def after(self, day: date) -> date:
        """Return the last day of the period that begins on `day`: the same day of a later month, or its end."""
        month = day.year * 12 + day.month - 1 + self.years * 12 + self.months
        year, index = divmod(month, 12)
        if year > date.max.year:
            return date.max
        landed = date(year, index + 1, min(day.day, monthrange(year, index + 1)[1]))
        try:
            return landed + timedelta(days=self.weeks * 7 + self.days)
        except OverflowError:
            return date.max

    @property
    def rough_days(self) -> int:
        """Return about how many days the period lasts, to begin a search and to sort, never to decide."""
        return round(self.years * 365.2425 + self.months * 30.436875) + self.weeks * 7 + self.days


class RoundedTo(Enum):
    """The day to which a period's beginning is moved (a commercial book is kept from the close of its year)."""

    FINANCIAL_YEAR = "end of financial year"
    CALENDAR_YEAR = "end of calendar year"


@dataclass(frozen=True)
class YearEnd:
    """The last day of the financial year; the 29th of February is the 28th in other years."""

    month: int = 12
    day: int = 31

    @staticmethod
    def parse(text: str) -> "YearEnd":
        """Return the year's end that `text` writes as MM-DD; raise ValueError if there is no such day."""
        if not re.fullmatch(r"\d{2}-\d{2}", text):
            raise ValueError(f"`{text}` is not a day of the year; write it as MM-DD, e.g. 08-31")
        month, day = (int(part) for part in text.split("-"))
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
            raise ValueError(f"`{text}` is not a day of the year")
        return YearEnd(month, day)

    def __str__(self) -> str:
        """Return the year's end as MM-DD."""
        return f"{self.month:02}-{self.day:02}"

    def of(self, day: date) -> date:
        """Return the end of the financial year in which `day` lies."""
        end = self._in(day.year)
        return end if end >= day else self._in(day.year + 1)

    def before(self, day: date) -> date:
        """Return the last year's end on or before `day`."""
        end = self._in(day.year)
        return end if end <= day else self._in(day.year - 1)

    def _in(self, year: int) -> date:
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def cutoff(period: Period, today: date, rounded_to: YearEnd | None = None) -> date:
    """Return the last event day whose period has ended: the largest d with d + period < today.

    Regulation 1182/71, Art. 3: a period begins on its event's day and lasts until the end of its last day.
    Not `today - period`: subtraction is wrong around 29 February and the ends of months.
    """
    # INVARIANT: the guess is never too early, for `rough_days` is less than eight days too long.
    guess = _earlier(today, max(period.rough_days - 8, 0))
    while period.after(guess) >= today:
        guess = _earlier(guess, 1)
        if guess == date.min:
            return date.min
    if rounded_to is None:
        return guess
    return _year_end_cutoff(period, today, rounded_to)


def _year_end_cutoff(period: Period, today: date, rounded_to: YearEnd) -> date:
    end = rounded_to.before(_earlier(today, max(period.rough_days - 400, 0)))
    while period.after(end) >= today:
        if end.year <= 1:
            return date.min
        end = rounded_to.before(end - timedelta(days=1))
    return end


def _earlier(day: date, days: int) -> date:
    try:
        return day - timedelta(days=days)
    except OverflowError:
        return date.min


_PERIOD = written(
    Period,
    Period.parse,
    code="bad-period",
    mend=Sentence(
        "écrivez P puis des années (Y), mois (M), semaines (W) ou jours (D) : `P3Y`, `P13M`, `P30D`, `P0D`",
        "write P and then years, months, weeks or days: `P3Y`, `P13M`, `P30D`, `P0D`",
    ),
    described={"pattern": r"^P(?=\d)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$", "examples": ["P3Y"]},
)
_YEAR_END = written(
    YearEnd,
    YearEnd.parse,
    code="bad-date",
    mend=Sentence(
        "écrivez le jour de l'année sous la forme mois-jour, comme 08-31",
        "write the day of the year as month-day, e.g. 08-31",
    ),
    described={"pattern": r"^\d{2}-\d{2}$", "examples": ["12-31"]},
)
WrittenPeriod = Annotated[Period, *_PERIOD]
WrittenYearEnd = Annotated[YearEnd, *_YEAR_END]
