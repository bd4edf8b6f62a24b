"""A store on each kind of database that may hold our own state."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from garant.adapters.store.opening import Store
from tests.adapters.stores import State, open_for_test, postgres_address
from tests.databases import fresh_database
from tests.evidence.fakes import MemoryState


@contextmanager
def environment_of(kind: str) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield {}
        return
    with fresh_database(kind) as url:
        yield {"GARANT_DATABASE_URL": postgres_address(url)}


@pytest.fixture(params=["sqlite", "postgres"])
def store_environment(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    with environment_of(request.param) as environment:
        yield environment


@pytest.fixture
def policy_folder(tmp_path: Path) -> Path:
    policy_folder = tmp_path / "policy"
    policy_folder.mkdir()
    return policy_folder


@pytest.fixture
def store(policy_folder: Path, store_environment: dict[str, str]) -> Iterator[Store]:
    with open_for_test(policy_folder, store_environment) as store:
        yield store


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def state(request: pytest.FixtureRequest, policy_folder: Path) -> Iterator[State]:
    if request.param == "memory":
        yield MemoryState()
        return
    with ExitStack() as open_things:
        environment = open_things.enter_context(environment_of(request.param))
        yield open_things.enter_context(open_for_test(policy_folder, environment))
