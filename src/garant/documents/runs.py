"""Puts into words what a run did."""

import json
from collections.abc import Mapping, Sequence


def as_text(run: int, counts: Mapping[str, int], refused: Sequence[str], *, is_exact: bool) -> str:
    """Return what a run did, as a person reads it."""
    about = "" if is_exact else "at least "
    lines = [f"Run {run}: " + ("done" if not refused else "some steps were refused"), ""]
    lines += [f"  {about}{count:>9,}  {name}" for name, count in counts.items()] or ["  nothing was due"]
    if refused:
        lines += ["", "Refused", *(f"  - {sentence}" for sentence in refused)]
    return "\n".join(lines) + "\n"


def as_json(run: int, counts: Mapping[str, int], refused: Sequence[str], *, is_exact: bool) -> str:
    """Return what a run did, as programs read it."""
    steps = [_step(name, count) for name, count in counts.items()]
    said = {"run": run, "steps": steps, "refused": list(refused), "exact": is_exact}
    return json.dumps(said, indent=1, ensure_ascii=False) + "\n"


def _step(name: str, count: int) -> dict[str, object]:
    words = name.split(" ")
    at = next((index for index, word in enumerate(words) if "." in word or "/" in word), len(words) - 1)
    columns = {"columns": " ".join(words[at + 1 :]).split(",")} if words[at + 1 :] else {}
    return {"kind": " ".join(words[:at]), "table": words[at], **columns, "count": count}
