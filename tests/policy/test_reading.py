import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.policy.problems import Problem
from garant.policy.reading import Reading, read

SOUND = (Path(__file__).parent.parent / "cases" / "check" / "no-clock" / "mended.yaml").read_text(encoding="utf-8")


def said(text: str, *, sound: str = SOUND) -> list[str]:
    """Return what is wrong with `text`, read beside a sound folder, as `line:column: code: message`."""
    reading = read({"sound.yaml": sound, "text.yaml": textwrap.dedent(text)})
    return [str(one).removeprefix("text.yaml:") for one in reading.problems if one.at.file == "text.yaml"]


def first(text: str) -> Problem:
    return next(one for one in read({"sound.yaml": SOUND, "text.yaml": text}).problems if one.at.file == "text.yaml")


def test_a_sound_folder_is_read_whole():
    reading = read({"policy.yaml": SOUND})

    assert reading.problems == ()
    assert reading.policy is not None
    assert reading.policy.organisation.name == "École de musique"
    assert reading.data_map is not None
    assert list(reading.data_map.tables) == ["school.pupils"]


def test_a_folder_may_be_split_and_joined_as_the_author_likes():
    lines = SOUND.splitlines(keepends=True)
    middle = next(number for number, line in enumerate(lines) if line.startswith("categories"))

    split = read({"a.yaml": "".join(lines[:middle]), "b.yml": "".join(lines[middle:]), "notes.txt": "- not [yaml"})

    assert split.problems == ()
    assert split.policy == read({"policy.yaml": SOUND}).policy


def test_entries_of_one_key_may_come_from_several_files():
    reading = read({"sound.yaml": SOUND, "more.yaml": "events: {registered: {fr: l'inscription}}\n"})

    assert reading.policy is not None
    assert list(reading.policy.events) == ["registered", "lessons ended"]


def test_an_entry_said_twice_names_the_first_place():
    problem = first("subjects:\n  pupil: {fr: élève}\n")

    assert str(problem) == "text.yaml:2:3: said-twice: `pupil` is said twice"
    assert problem.help.en == "it is said first in sound.yaml, line 7; keep one of the two"


def test_what_is_not_a_mapping_is_said_in_one_file_only():
    reading = read({"a.yaml": SOUND + "languages: [fr]\n", "b.yaml": "languages: [en]\n", "c.yaml": "languages:\n"})

    assert [str(one) for one in reading.problems] == ["b.yaml:1:1: said-twice: `languages` is said twice"]


def test_a_part_with_a_problem_is_not_used_and_the_other_is():
    broken_map = read({"a.yaml": SOUND, "b.yaml": "smallest group: few\n"})
    broken_policy = read({"a.yaml": SOUND, "b.yaml": "languages: [de]\n"})

    assert (broken_map.policy is None, broken_map.data_map is None) == (False, True)
    assert (broken_policy.policy is None, broken_policy.data_map is None) == (True, False)


def test_files_beside_a_broken_one_are_read_and_told_about():
    reading = read({"a.yaml": SOUND, "b.yaml": "rights: {\n", "c.yaml": "langages: [fr]\n"})

    assert [f"{one.at.file}: {one.code}" for one in reading.problems] == ["b.yaml: not-yaml", "c.yaml: unknown-key"]
    assert reading.policy is None
    assert reading.data_map is None


def test_what_may_stand_in_a_broken_file_is_not_missed():
    organisation, rest = SOUND.split("subjects:", 1)

    reading = read({"a.yaml": organisation.replace("name:", "name: ["), "b.yaml": "subjects:" + rest})

    assert [one.code for one in reading.problems] == ["not-yaml"]


def test_a_folder_without_a_policy_says_so():
    assert [str(one) for one in read({"readme.md": "#"}).problems] == [
        "policy.yaml:1:1: no-policy: there is no policy here"
    ]


@pytest.mark.parametrize("text", ["", "# only a comment\n", "---\n"])
def test_an_empty_file_is_no_fault(text: str):
    assert said(text) == []


def test_words_that_yaml_would_turn_into_something_else_stay_what_they_are():
    reading = read(
        {
            "sound.yaml": SOUND.replace("  contact: {post: 2 place du Marché}\n", ""),
            "more.yaml": "sites: {main: {host: www.example.org, name: 063}}\n",
            "map.yaml": "",
        }
    )
    text = "sites: {a: {host: no.example, name: 063}, b: {host: on.example, name: 1e3}, c: {host: x.y, name: 04000}}\n"
    names = read({"sound.yaml": SOUND, "text.yaml": text}).policy

    assert [one.code for one in reading.problems] == ["missing-key"]
    assert names is not None
    assert [site.name for site in names.sites.values()] == ["063", "1e3", "04000"]


def test_quoted_words_are_texts():
    reading = read(
        {"sound.yaml": SOUND, "text.yaml": "sites: {a: {host: x.y, name: 'true'}, b: {host: x.y, name: \"7\"}}\n"}
    )

    assert reading.policy is not None
    assert [site.name for site in reading.policy.sites.values()] == ["true", "7"]


