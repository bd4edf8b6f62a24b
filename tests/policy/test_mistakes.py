import pytest

from garant.policy.problems import Problem
from garant.policy.reading import read
from tests.policy.test_reading import SOUND

ACTIVITY = """\
activities:
  lessons:
    purpose: {{fr: cours}}
    basis: contract
    subjects: [pupil]
    categories: [identity]
    {line}
"""


def told(text: str) -> list[Problem]:
    return [one for one in read({"sound.yaml": SOUND, "text.yaml": text}).problems if one.at.file == "text.yaml"]


@pytest.mark.parametrize(
    ("line", "problem", "mend"),
    [
        ("basic: contract", "unknown-key: `basic` is not a key of `lessons`", "known here: `because`"),
        (
            "recipent: [a]",
            "unknown-key: `recipent` is not a key of `lessons`",
            "did you mean `recipients`?",
        ),
        ("joint_with: [a]", "unknown-key: `joint_with` is not a key of `lessons`", "did you mean `joint with`?"),
        ("created: 2026", "bad-date: `created` of `lessons` is not a day", "write the day as year-month-day"),
        ("created: 2026-02-30", "bad-date: `created` of `lessons` is not a day", "write the day as year-month-day"),
        ("profiling: maybe", "wrong-value: `profiling` of `lessons` cannot have this value", "write `true` or `false`"),
        ("recipients: true", "wrong-value: `recipients` of `lessons` cannot have this value", "write a text;"),
        ("recipients:", "no-value: `recipients` of `lessons` is empty", "write a value, or take `recipients` away"),
        ("interest: words", "wrong-value: `interest` of `lessons` cannot have this value", "write a mapping, as"),
        ("condition: consent", "unknown-word: `condition` of `lessons` has a word", "did you mean `explicit consent`?"),
        (
            "assessment: {document: a}",
            "missing-key: `assessment` of `lessons` has no `on`",
            "add `on:`, as `2026-03-01`",
        ),
        ("assessment: {documnt: a, on: 2026-03-01}", "unknown-key: `documnt` is not a key", "did you mean `document`?"),
        ("retention: [{keep: 3 years}]", "bad-period: `keep` of `lessons` is not a period", "write `P3Y`, or `to be"),
        ("retention: [{keep: 18 mois}]", "bad-period: `keep` of `lessons` is not a period", "write `P18M`, or `to be"),
        ("retention: [{keep: long}]", "bad-period: `keep` of `lessons` is not a period", "write P and then years"),
        ("retention: [{keep: 3}]", "bad-period: `keep` of `lessons` is not a period", "write P and then years"),
        ("retention: [{keep: {a: b}}]", "bad-period: `keep` of `lessons` is not a period", "write P and then years"),
        ("retention: [{from: a}]", "missing-key: entry 1 of `retention` of `lessons` has no `keep`", "add `keep:`, as"),
        (
            "retention: [P3Y]",
            "wrong-value: entry 1 of `retention` of `lessons` cannot have this value",
            "write a mapping",
        ),
        ("retention: P3Y", "wrong-value: `retention` of `lessons` cannot have this value", "write a list, as"),
        ("retention: [{keep: P1Y, then: burn}]", "unknown-word: `then` of `lessons` has a word", "known here: `erase`"),
    ],
)
def test_one_mistake_is_told_once_in_the_words_of_the_language(line: str, problem: str, mend: str):
    problems = told(ACTIVITY.format(line=line))

    assert len(problems) == 1
    assert f"{problems[0].code}: {problems[0].message.en}".startswith(problem)
    assert problems[0].help.en.startswith(mend)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("events: {e: {column: a, when: {q: {nott: 1}}}}", "unknown-key: `nott` is not a key of `q` of `school.notes`"),
        ("events: {e: {column: a, when: {q: {not: {a: 1}}}}}", "wrong-value: `not` of `school.notes`"),
        ("events: {e: {column: a, when: {q: [1, {b: 2}]}}}", "wrong-value: entry 2 of `q` of `school.notes`"),
        ("events: {e: {column: 5}}", "bad-path: `column` of `school.notes` is not a path"),
        ("columns: {a: {blank: {b: [1]}}}", "wrong-value: `b` of `school.notes`"),
        ("columns: {a: [b]}", "wrong-value: `a` of `school.notes`"),
        ("columns: {a: true}", "wrong-value: `a` of `school.notes`"),
        ("belongs to: {who: {}}", "wrong-shape: `who` of `school.notes`: a role needs a `path`"),
        (
            "copy of: {table: a, by: {colum: a, holds: b}}",
            "unknown-key: `colum` is not a key of `by` of `school.notes`",
        ),
    ],
)
def test_alternatives_are_boiled_down_to_the_one_that_was_meant(text: str, problem: str):
    problems = told(f"tables:\n  school.notes: {{{text}}}\n")

    assert [f"{one.code}: {one.message.en}"[: len(problem)] for one in problems] == [problem]


