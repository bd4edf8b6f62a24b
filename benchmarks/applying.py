"""Applies a plan in a process of its own, and reports how long that took and how much memory."""

import json
import resource
import sys
import time
from pathlib import Path

from garant.documents import plan_files
from garant.wiring import applying
from garant.wiring.workers import apply_shared


def main(file: Path, officer: str, workers: int) -> None:
    """Apply the plan in `file`; print what it took as JSON."""
    plan = plan_files.read(file.read_text(encoding="utf-8"), file=file)
    batches = 0

    def told(_table: str, _count: int) -> None:
        nonlocal batches
        batches += 1

    begin = time.perf_counter()
    if workers > 1:
        refusal, applied = apply_shared(plan, approved_by=officer, watched=lambda _run: None, workers=workers)
    else:
        refusal, applied = applying.apply(plan, approved_by=officer, told=told)
    seconds = time.perf_counter() - begin
    refused = [refusal.sentence] if refusal else list(applied.refused) if applied else []
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    counts = {deed.name: count for deed, count in applied.counts.items()} if applied else {}
    print(json.dumps({"seconds": seconds, "megabytes": peak, "batches": batches, "refused": refused, "counts": counts}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
