"""Holds in words: number, kind, place, reason and review; what they name only where that is asked."""

import json
from dataclasses import replace
from datetime import date

from garant.documents.holds import as_json, ended, listed, placed, placed_as_json, reviewed
from garant.planning.grounds.holds import HeldFiles, HeldRows, HoldKind, Lifted
from tests.planning.test_holds import LAWSUIT

ON = date(2026, 3, 1)
FILES = replace(
    LAWSUIT,
    number=4,
    kind=HoldKind.FILES,
    place="cctv",
    names=HeldFiles(files="cctv", pattern="door/*", first=date(2026, 1, 1)),
    review=date(2026, 9, 1),
)
ROWS = replace(
    FILES,
    number=5,
    kind=HoldKind.ROWS,
    place="school.letters",
    names=HeldRows(table="school.letters", when=(("id", (5, 6)), ("kind", "complaint"))),
    lifted=None,
)


def test_a_list_says_all_but_what_is_named():
    assert listed([LAWSUIT, FILES], on=ON, language="en", with_names=False) == (
        "Hold 3: a person of school.pupils\n"
        "  case 2026-14 (Art. 17(3)(e)); placed by Dana on 1 March 2026\n"
        "  was to be reviewed on 1 March 2026\n"
        "\n"
        "Hold 4: files of cctv\n"
        "  case 2026-14 (Art. 17(3)(e)); placed by Dana on 1 March 2026\n"
        "  to be reviewed on 1 September 2026\n"
    )


def test_what_is_named_is_told_where_it_is_asked():
    text = listed([LAWSUIT, FILES, ROWS], on=ON, language="en", with_names=True)

    lines = text.splitlines()
    assert [lines[1], lines[6], *lines[11:13]] == [
        "  school.pupils:4711",
        "  door/*  2026-01-01..",
        "  id=5, 6",
        "  kind=complaint",
    ]


def test_a_hold_that_was_lifted_says_by_whom_and_why():
    lifted = replace(LAWSUIT, names=None, lifted=Lifted(by="Dana", on=ON, because="affaire close"))

    assert "  levé par Dana le 1er mars 2026 : affaire close\n" in listed(
        [lifted], on=ON, language="fr", with_names=True
    )
    assert json.loads(as_json([lifted], on=ON, with_names=False))["holds"][0]["lifted"] == {
        "by": "Dana",
        "on": "2026-03-01",
        "because": "affaire close",
    }


def test_programs_read_the_names_only_where_that_is_asked():
    plain, open_ = (json.loads(as_json([LAWSUIT], on=ON, with_names=said))["holds"][0] for said in (False, True))

    assert open_ == {**plain, "names": ["school.pupils:4711"]}
    assert (plain["number"], plain["kind"], plain["to be reviewed"]) == (3, "person", True)


def test_whoever_places_a_hold_reads_what_it_keeps():
    assert placed(LAWSUIT, {"school.pupils": 1, "school.letters": 1234}, language="fr") == (
        "Gel n° 3 posé : une personne de school.pupils. Il vaut dès maintenant, et sera à revoir le 1er mars 2026.\n"
        "\n"
        "Il garde à présent (lignes ou fichiers), dans :\n"
        "  school.pupils   1\n"
        "  school.letters  1\u202f234\n"
    )
    assert "It keeps nothing for now" in placed(LAWSUIT, {}, language="en")
    assert json.loads(placed_as_json(LAWSUIT, {"cctv": 2})) == {"number": 3, "keeps": [{"place": "cctv", "count": 2}]}


def test_a_review_and_an_end_are_told():
    assert reviewed(3, ON, language="en") == "Hold 3: to be reviewed on 1 March 2026.\n"
    assert ended(3, language="fr").startswith("Gel n° 3 levé.")
    assert listed([], on=ON, language="fr", with_names=False) == "Aucun gel.\n"
