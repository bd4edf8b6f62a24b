"""The cases of tests/cases/check: a bad text and what is said of it, and the same text mended."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from garant.policy.catalogue import CATALOGUE, STORES
from garant.policy.checks import check, check_texts
from garant.policy.datamap import DataMap
from garant.policy.problems import Problem
from garant.policy.reading import read
from garant.policy.texts.places import Places

CASES = Path(__file__).parent.parent / "cases" / "check"
CODES = sorted(CATALOGUE.keys() - STORES.keys())


def problems(case: Path, name: str) -> tuple[Problem, ...]:
    file = case / name
    reading = read({name: file.read_text(encoding="utf-8")} if file.exists() else {})
    return check_texts(reading)


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


SOUND = (CASES / "no-clock" / "mended.yaml").read_text(encoding="utf-8")


def codes(text: str) -> list[str]:
    return sorted(one.code for one in check_texts(read({"policy.yaml": text})))


def test_everything_is_told_at_once_past_a_key_and_a_value_that_cannot_be_read():
    several = SOUND.replace("time zone: Europe/Paris", "time zone: Paris").replace(
        "basis: contract", "basis: to be decided"
    )

    assert codes(several) == ["no-legal-basis", "unknown-time-zone"]
    assert codes(several + "sties: {}\n") == ["no-legal-basis", "unknown-key", "unknown-time-zone"]
    assert codes(several.replace("purpose:", "purposes:")) == ["no-legal-basis", "unknown-key", "unknown-time-zone"]


def test_nothing_is_said_to_be_missing_while_something_cannot_be_read():
    assert codes(SOUND.replace("retention: [{keep: P2Y", "retention: [{keep: long")) == ["bad-period"]


def test_what_follows_from_a_misspelt_name_is_not_told():
    assert codes(SOUND.replace("    events: {lessons ended:", "    events: {lesson ended:")) == ["unknown-name"]
    assert codes(SOUND.replace("used for: [teaching]", "used for: [teeching]")) == ["unknown-name"]
    assert codes(SOUND.replace("subjects: [pupil]", "subjects: [pupils]")) == ["unknown-name"]
