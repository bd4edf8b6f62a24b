"""The machine on which drawn worlds of one store are run, on each kind of database."""

from collections.abc import Iterator

import pytest

from tests.databases import KINDS, fresh_database
from tests.reference.machine import Machine


@pytest.fixture(scope="module", params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with fresh_database(request.param) as url:
        machine = Machine({"school": url}, kind=request.param)
        yield machine
        machine.close()
