"""Proofs convince for what is true and for nothing else."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.evidence.merkle import EMPTY, extend, leaf_hash, root, subtrees
from garant.evidence.proofs import consistency_proof, extends, includes, inclusion_proof


@dataclass(frozen=True)
class Log:
    leaves: list[bytes]

    def tree(self, size: int) -> tuple[int, bytes]:
        return size, root(extend(EMPTY, self.leaves[:size]))


LOG = Log([leaf_hash(bytes([number])) for number in range(70)])
SIZES = st.integers(min_value=1, max_value=70)
OTHER = leaf_hash(b"other")


def naive_inclusion(number: int, leaves: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if number < k:
        return [*naive_inclusion(number, leaves[:k]), root(extend(EMPTY, leaves[k:]))]
    return [*naive_inclusion(number - k, leaves[k:]), root(extend(EMPTY, leaves[:k]))]


def naive_consistency(earlier: int, leaves: list[bytes], *, known: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1, word for word."""
    if earlier == len(leaves):
        return [] if known else [root(extend(EMPTY, leaves))]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if earlier <= k:
        return [*naive_consistency(earlier, leaves[:k], known=known), root(extend(EMPTY, leaves[k:]))]
    return [*naive_consistency(earlier - k, leaves[k:], known=False), root(extend(EMPTY, leaves[:k]))]


@given(data=st.data(), size=SIZES)
def test_an_inclusion_proof_is_that_of_the_rfc_and_convinces(data: st.DataObject, size: int) -> None:
    number = data.draw(st.integers(min_value=0, max_value=size - 1))
    proof = inclusion_proof(number, size=size, subtree=subtrees(LOG.leaves))

    assert list(proof) == naive_inclusion(number, LOG.leaves[:size])
    assert includes(LOG.tree(size), number=number, leaf=LOG.leaves[number], proof=proof)


@given(data=st.data(), size=SIZES)
def test_an_inclusion_proof_convinces_of_nothing_else(data: st.DataObject, size: int) -> None:
    number = data.draw(st.integers(min_value=0, max_value=size - 1))
    tree, leaf = LOG.tree(size), LOG.leaves[number]
    proof = inclusion_proof(number, size=size, subtree=subtrees(LOG.leaves))
    elsewhere = data.draw(st.integers(min_value=-1, max_value=size).filter(lambda other: other != number))

    assert not includes(tree, number=number, leaf=OTHER, proof=proof)
    assert not includes(tree, number=elsewhere, leaf=leaf, proof=proof)
    assert not includes((size, OTHER), number=number, leaf=leaf, proof=proof)
    assert not includes(tree, number=number, leaf=leaf, proof=[*proof, OTHER])
    assert not proof or not includes(tree, number=number, leaf=leaf, proof=proof[:-1])
    for place in range(len(proof)):
        forged = [*proof[:place], OTHER, *proof[place + 1 :]]
        assert not includes(tree, number=number, leaf=leaf, proof=forged)


@given(data=st.data(), size=SIZES)
def test_a_consistency_proof_is_that_of_the_rfc_and_convinces(data: st.DataObject, size: int) -> None:
    earlier = data.draw(st.integers(min_value=1, max_value=size))
    proof = consistency_proof(earlier, size=size, subtree=subtrees(LOG.leaves))

    assert list(proof) == naive_consistency(earlier, LOG.leaves[:size])
    assert extends(LOG.tree(earlier), LOG.tree(size), proof=proof)


@given(data=st.data(), size=SIZES)
def test_a_consistency_proof_convinces_of_nothing_else(data: st.DataObject, size: int) -> None:
    earlier = data.draw(st.integers(min_value=1, max_value=size))
    first, second = LOG.tree(earlier), LOG.tree(size)
    proof = consistency_proof(earlier, size=size, subtree=subtrees(LOG.leaves))

    assert not extends((earlier, OTHER), second, proof=proof)
    assert not extends(first, (size, OTHER), proof=proof)
    assert not extends(first, second, proof=[*proof, OTHER])
    assert not proof or not extends(first, second, proof=proof[:-1])
    for place in range(len(proof)):
        assert not extends(first, second, proof=[*proof[:place], OTHER, *proof[place + 1 :]])


def test_every_log_extends_the_empty_one() -> None:
    nothing = LOG.tree(0)

    assert consistency_proof(0, size=5, subtree=subtrees(LOG.leaves)) == ()
    assert extends(nothing, LOG.tree(5), proof=())
    assert extends(nothing, nothing, proof=())
    assert not extends((0, OTHER), LOG.tree(5), proof=())


def test_a_shorter_log_extends_no_longer_one() -> None:
    assert not extends(LOG.tree(6), LOG.tree(5), proof=[OTHER])
    assert not extends(LOG.tree(5), LOG.tree(6), proof=())


@pytest.mark.parametrize(("number", "size"), [(5, 5), (-1, 5), (0, 0)])
def test_a_leaf_that_is_not_there_has_no_proof(number: int, size: int) -> None:
    with pytest.raises(IndexError):
        inclusion_proof(number, size=size, subtree=subtrees(LOG.leaves))


def test_a_larger_log_is_no_earlier_one() -> None:
    with pytest.raises(IndexError):
        consistency_proof(6, size=5, subtree=subtrees(LOG.leaves))
