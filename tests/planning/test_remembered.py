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


def test_events_of_two_persons_are_never_joined() -> None:
    with pytest.raises(ValueError, match="not the same"):
        joined(ALICE, replace(ALICE, person="ben@example.org"))


def test_each_person_and_event_is_kept_once() -> None:
    ben = replace(ALICE, person="ben@example.org")

    assert condensed([ALICE, ben, replace(ALICE, is_open=True)]) == [replace(ALICE, is_open=True), ben]


def test_a_remembered_event_shows_no_person() -> None:
    assert "alice" not in repr(ALICE)
    assert f"{ALICE}" == "last log-in of one of persons"
