"""Worlds drawn at random and looked at, one after the other, on the databases of a machine."""

from collections.abc import Callable

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from tests.reference.machine import Machine
from tests.reference.worlds import Scene

Compare = Callable[[Machine, Scene], None]
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
"""What Hypothesis must not mind: a world takes its time, and the machine serves all of them."""


def agree(
    machine: Machine,
    worlds: st.SearchStrategy[Scene],
    compare: Compare,
    *,
    examples: int,
    start: int | None = None,
) -> None:
    """Compare so many worlds; with a start, always the same ones."""

    @settings(max_examples=examples, suppress_health_check=SLOW)
    @given(worlds)
    def one(scene: Scene) -> None:
        compare(machine, scene)

    (one if start is None else seed(start)(one))()
