"""Which columns may be blanked, which need no filler since they go with their row, and which fillers a check admits."""

import pytest

from garant.planning.fitting import fit, left_alone
from garant.planning.fitting.constraints import passes
from garant.policy.texts.places import Places
from tests.planning.seen import schemas
from tests.planning.test_fitting import MAP, SEEN, layout, told

NOTES = """  school.notes:
    used for: [teaching]
    belongs to: {who: pupil_id}
    columns: {given_on: note}
    events: {sold: given_on}
"""
SEEN_NOTES = SEEN.replace(
    "}}}}", "}}, notes: {columns: {id: int key, pupil_id: int index -> pupils, given_on: date, last: text null}}}}"
)


def of_notes(notes: str, seen: str = SEEN_NOTES) -> list[str]:
    return [message for code, message in told(MAP + notes, seen) if code == "cannot-blank"]


def test_a_date_that_may_not_be_empty_is_no_problem_where_its_row_goes_whole():
    assert of_notes(NOTES) == []
    assert len(of_notes(NOTES + "    row: stays\n")) == 1
    assert len(of_notes(NOTES.replace("given_on: note}", "given_on: note, last: identity}"))) == 1
    needed = SEEN_NOTES.replace("}}}}", "}}, marks: {columns: {id: int key, note_id: int -> notes}}}}")
    assert len(of_notes(NOTES, needed)) == 1


def test_a_date_from_which_a_rule_counts_goes_with_its_row_and_needs_no_filler():
    stays = NOTES.replace("sold:", "lessons ended:") + "    row: stays\n"

    assert of_notes(stays) == []


def test_the_mend_for_a_date_invents_none_and_asks_for_no_change_of_a_vendors_database_alone():
    problems = fit(layout(MAP + NOTES + "    row: stays\n", SEEN_NOTES), Places())
    mend = next(one.help for one in problems if one.code == "cannot-blank")

    assert mend.en.startswith("let the row go as a whole with its last reason: without `row: stays`")
    assert "si la base est à vous" in mend.fr


CHECKS = {
    "subject <> '-'": ("effacé", "-"),
    "((subject)::text <> '-'::text)": ("effacé", "-"),
    "(`subject` <> '-')": ("effacé", "-"),
    "length(subject) > 2": ("effacé", "-"),
    "(length((subject)::text) <= 10)": ("efface-{id}"[:6], "efface-{id}"),
    "char_length(`subject`) >= 3": ("effacé", "é"),
    "subject IN ('a', 'b')": ("b", "c"),
    "((subject)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))": ("a", "c"),
}


@pytest.mark.parametrize("check", CHECKS)
def test_a_filler_that_a_check_is_known_to_admit_fits_and_another_does_not(check: str):
    seen = schemas({"school": {"tables": {"notes": {"columns": {"subject": "text checked"}, "checks": [check]}}}})
    table = seen["school"].tables["school.notes"]

    assert [passes(filler, "subject", table) for filler in CHECKS[check]] == [True, False]


@pytest.mark.parametrize("check", ["subject LIKE 'x%'", "subject <> other", "subject <> '-' OR other = '1'"])
def test_a_check_that_cannot_be_read_is_not_known_to_admit_anything(check: str):
    seen = schemas({"school": {"tables": {"notes": {"columns": {"subject": "text checked"}, "checks": [check]}}}})

    assert not passes("x", "subject", seen["school"].tables["school.notes"])


def test_a_filler_that_a_check_refuses_keeps_plans_off_its_table():
    checked = SEEN.replace("name: text null", "name: text checked").replace("}}}}", "}, checks: [\"name <> '-'\"]}}}")
    refused = MAP.replace("name: identity", 'name: {category: identity, blank: "-"}')

    assert [code for code, _ in told(refused, checked)] == ["cannot-blank"]
    assert left_alone(layout(refused, checked)) == {"school.pupils"}
    assert told(refused.replace('"-"', "effacé"), checked) == []


def test_no_member_of_a_computed_column_can_be_taken_out():
    data_map = MAP.replace("name: identity", 'name: none, "profile->phone": identity')
    of_computed = SEEN.replace("ended_on", "profile: json null computed, ended_on")

    assert [code for code, _ in told(data_map, of_computed)] == ["cannot-blank"]


def test_a_computed_column_is_no_problem_where_it_follows_its_sources_or_goes_with_its_row():
    computed = SEEN.replace("text null", "text null computed")

    assert told(MAP.replace("name: identity", "name: none"), computed) == []
    assert of_notes(NOTES, SEEN_NOTES.replace("given_on: date", "given_on: date computed")) == []
