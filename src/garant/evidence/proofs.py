"""Proofs that a leaf is in the log, and that a later log extends an earlier one (RFC 9162, 2.1.3 and 2.1.4)."""

from collections.abc import Sequence

from garant.evidence.merkle import EMPTY, Subtree, node_hash, root


def inclusion_proof(number: int, *, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the hashes that lead from a leaf up to the root of the tree of this size."""
    if not 0 <= number < size:
        raise IndexError("the tree has no such leaf")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _left_part(end - start)
        if number < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return tuple(reversed(path))


def consistency_proof(earlier: int, *, size: int, subtree: Subtree) -> tuple[bytes, ...]:
    """Return the hashes that show that the tree of this size begins with the earlier one."""
    if not 0 <= earlier <= size:
        raise IndexError("the earlier tree is larger than the later one")
    if earlier in (0, size):
        return ()
    path: list[bytes] = []
    start, end = 0, size
    while end != earlier:
        middle = start + _left_part(end - start)
        if earlier <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    # The earlier root itself is known to whoever checks, and is left out.
    if start:
        path.append(subtree(start, end))
    return tuple(reversed(path))


def includes(tree: tuple[int, bytes], *, number: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether the proof leads from this leaf to the tree, given as its size and root."""
    size, expected = tree
    if not 0 <= number < size:
        return False
    climb = _Climb(number, size - 1)
    reached = leaf
    for sibling in proof:
        if climb.is_over:
            return False
        reached = node_hash(sibling, reached) if climb.sibling_is_left else node_hash(reached, sibling)
        climb.up()
    return climb.is_over and reached == expected


def extends(earlier: tuple[int, bytes], later: tuple[int, bytes], *, proof: Sequence[bytes]) -> bool:
    """Return whether the proof shows that the later tree begins with the earlier; both are size and root."""
    (first, first_root), (second, second_root) = earlier, later
    if first == second:
        return not proof and first_root == second_root
    if first == 0:
        return not proof and first_root == root(EMPTY)
    is_full = first & (first - 1) == 0
    path = [first_root, *proof] if is_full else list(proof)
    if first > second or not path:
        return False
    return _roots_along(path, _Climb.from_the_seam(first, second)) == (first_root, second_root)


def _roots_along(path: Sequence[bytes], climb: "_Climb") -> tuple[bytes, bytes] | None:
    """Return the earlier and the later root that the path leads to, or None if it has the wrong length."""
    first = second = path[0]
    for sibling in path[1:]:
        if climb.is_over:
            return None
        if climb.sibling_is_left:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
        else:
            second = node_hash(second, sibling)
        climb.up()
    return (first, second) if climb.is_over else None


class _Climb:
    """The way from a node to the root: its own number and the last one of its level."""

    def __init__(self, number: int, last: int) -> None:
        self._number, self._last = number, last

    @classmethod
    def from_the_seam(cls, first: int, second: int) -> "_Climb":
        """Return the climb from the largest subtree that ends where the earlier tree ends."""
        number, last = first - 1, second - 1
        while number & 1:
            number, last = number >> 1, last >> 1
        return cls(number, last)

    @property
    def is_over(self) -> bool:
        return self._last == 0

    @property
    def sibling_is_left(self) -> bool:
        return bool(self._number & 1) or self._number == self._last

    def up(self) -> None:
        if not self._number & 1 and self._number == self._last:
            # The right edge has no sibling on these levels.
            while self._number and not self._number & 1:
                self._number, self._last = self._number >> 1, self._last >> 1
        self._number, self._last = self._number >> 1, self._last >> 1


def _left_part(size: int) -> int:
    """Return the largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)
