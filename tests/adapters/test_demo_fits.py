"""The maps of the examples fit their databases, on every kind of database."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from garant.adapters.demo.organisations import EXAMPLES
from garant.adapters.sql.asking.seeing import see
from garant.planning.fitting import fit, left_alone
from garant.planning.terrain.layout import Layout
from garant.policy.problems import Severity
from garant.policy.reading import read
from tests.databases import KINDS
from tests.people import empty_example


@contextmanager
def layout_of(organisation: str, kind: str) -> Iterator[Layout]:
    """Give the layout of an example whose databases are empty."""
    example = EXAMPLES[organisation]
    reading = read(dict(example.texts()))
    assert reading.policy
    assert reading.data_map
    schemas = {}
    with ExitStack() as stack:
        for name in example.databases:
            engine = stack.enter_context(empty_example(organisation, name, kind=kind))
            with engine.connect() as connection:
                schemas[name] = see(connection, name)
        yield Layout(reading.policy, reading.data_map, schemas)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("organisation", sorted(EXAMPLES))
def test_nothing_stands_between_an_example_and_its_plan(organisation: str, kind: str) -> None:
    places = read(dict(EXAMPLES[organisation].texts())).places

    with layout_of(organisation, kind) as layout:
        wrong = [str(one) for one in fit(layout, places) if one.severity is not Severity.NOTE]

        assert wrong == []
        assert left_alone(layout) == frozenset()
