"""Several programs that open one store at once, and write at once, give one whole log."""

import os
import subprocess
import sys
from pathlib import Path

from garant.evidence.merkle import EMPTY, extend, root
from tests.adapters.stores import NOW, open_for_test, signer

WRITE = """
import sys
from pathlib import Path
from tests.adapters.stores import opened, record
environment = {"GARANT_DATABASE_URL": sys.argv[2]} if sys.argv[2] else {}
store = opened(Path(sys.argv[1]), environment)
for turn in range(20):
    store.evidence.append([record(turn), record(turn), record(turn)])
"""


def test_three_programs_grow_one_log(policy_folder: Path, store_environment: dict[str, str]) -> None:
    address = store_environment.get("GARANT_DATABASE_URL", "")
    asked = [sys.executable, "-c", WRITE, os.fspath(policy_folder), address]

    writers = [subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    complaints = [writer.communicate()[1] for writer in writers]

    assert complaints == ["", "", ""]
    with open_for_test(policy_folder, store_environment) as store:
        stated = store.evidence.checkpoint(NOW, signer=signer(policy_folder)).checkpoint
        assert stated.size == 180
        assert stated.root == root(extend(EMPTY, store.evidence.leaves(up_to=180)))
