"""Lines of an invoice have no personal cells of their own: they leave with their invoice, and end with it."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from garant.planning.archiving.reading import Wanted
from garant.planning.grounds.holds import HeldPerson
from garant.policy.datamap import Table
from tests.databases import fresh_database, two_schemas
from tests.reference.cases import read_shapes
from tests.reference.machine import Machine
from tests.reference.test_archive_moves import MAP, POLICY, WHEN_ALICE_MOVES, WORLD, apply, archived

LINES = {"id": "int key", "invoice_id": "int -> invoices", "label": "text null", "price": "int null"}
COLUMNS = {
    "school.pupils": {"id": "int key", "name": "text null", "phone": "text null", "left_on": "date null"},
    "school.invoices": {
        "id": "int key",
        "pupil_id": "int null -> pupils",
        "number": "int null",
        "billed_to": "text null",
        "notes": "text null",
        "issued_on": "date null",
    },
    "school.lines": LINES,
}
PART = Table.model_validate({"part of": "invoice_id", "columns": {"label": "none", "price": "none"}})
TABLES = {**{name: said for name, said in MAP.tables.items() if name != "school.calls"}, "school.lines": PART}
WITH_LINES = replace(
    WORLD,
    data_map=MAP.model_copy(update={"tables": TABLES}),
    shapes=read_shapes(COLUMNS),
    tables={
        **{name: rows for name, rows in WORLD.tables.items() if name != "school.calls"},
        "school.lines": [
            {"id": 1, "invoice_id": 1, "label": "piano", "price": 30},
            {"id": 2, "invoice_id": 1, "label": "stool", "price": 5},
            {"id": 3, "invoice_id": 2, "label": "drums", "price": 40},
        ],
    },
)


@pytest.fixture(params=[("sqlite", "sqlite"), ("postgres", "mariadb"), ("mariadb", "sqlite"), "postgres"], ids=str)
def shop(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        if isinstance(request.param, str):
            school, vault = databases.enter_context(two_schemas(request.param))
        else:
            school, vault = (databases.enter_context(fresh_database(kind)) for kind in request.param)
        machine = Machine({"school": school, "vault": vault})
        databases.callback(machine.close)
        machine.load(WITH_LINES)
        yield machine


def lines(shop: Machine) -> tuple[list[Any], list[Any]]:
    """Return the lines of the active base and of the archive."""
    return [row["label"] for row in shop.tables()["school.lines"]], archived(shop, "school_lines", "label", "price")


def test_lines_leave_with_their_invoice_and_the_plan_says_so(shop: Machine):
    done = apply(shop, WHEN_ALICE_MOVES)

    assert done["ARCHIVE_ROWS", "school.lines"] == 2
    assert lines(shop) == (["drums"], [("piano", 30), ("stool", 5)])
    assert archived(shop, "school_invoices", "id") == [(1,)]
    assert archived(shop, "school_lines", "invoice_id") == [(1,), (1,)]
    assert shop.plan(WHEN_ALICE_MOVES).deeds == ()


def test_they_end_in_the_archive_with_their_invoice(shop: Machine):
    apply(shop, WHEN_ALICE_MOVES)

    apply(shop, date(2029, 1, 1))
    assert lines(shop)[1] == [("drums", 40), ("piano", 30), ("stool", 5)]
    apply(shop, date(2029, 1, 2))

    assert lines(shop) == ([], [("drums", 40)])
    assert archived(shop, "school_invoices", "id") == [(2,)]
    apply(shop, date(2033, 1, 2))
    assert lines(shop) == ([], [])


def test_where_the_invoice_has_run_out_its_lines_are_not_copied(shop: Machine):
    apply(shop, date(2034, 1, 1))

    assert lines(shop) == ([], [])


def test_a_hold_on_their_owner_keeps_them_with_the_invoice(shop: Machine):
    shop.hold(HeldPerson(table="school.pupils", key="1"))

    apply(shop, date(2034, 1, 1))

    assert sorted(lines(shop)[0]) == ["piano", "stool"]
    assert [row["id"] for row in shop.tables()["school.invoices"]] == [1]


def test_a_reader_of_the_archive_sees_what_a_line_says(shop: Machine):
    policy = shop.world.policy
    billing = policy.activities["billing"]
    rule = billing.retention[0]
    assert rule.archive is not None
    read = rule.model_copy(update={"archive": rule.archive.model_copy(update={"readers": ("accounting",)})})
    activities = {**policy.activities, "billing": billing.model_copy(update={"retention": (read,)})}
    shop.load(replace(WITH_LINES, policy=POLICY.model_copy(update={"activities": activities})))
    apply(shop, WHEN_ALICE_MOVES)

    found = shop.read("vault.school_lines", Wanted(table="school.lines", reader="accounting"), WHEN_ALICE_MOVES)

    assert sorted(str(row["label"]) for row in found) == ["piano", "stool"]
