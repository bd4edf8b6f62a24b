"""Two spellings of one identifier have one normal form, and two identifiers have two."""

import pytest

from garant.policy.datamap import Person
from garant.policy.identifiers import Form

EMAIL, PHONE = Form(kind="e-mail", country="FR"), Form(kind="phone", country="FR")
TEXT = Form(kind="text", country="FR")


@pytest.mark.parametrize(
    "written",
    ["anne@école.example", "ANNE@ÉCOLE.EXAMPLE", "\t anne@e\u0301cole.example \u00a0", "Anne@E\u0301cole.example\n"],
)
def test_an_address_is_one_in_capitals_in_pieces_and_with_blanks_around_it(written: str):
    assert EMAIL.normal(written) == "anne@école.example"


@pytest.mark.parametrize(
    "other",
    [
        "anne@ecole.example",
        "an.ne@école.example",
        "anne+club@école.example",
        "\uff41nne@école.example",
        "аnne@école.example",
    ],
)
def test_nothing_else_is_folded_in_an_address(other: str):
    assert EMAIL.normal(other) != EMAIL.normal("anne@école.example")


def test_a_letter_that_is_composed_only_once_it_is_small_is_one():
    assert EMAIL.normal("J\u030c@mail.example") == EMAIL.normal("\u01f0@mail.example")


@pytest.mark.parametrize(
    "written",
    [
        "06 12 34 56 78",
        "06.12.34.56.78",
        "0612345678",
        "+33612345678",
        "+33 (0)6 12 34 56 78",
        "0033 6 12 34 56 78",
        "\uff10\uff16 \uff11\uff12 \uff13\uff14 \uff15\uff16 \uff17\uff18",
    ],
)
def test_a_number_is_one_however_it_is_dialled(written: str):
    assert PHONE.normal(written) == "+33612345678"


def test_a_number_without_a_prefix_is_dialled_in_the_country_of_the_organisation():
    assert Form(kind="phone", country="BE").normal("0470 12 34 56") == "+32470123456"


def test_behind_one_number_of_a_switchboard_are_several_people():
    assert PHONE.normal("+33123456789 ext. 12") != PHONE.normal("+33123456789 ext. 13")


@pytest.mark.parametrize(
    "written", ["", None, "   ", "inconnu", "06 12", "06 12 34 56 78 ou 07 12 34 56 78", "0" * 300]
)
def test_what_is_no_number_leads_to_nobody(written: object):
    assert PHONE.normal(written) == ""


@pytest.mark.parametrize("written", [None, "", " \t", f"{'a' * 250}@mail.example"])
def test_what_no_address_can_be_leads_to_nobody(written: object):
    assert EMAIL.normal(written) == ""


@pytest.mark.parametrize("written", [" S-1 ", "s-1", "É", "e\u0301", "0012"])
def test_any_other_identifier_is_its_exact_text(written: str):
    assert TEXT.normal(written) == written


def test_a_number_in_one_store_is_the_text_of_it_in_another():
    assert TEXT.normal(12) == TEXT.normal("12")


def test_the_kind_is_what_the_map_says_else_what_the_name_says():
    said = {"e-mail": "mail", "phone": "tel", "office": {"column": "tel2", "kind": "phone"}, "number": "no"}
    person = Person.model_validate(
        {"identifiers": {**said, "log-in": {"column": "l", "ignore case": True}, "cookie": {"column": "c"}}}
    )

    kinds = {word: person.kind_of(word) for word in (*said, "log-in", "cookie", "unsaid")}

    assert kinds == {
        "e-mail": "e-mail",
        "phone": "phone",
        "office": "phone",
        "number": "text",
        "log-in": "e-mail",
        "cookie": "text",
        "unsaid": "text",
    }
