"""What an undo brought back, as people and as programs read it."""

import json

from garant.documents.undo import Told
from garant.planning.undo.returning import Back, Obstacle, Returned
from garant.policy.speech.sentences import same


def returned() -> Returned:
    found = Returned(already=1)
    found.came(Back.ROWS, "school.pupils", (), count=2)
    found.came(Back.CELLS, "school.letters", ("pupil_id",), count=1)
    found.came(Back.FILES, "scans", ())
    found.away[Obstacle.TAKEN, "school.pupils"] += 3
    return found


def test_what_is_back_what_stays_away_and_what_is_held():
    text = Told(returned(), of=3, run=4, holds=(7,)).as_text((same("`school`: it is locked"),), language="fr")

    assert text == (
        "Exécution n° 3 annulée, par l'exécution n° 4 :\n"
        "  scans           1 fichier\n"
        "  school.letters  1 ligne pupil_id\n"
        "  school.pupils   2 lignes\n"
        "1 chose déjà en place, pareil.\n"
        "\n"
        "Ne revient pas :\n"
        "  school.pupils  3 : la même clé, ou le même chemin, sert de nouveau, à autre chose\n"
        "\n"
        "Refusé :\n"
        "  - `school`: it is locked\n"
        "\n"
        "Gelé jusqu'à sa revue (gel n° 7) : sans cela la prochaine exécution le retirerait encore.\n"
    )


def test_a_rehearsal_says_what_would_come_back():
    assert Told(returned(), of=3, run=None).as_text((), language="en").startswith("Run 3 can be undone; this would")


def test_nothing_is_to_come_back():
    assert Told(Returned(), of=3, run=None).as_text((), language="en") == "Nothing of run 3 is to come back.\n"


def test_programs_read_kind_place_and_count():
    said = json.loads(Told(returned(), of=3, run=4, holds=(7,)).as_json((), language="en"))

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
        "holds": [7],
        "refused": [],
    }
