"""What was read of an archive, in words and in JSON."""

import json
from dataclasses import replace
from datetime import date

from garant.documents.archive import as_json, as_text, listed, listed_as_json
from garant.planning.steps import RuleSaid, Step, StepKind, Why
from garant.planning.terrain.visas import Granted, ListForVisa, Series, waiting
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
INVOICES = Series(table="school.invoices", activity="billing", count=2, up_to=date(2023, 12, 31))
LIST = ListForVisa(number=3, on=date(2034, 1, 1), series=(INVOICES,))
GIVEN = replace(LIST, visa=Granted(by="AD13", on=date(2034, 2, 1), reference="2034-7"))


def test_the_list_for_the_public_archives_says_table_rows_rule_and_up_to_when():
    said = listed(LIST, POLICY, language="fr").splitlines()

    assert said[0] == "Bordereau d'élimination n° 3 de School, au 1er janvier 2034"
    assert "L.212-2, L.212-3 et R.212-14" in said[1]
    assert "  school.invoices: 2 lignes, événements jusqu'au 31 décembre 2023" in said
    assert "    10 ans après issued, en archive après 2 ans" in said
    assert said[-1].endswith("Une fois donné : garant archive visa DOSSIER 3")


def test_a_list_that_has_its_visa_shows_it():
    assert listed(GIVEN, POLICY, language="en").endswith("Visa given by AD13 on 1 February 2034, ref. 2034-7.\n")


def test_an_activity_that_the_policy_has_forgotten_is_told_by_its_name():
    forgotten = replace(LIST, series=(replace(INVOICES, activity="old"),))

    assert "    old" in listed(forgotten, POLICY, language="en").splitlines()


def test_programs_get_the_list_as_json():
    waits = {"table": "school.invoices", "count": 2, "activity": "billing", "up to": "2023-12-31"}

    assert json.loads(listed_as_json(LIST)) == {"list": 3, "on": "2034-01-01", "waiting": [waits], "visa": None}
    assert json.loads(listed_as_json(GIVEN))["visa"] == {"by": "AD13", "on": "2034-02-01", "reference": "2034-7"}
    assert json.loads(listed_as_json(None)) == {"list": None, "waiting": [], "visa": None}


def test_where_nothing_waits_that_is_said():
    assert listed(None, POLICY, language="en").startswith("Nothing waits for the visa of the public archives.")


def test_what_waits_is_taken_from_the_steps_of_a_plan():
    why = Why(rules=(RuleSaid("billing", BILLING.retention[0]),))
    steps = [
        Step(kind=StepKind.KEEP, store="school", table="school.invoices", count=9, why=why),
        Step(kind=StepKind.KEEP_FOR_VISA, store="school", table="school.invoices", count=2, why=why),
    ]

    assert list(waiting(POLICY, steps, date(2034, 1, 1))) == [INVOICES]
