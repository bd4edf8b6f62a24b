"""What a run did, as people and as programs read it."""

import json
from datetime import date

from garant.documents.runs import as_json, as_text, less_than_planned
from garant.evidence.runs import Applied, Deed
from garant.planning.plan import Digests, Plan
from garant.planning.steps import Step, StepKind
from garant.policy.speech.sentences import same

COUNTS = {
    Deed("erase rows", "cfa.marks"): 19,
    Deed("empty references", "cfa.marks", ("teacher_id",)): 2,
    Deed("blank cells", "cfa.invoices", ("a", "b")): 0,
}


def plan(*steps: Step) -> Plan:
    digests = Digests(policy="", data_map="", schemas={})
    return Plan(on=date(2026, 11, 22), organisation="CFA", folder="", digests=digests, steps=steps)


def test_a_run_is_told_table_by_table_and_nothing_of_what_it_did_not_do():
    assert as_text(Applied(run=3, counts=COUNTS), language="fr") == (
        "Exécution n° 3 : terminée\n"
        "\n"
        "  cfa.marks  19 lignes effacées\n"
        "             2 lignes sans plus de renvoi teacher_id\n"
    )


def test_each_table_has_its_lines():
    text = as_text(
        Applied(run=3, counts={Deed("erase rows", "cfa.marks"): 1, Deed("erase rows", "cfa.people"): 2}), language="en"
    )

    assert text.splitlines()[2:] == ["  cfa.marks   1 row erased", "  cfa.people  2 rows erased"]


def test_a_run_that_did_less_than_its_plan_says_of_what_and_why_that_may_be():
    planned = plan(
        Step(kind=StepKind.ERASE_ROWS, store="cfa", table="cfa.marks", count=20),
        Step(kind=StepKind.ANONYMISE_ROWS, store="cfa", table="cfa.marks", count=2),
        Step(kind=StepKind.BLANK_CELLS, store="cfa", table="cfa.invoices", columns=("a", "b"), count=3),
        Step(kind=StepKind.KEEP, store="cfa", table="cfa.people", count=5),
    )

    assert less_than_planned(planned, COUNTS, language="fr").splitlines()[3:] == [
        "",
        "  cfa.marks     3 lignes à effacer",
        "  cfa.invoices  3 lignes où vider a, b",
    ]
    assert less_than_planned(plan(), COUNTS, language="fr") == ""


def test_a_run_that_erased_fewer_files_says_that_names_were_counted():
    planned = plan(Step(kind=StepKind.ERASE_FILES, store="cfa", files="letters", count=2))

    assert "or another row still names it" in less_than_planned(planned, {}, language="en")
    assert "un fichier" not in less_than_planned(plan(*_MARKS), {}, language="fr")


_MARKS = (Step(kind=StepKind.ERASE_ROWS, store="cfa", table="cfa.marks", count=2),)


def test_counts_that_are_not_known_exactly_say_so():
    at_least = Applied(run=3, counts=COUNTS, is_exact=False)

    assert "  cfa.marks  at least 19 rows erased\n" in as_text(at_least, language="en")


def test_what_was_refused_says_why():
    text = as_text(Applied(run=3, counts={}, refused=(same("`cfa.marks`: it is locked"),)), language="en")

    assert text == "Run 3: refused\n\nNothing was changed.\n\nRefused:\n  - `cfa.marks`: it is locked\n"


def test_a_run_of_which_a_part_was_refused_says_what_was_done():
    text = as_text(Applied(run=3, counts=COUNTS, refused=(same("`cfa.people`: it is locked"),)), language="en")

    assert text.startswith("Run 3: a part was refused\n\n  cfa.marks  19 rows erased\n")


def test_programs_read_kind_table_columns_and_count():
    assert json.loads(as_json(Applied(run=3, counts=COUNTS), language="en")) == {
        "run": 3,
        "steps": [
            {"kind": "erase rows", "table": "cfa.marks", "count": 19},
            {"kind": "empty references", "table": "cfa.marks", "columns": ["teacher_id"], "count": 2},
            {"kind": "blank cells", "table": "cfa.invoices", "columns": ["a", "b"], "count": 0},
        ],
        "refused": [],
        "exact": True,
    }


def test_names_with_spaces_and_commas_stay_whole():
    counts = {Deed("blank cells", "cfa.Les élèves", ("nom, prénom", "adresse")): 2}

    said = json.loads(as_json(Applied(run=3, counts=counts), language="en"))

    assert said["steps"] == [
        {"kind": "blank cells", "table": "cfa.Les élèves", "columns": ["nom, prénom", "adresse"], "count": 2}
    ]
    assert "  cfa.Les élèves  " in as_text(Applied(run=3, counts=counts), language="en")


def test_what_is_sealed_is_taken_out_and_nobody_says_that_it_is_erased():
    sealed = Applied(run=3, counts={**COUNTS, Deed("erase files", "scans"): 1}, sealed_until=date(2026, 11, 29))

    text = as_text(sealed, language="fr")

    assert "  cfa.marks  19 lignes retirées\n" in text
    assert "  scans      1 fichier retiré\n" in text
    assert "Scellé jusqu'au 29 novembre 2026" in text
    assert "effac" not in text
    said = json.loads(as_json(sealed, language="fr"))
    assert (said["level"], said["sealed until"]) == ("sealed", "2026-11-29")


def test_what_only_moved_to_the_archive_is_not_said_to_come_back():
    moved = {Deed("archive rows", "school.invoices"): 49, Deed("erase rows", "school.marks"): 0}
    only = Applied(run=3, counts=moved, sealed_until=date(2026, 11, 29))
    both = Applied(run=3, counts={**moved, Deed("erase rows", "school.marks"): 1}, sealed_until=date(2026, 11, 29))

    assert "garant undo" not in as_text(only, language="fr")
    assert "level" not in json.loads(as_json(only, language="fr"))
    assert "le ramène, sauf ce qui est en archive ;" in as_text(both, language="fr")
    assert json.loads(as_json(both, language="fr"))["level"] == "sealed"
