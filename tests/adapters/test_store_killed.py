"""Killed at any instant, the store opens again with a log that is whole."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from garant.adapters.store.opening import Store
from garant.evidence.merkle import EMPTY, extend, root
from garant.evidence.records import RecordKind, read
from tests.adapters.stores import NOW, open_for_test, signer

MOMENTS = (0.0, 0.031, 0.097, 0.18, 0.3)  # seconds of work before each kill

WORK = """
import sys
from pathlib import Path
from garant.planning.remembered import RememberedEvent
from tests.adapters.stores import DONE, RUN, intent, opened, record
environment = {"GARANT_DATABASE_URL": sys.argv[2]} if sys.argv[2] else {}
store = opened(Path(sys.argv[1]), environment)
run = store.journal.start_run(RUN, record=record())
print("begun", flush=True)
for number in range(1_000_000):
    event = RememberedEvent(people="persons", person=str(number), event="last log-in", is_undated=True)
    batch = store.journal.intend(intent(run), remembered=[event])
    store.journal.confirm(batch, DONE, record=record(batch))
"""


def kill_while_it_works(folder: Path, environment: dict[str, str], *, after: float) -> None:
    address = environment.get("GARANT_DATABASE_URL", "")
    worker = subprocess.Popen([sys.executable, "-c", WORK, os.fspath(folder), address], stdout=subprocess.PIPE)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"begun\n"
    time.sleep(after)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()


def test_a_killed_run_leaves_a_whole_log_and_at_most_one_open_batch(
    policy_folder: Path, store_environment: dict[str, str]
) -> None:
    for kill, moment in enumerate(MOMENTS, start=1):
        kill_while_it_works(policy_folder, store_environment, after=moment)

        with open_for_test(policy_folder, store_environment) as store:
            assert_whole(store, policy_folder)
            assert len(store.journal.unfinished()) == kill


def assert_whole(store: Store, folder: Path) -> None:
    """The root is that of the leaves, each confirmed batch is on record once, and intents kept their memory."""
    stated = store.evidence.checkpoint(NOW, signer=signer(folder)).checkpoint
    leaves = list(store.evidence.leaves(up_to=stated.size + 1))
    kept = list(store.evidence.records(up_to=stated.size + 1))

    assert len(leaves) == len(kept) == stated.size
    assert root(extend(EMPTY, leaves)) == stated.root
    assert [one.leaf for one in kept] == leaves
    batches = [one.facts["batch"] for one in map(read, (one.text for one in kept)) if one.facts["batch"]]
    open_batches = [batch.number for run in store.journal.unfinished() for batch in run.batches]
    assert all(len(run.batches) <= 1 for run in store.journal.unfinished())
    assert len(set(batches)) == len(batches)
    assert not set(batches) & set(open_batches)
    assert {read(one.text).kind for one in kept} == {RecordKind.BATCH_CONFIRMED}
    assert len(list(store.memory.remembered("persons"))) >= (len(batches) + len(open_batches)) // 5
