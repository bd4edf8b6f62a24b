"""Prints one table: Garant beside the hand-written floor, in the same run on the same machine."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import apply, evidence, plan, policy, school, workers
from benchmarks.row import Row
from benchmarks.server import postgresql

HEAD = ("what", "floor", "Garant", "ratio", "reach", "")


def main() -> None:
    """Measure everything and print it as Markdown, a line as soon as it is known."""
    asked = argparse.ArgumentParser(prog="make bench", description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000, help="about how many rows the school has")
    rows = asked.parse_args().rows
    _print(HEAD)
    _print(("---",) * len(HEAD))
    with tempfile.TemporaryDirectory(prefix="garant-bench-") as name, postgresql() as server:
        count = school.fill(server, "school", rows=rows)
        folder = school.folder(Path(name), url=server.url("school"))
        for measure in (plan.measure, apply.measure, workers.measure):
            for row in measure(server, folder, rows=count):
                _print(row.cells)
    for line in (*policy.measure(), *evidence.measure()):
        _print(Row(what=line.what, floor=line.floor, garant=line.garant, unit=line.unit).cells)


def _print(cells: tuple[str, ...]) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
