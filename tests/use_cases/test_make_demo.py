"""Making a demo: nothing begins on taken ground, and whoever waits is told how far it has come."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from garant.planning.demo_failures import FolderTaken
from garant.use_cases.make_demo import make_demo
from garant.wiring import demo_ground

DAY = date(2026, 11, 22)


class FakeGround:
    """Ground that counts to ten, or is taken."""

    def __init__(self, *, taken: bool) -> None:
        self.taken = taken
        self.made_for: list[tuple[int, date]] = []

    def look(self) -> None:
        if self.taken:
            raise FolderTaken("taken")

    def make(self, *, people: int, on: date) -> Iterator[int]:
        self.made_for.append((people, on))
        yield from (5, 10)


def test_whoever_waits_is_told_how_far_it_has_come() -> None:
    ground, told = FakeGround(taken=False), list[int]()

    count = make_demo(ground, people=300, on=DAY, tell=told.append)

    assert (count, told) == (10, [5, 10])
    assert ground.made_for == [(300, DAY)]


def test_nothing_begins_on_taken_ground() -> None:
    ground = FakeGround(taken=True)

    with pytest.raises(FolderTaken):
        make_demo(ground, people=300, on=DAY, tell=print)

    assert ground.made_for == []


def test_real_ground_refuses_as_the_fake_does(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ground = demo_ground(tmp_path, organisation="idm", database=None)

    with pytest.raises(FolderTaken):
        make_demo(ground, people=20, on=DAY, tell=print)


def test_real_ground_counts_as_the_fake_does(tmp_path: Path) -> None:
    told = list[int]()

    count = make_demo(demo_ground(tmp_path, organisation="idm", database=None), people=400, on=DAY, tell=told.append)

    assert count == told[-1]
    assert told == sorted(told)
    assert len(told) > 1


def test_whoever_stops_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    making = demo_ground(tmp_path / "essai", organisation="idm", database=None).make(people=2000, on=DAY)
    next(making)

    with pytest.raises(KeyboardInterrupt):
        making.throw(KeyboardInterrupt())  # type: ignore[attr-defined]

    assert not (tmp_path / "essai").exists()


def test_a_database_on_a_server_is_empty_again_after_an_interruption(tmp_path: Path, database_url: str) -> None:
    ground = demo_ground(tmp_path / "essai", organisation="cmapaca", database=database_url)
    making = ground.make(people=2000, on=DAY)
    next(making)

    with pytest.raises(KeyboardInterrupt):
        making.throw(KeyboardInterrupt())  # type: ignore[attr-defined]

    demo_ground(tmp_path / "another", organisation="cmapaca", database=database_url).look()
