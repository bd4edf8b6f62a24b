"""What is remembered is joined, found by person, and forgotten; and policies are kept whole."""

from dataclasses import replace
from datetime import date

import pytest

from garant.planning.remembered import RememberedEvent
from tests.adapters.stores import NOW, State

ALICE = RememberedEvent(people="persons", person="alice", event="last log-in", latest=date(2025, 3, 1))
FIRST = replace(ALICE, is_open=True, began=date(2020, 1, 1))
LATER = replace(FIRST, began=date(2021, 1, 1))
BEGUN = [
    ((ALICE, FIRST), date(2020, 1, 1)),
    ((FIRST, ALICE), date(2020, 1, 1)),
    ((FIRST, LATER), date(2021, 1, 1)),
    ((LATER, FIRST), date(2021, 1, 1)),
    ((LATER, replace(ALICE, is_open=True)), None),
    ((replace(ALICE, is_open=True), LATER), None),
]
BEN = replace(ALICE, person="ben", latest=date(2024, 1, 1))


def test_what_was_remembered_is_found_by_person(state: State) -> None:
    state.memory.remember([ALICE, BEN])

    assert list(state.memory.remembered("persons")) == [ALICE, BEN]
    assert list(state.memory.remembered("persons", persons=["ben", "nobody"])) == [BEN]
    assert list(state.memory.remembered("others")) == []


def test_the_later_date_is_remembered_whatever_comes_first(state: State) -> None:
    state.memory.remember([ALICE])
    state.memory.remember([replace(ALICE, latest=date(2023, 5, 5)), replace(ALICE, latest=date(2025, 6, 6))])
    state.memory.remember([replace(ALICE, latest=None)])

    assert list(state.memory.remembered("persons")) == [replace(ALICE, latest=date(2025, 6, 6))]


def test_that_one_was_open_or_undated_is_remembered_beside_the_date(state: State) -> None:
    state.memory.remember([replace(ALICE, latest=None, is_open=True)])
    state.memory.remember([ALICE])
    state.memory.remember([replace(ALICE, latest=None, is_undated=True)])

    assert list(state.memory.remembered("persons")) == [replace(ALICE, is_open=True, is_undated=True)]


def test_events_of_one_person_are_remembered_apart(state: State) -> None:
    request = replace(ALICE, event="last contact", latest=date(2026, 1, 1))
    state.memory.remember([ALICE, request])

    assert list(state.memory.remembered("persons", persons=["alice"])) == [request, ALICE]


def test_a_person_is_forgotten_with_all_that_was_remembered(state: State) -> None:
    state.memory.remember([ALICE, replace(ALICE, event="last contact"), BEN])

    assert state.memory.forget("persons", ["alice", "nobody"]) == 2
    assert list(state.memory.remembered("persons")) == [BEN]


def test_many_events_are_remembered_at_once(state: State) -> None:
    many = [replace(ALICE, person=f"{number:05}") for number in range(2_300)]
    state.memory.remember(many)

    found = list(state.memory.remembered("persons", persons=[event.person for event in many]))
    assert found == many
    assert state.memory.forget("persons", (event.person for event in many)) == 2_300


@pytest.mark.parametrize(("events", "began"), BEGUN)
def test_what_is_open_began_on_the_latest_day_if_all_say(
    state: State, events: tuple[RememberedEvent, ...], began: date | None
) -> None:
    for event in events:
        state.memory.remember([event])

    assert [event.began for event in state.memory.remembered("persons")] == [began]


def test_a_policy_is_kept_whole_under_its_digest(state: State) -> None:
    state.versions.keep("sha256:1", "activités:\n", at=NOW)
    state.versions.keep("sha256:1", "another text\n", at=NOW)

    assert state.versions.text("sha256:1") == "activités:\n"
    assert state.versions.text("sha256:2") is None
