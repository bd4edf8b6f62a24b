"""What somebody asks to be held is read against the map and the schemas; what cannot be found is refused."""

from datetime import date

import pytest

from garant.planning.grounds.holds import HeldFiles, HeldPerson, HeldRows
from garant.planning.grounds.naming import Asked, NotNamed, named
from garant.planning.terrain.layout import Layout
from garant.policy.datamap import Test as Says
from garant.policy.reading import read
from tests.planning.seen import schemas

TEXT = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}, no dpo: trop petite}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: la fin des cours}}
categories: {identity: {fr: identité}}
activities:
  teaching:
    purpose: {fr: assurer les cours}
    basis: contract
    subjects: [pupil]
    categories: [identity]
    retention: [{keep: P2Y, from: lessons ended}]
stores:
  school: {url: "env:SCHOOL", country: FR}
  platform: {url: "env:PLATFORM", country: FR}
  cctv: {files: "env:CCTV", country: FR}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils: {used for: [], columns: {name: identity}}
  school.letters: {used for: [], belongs to: {to: pupil_id}, columns: {body: identity}}
files:
  cctv: {path: "{camera}/{day:%Y-%m-%d}/*.mp4", belongs to: nobody known}
  letters: {path: "{file_name}", part of: school.letters}
"""
PUPILS = {"columns": {"id": "int key", "name": "text null"}}
LETTERS = {
    "columns": {
        "id": "int key",
        "pupil_id": "int -> pupils",
        "body": "text null",
        "sent": "bool null",
        "sent_on": "date null",
        "file_name": "text null",
    }
}


@pytest.fixture(scope="module")
def layout() -> Layout:
    reading = read({"policy.yaml": TEXT})
    assert reading.policy is not None and reading.data_map is not None
    seen = schemas({"school": {"tables": {"pupils": PUPILS, "letters": LETTERS}}})
    return Layout(reading.policy, reading.data_map, seen)


def test_a_person_is_named_by_table_and_key(layout: Layout):
    assert named(layout, Asked(person="school.pupils:12")) == HeldPerson(table="school.pupils", key="12")
    assert named(layout, Asked(person="pupils:12")) == HeldPerson(table="school.pupils", key="12")


def test_a_whole_table_is_held_without_conditions(layout: Layout):
    assert named(layout, Asked(table="school.letters")) == HeldRows(table="school.letters")


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("id=5", 5),
        ("sent=true", True),
        ("sent_on=2026-01-31", "2026-01-31"),
        ("body=Dear=Ben", "Dear=Ben"),
        ("body=empty", "empty"),
        ("pupil_id.name=Ben", "Ben"),
        ("body^=Dear", Says.model_validate({"starts": "Dear"})),
        ("body!=empty", Says.model_validate({"not": "empty"})),
    ],
)
def test_a_condition_is_typed_by_the_column_at_the_end_of_its_path(layout: Layout, written: str, means: object):
    found = named(layout, Asked(rows="school.letters", where=(written,)))

    assert isinstance(found, HeldRows)
    assert [test for _, test in found.when] == [means]


def test_a_path_that_is_given_twice_asks_for_either_value(layout: Layout):
    asked = Asked(rows="school.letters", where=("id=5", "id=6", "sent=true"))

    assert named(layout, asked) == HeldRows(table="school.letters", when=(("id", (5, 6)), ("sent", True)))


def test_rows_that_point_here_are_asked_for_by_some_and_none(layout: Layout):
    asked = Asked(rows="school.pupils", where=("letters(pupil_id)=some",))

    assert named(layout, asked) == HeldRows(table="school.pupils", when=(("letters(pupil_id)", "some"),))


def test_files_are_named_by_pattern_and_days(layout: Layout):
    assert named(layout, Asked(files="cctv", pattern="door/*", days="2026-01-01..")) == HeldFiles(
        files="cctv", pattern="door/*", first=date(2026, 1, 1)
    )
    assert named(layout, Asked(files="cctv", days="2026-01-01")) == HeldFiles(
        files="cctv", pattern="*", first=date(2026, 1, 1), last=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(), "one thing must be named"),
        (Asked(table="school.pupils", files="cctv"), "one thing must be named"),
        (Asked(rows="school.letters"), "one thing must be named"),
        (Asked(person="school.letters:5"), "`school.letters` is no table of people"),
        (Asked(person="school.letters:5"), "known here: `school.pupils`"),
        (Asked(person="school.pupil:5"), "the store `platform` does not answer"),
        (Asked(person="school.pupils:"), "the person's key is missing: --person school.pupils:KEY"),
        (Asked(person="school.pupils"), "the person's key is missing"),
        (Asked(person="Ben Canari"), "--person is written TABLE:KEY; known here: `school.pupils`"),
        (Asked(person="school.pupils:Ben Canari"), "what is asked of `school.pupils.id` is not of its kind (integer)"),
        (Asked(table="school.nothing"), "the store `platform` does not answer"),
        (Asked(rows="school.letters", where=("Ben",)), "a condition is written PATH=VALUE"),
        (Asked(rows="school.letters", where=("nothing=Ben",)), "`nothing` leads nowhere from `school.letters`"),
        (Asked(rows="school.letters", where=("send_on=x",)), "did you mean `sent_on`?"),
        (Asked(rows="school.letters", where=("sent=Ben",)), "of `school.letters.sent` is not of its kind (boolean)"),
        (Asked(rows="school.pupils", where=("letters(pupil_id)=5",)), "write =some or =none"),
        (Asked(rows="school.letters", where=("body=x", "body^=y")), "`body` is asked in two ways"),
        (Asked(files="nothing"), "the map has no files `nothing`; known here: `cctv`, `letters`"),
        (Asked(files="letters", days="2026-01-01"), "the paths of this set say no day"),
        (Asked(files="cctv", days="January"), "--days is FROM..TO, year-month-day"),
    ],
)
def test_what_cannot_be_found_is_refused_without_repeating_values(layout: Layout, asked: Asked, said: str):
    with pytest.raises(NotNamed) as refused:
        named(layout, asked)

    assert said in refused.value.told.en
    assert "Ben" not in refused.value.told.en + refused.value.told.fr


def test_what_was_typed_shows_itself_to_nobody():
    asked = Asked(person="school.pupils:4711", where=("name=Ben",), pattern="ben*")

    assert "4711" not in repr(asked)
    assert "ben" not in repr(asked).lower()
