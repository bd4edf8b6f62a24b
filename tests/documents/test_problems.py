"""Problems in words and for programs."""

import json

from garant.documents.problems import as_json, as_text
from garant.policy.problems import Place, Problem, Severity
from garant.policy.speech.sentences import Sentence, same

ERROR = Problem(
    code="no-legal-basis",
    message=Sentence("l'activité `newsletter` n'a pas de base légale", "activity `newsletter` has no legal basis"),
    help=Sentence("ajoutez `basis:`", "add `basis:`"),
    at=Place(file="policy.yaml", line=12, column=3),
)
NOTE = Problem(
    code="no-index",
    message=same("no index"),
    help=same("add one"),
    severity=Severity.NOTE,
    at=Place(file="data-map.yaml", line=2),
)


def test_each_problem_is_a_line_that_an_editor_can_follow_and_a_line_that_helps():
    assert as_text((ERROR, NOTE), language="en") == (
        "policy.yaml:12:3: no-legal-basis: activity `newsletter` has no legal basis\n"
        "  error; add `basis:`\n"
        "data-map.yaml:2:1: no-index: no index\n"
        "  note; add one\n"
        "1 error, 1 note\n"
    )


def test_how_many_there_are_is_said_in_the_right_number():
    assert as_text((ERROR, ERROR, NOTE), language="en").splitlines()[-1] == "2 errors, 1 note"


def test_nothing_wrong_is_said_too():
    assert as_text((), language="en") == "nothing is wrong\n"


def test_programs_get_all_that_people_get():
    assert json.loads(as_json((ERROR,), clocks=[], language="en")) == {
        "problems": [
            {
                "code": "no-legal-basis",
                "severity": "error",
                "file": "policy.yaml",
                "line": 12,
                "column": 3,
                "message": "activity `newsletter` has no legal basis",
                "help": "add `basis:`",
            }
        ],
        "clocks": [],
    }
