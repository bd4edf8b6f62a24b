from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.policy.periods import Period, YearEnd, cutoff

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 12, 31))
PERIODS = st.builds(
    Period, years=st.integers(0, 40), months=st.integers(0, 30), weeks=st.integers(0, 9), days=st.integers(0, 70)
)
YEAR_ENDS = st.sampled_from([YearEnd(), YearEnd(8, 31), YearEnd(2, 29), YearEnd(6, 30)])


@pytest.mark.parametrize("text", ["P3Y", "P13M", "P30D", "P0D", "P2W", "P1Y6M", "P1Y2M3W4D"])
def test_a_period_is_written_as_it_was_read(text: str):
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize("text", ["", "P", "3Y", "P3", "PT1H", "P1.5Y", "P-1Y", "3 years", "p3y", "P6M1Y", "P3Y "])
def test_anything_else_is_not_a_period(text: str):
    with pytest.raises(ValueError, match="is not a period"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("day", "period", "last"),
    [
        (date(2024, 1, 31), "P1M", date(2024, 2, 29)),
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2023, 12, 15), "P13M", date(2025, 1, 15)),
        (date(2024, 1, 31), "P1M1D", date(2024, 3, 1)),
        (date(2024, 5, 1), "P0D", date(2024, 5, 1)),
        (date(2024, 5, 1), "P9000Y", date.max),
        (date(9999, 12, 30), "P9D", date.max),
    ],
)
def test_the_last_day_is_the_same_day_of_a_later_month_or_its_end(day: date, period: str, last: date):
    assert Period.parse(period).after(day) == last


def test_a_sum_is_added_in_one_go():
    whole = Period.parse("P1M") + Period.parse("P1M")

    assert whole == Period(months=2)
    assert whole.after(date(2024, 1, 31)) == date(2024, 3, 31)


@given(day=DAYS, period=PERIODS)
def test_the_cutoff_is_the_largest_day_whose_period_has_ended(day: date, period: Period):
    last = cutoff(period, day)

    assert period.after(last) < day
    assert period.after(last + timedelta(days=1)) >= day


@given(day=DAYS, period=PERIODS, year_end=YEAR_ENDS)
def test_the_rounded_cutoff_is_the_largest_day_whose_year_has_ended_and_its_period_too(
    day: date, period: Period, year_end: YearEnd
):
    last = cutoff(period, day, year_end)

    assert period.after(year_end.of(last)) < day
    assert period.after(year_end.of(last + timedelta(days=1))) >= day


@given(day=DAYS, year_end=YEAR_ENDS)
def test_a_year_ends_on_or_after_each_of_its_days(day: date, year_end: YearEnd):
    end, before = year_end.of(day), year_end.before(day)

    assert before <= day <= end
    assert (end.month, before.month) == (year_end.month, year_end.month)
    assert end == before or (end - before).days in {365, 366}


def test_a_period_longer_than_the_calendar_has_no_cutoff():
    assert cutoff(Period(years=9999), date(2026, 1, 1)) == date.min
    assert cutoff(Period(years=2025, days=200), date(2026, 1, 1)) == date.min
    assert cutoff(Period(years=9999), date(2026, 1, 1), YearEnd()) == date.min
    assert cutoff(Period(years=2026), date(2026, 6, 1), YearEnd()) == date.min
    assert cutoff(Period(years=2025, months=2), date(2026, 6, 1)) == date(1, 3, 31)
    assert cutoff(Period(years=2025, months=2), date(2026, 6, 1), YearEnd()) == date.min


def test_on_the_last_day_of_the_calendar_the_cutoff_stays_before_it():
    assert cutoff(Period(), date.max) == date.max - timedelta(days=1)


@pytest.mark.parametrize("text", ["12-31", "08-31", "02-29"])
def test_a_year_end_is_written_as_it_was_read(text: str):
    assert str(YearEnd.parse(text)) == text


@pytest.mark.parametrize("text", ["31-12", "13-01", "00-10", "02-30", "8-31", "2024-08-31"])
def test_anything_else_is_not_a_day_of_the_year(text: str):
    with pytest.raises(ValueError, match="is not a day of the year"):
        YearEnd.parse(text)
