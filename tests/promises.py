"""Which promises of docs/promises.yaml the tests keep: the marker that says so, and the report on all of them."""

import json
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
LIST = ROOT / "docs" / "promises.yaml"
RESULTS = ROOT / "build" / "promises.json"
WAYS = ("enforced", "evidenced")


class State(StrEnum):
    """How far a promise is kept; only the first two count."""

    ENFORCED = "enforced"
    EVIDENCED = "evidenced"
    BEGUN = "begun"
    BROKEN = "broken"
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Promise:
    """One thing that an organisation tells the people whose data it holds."""

    id: str
    kind: str

    @property
    def organisation(self) -> str:
        """Return the short name of the organisation that promised."""
        return self.id.split(".")[0]


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One run of one test that is marked with a promise."""

    promise: str
    test: str
    how: str
    until: str | None
    outcome: str


def read_promises() -> tuple[Promise, ...]:
    """Return every promise of the list, in its order."""
    listed = yaml.safe_load(LIST.read_text(encoding="utf-8"))["promises"]
    return tuple(Promise(id=one["id"], kind=one["kind"]) for one in listed)


def judge(proofs: Iterable[Proof]) -> State:
    """Return the state of one promise from the tests that are marked with it."""
    seen = tuple(proofs)
    if any(proof.outcome == "failed" for proof in seen):
        return State.BROKEN
    passed = [proof for proof in seen if proof.outcome == "passed"]
    if not passed:
        return State.MISSING
    if any(proof.until for proof in seen):
        return State.BEGUN
    if any(proof.how == "enforced" for proof in passed):
        return State.ENFORCED
    return State.EVIDENCED


def report(promises: Iterable[Promise], proofs: Iterable[Proof]) -> str:
    """Return a line for each promise, then the counts by organisation and by kind."""
    by_promise: dict[str, list[Proof]] = {}
    for proof in proofs:
        by_promise.setdefault(proof.promise, []).append(proof)
    states = {promise: judge(by_promise.get(promise.id, ())) for promise in promises}
    lines = [
        f"{state:<10} {promise.id:<34} {promise.kind:<14} {_remark(by_promise.get(promise.id, ()))}".rstrip()
        for promise, state in states.items()
    ]
    lines += ["", *_table("organisation", {p: p.organisation for p in states}, states)]
    lines += ["", *_table("kind", {p: p.kind for p in states}, states)]
    return "\n".join(lines)


def _remark(proofs: Iterable[Proof]) -> str:
    seen = tuple(proofs)
    failed = sorted(proof.test for proof in seen if proof.outcome == "failed")
    if failed:
        return f"fails: {failed[0]}"
    begun = sorted({proof.until for proof in seen if proof.until})
    if begun:
        return f"until: {'; '.join(begun)}"
    return f"{len(seen)} test{'s' * (len(seen) > 1)}" if seen else ""


def _table(title: str, groups: dict[Promise, str], states: dict[Promise, State]) -> list[str]:
    counts = Counter((groups[promise], state) for promise, state in states.items())
    header = f"{title:<14}" + "".join(f"{state:>11}" for state in State) + f"{'all':>8}"
    rows = [_row(name, [counts[name, state] for state in State]) for name in dict.fromkeys(groups.values())]
    totals = Counter(states.values())
    return [header, *rows, _row("together", [totals[state] for state in State])]


def _row(name: str, numbers: list[int]) -> str:
    return f"{name:<14}" + "".join(f"{number:>11}" for number in numbers) + f"{sum(numbers):>8}"


# The pytest plugin: marks travel to the controller in the reports, which then writes them down.


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes down what became of the marked tests."""
    parser.addoption("--promises-to", metavar="FILE", help="write the outcome of the tests marked `promise` here")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Attach its promises to every marked test; a promise that is not listed stops the run."""
    known = {promise.id for promise in read_promises()}
    for item in items:
        for mark in item.iter_markers("promise"):
            item.user_properties.append(("promise", _read_mark(mark, known=known, test=item.nodeid)))


def _read_mark(mark: pytest.Mark, *, known: set[str], test: str) -> dict[str, Any]:
    how = mark.kwargs.get("how", "enforced")
    if len(mark.args) != 1 or mark.args[0] not in known:
        raise pytest.UsageError(f"{test}: no promise {mark.args!r} in docs/promises.yaml")
    if how not in WAYS or mark.kwargs.keys() - {"how", "until"}:
        raise pytest.UsageError(f"{test}: a promise is kept how='enforced' or how='evidenced', until='…'")
    return {"promise": mark.args[0], "how": how, "until": mark.kwargs.get("until")}


def pytest_configure(config: pytest.Config) -> None:
    """Collect in the controller only: the workers' reports come to it."""
    target = config.getoption("--promises-to")
    if target and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(Path(target)), "promise-ledger")


class Ledger:
    """What became of each marked test in this run."""

    def __init__(self, target: Path) -> None:
        """Start empty; the file is written at the end of the run."""
        self.target = target
        self.proofs: list[Proof] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note the call, and a failure before or after it."""
        if report.when != "call" and report.passed:
            return
        for name, value in report.user_properties:
            if name == "promise" and isinstance(value, dict):
                self.proofs.append(Proof(test=report.nodeid, outcome=report.outcome, **value))

    def pytest_sessionfinish(self) -> None:
        """Write down what was seen."""
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self.target.write_text(json.dumps([asdict(proof) for proof in self.proofs], indent=1), encoding="utf-8")


if __name__ == "__main__":
    if not RESULTS.exists():
        sys.exit("no results yet: `make promises` runs the marked tests first")
    print(report(read_promises(), [Proof(**one) for one in json.loads(RESULTS.read_text(encoding="utf-8"))]))  # noqa: T201
