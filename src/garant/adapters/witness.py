"""What is known of the log beside the keys: how far it had come, and which holds ruled; nobody is named in it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from garant.adapters.keys import replace_file
from garant.evidence.failures import KeyDamaged, KeysNotWritable
from garant.evidence.restored import HoldTold, Known


class WitnessBesideKeys:
    """The port `Witness` in the folder of the keys, which is never in a backup of our own state."""

    def __init__(self, keys: Path) -> None:
        """Take the folder of the keys; nothing is read yet."""
        self._log, self._holds = keys / "log.known", keys / "holds.known"

    def grown(self, known: Known) -> None:
        """Know that the log has come so far; of two who tell at once the longer log counts."""
        before = self.known()
        if before is None or before.size < known.size:
            replace_file(self._log, json.dumps({"size": known.size, "root": known.root.hex()}) + "\n")

    def known(self) -> Known | None:
        """Return how far the log had come, if anything is known of it."""
        said = _read(self._log)
        if said is None:
            return None
        try:
            return Known(size=int(said["size"]), root=bytes.fromhex(said["root"]))
        except (LookupError, TypeError, ValueError):
            raise KeyDamaged from None

    def holding(self, holds: Mapping[int, HoldTold]) -> None:
        """Know which holds rule."""
        said = {str(number): [one.kind, one.place] for number, one in holds.items()}
        replace_file(self._holds, json.dumps(said, ensure_ascii=False) + "\n")

    def held(self) -> Mapping[int, HoldTold]:
        """Return which holds ruled."""
        try:
            said = (_read(self._holds) or {}).items()
            return {int(number): HoldTold(kind=kind, place=place) for number, (kind, place) in said}
        except (AttributeError, TypeError, ValueError):
            raise KeyDamaged from None

    def forget(self) -> None:
        """Know nothing any more: another log begins."""
        try:
            self._log.unlink(missing_ok=True)
        except OSError:
            raise KeysNotWritable from None


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    except OSError:
        raise KeysNotWritable from None
    except ValueError:
        raise KeyDamaged from None
