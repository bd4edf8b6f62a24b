"""Files whose path says a day, and files that rows lead to: what a plan asks and says of them."""

from collections import Counter
from datetime import date

import pytest

from garant.planning.files import (
    FilePlan,
    SeenFile,
    Tally,
    Verdict,
    dated_sets,
    files_in,
    missing_columns,
    named_sets,
    stores_in,
    with_files,
)
from garant.planning.grounds.holds import Holds
from garant.planning.questions import Programme
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import ColumnSeen, Kind, SchemaSeen, TableSeen
from garant.policy.reading import read

POLICY = """organisation:
  name: School
  country: FR
  contact: {post: 2 place du Marché}
  time zone: Europe/Paris
  financial year ends: 08-31
subjects: {visitor: {en: visitor}, pupil: {en: pupil}}
events: {recorded: {en: the recording}, archived: {en: archiving}, ended: {en: the end}}
categories: {image: {en: image}, letters: {en: letters}, secret: {en: secret, forbidden: true}}
activities:
  cameras:
    purpose: {en: cameras}
    basis: BASIS
    subjects: [visitor]
    categories: [image, secret]
    retention: [RULE]
  letters:
    purpose: {en: letters}
    basis: contract
    subjects: [pupil]
    categories: [letters]
    retention: [{keep: P1Y, from: ended}]
stores: {school: {url: "env:SCHOOL", country: FR}, cctv: {files: "env:CCTV", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [letters]
    columns: {scan: letters}
    events: {ended: ended_on}
files:
  cctv: {used for: [cameras], path: "{camera}/{day:%Y-%m-%d}/*", category: CATEGORY, KIND events: {recorded: day}}
  scans: {part of: school.pupils, path: "scans/{scan}"}
"""

TODAY = date(2026, 3, 1)


def layout(
    rule: str = "{keep: P30D, from: recorded}",
    *,
    basis: str = "public task",
    category: str = "image",
    kind: str = "",
    column: str = "scan",
) -> Layout:
    text = POLICY.replace("BASIS", basis).replace("RULE", rule).replace("CATEGORY", category)
    reading = read({"policy.yaml": text.replace("KIND", f"kind: {kind}," if kind else "")})
    assert reading.policy is not None
    assert reading.data_map is not None, reading.problems
    columns = (("id", Kind.INTEGER), (column, Kind.TEXT), ("ended_on", Kind.DATE))
    pupils = TableSeen(
        name="school.pupils", columns=tuple(ColumnSeen(name=name, kind=kind) for name, kind in columns), key=("id",)
    )
    schema = SchemaSeen(store="school", dialect="sqlite", tables={"school.pupils": pupils})
    return Layout(reading.policy, reading.data_map, {"school": schema})


def judged(day: str, laid: Layout | None = None) -> Verdict:
    (cctv,) = dated_sets(laid or layout(), TODAY, Holds())
    return cctv.judge(SeenFile(path=f"door/{day}/08h.mp4"))


def test_a_file_is_kept_to_the_end_of_the_last_day_of_its_period():
    # The 30th of January and thirty days is the 1st of March, which is today.
    assert [judged(day) for day in ("2026-01-29", "2026-01-30", "2026-01-31")] == [
        Verdict.DUE,
        Verdict.KEPT,
        Verdict.KEPT,
    ]


def test_the_longest_rule_that_reaches_the_set_decides():
    assert judged("2025-12-01", layout("{keep: P30D, from: recorded}, {keep: P1Y, from: recorded}")) is Verdict.KEPT


def test_a_period_may_begin_at_the_end_of_the_financial_year():
    rounded = layout("{keep: P1M, from: recorded, rounded to: end of financial year}")

    assert [judged(day, rounded) for day in ("2025-08-31", "2025-09-01")] == [Verdict.DUE, Verdict.KEPT]


def test_files_past_their_active_life_are_kept_for_the_archive():
    archived = layout("{keep: P1Y, from: recorded, archive: {after: P1M}}")

    assert [judged(day, archived) for day in ("2025-02-01", "2026-01-01", "2026-02-15")] == [
        Verdict.DUE,
        Verdict.FOR_ARCHIVE,
        Verdict.KEPT,
    ]


def test_an_event_that_the_path_does_not_say_is_looked_for_under_or_else():
    assert judged("2026-01-01", layout("{keep: P30D, from: archived, or else: recorded}")) is Verdict.DUE
    assert judged("2026-01-01", layout("{keep: P30D, from: archived}")) is Verdict.WITHOUT_CLOCK