def test_a_number_too_small_says_the_least():
    assert [one.help.en for one in told("smallest group: 1\n")] == ["write at least 2"]


def test_a_key_of_the_top_is_suggested_too():
    assert [one.help.en for one in told("activites: {}\n")] == ["did you mean `activities`?"]


def test_no_message_repeats_a_value_or_names_a_type():
    secret = "alice@example.org"
    texts = [
        ACTIVITY.format(line=f"profiling: {secret}"),
        ACTIVITY.format(line=f"condition: {secret}"),
        ACTIVITY.format(line=f"created: {secret}"),
        ACTIVITY.format(line=f"retention: [{{keep: {secret}, from: [[{secret}]], archive: {secret}}}]"),
        f"organisation: {{country: {secret}, financial year ends: {secret}}}\n",
        f"stores: {{a: {{url: {secret}, country: {secret}}}}}\n",
    ]

    spoken = [f"{one.message.en} {one.help.en}" for text in texts for one in told(text)]

    assert len(spoken) >= 9
    for one in spoken:
        assert secret not in one
        assert not [word for word in ("dict", "tuple", "str ", "Input", "pydantic", "instance", "None") if word in one]


@pytest.mark.parametrize(
    ("zone", "mend"),
    [
        ("Europe/Pariss", "did you mean `Europe/Paris`?"),
        ("Mars/Phobos", "write a name of the IANA database, as `Europe/Paris`"),
        ("Europe/../../etc/passwd", "write a name of the IANA database, as `Europe/Paris`"),
    ],
)
def test_a_time_zone_that_there_is_none_of_is_refused_as_it_is_read(zone: str, mend: str):
    policy = read({"policy.yaml": f"organisation: {{name: A, country: FR, time zone: {zone}}}\n"})
    stores = read({"data-map.yaml": f"stores: {{school: {{url: env:SCHOOL_URL, country: FR, zone: {zone}}}}}\n"})

    for reading in (policy, stores):
        (found,) = (one for one in reading.problems if one.code == "unknown-time-zone")
        assert found.help.en == mend
    assert policy.policy is None
    assert stores.data_map is None


@pytest.mark.parametrize("unseen", [r"\n", r"\e", r"\u202e", r"\u2066", r"\t", r"\r"])
def test_characters_that_nobody_sees_are_refused_in_names_and_phrases(unseen: str):
    name = SOUND.replace("{name: ", f'{{website: "x{unseen}y", name: ', 1)
    key = SOUND + f'sites: {{"x{unseen}y": {{}}}}\n'

    for text in (name, key):
        (found,) = (one for one in read({"policy.yaml": text}).problems if one.code == "not-yaml")
        assert found.message.en.startswith("a character that nobody sees hides here")


def test_a_text_of_several_lines_is_one():
    text = SOUND + "sites: {}\nnote: |\n  one\n  two\n"

    assert [one.code for one in read({"policy.yaml": text}).problems] == ["unknown-key"]
