"""What a capsule gives back to a batch: its pieces, what was remembered of people, and files."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby

from garant.evidence.runs import BatchNumber, Counts, Deed, RunNumber
from garant.planning.files import SeenFile
from garant.planning.undo.pieces import Piece
from garant.planning.undo.returning import Back, Obstacle, Returned, Wish
from garant.ports import Capsules, FileStore
from garant.use_cases.apply_plan.under_way import Ground

Named = Callable[[str, Sequence[str]], frozenset[str]]
"""Returns those of the files of a set that rows name."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """The port `Giving`: what is wished back of one batch."""

    ground: Ground
    capsules: Capsules
    wish: Wish
    batch: BatchNumber
    returned: Returned = field(default_factory=Returned)

    @property
    def _run(self) -> RunNumber:
        return RunNumber(self.wish.run)

    def pieces(self) -> Iterator[Piece]:
        """Yield what was taken out of tables and of what was remembered, wanted or not, the last first."""
        yield from self.capsules.pieces(self._run, self.batch)

    def wants(self, piece: Piece) -> bool:
        """Return whether a piece is to come back."""
        return self.wish.is_for(piece)

    def put_back(self, named: Named) -> Counts:
        """Put back the files of the sets that rows name again, and return what was done."""
        for (name, path), parts in self._files():
            if named(name, [path]):
                self._put(name, path, parts)
        return self._counts()

    def put_all(self) -> Counts:
        """Put back the files that no row leads to."""
        for (name, path), parts in self._files():
            self._put(name, path, parts)
        return self._counts()

    def rehearse_files(self, named: Named) -> None:
        """Look which files could come back; of one person's, those that rows name again."""
        for (name, path), parts in self._files():
            is_wanted = self.wish.person is None or named(name, [path])
            if is_wanted and self._is_free(self.ground.place_of(name), name, path, parts=parts):
                self.returned.came(Back.FILES, name, ())

    def _files(self) -> Iterator[tuple[tuple[str, str], Iterator[bytes]]]:
        pieces = (p for p in self.capsules.files(self._run, self.batch) if self._wants(p))
        for place, parts in groupby(pieces, key=lambda p: (p.place, str(p.said["path"]))):
            yield place, (part.content for part in parts)

    def _wants(self, piece: Piece) -> bool:
        said = self.ground.layout.data_map.files.get(piece.place)
        is_led_to = said is not None and said.part_of is not None
        if self.wish.person is not None and not is_led_to:
            return False
        return not self.wish.table or (said is not None and said.part_of == self.wish.table)

    def _put(self, name: str, path: str, parts: Iterator[bytes]) -> None:
        place = self.ground.place_of(name)
        if any(True for _ in place.find([path])):
            self._is_free(place, name, path, parts=parts)
            return
        place.put(path, parts)
        self.returned.came(Back.FILES, name, ())
        self.returned.name(name, path)

    def _is_free(self, place: FileStore, name: str, path: str, *, parts: Iterable[bytes]) -> bool:
        """Return whether a file may come back; the same one is back already, another stands in its way."""
        there: Sequence[SeenFile] = list(place.find([path]))
        if not there:
            return True
        if _digest(place.content(there[0])) == _digest(parts):
            self.returned.already += 1
        else:
            self.returned.away[Obstacle.TAKEN, name] += 1
        return False

    def _counts(self) -> Counts:
        back = self.returned.back.items()
        return {Deed(what.value, place): count for (what, place, _), count in back if what is Back.FILES}


def _digest(parts: Iterable[bytes]) -> bytes:
    found = sha256()
    for part in parts:
        found.update(part)
    return found.digest()
