"""A store on each kind of database that may hold our own state."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from garant.adapters.store.opening import Store
from tests.adapters.stores import open_for_test, postgres_address
from tests.databases import fresh_database


@pytest.fixture(params=["sqlite", "postgres"])
def store_environment(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    if request.param == "sqlite":
        yield {}
        return
    with fresh_database("postgres") as url:
        yield {"GARANT_DATABASE_URL": postgres_address(url)}


@pytest.fixture
def policy_folder(tmp_path: Path) -> Path:
    policy_folder = tmp_path / "policy"
    policy_folder.mkdir()
    return policy_folder


@pytest.fixture
def store(policy_folder: Path, store_environment: dict[str, str]) -> Iterator[Store]:
    with open_for_test(policy_folder, store_environment) as store:
        yield store
