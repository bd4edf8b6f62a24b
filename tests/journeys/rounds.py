"""Rounds of a soak: a deed on a filled school, the command that does it, and what the reference says must be left."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from garant.policy.reading import read
from tests.adapters.stores import postgres_address
from tests.databases import fresh_database
from tests.journeys.school import ON, School, school
from tests.journeys.test_killed import TODAY, confirmed, fill, gone
from tests.journeys.test_killed_moves import active, pending, records, with_archive
from tests.journeys.test_replay import TODAY as NOW
from tests.journeys.test_replay import remembering
from tests.journeys.test_replay_dumps import SHAPES, Backup, due
from tests.journeys.test_undo import WHY
from tests.reference.aftermath import after
from tests.reference.interpreter import judge
from tests.reference.reasons import Status
from tests.reference.schema import read_back
from tests.reference.world import Tables, World

PEOPLE = 120
KINDS = ("sqlite", "postgres", "server")
"""Everything in files; the stores on a server; and our own state there, too."""

Rows = Mapping[str, list[tuple[Any, ...]]]


@dataclass(kw_only=True)
class Found:
    """What was found wrong, counted in rows."""

    over_erased: int = 0
    missed: int = 0
    twice: int = 0
    other: list[str] = field(default_factory=list)

    def add(self, more: "Found") -> None:
        """Count more."""
        self.over_erased += more.over_erased
        self.missed += more.missed
        self.twice += more.twice
        self.other += more.other

    @property
    def is_nothing(self) -> bool:
        """Return whether all is well."""
        return not (self.over_erased or self.missed or self.twice or self.other)


@dataclass(frozen=True, kw_only=True)
class Round:
    """A command that is to be disturbed: how many rows are lost at this instant, and what is wrong at the end."""

    here: School
    words: tuple[str, ...]
    lost_now: Callable[[], int]
    at_the_end: Callable[[], Found]


@contextmanager
def erasing(kind: str) -> Iterator[Round]:
    """Give a run over two stores that erases what is due."""
    with _on(kind, lambda stores: school(stores, rows=False)) as here:
        fill(here, people=PEOPLE)
        assert here.plan().exit_code == 0
        before, wanted = here.rows(), rows_of(after(world_of(here), TODAY))

        def end() -> Found:
            left = here.rows()
            return Found(
                over_erased=missing(wanted, left),
                missed=missing(left, wanted),
                twice=unlike(confirmed(here), gone(before, left)),
                other=_due_again(here),
            )

        words = ("apply", str(here.plan_file), "--approved-by", "Dana")
        yield Round(here=here, words=words, lost_now=lambda: missing(wanted, here.rows()), at_the_end=end)


@contextmanager
def undoing(kind: str) -> Iterator[Round]:
    """Give the undo of a run over two stores."""
    with _on(kind, lambda stores: school(stores, rows=False)) as here:
        fill(here, people=PEOPLE)
        before = here.rows()
        assert here.plan().exit_code == 0
        assert here.apply().exit_code == 0
        taken, left = confirmed(here), here.rows()

        def end() -> Found:
            back = here.rows()
            return Found(
                missed=missing(before, back),
                twice=missing(back, before) + unlike(confirmed(here), taken),
                other=_due_again(here),
            )

        words = ("undo", "1", "--folder", str(here.folder), *WHY)
        yield Round(here=here, words=words, lost_now=lambda: missing(left, here.rows()), at_the_end=end)


@contextmanager
def replaying(kind: str) -> Iterator[Round]:
    """Give the replay after a restore of two stores, with somebody who was entered since and is due by the rules."""
    with TemporaryDirectory(prefix="garant-backup-") as folder, ExitStack() as stack:
        kept: list[Backup] = []

        @contextmanager
        def made(stores: str) -> Iterator[School]:
            with remembering(stores) as one:
                fill(one, people=PEOPLE)
                kept.append(Backup(one, Path(folder)))
                yield one

        here = stack.enter_context(_on(kind, made))
        assert here.plan().exit_code == 0
        assert here.apply().exit_code == 0
        wanted = {name: list(rows) for name, rows in here.rows().items()}
        assert due(here, TODAY) == {}
        kept[0].restore()
        here.execute("school", "INSERT INTO pupils VALUES (9999, 'Dora', '2019-06-30')")
        wanted["school.pupils"] += [row for row in here.rows()["school.pupils"] if row[0] == 9999]
        erased = confirmed(here)
        brought_back = gone(here.rows(), wanted)

        def end() -> Found:
            left, told = here.rows(), Counter(confirmed(here))
            told.subtract(erased)
            return Found(
                over_erased=missing(wanted, left),
                missed=missing(left, wanted),
                twice=unlike({table: count for table, count in told.items() if count}, brought_back),
                other=[f"due: {due(here, TODAY)}"] if set(due(here, TODAY)) - {("school.pupils", "erase")} else [],
            )

        words = ("replay", str(here.folder), "--backup-of", NOW.isoformat(), "--approved-by", "Dana")
        yield Round(here=here, words=words, lost_now=lambda: missing(wanted, here.rows()), at_the_end=end)


@contextmanager
def archiving(kind: str) -> Iterator[Round]:
    """Give a run that moves what is out of everyday use into an archive, in another store or a schema beside."""
    with _on(kind, lambda stores: with_archive("one" if kind == "server" else stores)) as here:
        assert here.plan().exit_code == 0
        stays, moves = _places(world_of(here))

        def lost() -> int:
            return sum(
                len(stays[table] - set(active(here, table)))
                + len(moves[table] - set(active(here, table)) - {number for number, _ in records(here, table)})
                for table in stays
            )

        def end() -> Found:
            found = Found(other=_due_again(here) + (["copies without an owner"] if pending(here) else []))
            for table in stays:
                here_now, there = active(here, table), [number for number, _ in records(here, table)]
                found.add(
                    Found(
                        over_erased=len((stays[table] | moves[table]) - {*here_now, *there}),
                        missed=len(set(here_now) - stays[table]) + len(set(there) - moves[table]),
                        twice=len(there) - len(set(there)) + len(set(here_now) & set(there)),
                    )
                )
            return found

        words = ("apply", str(here.plan_file), "--approved-by", "Dana")
        yield Round(here=here, words=words, lost_now=lost, at_the_end=end)


DEEDS = {"erase": erasing, "archive": archiving, "undo": undoing, "replay": replaying}


@contextmanager
def _on(kind: str, made: Callable[[str], Any]) -> Iterator[School]:
    """Give what is made on stores of this kind, our own state in a file or on a server."""
    with ExitStack() as stack:
        here: School = stack.enter_context(made("postgres" if kind == "server" else kind))
        if kind == "server":
            own = stack.enter_context(fresh_database("postgres"))
            here.environment = {"GARANT_DATABASE_URL": postgres_address(own)}
        yield here


def world_of(here: School) -> World:
    """Return the school as the reference interpreter reads it."""
    reading = read({name: (here.folder / name).read_text() for name in ("policy.yaml", "data-map.yaml")})
    assert reading.policy is not None and reading.data_map is not None
    stores = ("school", "platform")
    tables = {
        f"{store}.{name}": rows
        for store in stores
        for name, rows in read_back(
            here.engines[store], [shape for table, shape in SHAPES.items() if table.startswith(f"{store}.")]
        ).items()
    }
    return World(policy=reading.policy, data_map=reading.data_map, shapes=SHAPES, tables=tables)


def rows_of(tables: Tables) -> Rows:
    """Return tables as `School.rows` gives them."""
    return {name: [tuple(row.values()) for row in rows] for name, rows in tables.items()}


def missing(wanted: Rows, there: Rows) -> int:
    """Return how many of the wanted rows are not there."""
    return sum((Counter(rows) - Counter(there[name])).total() for name, rows in wanted.items())


def unlike(told: Mapping[str, int], done: Mapping[str, int]) -> int:
    """Return by how many rows what is told differs from what was done."""
    return sum(abs(told.get(name, 0) - done.get(name, 0)) for name in {*told, *done})


def _due_again(here: School) -> list[str]:
    said = here.garant("plan", here.folder, "--on", ON).output
    return [] if "Nothing is due" in said else ["something is due afterwards"]


def _places(world: World) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """Return the keys of the rows that belong in everyday use, and of those that belong in the archive."""
    stays: dict[str, set[int]] = {"pupils": set(), "letters": set()}
    moves: dict[str, set[int]] = {"pupils": set(), "letters": set()}
    for row, groups in judge(world, TODAY).groups.items():
        name, key = row.table.partition(".")[2], row.values["id"]
        if name in stays and isinstance(key, int) and any(group.status is not Status.DUE for group in groups):
            place = moves if all(group.in_archive or group.status is Status.DUE for group in groups) else stays
            place[name].add(key)
    return stays, moves