def test_every_value_has_its_place_and_its_span():
    text = "# été\nrights:\n  contact:   dpo@x.y\n  ask by: [post,\n    e-mail]\n"
    places = read({"text.yaml": text}).places

    contact = places.marks["rights", "contact"]
    assert (contact.key.line, contact.key.column, contact.value.line, contact.value.column) == (3, 3, 3, 14)
    assert text[contact.start : contact.end] == "dpo@x.y"
    second = places.marks["rights", "ask by", 1]
    assert (second.value.line, text[second.start : second.end]) == (5, "e-mail")
    whole = places.marks["rights",]
    assert text[whole.start : whole.end] == "contact:   dpo@x.y\n  ask by: [post,\n    e-mail]"


def test_spans_count_the_byte_order_mark():
    text = "\ufeffrights: {contact: dpo@x.y}\n"
    mark = read({"text.yaml": text}).places.marks["rights", "contact"]

    assert text[mark.start : mark.end] == "dpo@x.y"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n- b\n", "1:1: not-a-mapping: a policy file is written as `key: value`"),
        ("a text\n", "1:1: not-a-mapping: a policy file is written as `key: value`"),
        ("rights:\n  [a, b]: c\n", "2:3: not-a-mapping: a key is a word or a phrase"),
        ("rights: {<<: {charged: false}}\n", "1:10: alias: merging with `<<` is not read here"),
        ("rights: {contact: &here dpo}\n", "1:19: alias: `&here` marks this to be repeated"),
        ("rights: {contact: !!str 3}\n", "1:19: tag: a tag says what type this is"),
        ("rights: {}\n---\nlanguages: [fr]\n", "2:1: not-yaml: a second document begins here"),
        ("rights: {contact: \x07}\n", "1:1: not-yaml: this is not YAML: a character stands here that no text has"),
        ("\nrights: {contact: \ud800}\n", "2:1: not-yaml: this is not YAML: a character stands here that no text has"),
        ("rights:\n\tcontact: a\n", "2:1: not-yaml: this is not YAML: found character that cannot start any token"),
        ("sites: " + "[" * 100_000, "1:48: too-deep: this is nested too deep to be meant"),
        ("sites: {a: " + "{b: " * 60 + "\n", "1:168: too-deep: this is nested too deep to be meant"),
    ],
)
def test_texts_that_cannot_be_read_say_where(text: str, problem: str):
    assert problem in said(text)


def test_an_alias_is_refused_and_its_entry_left_out():
    text = "events:\n  registered: &r {fr: a}\n  left: *r\n"

    assert said(text) == [
        "2:15: alias: `&r` marks this to be repeated",
        "3:9: alias: `*r` stands for something elsewhere",
    ]


def test_a_key_said_twice_in_one_mapping_keeps_the_first():
    reading = read({"sound.yaml": SOUND, "text.yaml": "sites:\n  a: {host: x.y}\n  a: {host: [1, {b: c}]}\n"})

    assert [str(one) for one in reading.problems] == ["text.yaml:3:3: said-twice: `a` is said twice"]
    assert ("sites", "a", "host", 1) not in reading.places.marks


@given(st.text(alphabet="ab:[]{}-&*!#'\"|>\n ,?<~0", max_size=60))
def test_no_text_is_too_strange_to_be_read(text: str):
    reading = read({"text.yaml": text})

    assert isinstance(reading, Reading)
    assert reading.problems


def test_what_the_whole_policy_lacks_is_told_where_the_policy_stands():
    organisation, rest = SOUND.split("subjects:", 1)
    data_map = rest[rest.index("stores:") :]

    split = read({"a-map.yaml": data_map, "the-policy.yaml": organisation})
    none = read({"a-map.yaml": data_map})

    assert {one.at.file for one in split.problems} == {"the-policy.yaml"}
    assert {one.at.file for one in none.problems} == {"policy.yaml"}
    assert {one.code for one in none.problems} == {"missing-key"}


def test_a_misspelt_key_is_read_as_it_was_meant_for_checks_and_never_to_run():
    reading = read({"policy.yaml": SOUND.replace("retention:", "retentoin:").replace("activities:", "activites:")})

    assert [one.code for one in reading.problems] == ["unknown-key", "unknown-key"]
    assert reading.policy is None
    assert reading.rough.policy == read({"policy.yaml": SOUND}).policy
    assert not reading.rough.is_lost


def test_what_does_not_fit_is_left_out_and_what_stands_before_it_in_a_list_is_kept():
    text = SOUND.replace(
        "retention: [", "profiling: maybe\n    retention: [{keep: P1Y, from: lessons ended}, {keep: long}, "
    )
    rough = read({"policy.yaml": text}).rough

    assert rough.policy is not None
    assert [str(rule.keep) for rule in rough.policy.activities["teaching"].retention] == ["P1Y"]
    assert rough.is_lost


def test_nothing_is_made_out_where_the_organisation_cannot_be_read():
    assert read({"policy.yaml": SOUND.replace("country: FR\n", "country: France\n", 1)}).rough.policy is None
