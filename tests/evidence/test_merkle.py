"""The tree is that of RFC 9162, however it was grown."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.evidence.merkle import EMPTY, Frontier, extend, leaf_hash, node_hash, root, subtrees

LEAVES = st.lists(st.binary(max_size=8).map(leaf_hash), max_size=70)


def naive_root(leaves: list[bytes]) -> bytes:
    """The recursive definition of section 2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@given(leaves=LEAVES)
def test_the_root_is_that_of_the_recursive_definition(leaves: list[bytes]) -> None:
    assert root(extend(EMPTY, leaves)) == naive_root(leaves)


@given(leaves=LEAVES, cut=st.integers(min_value=0, max_value=70))
def test_growing_in_two_parts_is_growing_at_once(leaves: list[bytes], cut: int) -> None:
    grown = extend(extend(EMPTY, leaves[:cut]), leaves[cut:])

    assert grown == extend(EMPTY, leaves)


@given(leaves=LEAVES, bounds=st.tuples(st.integers(0, 70), st.integers(0, 70)))
def test_a_subtree_is_the_tree_of_its_leaves(leaves: list[bytes], bounds: tuple[int, int]) -> None:
    start, end = sorted(bounds)

    assert subtrees(leaves)(start, end) == naive_root(leaves[start:end])


def test_known_roots_of_an_independent_log() -> None:
    data = [b"", b"\x00", b"\x10", b"\x20\x21", b"\x30\x31", b"\x40\x41\x42\x43"]
    three = root(extend(EMPTY, [leaf_hash(item) for item in data[:3]]))

    assert root(EMPTY).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert three.hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


def test_a_leaf_never_passes_for_an_inner_node() -> None:
    left, right = leaf_hash(b"left"), leaf_hash(b"right")

    assert leaf_hash(left + right) != node_hash(left, right)


@pytest.mark.parametrize(("size", "nodes"), [(1, ()), (2, (b"x" * 32, b"y" * 32)), (-1, ()), (1, (b"short",))])
def test_an_impossible_frontier_is_refused(size: int, nodes: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="frontier"):
        Frontier(size=size, nodes=nodes)
