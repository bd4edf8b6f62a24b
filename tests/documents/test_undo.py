"""What an undo brought back, as people and as programs read it."""

import json
from datetime import date
from typing import Any

from garant.documents.undo import Told
from garant.planning.undo.returning import Back, Obstacle, OnePerson, Returned, Wish
from garant.policy.speech.sentences import same


def returned() -> Returned:
    found = Returned(already=1)
    found.came(Back.ROWS, "school.pupils", (), count=2)
    found.came(Back.CELLS, "school.letters", ("pupil_id",), count=1)
    found.came(Back.FILES, "scans", ())
    found.away[Obstacle.TAKEN, "school.pupils"] += 3
    return found


def told(**more: Any) -> Told:
    said = {"returned": returned(), "wish": Wish(run=3), "run": 4, "holds": (7,), "review": date(2026, 12, 23)}
    return Told(**{**said, **more})


def test_what_is_back_what_stays_away_and_what_is_held():
    text = told().as_text((same("`school`: it is locked"),), language="fr")

    assert text == (
        "Exécution n° 3 annulée en partie, par l'exécution n° 4 :\n"
        "  scans           1 fichier\n"
        "  school.letters  1 ligne, cellule pupil_id\n"
        "  school.pupils   2 lignes\n"
        "1 chose déjà en place, pareil.\n"
        "\n"
        "Ne revient pas :\n"
        "  school.pupils  3 : la même clé, ou le même chemin, sert de nouveau, à autre chose\n"
        "\n"
        "Refusé :\n"
        "  - `school`: it is locked\n"
        "\n"
        "Gelé (gel n° 7), à revoir le 23 décembre 2026 : sans cela la prochaine exécution le retirerait encore.\n"
        "Corrigez la politique, regardez un nouveau plan, puis : garant hold lift DOSSIER 7\n"
    )


def test_a_rehearsal_says_what_would_come_back():
    assert (
        Told(returned=returned(), wish=Wish(run=3))
        .as_text((), language="en")
        .startswith("Run 3 can be undone in part; this")
    )


def test_nothing_is_to_come_back():
    assert (
        Told(returned=Returned(), wish=Wish(run=3)).as_text((), language="en") == "Nothing of run 3 is to come back.\n"
    )


def test_programs_read_kind_place_and_count():
    said = json.loads(told().as_json((), language="en"))

    assert said == {
        "undo of": 3,
        "run": 4,
        "back": [
            {"kind": "return rows", "table": "school.pupils", "count": 2},
            {"kind": "return cells", "table": "school.letters", "columns": ["pupil_id"], "count": 1},
            {"kind": "return files", "files": "scans", "count": 1},
        ],
        "there already": 1,
        "away": [{"why": "taken", "where": "school.pupils", "count": 3}],
        "perhaps archived": [],
        "holds": [7],
        "refused": [],
    }


def test_of_one_person_the_undo_is_a_part_and_what_may_lie_in_the_archive_is_named():
    found = Returned(perhaps_archived={"school.invoices"})
    found.came(Back.ROWS, "school.pupils", (), count=1)
    wish = Wish(run=3, person=OnePerson(table="school.pupils", key="4711"))

    text = told(returned=found, wish=wish).as_text((), language="fr")

    assert text.startswith("Exécution n° 3 annulée en partie (une personne), par l'exécution n° 4 :\n")
    assert "L'exécution a aussi mis en archive des lignes de : school.invoices.\n" in text
    assert "4711" not in text


def test_of_one_table_the_undo_is_a_part():
    text = told(wish=Wish(run=3, table="school.pupils")).as_text((), language="en")

    assert text.startswith("Run 3 undone in part (the table school.pupils), by run 4:\n")


def test_all_of_a_run_is_told_as_all_of_it():
    found = Returned()
    found.came(Back.ROWS, "school.pupils", (), count=1)

    assert told(returned=found).as_text((), language="en").startswith("Run 3 undone, by run 4:\n")


def test_what_lies_in_the_archive_is_counted_in_rows():
    found = Returned()
    found.away[Obstacle.ARCHIVED, "school.invoices"] += 49

    text = told(returned=found).as_text((), language="fr")

    assert "  school.invoices  49 lignes : en archive ; lisez-y par `garant archive read`\n" in text


def test_holds_that_follow_each_other_are_told_as_a_range():
    assert "(gels n° 3 à 6)" in told(holds=(3, 4, 5, 6)).as_text((), language="fr")
    assert "(gels n° 3, 4)" in told(holds=(4, 3)).as_text((), language="fr")
    assert "(gels n° 3, 5, 6)" in told(holds=(3, 5, 6)).as_text((), language="fr")
