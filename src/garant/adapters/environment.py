"""The settings that a demo folder carries in its `.env`; no other folder carries any (Art. 32)."""

from pathlib import Path

MARK = ".garant-demo"
_SAID = "Made by `garant demo`: here, and in no other folder, the addresses of stores are read from `.env`.\n"
_OURS = "GARANT_"


def mark_as_demo(folder: Path) -> None:
    """Mark a folder as a demo: its `.env` cannot say that of itself."""
    (folder / MARK).write_text(_SAID, encoding="utf-8")


def is_demo(folder: Path) -> bool:
    """Return whether a folder is marked as a demo."""
    return (folder / MARK).is_file()


def settings_of(folder: Path) -> dict[str, str]:
    """Return the settings of a demo, and none of any other folder; where keys lie is never among them."""
    file = folder / ".env"
    if not is_demo(folder) or not file.is_file():
        return {}
    lines = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines() if _says(line))
    pairs = ((name.strip(), value.strip().strip("\"'")) for name, _, value in lines)
    return {name: value for name, value in pairs if not name.startswith(_OURS)}


def _says(line: str) -> bool:
    return "=" in line and not line.lstrip().startswith("#")
