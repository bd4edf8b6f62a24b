import json
from pathlib import Path

import pytest

from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.texts.json_schema import documents, legal_keys, schemas_at

FOLDER = Path(__file__).parent.parent.parent / "schemas"


@pytest.mark.parametrize("name", sorted(documents()))
def test_the_schemas_in_the_repository_are_fresh(name: str):
    written = json.loads((FOLDER / name).read_text(encoding="utf-8"))

    assert written == documents()[name], "run `python tools/write_schemas.py`"


def test_there_is_no_schema_beside_them():
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(documents())


def test_a_file_may_hold_any_part_of_the_folder():
    for schema in documents().values():
        assert "required" not in schema
        assert schema["additionalProperties"] is False
    both = documents()["folder.schema.json"]["properties"]
    assert {"organisation", "tables", "smallest group"} <= set(both)


def test_what_may_be_written_short_may_be_written_short_in_an_editor_too():
    kinds = [schema.get("type") for schema in schemas_at(DataMap, ("tables", "a.b", "belongs to", "who"))]
    names = [schema.get("type") for schema in schemas_at(DataMap, ("tables", "a.b", "used for"))]

    assert kinds == ["object", "string"]
    assert names == ["string", "array"]


def test_the_legal_keys_of_a_place_are_those_of_its_model_as_people_write_them():
    assert legal_keys(DataMap, ("people", "pupil", "identifiers", "e-mail")) == (
        "column",
        "kind",
        "ignore case",
        "shared",
    )
    assert legal_keys(Policy, ("activities", "a", "retention", 0, "at latest")) == ("keep", "from")
    assert legal_keys(Policy, ("activities", "a", "nothing", "like it")) == ()
    assert legal_keys(Policy, ("activities", 3)) == ()
