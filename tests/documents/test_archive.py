"""What was read of an archive, in words and in JSON."""

from datetime import date

from garant.documents.archive import as_json, as_text

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
