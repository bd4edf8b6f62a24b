"""A plan's file is a claim: edited, it is refused; forged, it still gets nothing that was not due and approved."""

import json
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.school import MAP, POLICY, School, school
from tests.journeys.test_bad_input import COULD_NOT_RUN, FINE, REFUSED, told

STAYING = MAP.replace("  school.pupils:\n", "  school.pupils:\n    row: stays\n")
MANY = (
    "INSERT INTO pupils WITH RECURSIVE many (id) AS (SELECT 100 UNION ALL SELECT id + 1 FROM many WHERE id < 199)"
    " SELECT id, 'Gone', '2001-01-01' FROM many"
)


@pytest.fixture
def here() -> Iterator[School]:
    with school() as made:
        yield made


def said_in(here: School) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(here.plan_file.read_text(encoding="utf-8"))
    return found


def edit(here: School, **changes: Any) -> None:
    """Change the file as somebody would who has never heard of its digest."""
    here.plan_file.write_text(json.dumps(said_in(here) | changes), encoding="utf-8")


def forge(here: School, **changes: Any) -> None:
    """Change the file, and make its digest anew."""
    said = said_in(here) | changes
    del said["digest"]
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    here.plan_file.write_text(json.dumps(said | {"digest": sha256(text.encode()).hexdigest()}), encoding="utf-8")


def steps_with(here: School, table: str, /, **changes: Any) -> list[dict[str, Any]]:
    return [step | changes if step["table"] == table else step for step in said_in(here)["steps"]]


# what the file may say


def wrongly(key: str, *values: Any) -> list[dict[str, Any]]:
    return [{key: value} for value in values]


@pytest.mark.parametrize("named", ["on", "organisation", "folder", "guards", "digest"])
def test_a_plan_that_was_edited_is_refused_before_anything_is_done(here: School, named: str):
    here.plan()
    said = said_in(here)
    changed = {"on": "2026-02-01", "folder": str(here.folder) + "/", "guards": [], "digest": "0" * 64}.get(named, "X")
    if named == "guards":
        here.write("policy.yaml", POLICY.replace('"100 %"', '"10 %"'))
        here.plan()
        said = said_in(here)
    assert said[named] != changed
    edit(here, **{named: changed})
    before = here.rows()

    assert told(here.apply(), status=COULD_NOT_RUN, says="was edited after it was written", mend="make the plan again")
    assert here.rows() == before


def test_a_plan_that_was_only_laid_out_anew_is_still_itself(here: School):
    here.plan()
    edit(here)

    assert here.apply().exit_code == FINE


@pytest.mark.parametrize(
    "changes",
    [
        *wrongly("count", None, "50", -5, 1.5, True),
        *wrongly("of", "a", -1),
        *wrongly("kind", "erase everything", []),
        *({"columns": "name"}, {"table": 3}, {"more": 1}, {"because": None}),
    ],
    ids=str,
)
def test_a_step_that_says_what_no_step_says_is_no_plan(here: School, changes: dict[str, Any]):
    here.plan()
    forge(here, steps=steps_with(here, "school.pupils", **changes))
    before = here.rows()

    assert told(here.apply(), status=COULD_NOT_RUN, says="plan", mend="make the plan again")
    assert here.rows() == before


@pytest.mark.parametrize(
    "changes",
    [
        *wrongly("folder", 3, "a\0b"),
        *wrongly("on", 3, "20260301"),
        *wrongly("organisation", None, "\ud800"),
        *wrongly("steps", {}, [3]),
        *wrongly("digests", {}, []),
        *wrongly("guards", [{}]),
    ],
    ids=repr,
)
def test_a_plan_that_says_what_no_plan_says_is_none(here: School, changes: dict[str, Any]):
    here.plan()
    said = {key: value for key, value in (said_in(here) | changes).items() if key != "digest"}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"))
    here.plan_file.write_text(json.dumps(said | {"digest": sha256(text.encode()).hexdigest()}), encoding="utf-8")
    before = here.rows()

    assert told(here.apply(), status=COULD_NOT_RUN, says="plan", mend="make the plan again")
    assert here.rows() == before


def test_what_is_said_twice_is_no_plan(here: School):
    here.plan()
    text = here.plan_file.read_text(encoding="utf-8")
    here.plan_file.write_text(text.replace('"count": 1,', '"count": 0, "count": 1,'), encoding="utf-8")

    assert told(here.apply(), status=COULD_NOT_RUN, says="is no plan", mend="make the plan again")


# what is counted and found again


