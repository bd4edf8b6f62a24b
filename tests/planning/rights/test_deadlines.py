"""Deadlines are those of tests/cases/rights/deadlines.yaml (Art. 12(3); Regulation 1182/71, Art. 3)."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from garant.planning.rights.clock.deadlines import Clock, Suspended
from garant.planning.rights.clock.holidays import is_working_day, public_holidays
from garant.policy.periods import Period

CASES = yaml.safe_load(Path("tests/cases/rights/deadlines.yaml").read_text())
LATER = date(2030, 1, 1)


def clock(said: dict[str, Any]) -> Clock:
    return Clock(
        received=said["received"],
        suspended=tuple(Suspended(asked=asked, answered=answered) for asked, answered in said.get("suspended", ())),
        extended=said.get("extended", False),
        promised=Period.parse(said["promised"]) if "promised" in said else None,
    )


@pytest.mark.parametrize("said", CASES, ids=lambda said: said["case"])
def test_an_answer_is_owed_until(said: dict[str, Any]):
    today = said.get("today", LATER)
    found = clock(said)

    assert found.by_law(today) == said["law"]
    assert found.as_promised(today) == said.get("own")
    assert found.due(today) == said.get("due", said["law"])


def test_it_is_late_on_the_day_after_the_last_day_and_not_before():
    found = Clock(received=date(2026, 3, 3))

    assert not found.is_late(date(2026, 4, 3))
    assert found.is_late(date(2026, 4, 4))


def test_an_extension_must_be_told_within_the_first_month():
    assert Clock(received=date(2026, 3, 3), extended=True).extend_by(LATER) == date(2026, 4, 3)


def test_a_clock_is_suspended_until_the_answer_comes():
    waiting = Suspended(asked=date(2026, 3, 5))

    assert Clock(received=date(2026, 3, 3), suspended=(waiting,)).is_suspended
    assert not Clock(
        received=date(2026, 3, 3), suspended=(Suspended(asked=waiting.asked, answered=LATER),)
    ).is_suspended


def test_the_holidays_of_2026_and_2027():
    # As the Code du travail lists them (L.3133-1); Easter Sunday was 5 April 2026 and is 28 March 2027.
    assert [day.isoformat() for day in sorted(public_holidays(2026))] == [
        "2026-01-01", "2026-04-06", "2026-05-01", "2026-05-08", "2026-05-14", "2026-05-25",
        "2026-07-14", "2026-08-15", "2026-11-01", "2026-11-11", "2026-12-25",
    ]  # fmt: skip
    assert date(2027, 3, 29) in public_holidays(2027)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)), st.sampled_from([1, 3]))
def test_a_legal_deadline_ends_on_a_working_day_and_never_before_its_months_are_over(received: date, months: int):
    found = Clock(received=received, extended=months == 3)
    last = found.by_law(received)

    assert is_working_day(last)
    assert timedelta(0) <= last - Period(months=months).after(received) <= timedelta(days=4)
