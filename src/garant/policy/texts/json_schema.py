"""JSON Schemas of the policy folder, from the models that read it: for editors, and to name what is legal where."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.statements import Statement
from garant.policy.texts.places import KeyPath

Schema = dict[str, Any]


@cache
def schema_of(model: type[Statement]) -> Schema:
    """Return the JSON Schema of one model, with its definitions beside it."""
    return model.model_json_schema(by_alias=True)


def schemas_at(model: type[Statement], path: KeyPath) -> tuple[Schema, ...]:
    """Return the schemas that may apply to the value at `path`, alternatives apart."""
    whole = schema_of(model)
    found = tuple(_alternatives(whole, whole))
    for step in path:
        found = tuple(
            one for schema in found for child in _children(schema, step) for one in _alternatives(child, whole)
        )
    return found


def legal_keys(model: type[Statement], path: KeyPath) -> tuple[str, ...]:
    """Return the keys that may be written in the mapping at `path`."""
    return tuple(key for schema in schemas_at(model, path) for key in schema.get("properties", ()))


def _alternatives(schema: Schema, whole: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        yield from _alternatives(whole["$defs"][schema["$ref"].rpartition("/")[2]], whole)
    elif "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one, whole)
    else:
        yield schema


def _children(schema: Schema, step: str | int) -> Iterator[Schema]:
    if isinstance(step, int):
        if isinstance(schema.get("items"), dict):
            yield schema["items"]
    elif step in schema.get("properties", {}):
        yield schema["properties"][step]
    elif isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]


def documents() -> dict[str, Schema]:
    """Return the schemas for editors by file name: a policy, a data map, and a file that holds both.

    A folder may be split over files as the author likes, so no key is required at the top of a file.
    """
    policy, data_map = _document(Policy), _document(DataMap)
    both = {
        **policy,
        "description": "A policy folder in one file: the policy and its data map.",
        "properties": {**policy["properties"], **data_map["properties"]},
        "$defs": {**policy["$defs"], **data_map["$defs"]},
    }
    return {"policy.schema.json": policy, "data-map.schema.json": data_map, "folder.schema.json": both}


def _document(model: type[Statement]) -> Schema:
    bare: Schema = _without_titles(schema_of(model))
    del bare["description"]
    said = {"$schema": "https://json-schema.org/draft/2020-12/schema", "description": model.__doc__}
    return {**said, **{key: value for key, value in bare.items() if key != "required"}}


def _without_titles(schema: Any) -> Any:
    """Leave out the titles: they repeat the names, and would hide the descriptions in an editor."""
    if isinstance(schema, list):
        return [_without_titles(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    # A property may itself be called `title`: then its value is a schema, and stays.
    return {key: _without_titles(one) for key, one in schema.items() if key != "title" or not isinstance(one, str)}
