"""The cases of tests/cases/fit: a folder, what was seen of its stores, and what is said of the two together."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from garant.planning.fitting import left_alone
from garant.planning.terrain.failures import StoreUnreachable
from garant.planning.terrain.layout import Layout
from garant.policy.catalogue import CATALOGUE, STORES
from garant.policy.problems import Severity
from garant.policy.reading import Reading, read
from garant.use_cases.check_policy import Checked, Seen, check_policy
from tests.planning.seen import schemas

CASES = Path(__file__).parent.parent / "cases" / "fit"
# A rule without a clock can be told from the texts, or from the texts and the schemas.
CODES = sorted([*STORES, "no-clock"])


def reading(case: str, name: str) -> Reading:
    return read({name: (CASES / case / name).read_text(encoding="utf-8")})


def checked(case: str, name: str, seen: str) -> tuple[Checked, Layout]:
    folder = reading(case, name)
    assert folder.policy is not None
    assert folder.data_map is not None
    there = schemas(yaml.safe_load((CASES / case / seen).read_text(encoding="utf-8")))
    layout = Layout(folder.policy, folder.data_map, there)
    failed = tuple(StoreUnreachable(store, "TimeoutError") for store in folder.data_map.stores if store not in there)
    return check_policy(folder, Seen(layout=layout, failed=failed)), layout


def expected(case: str) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((CASES / case / "expected.yaml").read_text(encoding="utf-8"))
    return said


def test_every_code_of_the_stores_has_its_case():
    assert sorted(case.name for case in CASES.iterdir()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_where_map_and_store_disagree_it_is_told_at_its_place(code: str):
    found, layout = checked(code, "policy.yaml", "seen.yaml")

    said = [
        {"at": f"{one.at.line}:{one.at.column}", "code": one.code, "message": one.message.en, "help": one.help.en}
        | {"french": [one.message.fr, one.help.fr]}
        for one in found.problems
    ]
    assert said == expected(code)["problems"]
    assert sorted(left_alone(layout)) == expected(code).get("left alone", [])


@pytest.mark.parametrize("code", CODES)
def test_what_is_mended_is_told_no_more(code: str):
    seen = "seen-mended.yaml" if (CASES / code / "seen-mended.yaml").exists() else "seen.yaml"

    found, layout = checked(code, "mended.yaml", seen)

    assert [str(one) for one in found.problems] == []
    assert left_alone(layout) == frozenset()


@pytest.mark.parametrize("code", CODES)
def test_every_problem_has_the_severity_of_its_code(code: str):
    found, _ = checked(code, "policy.yaml", "seen.yaml")

    assert [one.severity for one in found.problems] == [CATALOGUE[one.code].severity for one in found.problems]
    assert found.worst_is(CATALOGUE[code].severity)


def test_the_texts_are_checked_alone_where_nothing_was_seen():
    found = check_policy(read({"policy.yaml": "organisation: [\n"}), None)

    assert "not-yaml" in [one.code for one in found.problems]
    assert found.clocks is None
    assert found.worst_is(Severity.ERROR)


def test_clocks_are_explained_but_for_the_tables_that_cannot_be_followed():
    found, _ = checked("no-way", "policy.yaml", "seen.yaml")
    whole, _ = checked("no-way", "mended.yaml", "seen.yaml")

    assert found.clocks is not None
    assert found.unexplained == ("school.marks",)
    assert {one.table for one in found.clocks.reached} == {"school.pupils"}
    assert whole.clocks is not None
    assert whole.unexplained == ()
    assert {one.table for one in whole.clocks.reached} == {"school.pupils", "school.marks"}


def test_a_misspelt_name_is_told_once_and_nothing_that_follows_from_it():
    text = (CASES / "no-date" / "mended.yaml").read_text(encoding="utf-8")
    seen = schemas(yaml.safe_load((CASES / "no-date" / "seen.yaml").read_text(encoding="utf-8")))
    for wrong in (
        text.replace("{lessons ended: {column", "{lessons endde: {column"),
        text.replace("empty: open}", "empty: open, for: [slef]}"),
        text.replace("{name: identity}\n", "{name: identiy}\n"),
        text.replace("used for: [teaching]\n", "used for: [taeching]\n"),
    ):
        folder = read({"policy.yaml": wrong})
        assert wrong != text and folder.policy is not None and folder.data_map is not None
        found = check_policy(folder, Seen(layout=Layout(folder.policy, folder.data_map, seen)))

        assert [one.code for one in found.problems] == ["unknown-name"]


def test_errors_come_before_warnings():
    found, _ = checked("no-date", "policy.yaml", "seen.yaml")

    ranks = [[Severity.ERROR, Severity.WARNING, Severity.NOTE].index(one.severity) for one in found.problems]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1


def test_a_folder_none_of_whose_stores_answers_is_blind():
    folder = reading("store-unreachable", "policy.yaml")
    assert folder.policy is not None
    assert folder.data_map is not None
    nothing = Layout(folder.policy, folder.data_map, {})

    assert Seen(layout=nothing, failed=(StoreUnreachable("school"),)).is_blind
    assert not Seen(layout=nothing).is_blind