@pytest.mark.parametrize(
    "laid",
    [
        layout("{keep: to be decided, from: recorded}"),
        layout("{keep: P30D, from: recorded, only: [secret]}"),
        layout(category="letters"),
        layout(kind="pupil"),
        layout(basis="legitimate interest"),
    ],
    ids=["undecided", "of another category", "not of the activity", "of another kind", "not weighed"],
)
def test_a_rule_that_does_not_reach_the_set_erases_nothing(laid: Layout):
    assert judged("2020-01-01", laid) is Verdict.WITHOUT_CLOCK


def test_what_is_forbidden_is_due_on_sight():
    assert judged("2026-03-01", layout(category="secret")) is Verdict.DUE


@pytest.mark.parametrize("path", ["notes.txt", "door/2026-02-30/a.mp4", "door/2020-01-01/deep/a.mp4"])
def test_what_does_not_fit_is_never_due(path: str):
    (cctv,) = dated_sets(layout(category="secret"), TODAY, Holds())

    assert cctv.judge(SeenFile(path=path)) is Verdict.UNFIT


def test_a_link_fits_no_path():
    (cctv,) = dated_sets(layout(), TODAY, Holds())

    assert cctv.judge(SeenFile(path="door/2020-01-01/a.mp4", is_plain=False)) is Verdict.UNFIT


def steps(laid: Layout, *, counts: int, tallies: dict[str, Tally]) -> list[tuple[StepKind, str, int]]:
    plan = FilePlan(Programme(laid, TODAY))
    found = plan.steps((), dict.fromkeys(plan.questions(), counts), tallies)
    return [(step.kind, step.because, step.count) for step in found if step.files == "cctv"]


def test_a_plan_says_of_a_dated_set_what_goes_what_stays_and_why():
    tally: Tally = Counter({Verdict.DUE: 3, Verdict.KEPT: 2, Verdict.UNFIT: 1})

    assert [one for one in steps(layout(), counts=0, tallies={"cctv": tally}) if one[2]] == [
        (StepKind.ERASE_FILES, "cameras: P30D from recorded", 3),
        (StepKind.KEEP, "cameras: P30D from recorded", 2),
        (StepKind.KEEP, "their path does not fit", 1),
    ]


def test_a_place_that_was_not_reached_is_kept_as_it_is():
    assert steps(layout(), counts=0, tallies={}) == [(StepKind.KEEP_UNREACHED, "the place of files was not reached", 0)]


def test_files_that_rows_lead_to_go_before_them_and_are_counted_by_their_rows():
    programme = Programme(layout(), TODAY)
    plan = FilePlan(programme)
    whole, astray, *going = plan.questions()
    erased = (Step(kind=StepKind.ERASE_ROWS, store="school", table="school.pupils", count=4),)
    answers = {whole: 9, astray: 1, **dict.fromkeys(going, 4)}
    rows = [step for step in plan.steps(erased, answers, {}) if step.files != "cctv"]

    assert [(step.kind, step.place, step.count, step.of) for step in rows] == [
        (StepKind.ERASE_FILES, "scans", 4, 9),
        (StepKind.KEEP, "scans", 5, 9),
        (StepKind.KEEP_ASTRAY, "scans", 1, 9),
        (StepKind.ERASE_ROWS, "school.pupils", 4, None),
    ]


def test_a_name_that_is_no_column_is_told_and_nothing_is_asked_of_it():
    laid = layout(column="picture")

    assert [missing_columns(laid, files) for files in named_sets(laid)] == [("scan",)]
    assert FilePlan(Programme(laid, TODAY)).questions() == ()


def test_an_intent_holds_its_files_beside_the_bounds_of_its_rows():
    seen = SeenFile(path="a.pdf", size=3, stamp="7.1")

    bounds = with_files('{"tables": ["school.pupils"], "low": null, "high": "9"}', {"scans": [seen]})

    assert files_in(bounds) == {"scans": (seen,)}
    assert stores_in(bounds) == {"school"}


@pytest.mark.parametrize("bounds", ["", "1..9", "[]", '{"tables": []}'])
def test_an_intent_without_files_holds_none(bounds: str):
    assert (files_in(bounds), stores_in(bounds)) == ({}, frozenset())
