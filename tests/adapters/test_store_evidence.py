"""The log in our own store is the log of the pure room, on a file and on a server."""

from datetime import timedelta
from pathlib import Path

import pytest

from garant.adapters.store.models import Log
from garant.adapters.store.opening import Store
from garant.evidence.checkpoints import is_signed_by
from garant.evidence.failures import ClockSetBack, StoreDamaged
from garant.evidence.merkle import EMPTY, extend, root
from garant.evidence.proofs import includes
from garant.evidence.records import RecordKind, read
from tests.adapters.stores import NOW, State, open_for_test, record, signer
from tests.evidence.signing import check


def test_a_new_log_is_empty_and_has_a_name_of_its_own(store: Store, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()

    assert store.evidence.size == 0
    assert store.evidence.origin.startswith("garant/")
    with open_for_test(tmp_path / "other", {}) as other:
        assert other.evidence.origin != store.evidence.origin


def test_records_are_numbered_from_the_end_of_the_log(state: State) -> None:
    assert state.evidence.append([record(0), record(1)]) == range(2)
    assert state.evidence.append([]) == range(2, 2)
    assert state.evidence.append([record(2)]) == range(2, 3)
    assert state.evidence.size == 3


def test_records_come_back_as_they_were_put_in_each_with_a_salt_of_its_own(state: State) -> None:
    state.evidence.append([record(7), record(7)])

    first, second = state.evidence.records(up_to=2)
    assert read(first.text) == read(second.text) == record(7)
    assert [first.leaf, second.leaf] == list(state.evidence.leaves(up_to=2))
    assert first.salt != second.salt


def test_a_checkpoint_signs_the_root_of_all_leaves(state: State, policy_folder: Path) -> None:
    for size in (1, 2, 300, 5):
        state.evidence.append([record(number) for number in range(size)])
    stated = state.evidence.checkpoint(NOW, signer=signer(policy_folder))

    leaves = list(state.evidence.leaves(up_to=308))
    assert stated.checkpoint.size == len(leaves) == 308
    assert stated.checkpoint.root == root(extend(EMPTY, leaves))
    assert is_signed_by(stated, signer(policy_folder).public_key, check=check)


def test_checkpoints_are_kept_in_order_with_their_key(state: State, policy_folder: Path) -> None:
    first = state.evidence.checkpoint(NOW, signer=signer(policy_folder))
    state.evidence.append([record()])
    second = state.evidence.checkpoint(NOW + timedelta(hours=1), signer=signer(policy_folder))

    assert state.evidence.checkpoints(signer(policy_folder).public_key) == [first, second]
    assert state.evidence.checkpoints(b"\x00" * 32) == []
    assert state.evidence.last_checkpoint_at() == NOW + timedelta(hours=1)


def test_a_clock_that_was_set_back_gets_no_checkpoint(state: State, policy_folder: Path) -> None:
    assert state.evidence.last_checkpoint_at() is None
    state.evidence.checkpoint(NOW, signer=signer(policy_folder))

    with pytest.raises(ClockSetBack, match="the clock stands before the last checkpoint of the evidence"):
        state.evidence.checkpoint(NOW - timedelta(seconds=1), signer=signer(policy_folder))


@pytest.mark.parametrize("number", [0, 255, 256, 511, 600, 699])
def test_any_leaf_of_a_long_log_is_proved_to_be_in_it(state: State, number: int) -> None:
    for size in (100, 200, 400):
        state.evidence.append([record(place) for place in range(size)])
    leaves = list(state.evidence.leaves(up_to=700))

    for size in (700, 699, 601):
        if number < size:
            proof = state.evidence.inclusion_proof(number, size=size)
            tree = size, root(extend(EMPTY, leaves[:size]))
            assert includes(tree, number=number, leaf=leaves[number], proof=proof)


def test_an_erased_record_leaves_its_leaf_and_nothing_else(state: State) -> None:
    state.evidence.append([record(0), record(1), record(2)])
    leaves = list(state.evidence.leaves(up_to=3))

    assert state.evidence.erase([1]) == 1
    assert state.evidence.erase([1]) == 0
    assert [kept.number for kept in state.evidence.records(up_to=3)] == [0, 2]
    assert list(state.evidence.leaves(up_to=3)) == leaves


def test_a_right_edge_that_does_not_fit_is_not_grown_upon(store: Store) -> None:
    Log.objects.using(store.alias).update(size=3)

    with pytest.raises(StoreDamaged):
        store.evidence.append([record()])


def test_the_root_over_the_first_leaves_is_the_one_that_was_signed_then(state: State, policy_folder: Path) -> None:
    signed_then = []
    for count in (1, 255, 1, 300, 4):
        state.evidence.append([record(number) for number in range(count)])
        signed_then.append(state.evidence.checkpoint(NOW, signer=signer(policy_folder)).checkpoint)

    assert [state.evidence.root_of(one.size) for one in signed_then] == [one.root for one in signed_then]
    assert state.evidence.root_of(0) == root(EMPTY)
    assert state.evidence.root_of(562) is None


def test_a_log_goes_on_under_another_name_and_its_checkpoints_with_it(state: State, policy_folder: Path) -> None:
    before = state.evidence.origin
    state.evidence.append([record(0)])
    state.evidence.checkpoint(NOW, signer=signer(policy_folder))

    state.evidence.rename(record(1, kind=RecordKind.LOG_BEGUN))

    assert state.evidence.origin != before
    assert state.evidence.size == 2
    assert state.evidence.all_of(RecordKind.LOG_BEGUN) == [record(1, kind=RecordKind.LOG_BEGUN)]
    assert state.evidence.checkpoints(signer(policy_folder).public_key) == []
    stated = state.evidence.checkpoint(NOW, signer=signer(policy_folder))
    assert state.evidence.checkpoints(signer(policy_folder).public_key) == [stated]
