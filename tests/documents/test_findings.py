"""Findings in French and in English, and for programs."""

import ast
import json
import re
from datetime import date
from pathlib import Path

import pytest

from garant.documents import findings
from garant.documents.findings import as_json, as_text, mend, message
from garant.planning import verification
from garant.planning.verification import Finding
from garant.policy.commitments import AcceptedFinding
from garant.policy.problems import Severity
from garant.policy.speech.sentences import Language, Sentence

ON = date(2026, 3, 1)
LETTERS = Finding(code="without-owner", where="school.letters", count=1234)
ERROR = Finding(
    code="no-legal-basis",
    where="policy.yaml:12",
    severity=Severity.ERROR,
    told=Sentence("l'activité `exams` n'a pas de base légale", "activity `exams` has no legal basis"),
    help=Sentence("donnez-lui-en une", "give it one"),
)
ACCEPTED = Finding(
    code="missing-date",
    where="school.pupils.ended_on",
    count=2,
    accepted=AcceptedFinding.model_validate(
        {"finding": "missing-date", "where": "x", "by": "Dana", "until": "2026-04-01", "because": "being asked"}
    ),
)


def codes() -> set[str]:
    """Return every code that a verification itself gives a finding or a doubt."""
    folder = Path(str(verification.__file__)).parent
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in folder.glob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {k.value for call in calls for k in call.keywords if k.arg == "code"}
    named |= {call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "_doubt"}
    return {str(one.value) for one in named if isinstance(one, ast.Constant)}


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("code", sorted(codes()))
def test_every_finding_is_said_and_helps_in_both_languages(code: str, language: Language):
    found = Finding(code=code, where="school.pupils")

    assert "`school.pupils`" in message(found, language=language)
    assert mend(found, language=language) != ""
    assert message(found, language="fr") != message(found, language="en")


def test_every_finding_is_explained():
    reference = Path(findings.__file__).parents[3] / "docs" / "reference"
    pages = "".join((reference / name).read_text(encoding="utf-8") for name in ("findings.md", "problems.md"))

    assert [code for code in sorted(codes()) if not re.search(rf"^##+ {code}$", pages, re.MULTILINE)] == []


def test_an_officer_reads_how_many_what_where_and_what_to_do():
    assert as_text((LETTERS, ERROR), on=ON, language="en") == (
        "Verification on 1 March 2026\n"
        "\n"
        "Findings\n"
        "      1,234  rows of `school.letters` whose owner is not found\n"
        "             without-owner, school.letters; put the reference to the person right, or the way the map finds "
        "them (`known by`)\n"
        "          1  activity `exams` has no legal basis\n"
        "             no-legal-basis, policy.yaml:12; give it one\n"
        "\n"
        "A finding is accepted for a time in the policy, under `accepted findings`: "
        "code, place, who, until when, why.\n"
    )


def test_what_is_accepted_stands_apart():
    assert as_text((ACCEPTED,), on=ON, language="fr") == (
        "Vérification au 1er mars 2026\n"
        "\n"
        "Rien à signaler.\n"
        "\n"
        "Constats acceptés\n"
        "          2  dates manquantes dans `school.pupils.ended_on` : ces lignes restent\n"
        "             missing-date, school.pupils.ended_on ; accepté par Dana jusqu'au 1er avril 2026 : being asked\n"
    )


def test_programs_get_code_place_count_and_who_accepted_it():
    said = json.loads(as_json((LETTERS, ACCEPTED), on=ON, language="en"))

    assert said["on"] == "2026-03-01"
    assert [(one["code"], one["where"], one["count"]) for one in said["findings"]] == [
        ("without-owner", "school.letters", 1234),
        ("missing-date", "school.pupils.ended_on", 2),
    ]
    assert [one["accepted"] for one in said["findings"]] == [
        None,
        {"by": "Dana", "until": "2026-04-01", "because": "being asked"},
    ]
