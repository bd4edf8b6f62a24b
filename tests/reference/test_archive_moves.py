"""A school with an archive: what moves, what ends there, who comes back, and runs that are killed in between."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import pytest

from garant.adapters.sql.deeds.vault import Vault
from garant.planning.archiving.reading import Wanted
from garant.planning.grounds.holds import HeldPerson
from garant.planning.steps import StepKind
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from tests.databases import fresh_database, two_schemas
from tests.reference.cases import read_shapes
from tests.reference.machine import Machine
from tests.reference.schema import fill
from tests.reference.test_archived import everything
from tests.reference.world import World

POLICY = Policy.model_validate(
    {
        "organisation": {"name": "School", "country": "FR", "time zone": "Europe/Paris", "contact": {}},
        "subjects": {"pupil": {}},
        "events": {"left": {}, "issued": {}, "called": {}},
        "categories": {"identity": {}, "invoice": {}, "contact": {}},
        "activities": {
            "schooling": {
                "purpose": {},
                "basis": "contract",
                "subjects": ["pupil"],
                "categories": ["identity", "contact"],
                "retention": [{"keep": "P1Y", "from": ["left"]}],
            },
            "calls": {
                "purpose": {},
                "basis": "contract",
                "subjects": ["pupil"],
                "categories": ["contact"],
                "retention": [{"keep": "P1Y", "from": ["called"], "archive": {"for": "P1Y"}}],
            },
            "billing": {
                "purpose": {},
                "basis": "contract",
                "subjects": ["pupil"],
                "categories": ["identity", "invoice"],
                "retention": [{"keep": "P10Y", "from": ["issued"], "archive": {"after": "P2Y"}}],
            },
        },
    }
)
MAP = DataMap.model_validate(
    {
        "stores": {
            "school": {"url": "env:SCHOOL", "country": "FR", "archive": "vault"},
            "vault": {"url": "env:VAULT", "country": "FR"},
        },
        "people": {"pupil": {"table": "school.pupils", "key": "id"}},
        "tables": {
            "school.pupils": {
                "used for": ["schooling", "billing", "calls"],
                "columns": {"name": "identity", "phone": "contact"},
                "events": {"left": "left_on"},
            },
            "school.calls": {
                "used for": ["calls"],
                "belongs to": {"pupil": "pupil_id"},
                "columns": {"about": "contact"},
                "events": {"called": "at"},
            },
            "school.invoices": {
                "used for": ["billing"],
                "belongs to": {"payer": "pupil_id"},
                "columns": {"number": "none", "billed_to": "identity", "notes": "invoice"},
                "events": {"issued": "issued_on"},
            },
        },
    }
)
SHAPES = read_shapes(
    {
        "school.pupils": {"id": "int key", "name": "text null", "phone": "text null", "left_on": "date null"},
        "school.calls": {"id": "int key", "pupil_id": "int -> pupils", "about": "text null", "at": "date null"},
        "school.invoices": {
            "id": "int key",
            "pupil_id": "int null -> pupils",
            "number": "int null",
            "billed_to": "text null",
            "notes": "text null",
            "issued_on": "date null",
        },
    }
)
ALICE = {"id": 1, "name": "Alice", "phone": "06", "left_on": date(2019, 6, 30)}
BEN = {"id": 2, "name": "Ben", "phone": "07", "left_on": date(2023, 6, 30)}
WORLD = World(
    policy=POLICY,
    data_map=MAP,
    shapes=SHAPES,
    tables={
        "school.pupils": [ALICE, BEN],
        "school.calls": [
            {"id": 1, "pupil_id": 1, "about": "late", "at": date(2020, 1, 1)},
            {"id": 2, "pupil_id": 2, "about": "ill", "at": date(2022, 8, 1)},
        ],
        "school.invoices": [
            {"id": 1, "pupil_id": 1, "number": 1, "billed_to": "Alice A", "notes": "n", "issued_on": date(2019, 1, 1)},
            {"id": 2, "pupil_id": 2, "number": 2, "billed_to": "Ben B", "notes": "m", "issued_on": date(2023, 1, 1)},
        ],
    },
)
BESIDE = [("sqlite", "sqlite"), ("postgres", "mariadb"), ("mariadb", "postgres")]
WITHIN = ["postgres", "mariadb"]
WHEN_ALICE_MOVES, WHEN_BEN_MOVES = date(2021, 2, 1), date(2025, 2, 1)


@pytest.fixture(scope="module", params=[*BESIDE, *WITHIN], ids=str)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with ExitStack() as databases:
        if request.param in WITHIN:
            school, vault = databases.enter_context(two_schemas(request.param))
        else:
            school, vault = (databases.enter_context(fresh_database(kind)) for kind in request.param)
        machine = Machine({"school": school, "vault": vault})
        databases.callback(machine.close)
        yield machine


@pytest.fixture
def school(machine: Machine) -> Machine:
    machine.load(WORLD)
    return machine


def apply(machine: Machine, day: date) -> dict[tuple[str, str], int]:
    plan = machine.plan(day)
    assert machine.apply(plan).refused == ()
    return {(step.kind.name, step.place): step.count for step in plan.deeds}


def archived(machine: Machine, table: str, *columns: str) -> list[tuple[Any, ...]]:
    rows = everything(machine.engines["vault"]).get(table, [])
    return sorted((tuple(row[column] for column in columns) for row in rows), key=str)


def test_rows_that_nobody_actively_needs_leave_for_the_archive_and_the_plan_says_so(school: Machine):
    assert apply(school, WHEN_ALICE_MOVES) == {
        ("ARCHIVE_ROWS", "school.calls"): 1,
        ("ARCHIVE_ROWS", "school.invoices"): 1,
        ("ARCHIVE_ROWS", "school.pupils"): 1,
    }
    assert [row["name"] for row in school.tables()["school.pupils"]] == ["Ben"]
    assert archived(school, "school_invoices", "id", "pupil_id", "billed_to") == [(1, 1, "Alice A")]
    assert archived(school, "school_pupils", "id", "name", "phone") == [(1, "Alice", "06")]
    assert school.plan(WHEN_ALICE_MOVES).deeds == ()


def test_in_the_archive_each_cell_ends_with_the_rule_that_kept_it(school: Machine):
    apply(school, WHEN_ALICE_MOVES)

    assert apply(school, date(2022, 1, 2)) == {
        ("BLANK_CELLS", "vault.school_pupils"): 1,
        ("ERASE_ROWS", "vault.school_calls"): 1,
    }
    assert archived(school, "school_pupils", "name", "phone") == [("Alice", None)]
    assert ("ERASE_ROWS", "vault.school_pupils") in apply(school, date(2029, 1, 2))
    assert archived(school, "school_pupils", "name") == [("Ben",)]


def test_when_the_last_record_of_a_person_ends_nothing_is_remembered_of_them(school: Machine):
    for day in (WHEN_ALICE_MOVES, WHEN_BEN_MOVES, date(2033, 1, 2), date(2033, 1, 2)):
        apply(school, day)

    left = everything(school.engines["vault"])
    assert [row["counts"] for row in left.pop("garant_receipts", [])] in ([], ["[]"])  # the name of the log, no receipt
    assert [rows for rows in left.values() if rows] == []
    assert school.state.memory.known() == frozenset()


def test_cells_leave_before_their_row_and_the_row_follows(school: Machine):
    done = apply(school, date(2024, 7, 2))

    assert done["ARCHIVE_CELLS", "school.pupils"] == 1
    assert [(row["name"], row["phone"]) for row in school.tables()["school.pupils"]] == [("Ben", None)]
    assert (None, "07") in archived(school, "school_pupils", "name", "phone")

    apply(school, WHEN_BEN_MOVES)

    assert school.tables()["school.pupils"] == []
    assert archived(school, "school_pupils", "id", "name", "phone") == [(1, "Alice", None), (2, "Ben", None)]


def test_who_comes_back_keeps_what_lies_in_the_archive_as_long_as_the_active_base_says(school: Machine):
    day = date(2023, 8, 2)
    assert apply(school, day)["ARCHIVE_ROWS", "school.calls"] == 2 or archived(school, "school_calls", "id")
    # Ben calls again while his first call is in the archive: for his phone number the later call counts.
    again = {"id": 9, "pupil_id": 2, "about": "again", "at": date(2024, 7, 1)}
    fill(school.engines["school"], shapes=[SHAPES["school.calls"]], rows={"calls": [again]})

    apply(school, date(2024, 8, 2))

    assert [row["phone"] for row in school.tables()["school.pupils"]] == ["07"]
    assert archived(school, "school_calls", "about") == []


def test_a_hold_on_somebody_at_home_holds_what_lies_in_the_archive(school: Machine):
    apply(school, date(2023, 8, 2))
    before = archived(school, "school_calls", "pupil_id", "about")
    school.hold(HeldPerson(table="school.pupils", key="2"))

    apply(school, date(2028, 1, 1))

    assert archived(school, "school_calls", "pupil_id", "about") == [row for row in before if row[0] == 2]


def test_who_was_moved_is_held_where_they_lie(school: Machine):
    apply(school, WHEN_ALICE_MOVES)
    number = archived(school, "people_pupil", "garant_id")[0][0]
    school.hold(HeldPerson(table="vault.people_pupil", key=str(number)))

    apply(school, date(2032, 1, 1))

    assert archived(school, "school_invoices", "billed_to") == [("Alice A",), ("Ben B",)]
    assert ("Alice", "06") in archived(school, "school_pupils", "name", "phone")


def test_what_a_hold_alone_keeps_in_the_archive_is_seen_by_its_readers(school: Machine):
    apply(school, WHEN_ALICE_MOVES)
    number = archived(school, "people_pupil", "garant_id")[0][0]
    school.hold(HeldPerson(table="vault.people_pupil", key=str(number)), readers=("lawyer",))
    wanted = Wanted(table="school.invoices", reader="lawyer")

    assert school.read("vault.school_invoices", wanted, date(2028, 1, 1)) == []
    apply(school, date(2032, 1, 1))
    (seen,) = school.read("vault.school_invoices", wanted, date(2032, 1, 1))

    assert (seen["billed_to"], seen["notes"]) == ("Alice A", "n")


class Killed(BaseException):
    """The process is no more."""


def _before(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise Killed

    monkeypatch.setattr(Vault, what, die)


def _after_the_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Vault.keep

    def then_die(self: Vault, batch: int, token: str) -> None:
        keep(self, batch, token)
        raise Killed

    monkeypatch.setattr(Vault, "keep", then_die)


@pytest.mark.parametrize("instant", ["before the copy", "between copy and erasure", "after the erasure"])
def test_killed_at_any_instant_the_next_run_goes_on_and_nothing_is_there_twice(
    school: Machine, instant: str, monkeypatch: pytest.MonkeyPatch
):
    plan = school.plan(WHEN_ALICE_MOVES)
    with monkeypatch.context() as dying:
        match instant:
            case "before the copy":
                _before("keep", dying)
            case "between copy and erasure":
                _after_the_copy(dying)
            case _:
                _before("settle", dying)
        with pytest.raises(Killed):
            school.apply(plan)

    apply(school, WHEN_ALICE_MOVES)

    assert [row["name"] for row in school.tables()["school.pupils"]] == ["Ben"]
    assert archived(school, "school_invoices", "id") == [(1,)]
    assert archived(school, "school_calls", "id") == [(1,)]
    assert archived(school, "school_pupils", "id") == [(1,)]
    assert archived(school, "garant_pending", "batch") == []
    assert school.plan(WHEN_ALICE_MOVES).deeds == ()


def test_an_archive_that_does_not_answer_keeps_everything_where_it_is(school: Machine):
    url = school.urls["vault"]
    school.urls = {"school": school.urls["school"]}
    try:
        plan = school.plan(WHEN_ALICE_MOVES)
    finally:
        school.urls = {**school.urls, "vault": url}

    assert plan.deeds == ()
    assert StepKind.KEEP_FOR_ARCHIVE in {step.kind for step in plan.steps if step.count}


@pytest.mark.parametrize("kind", WITHIN)
def test_where_one_transaction_reaches_both_a_row_is_in_both_at_no_moment(kind: str, monkeypatch: pytest.MonkeyPatch):
    with two_schemas(kind) as (active, beside):
        school = Machine({"school": active, "vault": beside})
        school.load(WORLD)
        seen: list[tuple[int, int]] = []
        keep = Vault.keep

        def look_then_keep(vault: Vault, batch: int, token: str) -> None:
            keep(vault, batch, token)
            seen.append((len(school.tables()["school.invoices"]), len(archived(school, "school_invoices", "id"))))

        monkeypatch.setattr(Vault, "keep", look_then_keep)
        apply(school, WHEN_ALICE_MOVES)

        assert set(seen) <= {(2, 0), (1, 1)}
        assert (len(school.tables()["school.invoices"]), archived(school, "school_invoices", "id")) == (1, [(1,)])
        school.close()
