"""The append-only tree over the evidence (RFC 9162, section 2.1), grown from its right edge alone."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

HASH_BYTES = 32

# Returns the hash over the leaves from the first number up to, and without, the second.
Subtree = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of one leaf, marked so that no leaf can pass for an inner node."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node over its two halves."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, kw_only=True)
class Frontier:
    """The right edge of a tree: the roots of its full subtrees, the largest first."""

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError for an edge that no tree of this size has."""
        # INVARIANT: one full subtree for each bit set in the size.
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise ValueError("the frontier does not fit its size")
        if any(len(node) != HASH_BYTES for node in self.nodes):
            raise ValueError("a node of the frontier is no hash")


EMPTY = Frontier()


def extend(frontier: Frontier, leaves: Iterable[bytes]) -> Frontier:
    """Return the frontier after these leaf hashes, at a cost that the size of the log does not change."""
    nodes, size = list(frontier.nodes), frontier.size
    for node in leaves:
        full = size
        while full & 1:
            node = node_hash(nodes.pop(), node)  # noqa: PLW2901 - the node climbs
            full >>= 1
        nodes.append(node)
        size += 1
    return Frontier(size=size, nodes=tuple(nodes))


def root(frontier: Frontier) -> bytes:
    """Return the root hash of the tree that has this frontier."""
    if not frontier.nodes:
        return hashlib.sha256(b"").digest()
    *larger, top = frontier.nodes
    for node in reversed(larger):
        top = node_hash(node, top)
    return top


def subtrees(leaves: Sequence[bytes]) -> Subtree:
    """Return a look-up that computes each subtree from the leaf hashes."""
    return lambda start, end: root(extend(EMPTY, leaves[start:end]))
