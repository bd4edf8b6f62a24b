"""What a refused step reads is not taken away behind its back; the next run finishes both."""

from datetime import date

import pytest
import sqlalchemy as sa

from tests.databases import fresh_database
from tests.journeys.test_over_time import LAST, club
from tests.reference.aftermath import after
from tests.reference.cases import FOLDER, read_case
from tests.reference.differences import differences
from tests.reference.machine import Machine
from tests.reference.schema import Values
from tests.reference.world import World

MORE: list[Values] = [
    {"id": 100 + n, "member_id": 1, "sent_on": date(2018, 6, 1), "body": f"late {n}"} for n in range(30)
]


@pytest.fixture
def world() -> World:
    """Give a club in which a letter, a log-in, a payment and two members are due."""
    whole = club(members=2, seed=0)
    tables: dict[str, list[dict[str, object]]] = {
        "club.members": whole.tables["club.members"],
        "club.log_ins": [{"id": 1, "member_id": 1, "at_day": date(2018, 7, 1), "ip": "192.0.2.1"}],
        "club.letters": [{"id": 1, "member_id": 1, "sent_on": date(2018, 6, 1), "body": "L1"}],
        "club.payments": [{"id": n, "member_id": n, "paid_on": date(2018, 8, 1), "label": f"fee {n}"} for n in (1, 2)],
    }
    return World(policy=whole.policy, data_map=whole.data_map, shapes=whole.shapes, tables=tables)


def test_rows_that_a_refused_step_is_judged_by_wait_for_it(world: World):
    with fresh_database("sqlite") as url:
        machine = Machine({"club": url})
        machine.load(world)
        plan = machine.plan(LAST)
        with machine.engines["club"].begin() as connection:
            for row in MORE:
                connection.execute(sa.text("INSERT INTO letters VALUES (:id, :member_id, :sent_on, :body)"), row)

        refused = machine.apply(plan).refused
        left = {table: len(rows) for table, rows in machine.tables().items()}
        again = machine.apply(machine.plan(LAST)).refused
        in_the_end = machine.tables()
        machine.close()

    letters, members = refused
    assert letters.en.startswith("`club.letters`: more is due than was approved")
    assert members.en.startswith("`club.members`: the rows of `club.letters`, which could not be finished")
    assert left == {"club.members": 2, "club.log_ins": 0, "club.letters": 31, "club.payments": 0}
    assert again == ()
    whole = World(
        policy=world.policy,
        data_map=world.data_map,
        shapes=world.shapes,
        tables=world.tables | {"club.letters": [*world.tables["club.letters"], *MORE]},
    )
    assert differences(after(whole, LAST), in_the_end, shapes=world.shapes) == []


def test_mariadb_says_why_the_last_rows_of_a_round_stay():
    case = read_case(FOLDER / "rows-that-refer-to-themselves")
    with fresh_database("mariadb") as url:
        machine = Machine({"school": url})
        machine.load(case.world)

        refused = machine.apply(machine.plan(date(2025, 7, 1))).refused
        left = machine.tables()
        machine.close()

    assert refused[0].en.startswith("`school.posts`: ")
    assert "MariaDB erases no row that refers to itself where no other is left" in refused[0].en
    assert left == case.world.tables
