"""The cases of tests/cases/check: a bad text and what is said of it, and the same text mended."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from garant.policy.catalogue import CATALOGUE, STORES
from garant.policy.checks import check
from garant.policy.datamap import DataMap
from garant.policy.problems import Problem
from garant.policy.reading import read
from garant.policy.texts.places import Places

CASES = Path(__file__).parent.parent / "cases" / "check"
CODES = sorted(CATALOGUE.keys() - STORES.keys())


def problems(case: Path, name: str) -> tuple[Problem, ...]:
    file = case / name
    reading = read({name: file.read_text(encoding="utf-8")} if file.exists() else {})
    return (*reading.problems, *check(reading.policy, reading.data_map, reading.places))


def expected(case: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = yaml.safe_load((case / "expected.yaml").read_text(encoding="utf-8"))["problems"]
    return listed


def test_every_code_has_its_case_and_every_case_its_code():
    assert sorted(case.name for case in CASES.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_bad_text_is_told_at_its_place(code: str):
    said = [
        {"at": f"{one.at.line}:{one.at.column}", "code": one.code, "message": one.message.en, "french": one.message.fr}
        for one in problems(CASES / code, "policy.yaml")
    ]

    assert said == expected(CASES / code)
    assert code in [one["code"] for one in said]


@pytest.mark.parametrize("code", CODES)
def test_a_mended_text_is_told_nothing(code: str):
    assert [str(one) for one in problems(CASES / code, "mended.yaml")] == []


@pytest.mark.parametrize("code", CODES)
def test_every_problem_helps_and_has_the_severity_of_its_code(code: str):
    for one in problems(CASES / code, "policy.yaml"):
        assert one.help.en and one.help.fr
        assert one.severity is CATALOGUE[one.code].severity
        assert not any(said.endswith(".") for said in one.message)


def test_a_map_is_checked_without_a_policy():
    data_map = DataMap.model_validate({"tables": {"school.rooms": {}}})

    assert [one.code for one in check(None, data_map, Places())] == ["silent-table", "unknown-name"]
