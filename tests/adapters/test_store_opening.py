"""The store opens for a folder, shuts out others, and says plainly what keeps it from opening."""

import stat
from pathlib import Path

import pytest
from django.db import connections

from garant.adapters.store.models import Log
from garant.adapters.store.opening import Store
from garant.evidence.failures import (
    StoreAddressUnknown,
    StoreDamaged,
    StoreNotWritable,
    StoreOfNewerGarant,
    StoreOfOther,
)
from garant.evidence.records import EvidenceRecord, RecordKind
from garant.planning.remembered import RememberedEvent
from tests.adapters.stores import NOW, open_for_test, opened, record


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_store_is_its_owner_s_alone_and_stays_out_of_repositories(policy_folder: Path) -> None:
    with open_for_test(policy_folder, {}) as store:
        store.evidence.append([record()])

        files = {file.name: mode(file) for file in store.state.iterdir() if file.suffix != ".gitignore"}
        assert mode(store.state) == 0o700
        assert {name: found for name, found in files.items() if name.startswith("garant.sqlite3")} == {
            "garant.sqlite3": 0o600,
            "garant.sqlite3-wal": 0o600,
            "garant.sqlite3-shm": 0o600,
        }
        assert (store.state / ".gitignore").read_text() == "*\n"


def test_a_folder_that_others_could_read_is_closed_to_them(policy_folder: Path) -> None:
    with open_for_test(policy_folder, {}) as store:
        store.state.chmod(0o755)
        (store.state / "garant.sqlite3").chmod(0o644)

    with open_for_test(policy_folder, {}) as store:
        assert (mode(store.state), mode(store.state / "garant.sqlite3")) == (0o700, 0o600)


def test_sqlite_is_durable_and_overwrites_what_is_removed(policy_folder: Path) -> None:
    with open_for_test(policy_folder, {}) as store, connections[store.alias].cursor() as cursor:
        found = {}
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
            cursor.execute(f"PRAGMA {pragma}")
            found[pragma] = cursor.fetchone()[0]

    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_what_was_kept_is_there_after_opening_again(policy_folder: Path, store_environment: dict[str, str]) -> None:
    with open_for_test(policy_folder, store_environment) as store:
        store.evidence.append([record()])
        origin = store.evidence.origin

    with open_for_test(policy_folder, store_environment) as again:
        assert (again.evidence.origin, again.evidence.size) == (origin, 1)


def test_two_folders_in_one_program_have_two_stores(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "one", {}) as one, open_for_test(tmp_path / "two", {}) as two:
        one.evidence.append([record()])

        assert (one.evidence.size, two.evidence.size) == (1, 0)


def test_a_folder_that_was_made_anew_has_a_new_store(policy_folder: Path) -> None:
    with open_for_test(policy_folder, {}) as store:
        store.evidence.append([record()])
    for file in store.state.iterdir():
        file.unlink()

    with open_for_test(policy_folder, {}) as store:
        assert store.evidence.size == 0


def test_a_store_belongs_to_the_organisation_that_it_was_first_opened_for(store: Store) -> None:
    store.belong_to("cesi")
    store.belong_to("cesi")

    with pytest.raises(StoreOfOther, match="the store belongs to another organisation"):
        store.belong_to("idm")


def test_a_store_of_a_newer_garant_is_left_alone(policy_folder: Path, store_environment: dict[str, str]) -> None:
    with open_for_test(policy_folder, store_environment) as store, connections[store.alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('garant', '9999_later', CURRENT_TIMESTAMP)"
        )

    with pytest.raises(StoreOfNewerGarant):
        opened(policy_folder, store_environment)
    connections[store.alias].close()


def test_an_address_may_name_the_driver_as_those_of_customers_do(policy_folder: Path, postgres_url: str) -> None:
    with open_for_test(policy_folder, {"GARANT_DATABASE_URL": postgres_url}) as store:
        assert store.evidence.append([record()]) == range(1)


@pytest.mark.parametrize("address", ["mysql://somewhere/garant", "postgresql://a b", "sqlite:///file"])
def test_another_address_than_one_of_postgresql_is_refused(policy_folder: Path, address: str) -> None:
    with pytest.raises(StoreAddressUnknown) as refused:
        opened(policy_folder, {"GARANT_DATABASE_URL": address})

    assert address not in str(refused.value)


def test_a_state_folder_that_cannot_be_made_is_told(policy_folder: Path) -> None:
    (policy_folder / ".garant").write_text("a file stands in its place")

    with pytest.raises(StoreNotWritable):
        opened(policy_folder, {})


def test_a_store_without_its_log_is_damaged_and_not_begun_anew(store: Store) -> None:
    Log.objects.using(store.alias).all().delete()

    with pytest.raises(StoreDamaged):
        store.evidence.append([record()])


def test_of_what_was_erased_no_byte_stays_in_any_file(policy_folder: Path) -> None:
    canary = RememberedEvent(people="persons", person="canary-alice", event="last log-in", is_undated=True)
    with open_for_test(policy_folder, {}) as store:
        store.memory.remember([canary])
        store.evidence.append([EvidenceRecord(kind=RecordKind.RUN_STARTED, at=NOW, facts={"by": "canary-dana"})])
        assert files_that_hold(b"canary", store.state) != []

        store.memory.forget("persons", ["canary-alice"])
        store.evidence.erase([0])
        assert files_that_hold(b"canary", store.state) == []


def files_that_hold(canary: bytes, state: Path) -> list[str]:
    return [file.name for file in state.iterdir() if canary in file.read_bytes()]
