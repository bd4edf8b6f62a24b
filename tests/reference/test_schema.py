"""Worlds can be made, filled and read back on every database, again and again on the same one."""

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Engine, create_engine

from tests.databases import KINDS, fresh_database
from tests.reference.differences import differences
from tests.reference.schema import create, fill, read_back
from tests.reference.worlds import Scene, scenes


@pytest.mark.parametrize("kind", KINDS)
def test_a_world_is_read_back_as_it_was_drawn(kind: str):
    with fresh_database(kind) as url:
        engine = create_engine(url)

        @settings(max_examples=8, suppress_health_check=list(HealthCheck))
        @given(scenes())
        def each_world(scene: Scene) -> None:
            _read_back_as_drawn(engine, scene)

        each_world()
        engine.dispose()


def _read_back_as_drawn(engine: Engine, scene: Scene) -> None:
    shapes = list(scene.world.shapes.values())
    create(engine, shapes)
    fill(engine, shapes=shapes, rows={name.split(".")[1]: rows for name, rows in scene.world.tables.items()})

    found = {f"school.{name}": rows for name, rows in read_back(engine, shapes).items()}

    assert differences(scene.world.tables, found, shapes=scene.world.shapes) == []