def test_a_share_is_taken_of_the_table_as_it_is_now(here: School):
    here.write("policy.yaml", POLICY.replace('"100 %"', '"10 %"'))
    here.plan()
    forge(here, guards=[], steps=[step | {"of": 1_000_000_000} for step in said_in(here)["steps"]])
    before = here.rows()

    refused = here.garant("apply", here.plan_file)

    assert told(refused, status=REFUSED, says="66.7% of `platform.log_ins`", mend="--approved-by NAME")
    assert here.rows() == before


def test_a_share_that_the_file_does_not_say_is_counted(here: School):
    here.write("policy.yaml", POLICY.replace('"100 %"', '"10 %"'))
    here.plan()
    without = [{key: value for key, value in step.items() if key != "of"} for step in said_in(here)["steps"]]
    forge(here, guards=[], steps=without)

    assert told(here.garant("apply", here.plan_file), status=REFUSED, says="would be touched", mend="--approved-by")


def test_a_store_that_does_not_answer_asks_for_approval_whatever_the_file_says(here: School):
    here.environment["PLATFORM_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    here.plan()
    forge(here, guards=[])
    before = here.rows()

    refused = here.garant("apply", here.plan_file)

    assert told(refused, status=REFUSED, says="`platform` does not answer", mend="--approved-by NAME")
    assert here.rows() == before


def test_counts_that_were_lowered_bound_what_may_be_erased(here: School):
    here.execute("school", MANY)
    here.plan()
    forge(here, steps=steps_with(here, "school.pupils", count=1))
    before = here.rows()

    assert here.apply().exit_code == REFUSED
    assert here.rows()["school.pupils"] == before["school.pupils"]


def test_steps_that_were_taken_out_are_not_done(here: School):
    here.plan()
    forge(here, steps=[step for step in said_in(here)["steps"] if not step["table"].startswith("school.")])
    before = here.rows()

    here.apply()

    left = here.rows()
    assert {name: rows for name, rows in left.items() if name.startswith("school.")} == {
        name: rows for name, rows in before.items() if name.startswith("school.")
    }


def test_guards_that_were_taken_out_are_found_again(here: School):
    here.write("policy.yaml", POLICY.replace('"100 %"', '"10 %"'))
    here.plan()
    forge(here, guards=[])
    before = here.rows()

    assert here.garant("apply", here.plan_file).exit_code == REFUSED
    assert here.rows() == before


def test_cells_that_came_due_since_the_plan_ask_for_approval_again(here: School):
    here.write("data-map.yaml", STAYING)
    here.plan()
    assert ("blank cells", "school.pupils", 1) in [(s["kind"], s["table"], s["count"]) for s in said_in(here)["steps"]]
    here.execute("school", MANY)
    before = here.rows()

    result = here.apply()

    assert told(result, status=REFUSED, says="more is due than was approved", mend="make a new plan")
    assert here.rows()["school.pupils"] == before["school.pupils"]


# another folder


def other(here: School, tmp_path: Path, policy: str = POLICY, *ignored: str) -> Path:
    """Return a copy of the folder, with databases of its own."""
    folder = tmp_path / "other"
    shutil.copytree(here.folder, folder, ignore=shutil.ignore_patterns(*ignored))
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    return folder


def test_a_plan_turned_to_another_folder_is_refused(here: School, tmp_path: Path):
    here.plan()
    forge(here, folder=str(other(here, tmp_path, POLICY, ".garant")))
    before = here.rows()

    assert told(here.apply(), status=REFUSED, says="another log of evidence", mend="make a new plan")
    assert here.rows() == before


def test_a_plan_turned_to_a_folder_with_another_policy_is_refused(here: School, tmp_path: Path):
    here.plan()
    forge(here, folder=str(other(here, tmp_path, POLICY.replace("P2Y", "P1Y"))))
    before = here.rows()

    assert told(here.apply(), status=REFUSED, says="stale", mend="make a new plan")
    assert here.rows() == before


def test_a_plan_turned_to_a_copy_with_another_database_is_refused(here: School, tmp_path: Path):
    here.plan()
    folder = other(here, tmp_path)
    with school() as elsewhere:
        forge(here, folder=str(folder))
        here.environment |= {f"{store.upper()}_URL": url for store, url in elsewhere.urls.items()}
        before = elsewhere.rows()

        assert told(here.apply(), status=REFUSED, says="`platform` is not the one", mend="make a new plan")
        assert elsewhere.rows() == before


def test_a_plan_of_another_organisation_is_refused(here: School):
    here.plan()
    forge(here, organisation="École de danse")

    assert told(here.apply(), status=REFUSED, says="that of `École de danse`", mend="make a new plan")


def test_a_plan_whose_folder_has_gone_is_told(here: School):
    here.plan()
    forge(here, folder="/nowhere/at/all")

    assert told(here.apply(), status=COULD_NOT_RUN, says="/nowhere/at/all", mend="put it back")
