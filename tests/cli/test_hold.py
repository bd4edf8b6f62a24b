"""`garant hold`: what is held is kept by the next plan, told again at its review, and let go when it is lifted."""

import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.cli import main
from tests.cli.folders import school

BEN = ("--person", "school.pupils:2")
WHY = ("--reason", "case 2026-14", "--article", "Art. 17(3)(e)", "--author", "Dana", "--review", "2099-01-01")


def garant(*words: object, typed: str | None = None) -> Result:
    """Type a command, and what it asks for on standard input."""
    return CliRunner().invoke(main, [str(word) for word in words], input=typed)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the folder of a small school, in which Ben's lessons ended long ago."""
    return school(tmp_path)


def steps(folder: Path) -> dict[tuple[str, str], int]:
    done = garant("plan", folder, "--on", "2026-03-01", "--json")
    return {(step["kind"], step["table"]): step["count"] for step in json.loads(done.stdout)["steps"] if step["count"]}


def test_a_hold_says_what_it_keeps_and_the_next_plan_keeps_it(folder: Path):
    done = garant("hold", "add", folder, *BEN, *WHY)

    assert done.exit_code == 0
    assert done.stdout == (
        "Hold 1 is placed: a person of school.pupils. It rules from now on, and is to be reviewed on 1 January 2099.\n"
        "\n"
        "It now keeps (rows or files), in:\n"
        "  school.pupils   1\n"
        "  school.letters  1\n"
    )
    assert steps(folder) == {
        ("keep", "school.pupils"): 2,
        ("keep", "school.letters"): 2,
        ("keep held", "school.pupils"): 1,
        ("keep held", "school.letters"): 1,
    }


def test_a_plan_tells_the_number_the_reason_and_the_article(folder: Path):
    garant("hold", "add", folder, "--table", "school.letters", *WHY)

    text = garant("plan", folder, "--on", "2026-03-01").stdout
    because = json.loads(garant("plan", folder, "--on", "2026-03-01", "--json").stdout)["steps"]

    assert "of which 2 rows under hold 1: case 2026-14 (Art. 17(3)(e))" in text
    assert "hold 1: case 2026-14 (Art. 17(3)(e))" in [step["because"] for step in because]


def test_a_value_may_be_read_from_standard_input(folder: Path):
    person = garant("hold", "add", folder, "--person", "school.pupils:-", *WHY, "--json", typed="2\n")
    rows = ("--rows", "school.letters", "--where", "pupil_id=-", "--where", "body=-")
    both = garant("hold", "add", folder, *rows, *WHY, "--json", typed="1\nDear Alice Canari\n")

    kept = [{"place": "school.pupils", "count": 1}, {"place": "school.letters", "count": 1}]
    assert json.loads(person.stdout) == {"number": 1, "keeps": kept}
    assert json.loads(both.stdout) == {"number": 2, "keeps": [{"place": "school.letters", "count": 1}]}


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        """Say that somebody looks on."""
        return True


def test_whoever_types_a_value_is_told_that_it_is_waited_for(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("sys.stdin", Terminal("2\n"))

    main(["hold", "add", str(folder), "--person", "school.pupils:-", *WHY], standalone_mode=False)

    assert capsys.readouterr().err == "school.pupils: (type the value, then Enter) "


@pytest.mark.parametrize(
    ("reason", "warned"),
    [("complaint of Ben Canari", True), ("CASE OF BEN CANARI, 14", True), ("case 2026-14", False), ("14", False)],
)
def test_a_reason_that_seems_to_name_the_person_is_warned_of_and_the_hold_rules(
    folder: Path, reason: str, *, warned: bool
):
    done = garant("hold", "add", folder, *BEN, "--reason", reason, *WHY[2:])

    assert done.exit_code == 0
    assert ("a word of the reason is also in this person's row" in done.stderr) is warned


def test_a_list_names_nobody_unless_it_is_asked_to(folder: Path):
    garant("hold", "add", folder, *BEN, *WHY)

    told, open_ = garant("hold", "list", folder), garant("hold", "list", folder, "--with-names")

    assert "school.pupils:2" not in told.stdout
    assert "school.pupils:2" in open_.stdout
    assert json.loads(garant("hold", "list", folder, "--json").stdout)["holds"][0]["reason"] == "case 2026-14"


def test_a_hold_that_is_lifted_keeps_nothing_and_is_listed_with_all(folder: Path):
    garant("hold", "add", folder, *BEN, *WHY)

    done = garant("hold", "lift", folder, 1, "--by", "Dana", "--because", "settled")

    assert done.exit_code == 0
    assert steps(folder)[("erase rows", "school.pupils")] == 1
    assert garant("hold", "list", folder).stdout == "No hold.\n"
    assert "settled" in garant("hold", "list", folder, "--all", "--with-names").stdout


def test_verify_and_plan_remind_of_a_hold_until_it_is_reviewed(folder: Path):
    garant("hold", "add", folder, *BEN, *WHY[:-1], "2050-01-01")
    before, on = (["--on", "2049-12-31"], ["--on", "2050-01-01"])

    def overdue(options: list[str]) -> list[str]:
        found = json.loads(garant("verify", folder, *options, "--json").stdout)["findings"]
        return [one["where"] for one in found if one["code"] == "hold-overdue"]

    assert (overdue(before), overdue(on)) == ([], ["hold 1"])
    assert garant("verify", folder, *on).exit_code == 1
    text = garant("plan", folder, *on).stdout
    assert "Hold 1 (case 2026-14) was to be reviewed on 1 January 2050: see `garant hold list`." in text

    done = garant("hold", "review", folder, 1, "--until", "2051-01-01", "--by", "Dana")

    assert done.stdout == "Hold 1: to be reviewed on 1 January 2051.\n"
    assert overdue(on) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--person", "school.pupils:99"), "`school.pupils` has no such key"),
        (("--person", "school.letters:1"), "`school.letters` is no table of people"),
        (("--table", "school.nothing"), "no store knows `school.nothing`"),
        ((), "one thing must be named"),
    ],
)
def test_what_cannot_be_held_is_refused_and_nothing_is_placed(folder: Path, words: tuple[str, ...], said: str):
    done = garant("hold", "add", folder, *words, *WHY)

    assert done.exit_code == 2
    assert said in done.stderr
    assert garant("hold", "list", folder, "--all").stdout == "No hold.\n"


def test_a_number_that_is_not_in_force_is_refused(folder: Path):
    for words in (("lift", folder, 7, "--because", "settled"), ("review", folder, 7, "--until", "2099-01-01")):
        done = garant("hold", *words, "--by", "Dana")
        assert (done.exit_code, "no hold 7 is in force" in done.stderr) == (2, True)


def test_an_officer_reads_french(folder: Path):
    garant("hold", "add", folder, *BEN, *WHY)

    assert "Gel n° 1 : une personne de school.pupils" in garant("hold", "list", folder, "--language", "fr").stdout
    text = garant("plan", folder, "--on", "2026-03-01", "--language", "fr").stdout
    assert "dont 1 ligne sous le gel n° 1 : case 2026-14 (Art. 17(3)(e))" in text


@pytest.mark.parametrize("empty", ["--reason", "--article", "--author"])
def test_what_goes_on_record_may_not_be_empty(empty: str, folder: Path):
    said = [" " if WHY[WHY.index(word) - 1] == empty else word for word in WHY]

    assert garant("hold", "add", folder, *BEN, *said).exit_code == 2
    assert "goes on record" in garant("hold", "add", folder, *BEN, *said, "--language", "en").output
    assert not json.loads(garant("hold", "list", folder, "--json").stdout)["holds"]


def test_the_holds_of_one_undo_are_lifted_together_or_none_of_them(folder: Path):
    for table in ("school.pupils", "school.letters"):
        assert garant("hold", "add", folder, "--table", table, *WHY).exit_code == 0

    refused = garant("hold", "lift", folder, 1, 7, "--by", "Dana", "--because", "settled")
    still = garant("hold", "list", folder).output
    done = garant("hold", "lift", folder, 2, 1, 2, "--by", "Dana", "--because", "settled")

    assert (refused.exit_code, done.exit_code) == (2, 0)
    assert "no hold 7 is in force" in refused.output
    assert "Hold 1" in still and "Hold 2" in still
    assert garant("hold", "list", folder).output == "No hold.\n"
