"""Which kinds of rows can be anonymised at all is said by the map and the schema, each condition by itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from garant.planning.anonymous.anonymity import Anonymity
from garant.planning.grounds.reasons import Reasons
from garant.planning.questions import Programme
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import NEVER
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.planning.seen import schemas

TODAY = date(2026, 9, 1)
RULE = {"keep": "P1Y", "from": ["visited"], "then": "anonymise"}
POLICY: dict[str, Any] = {
    "organisation": {"name": "School", "country": "FR", "time zone": "Europe/Paris", "contact": {}},
    "subjects": {"pupil": {}},
    "events": {"visited": {}},
    "categories": {"identity": {}, "contact": {}, "beliefs": {"forbidden": True}},
    "activities": {
        "open days": {
            "purpose": {},
            "basis": "contract",
            "subjects": ["pupil"],
            "categories": ["identity", "contact", "beliefs"],
            "retention": [RULE],
        }
    },
}
VISITS: dict[str, Any] = {
    "used for": ["open days"],
    "belongs to": {"visitor": "person_id"},
    "columns": {
        "postcode": {"category": "contact", "generalise": "department"},
        "age": {"category": "identity", "generalise": "band of 10"},
        "remark": "identity",
    },
    "events": {"visited": "day"},
}
COLUMNS = {
    "id": "integer key",
    "person_id": "integer null -> pupils",
    "postcode": "text null",
    "age": "integer null",
    "remark": "text",
    "day": "date null",
}
PUPILS = {"used for": ["open days"], "columns": {"name": "identity"}}


def anonymity(
    *,
    visits: dict[str, Any] | None = None,
    columns: dict[str, str] | None = None,
    tables: dict[str, Any] | None = None,
    seen: dict[str, Any] | None = None,
    **more: Any,
) -> Anonymity:
    """Return what is said of the table of visits, with some of it said otherwise."""
    policy = {key: more.pop(key) for key in ("activities",) if key in more}
    said = {
        "stores": {"school": {"url": "env:SCHOOL", "country": "FR"}},
        "people": {"pupil": {"table": "school.pupils", "key": "id", "identifiers": {"e-mail": "email"}}},
        "tables": {"school.pupils": PUPILS, "school.visits": VISITS | (visits or {})} | (tables or {}),
        "smallest group": 3,
    }
    shapes = {
        "pupils": {"columns": {"id": "integer key", "name": "text null", "email": "text null"}},
        "visits": {"columns": COLUMNS | (columns or {})},
    }
    layout = Layout(
        Policy.model_validate(POLICY | policy),
        DataMap.model_validate(said | more),
        schemas({"school": {"tables": shapes | (seen or {})}}),
    )
    return Anonymity(Reasons(layout, TODAY))


def column(name: str, **use: Any) -> dict[str, Any]:
    """Return the columns of visits, one of them said otherwise."""
    return {"columns": {**VISITS["columns"], name: use}}


def test_rows_that_lead_to_nobody_once_their_reference_is_empty_can_be_anonymised():
    (found,) = anonymity().of("school.visits")

    assert anonymity().tables == {"school.visits"}
    assert found.columns == (("postcode", "department"), ("age", "band of 10"), ("day", "year"))
    assert [fill.cell.column for fill in found.fills] == ["remark"]
    assert found.emptied == ("person_id",)
    assert [whose.people for whose in found.people] == ["pupil"]
    assert found.smallest_group == 3
    assert found.changed == {"id", "postcode", "age", "remark", "person_id", "day"}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"columns": {"id": "text key"}}, id="a key that is no number"),
        pytest.param({"columns": {"id": "integer key checked"}}, id="a key that the database checks"),
        pytest.param({"columns": {"day": "date key"}}, id="a key of two columns"),
        pytest.param({"visits": column("id", category="identity")}, id="a key that is personal"),
        pytest.param({"columns": {"person_id": "integer -> pupils"}}, id="an owner that may not be NULL"),
        pytest.param({"columns": {"friend": "integer null -> pupils"}}, id="another reference to people"),
        pytest.param({"visits": {"shown to": {"friend": "friend"}}, "columns": {"friend": "integer null"}}, id="shown"),
        pytest.param({"visits": {"row": "stays"}}, id="rows that stay"),
        pytest.param({"columns": {"age": "text null"}}, id="a band of texts"),
        pytest.param({"columns": {"postcode": "integer null"}}, id="the department of a number"),
        pytest.param({"columns": {"postcode": "enum null"}}, id="a rough value out of a closed list"),
        pytest.param({"columns": {"postcode": "text null unique"}}, id="a rough value that must be unique"),
        pytest.param({"columns": {"postcode": "text null checked"}}, id="a rough value that is checked"),
        pytest.param({"columns": {"shoes": "integer"}}, id="a column of which nothing is said"),
        pytest.param({"columns": {"day": "text null"}}, id="a day that is a text"),
        pytest.param({"columns": {"day": "date null checked"}}, id="a day that is checked"),
        pytest.param({"columns": {"remark": "integer"}}, id="a cell that cannot be blanked"),
        pytest.param(
            {"visits": column("remark", category="identity", generalise="none", **{"free text": True})}, id="free text"
        ),
        pytest.param({"visits": column("remark", category="beliefs")}, id="a category that is forbidden"),
        pytest.param({"seen": {"notes": {"columns": {"visit": "integer -> visits"}}}}, id="a table that refers to it"),
        pytest.param(
            {
                "tables": {"school.drafts": {"copy of": {"table": "visits", "by": "visit"}}},
                "seen": {"drafts": {"columns": {"visit": "integer null"}}},
            },
            id="copies of it",
        ),
        pytest.param(
            {"references": {"school.visits.person_id": {"to": "pupils", "may be emptied": False}}},
            id="an owner that may not be emptied",
        ),
        pytest.param(
            {"visits": {"belongs to": {"visitor": {"known by": {"e-mail": "postcode"}}}}},
            id="known by a word that remains in part",
        ),
    ],
)
def test_rows_in_which_something_remains_cannot(said: dict[str, Any]):
    found = anonymity(**said)

    assert "school.visits" not in found.tables
    assert found.of("school.visits") == ()
    assert found.spared("school.visits") == NEVER
    assert found.anonymised("school.visits") == NEVER


def test_a_column_that_is_nobodys_stays_as_it_is():
    said = anonymity(columns={"shoes": "integer"}, visits={"columns": {**VISITS["columns"], "shoes": "none"}})

    assert [column for column, _ in said.of("school.visits")[0].columns] == ["postcode", "age", "day"]


def test_companions_of_a_filler_are_filled():
    said = {"visits": column("remark", category="identity", blank={"remark": "", "hidden": True})}

    assert "school.visits" in anonymity(**said, columns={"hidden": "boolean"}).tables


def test_a_key_that_may_not_be_negative_is_not_drawn_anew():
    whole = anonymity().layout
    seen = whole.schemas["school"].tables["school.visits"]
    unsigned = replace(seen, columns=(replace(seen.columns[0], signed=False), *seen.columns[1:]))
    tables = {**whole.schemas["school"].tables, "school.visits": unsigned}
    layout = replace(whole, schemas={"school": replace(whole.schemas["school"], tables=tables)})

    assert Anonymity(Reasons(layout, TODAY)).tables == frozenset()


def test_the_people_themselves_are_never_anonymised():
    assert "school.pupils" not in anonymity().tables


def test_without_a_rule_that_says_so_nothing_is_anonymised():
    said = POLICY["activities"]["open days"] | {"retention": [RULE | {"then": "erase"}]}

    assert anonymity(activities={"open days": said}).tables == frozenset()


def test_such_a_table_is_marked_in_a_plan_and_in_a_deed():
    programme = Programme(anonymity().layout, TODAY)

    marks = [mark for mark, works in programme.deeds() if mark and works[0].table == "school.visits"]

    assert "school.visits" in programme.marked
    assert [marked.generalised[0].table for mark in marks for marked in mark.tables] == ["school.visits"]
