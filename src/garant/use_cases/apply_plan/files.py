"""The files that rows lead to: looked at before the intent, erased with their rows, looked for after a kill."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain

from garant.evidence.runs import Counts, Deed
from garant.planning.files import SeenFile, files_in
from garant.planning.steps import StepKind
from garant.planning.terrain.failures import FileAstray
from garant.planning.undo.pieces import Piece, PieceKind
from garant.ports import Capsule, FileStore, Unlink
from garant.use_cases.apply_plan.under_way import Ground


def look(ground: Ground, named: Mapping[str, Sequence[str]]) -> dict[str, tuple[SeenFile, ...]]:
    """Return those of the files that rows lead to that are there, as they are now; one missing already is fine."""
    found = {name: tuple(ground.place_of(name).find(paths)) for name, paths in named.items() if paths}
    return {name: files for name, files in found.items() if files}


def unlinking(ground: Ground, seen: Mapping[str, Sequence[SeenFile]], capsule: Capsule | None) -> Unlink:
    """Return what erases files that were seen before the intent, if they are still the same; first they are sealed."""

    def unlink(free: Mapping[str, Sequence[str]]) -> Counts:
        counts: dict[Deed, int] = {}
        for name, files in seen.items():
            paths, place, lasting = (
                frozenset(free.get(name, ())),
                ground.place_of(name),
                ground.layout.data_map.lasting(name),
            )
            going = [file for file in files if file.path in paths]
            seal(place, name, going, capsule=capsule)
            erased = sum(place.erase(file, lasting=lasting) for file in going)
            counts |= {counted(name): erased} if erased else {}
        return counts

    return unlink


def seal(place: FileStore, name: str, files: Iterable[SeenFile], *, capsule: Capsule | None) -> None:
    """Have what files of a set hold sealed on the disk, before any of them goes."""
    if capsule is None:
        return
    for file in files:
        # A file that holds nothing is a part too.
        parts = chain(place.content(file) if capsule.keeps_content else (), (b"",))
        for part in parts:
            said = {"path": file.path, "size": file.size}
            capsule.put(Piece(kind=PieceKind.FILE, place=name, said=said, content=part))
    capsule.keep()


def counted(files: str) -> Deed:
    """Return by what erased files of a set are counted."""
    return Deed(StepKind.ERASE_FILES.value, files)


def files_gone(ground: Ground, bounds: str) -> Counts:
    """Return how many files of an unconfirmed batch are gone, their empty folders removed, by what evidence counts."""
    counts: dict[Deed, int] = {}
    for name, files in files_in(bounds).items():
        place = ground.place_of(name)
        gone = [file for file in files if not _is_there(place, file)]
        for file in gone:
            place.sweep(file.path, lasting=ground.layout.data_map.lasting(name))
        counts |= {counted(name): len(gone)} if gone else {}
    return counts


def _is_there(place: FileStore, file: SeenFile) -> bool:
    with suppress(FileAstray):
        return any(True for _ in place.find([file.path]))
    return True
