"""Remembered events are joined without loss, and show no person."""

from dataclasses import replace
from datetime import date

import pytest

from garant.planning.remembered import RememberedEvent, condensed, joined

ALICE = RememberedEvent(people="persons", person="alice@example.org", event="last log-in", latest=date(2025, 3, 1))


def test_the_later_date_counts_and_what_was_open_or_undated_stays_so() -> None:
    later = replace(ALICE, latest=date(2026, 1, 1), is_undated=True)

    assert joined(replace(ALICE, is_open=True), later) == replace(later, is_open=True)
    assert joined(replace(ALICE, latest=None), ALICE) == ALICE
    assert joined(replace(ALICE, latest=None), replace(ALICE, latest=None)).latest is None


def test_what_is_open_began_on_the_latest_day_if_all_say() -> None:
    first, second = replace(ALICE, is_open=True, began=date(2020, 1, 1)), replace(ALICE, began=None)
    later = replace(first, began=date(2021, 1, 1))

    assert joined(first, second).began == joined(second, first).began == date(2020, 1, 1)
    assert joined(first, later).began == joined(later, first).began == date(2021, 1, 1)
    assert joined(first, replace(second, is_open=True)).began is None


def test_events_of_two_persons_are_never_joined() -> None:
    with pytest.raises(ValueError, match="not the same"):
        joined(ALICE, replace(ALICE, person="ben@example.org"))


def test_each_person_and_event_is_kept_once() -> None:
    ben = replace(ALICE, person="ben@example.org")

    assert list(condensed([ALICE, ben, replace(ALICE, is_open=True)]).values()) == [replace(ALICE, is_open=True), ben]


def test_a_remembered_event_shows_no_person() -> None:
    assert "alice" not in repr(ALICE)
    assert f"{ALICE}" == "last log-in of one of persons"
