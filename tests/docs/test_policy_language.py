"""docs/reference/policy-language.md names every key of the language, and its examples can be read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from garant.policy.reading import read
from garant.policy.texts.json_schema import documents
from tests.architecture.source import ROOT

PAGE = (ROOT / "docs" / "reference" / "policy-language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LANGUAGE = documents()["folder.schema.json"]


def keys(schema: Any) -> Iterator[str]:
    for one in [schema, *schema["$defs"].values()]:
        yield from one.get("properties", {})


def words(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from [one for one in schema.get("enum", ()) if isinstance(one, str)]
        for one in schema.values():
            yield from words(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from words(one)


@pytest.mark.parametrize("key", sorted(set(keys(LANGUAGE)) - {"values"}))
def test_every_key_is_on_the_page(key: str):
    assert re.search(rf"(?<![\w-]){re.escape(key)}(`|:)", PAGE)


@pytest.mark.parametrize("word", sorted(set(words(LANGUAGE))))
def test_every_closed_word_is_on_the_page(word: str):
    assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", PAGE)


@pytest.mark.parametrize("example", EXAMPLES, ids=[f"example {number}" for number in range(len(EXAMPLES))])
def test_every_example_can_be_read(example: str):
    reading = read({"example.yaml": example})

    # An example shows a part: what is missing at the top is elsewhere.
    assert [str(one) for one in reading.problems if not one.message.en.startswith("the policy has no")] == []
