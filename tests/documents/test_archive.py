"""What was read of an archive, in words and in JSON."""

import json
from datetime import date

from garant.documents.archive import as_json, as_text, listed, listed_as_json
from garant.planning.archiving.visas import Waiting, waiting
from garant.planning.steps import RuleSaid, Step, StepKind, Why
from tests.reference.test_archive_moves import POLICY

ROWS = ({"id": 1, "name": "‹name›", "phone": None}, {"id": 2, "issued": date(2020, 1, 1)})


def test_a_record_shows_what_is_there_and_that_the_reading_is_recorded():
    assert (
        as_text(ROWS, language="en")
        == "id: 1\nname: ‹name›\n\nid: 2\nissued: 2020-01-01\n\nThe reading is on record.\n"
    )


def test_nothing_to_be_read_is_said_in_french():
    assert as_text((), language="fr").startswith("Rien à lire ici pour ce lecteur.")


def test_json_has_the_records_without_what_is_empty():
    assert (
        as_json(ROWS[1:]) == '{\n  "records": [\n    {\n      "id": 2,\n      "issued": "2020-01-01"\n    }\n  ]\n}\n'
    )


BILLING = POLICY.activities["billing"]
WAITING = Waiting(
    table="school.invoices", count=2, said=RuleSaid("billing", BILLING.retention[0]), up_to=date(2023, 12, 31)
)


def test_the_list_for_the_public_archives_says_table_rows_rule_and_up_to_when():
    said = listed([WAITING], POLICY, language="fr")

    assert said.splitlines()[0] == "Bordereau d'élimination de School (code du patrimoine, L.212-2, R.212-14)"
    assert "  school.invoices: 2 lignes, événements jusqu'au 31 décembre 2023" in said.splitlines()


def test_programs_get_the_list_as_json():
    assert json.loads(listed_as_json([WAITING])) == {
        "waiting": [{"table": "school.invoices", "count": 2, "activity": "billing", "up to": "2023-12-31"}]
    }


def test_where_nothing_waits_that_is_said():
    assert listed([], POLICY, language="en") == "Nothing waits for a visa.\n"


def test_what_waits_is_taken_from_the_steps_of_a_plan():
    why = Why(rules=(WAITING.said,))
    steps = [
        Step(kind=StepKind.KEEP, store="school", table="school.invoices", count=9, why=why),
        Step(kind=StepKind.KEEP_FOR_VISA, store="school", table="school.invoices", count=2, why=why),
    ]

    assert list(waiting(POLICY, steps, date(2034, 1, 1))) == [WAITING]
