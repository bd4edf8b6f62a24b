"""The ledger of promises: what counts as kept, and that nobody can mark a promise which does not exist."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT
from tests.promises import Promise, Proof, State, judge, read_promises, report


def proof(outcome: str = "passed", *, how: str = "enforced", until: str | None = None) -> Proof:
    return Proof(promise="idm.scope", test="test_scope", how=how, until=until, outcome=outcome)


def run_marked(tmp_path: Path, source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    written = tmp_path / "test_marked.py"
    written.write_text(f"import pytest\n{source}", encoding="utf-8")
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests.promises"]
    return subprocess.run(
        [*command, f"--rootdir={tmp_path}", f"--promises-to={tmp_path / 'results.json'}", str(written)],
        check=False,
        cwd=ROOT,
        env={**os.environ, "CI": "", **environment},  # noqa: TID251
        capture_output=True,
        text=True,
    )


def test_all_promises_are_read_and_no_two_have_the_same_name():
    promises = read_promises()

    assert len(promises) == 123
    assert len({promise.id for promise in promises}) == 123


@pytest.mark.parametrize(
    ("proofs", "state"),
    [
        ([], State.MISSING),
        ([proof("skipped")], State.MISSING),
        ([proof()], State.ENFORCED),
        ([proof(), proof("skipped")], State.ENFORCED),
        ([proof(how="evidenced")], State.EVIDENCED),
        ([proof(how="evidenced"), proof()], State.ENFORCED),
        ([proof(), proof(until="moved in the archive column")], State.BEGUN),
        ([proof(), proof("failed")], State.BROKEN),
    ],
)
def test_a_promise_is_kept_only_by_tests_that_pass(proofs: list[Proof], state: State):
    assert judge(proofs) == state


def test_the_report_names_every_promise_and_says_until_when_it_is_only_begun():
    text = report([Promise(id="idm.scope", kind="notice"), Promise(id="imp.x", kind="right")], [proof(until="later")])

    lines = [line.split() for line in text.splitlines()]
    assert lines[0] == ["begun", "idm.scope", "notice", "until:", "later"]
    assert lines[1] == ["missing", "imp.x", "right"]
    assert lines[3] == ["organisation", "enforced", "evidenced", "begun", "broken", "missing", "all"]
    assert lines[-1] == ["together", "0", "0", "1", "0", "1", "2"]


def test_the_outcome_of_a_marked_test_is_written_down(tmp_path: Path):
    run_marked(tmp_path, "@pytest.mark.promise('idm.scope')\ndef test_kept(): pass\n")

    (written,) = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert written["promise"] == "idm.scope"
    assert written["how"] == "enforced"
    assert written["outcome"] == "passed"


@pytest.mark.parametrize("mark", ["'idm.nonsense'", "'idm.scope', how='hoped'"])
def test_a_mark_that_promises_nothing_stops_the_run(tmp_path: Path, mark: str):
    done = run_marked(tmp_path, f"@pytest.mark.promise({mark})\ndef test_kept(): pass\n")

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "promise" in done.stdout + done.stderr


ONE_BY_ONE = """
def test_left_out_while_running(): pytest.skip('no server')

@pytest.mark.skip
def test_left_out_by_mark(): pass

@pytest.mark.parametrize('x', [])
def test_left_out_for_want_of_cases(x): pass
"""
ALL_AT_ONCE = "pytest.skip('all of it', allow_module_level=True)\n"


@pytest.mark.parametrize(("source", "left_out"), [(ONE_BY_ONE, 3), (ALL_AT_ONCE, 1)])
def test_a_skip_is_allowed_to_people_and_refused_in_continuous_integration(tmp_path: Path, source: str, left_out: int):
    by_hand = run_marked(tmp_path, source)
    in_ci = run_marked(tmp_path, source, CI="true")

    assert by_hand.returncode in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert in_ci.returncode in {pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED}
    assert in_ci.stdout.count("E   no test may be") + in_ci.stdout.count("\nno test may be") == left_out
