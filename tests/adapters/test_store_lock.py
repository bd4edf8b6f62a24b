"""One garant writes at a time, and a lock ends with the one that held it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from garant.adapters.store.opening import Store
from garant.evidence.failures import StoreBusy
from tests.adapters.stores import NOW, open_for_test, postgres_address

HOLD = """
import sys, time
from pathlib import Path
from tests.adapters.stores import NOW, opened
with opened(Path(sys.argv[1]), {}).alone(since=NOW, who="olga"):
    print("held", flush=True)
    time.sleep(60)
"""


TRY = """
import sys
from pathlib import Path
from garant.evidence.failures import StoreBusy
from tests.adapters.stores import NOW, opened
environment = {"GARANT_DATABASE_URL": sys.argv[2]} if sys.argv[2] else {}
try:
    with opened(Path(sys.argv[1]), environment).alone(since=NOW, who="max"):
        print("free", end="")
except StoreBusy as busy:
    print("busy", str(busy).split(": ")[1], end="")
"""


def test_a_second_garant_is_told_who_writes_and_since_when(store: Store) -> None:
    with store.alone(since=NOW, who="olga, program 4711"), pytest.raises(StoreBusy) as refused:
        store.alone(since=NOW, who="max").__enter__()

    assert str(refused.value) == (
        "another garant is writing to this store: olga, program 4711, since 22 November 2026, 08:00 UTC"
    )
    assert refused.value.told.fr.endswith(": olga, program 4711, depuis le 22 novembre 2026, 08:00 UTC")


def test_the_store_is_free_again_afterwards(store: Store) -> None:
    with store.alone(since=NOW, who="a long name that must not be left behind"):
        pass

    with store.alone(since=NOW, who="max"):
        assert (store.state / "lock").read_text() == "max\n2026-11-22T08:00Z\n"


def test_a_killed_garant_leaves_no_lock(policy_folder: Path) -> None:
    held = subprocess.Popen([sys.executable, "-c", HOLD, os.fspath(policy_folder)], stdout=subprocess.PIPE, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"

    with open_for_test(policy_folder, {}) as store:
        with pytest.raises(StoreBusy, match="olga"):
            store.alone(since=NOW, who="max").__enter__()
        held.send_signal(signal.SIGKILL)
        held.wait()
        held.stdout.close()
        with store.alone(since=NOW, who="max"):
            assert (store.state / "lock").exists()


def test_two_machines_with_one_server_exclude_each_other(tmp_path: Path, postgres_url: str) -> None:
    address = postgres_address(postgres_url)
    with open_for_test(tmp_path / "here", {"GARANT_DATABASE_URL": address}) as here:
        with here.alone(since=NOW, who="olga"):
            assert answer_from(tmp_path / "there", address) == "busy on another machine"
        assert answer_from(tmp_path / "there", address) == "free"


def test_two_folders_with_a_file_each_do_not_exclude_each_other(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "here", {}) as here, here.alone(since=NOW, who="olga"):
        assert answer_from(tmp_path / "there", "") == "free"


def answer_from(folder: Path, address: str) -> str:
    asked = [sys.executable, "-c", TRY, os.fspath(folder), address]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout
