"""Who knows of our log outside our own state, in memory and beside the keys, and in the stores."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction

from garant.adapters.keys import KeysOfRuns
from garant.adapters.sql.database import SqlDatabase
from garant.adapters.sql.engine import connect
from garant.adapters.witness import WitnessBesideKeys
from garant.evidence.failures import KeyDamaged, RunKeyGone, UnknownInStore
from garant.evidence.restored import Attested, HoldTold, Known
from garant.ports.witness import Witness
from tests.adapters.stores import NOW, open_for_test, opened, record
from tests.evidence.fakes import MemoryWitness

SHORT, LONG = Known(size=3, root=b"\x03" * 32), Known(size=7, root=b"\x07" * 32)
HOLDS = {4: HoldTold(kind="person", place="école.élèves"), 9: HoldTold(kind="files", place="scans")}


@pytest.fixture(params=["memory", "beside keys"])
def witness(request: pytest.FixtureRequest, tmp_path: Path) -> Witness:
    return MemoryWitness() if request.param == "memory" else WitnessBesideKeys(tmp_path / "keys")


def test_nothing_is_known_of_a_log_that_nobody_told_of(witness: Witness):
    assert (witness.known(), witness.held()) == (None, {})


def test_of_two_who_tell_at_once_the_longer_log_counts(witness: Witness):
    witness.grown(LONG)
    witness.grown(SHORT)

    assert witness.known() == LONG


def test_which_holds_rule_is_known_until_it_is_told_anew(witness: Witness):
    witness.holding(HOLDS)
    assert witness.held() == HOLDS

    witness.holding({})
    assert witness.held() == {}


def test_another_log_begins_where_the_old_one_is_forgotten(witness: Witness):
    witness.grown(LONG)
    witness.forget()
    witness.grown(SHORT)

    assert witness.known() == SHORT


@pytest.mark.parametrize("name", ["log.known", "holds.known"])
@pytest.mark.parametrize("text", ["", "{", '{"size": 3}', "[1]"])
def test_what_cannot_be_read_beside_the_keys_is_damaged_and_not_taken_for_nothing(tmp_path: Path, name: str, text: str):
    (tmp_path / name).write_text(text)
    witness = WitnessBesideKeys(tmp_path)

    with pytest.raises(KeyDamaged):
        (witness.known if name == "log.known" else witness.held)()


def test_the_witness_is_told_after_each_commit_and_of_nothing_that_was_taken_back(policy_folder: Path):
    witness = WitnessBesideKeys(policy_folder.parent / "keys")
    store = opened(policy_folder, {}, witness=witness)
    store.evidence.append([record(0), record(1)])
    told = witness.known()
    with pytest.raises(UnknownInStore):
        store.holds.review(7, until=NOW.date(), record=record())
    with transaction.atomic(using=store.alias):
        store.evidence.append([record(2)])
        transaction.set_rollback(True, using=store.alias)
    store.close()

    assert told is not None and (told.size, told.root) == (2, store.evidence.root_of(2))
    assert witness.known() == told


def test_a_log_that_nobody_is_to_be_told_of_tells_nobody(policy_folder: Path):
    witness = WitnessBesideKeys(policy_folder.parent / "keys")
    opened(policy_folder, {}, witness=witness).close()

    with open_for_test(policy_folder, {}) as store:
        store.evidence.append([record()])
    assert witness.known() is None


# keys of runs


def test_keys_go_along_under_another_name_and_those_of_unknown_runs_are_destroyed(tmp_path: Path):
    keys = KeysOfRuns(tmp_path)
    sealed = keys.make("old run 1").seal(b"Alice", context="")
    keys.make("old run 2")

    for _ in range(2):
        keys.go_along({"old run 1": "new run 1"})

    assert keys.of("new run 1").open(sealed, context="") == b"Alice"
    for gone in ("old run 1", "old run 2"):
        with pytest.raises(RunKeyGone):
            keys.of(gone)


# stores


@contextmanager
def database(url: str, *, receipts: bool = True) -> Iterator[SqlDatabase]:
    connect(url).connect().close()
    made = SqlDatabase("school", url, zone="Europe/Paris", store_zone="Europe/Paris", receipts=receipts)
    yield made
    made.engine.dispose()


def test_a_store_knows_what_it_was_told_last_of_each_log(database_url: str):
    first, second = Attested(note="one\n— note", holds={1: "aa", 2: "bb"}), Attested(note="two", holds={2: "cc"})

    with database(database_url) as store:
        assert store.attested("garant/ours") == Attested()
        store.attest("garant/ours", first)
        store.attest("garant/other", first)
        store.attest("garant/ours", second)

        assert store.attested("garant/ours") == second
        assert store.attested("garant/other") == first
        assert store.origins() == {"garant/ours", "garant/other"}


def test_a_store_that_keeps_no_receipts_is_told_nothing(database_url: str):
    with database(database_url, receipts=False) as store:
        store.attest("garant/ours", Attested(note="one"))

        assert store.attested("garant/ours") == Attested()
