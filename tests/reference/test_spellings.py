"""People known in several stores by drawn spellings of few identifiers: plan, stores and interpreter agree."""

import random  # noqa: TID251 - invented people, from a seed
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.databases import KINDS, fresh_database
from tests.reference.aftermath import after
from tests.reference.cases import FOLDER, read_case
from tests.reference.differences import differences
from tests.reference.interpreter import judge
from tests.reference.machine import Machine
from tests.reference.tallies import judged, planned
from tests.reference.world import Tables, World

DAY = date(2023, 1, 1)
ADDRESSES = (
    "Élodie.Roy@école.example",
    "zoë@mail.example",
    "ZOE@mail.example",
    "i\u0307@mail.example",
    "ａ@mail.example",
)
NUMBERS = ("0612345678", "0711223344", "0132123456")
SEEDS = range(12)


def _address(chance: random.Random) -> str | None:
    if chance.random() < 0.1:
        return chance.choice([None, "", "  ", "sans"])
    changes: list[Callable[[str], str]] = [
        str.upper,
        str.lower,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: f" {text}\t",
        lambda text: text,
    ]
    return chance.choice(changes)(chance.choice(changes)(chance.choice(ADDRESSES)))


def _number(chance: random.Random) -> str | None:
    if chance.random() < 0.1:
        return chance.choice([None, "", "inconnu", "06 12"])
    plain = chance.choice(NUMBERS)
    wide = "".join(chr(0xFF10 + int(digit)) for digit in plain)
    dotted = ".".join(plain[n : n + 2] for n in range(0, 10, 2))
    abroad = (f"+33{plain[1:]}", f"0033 {plain[1:]}", f"+33 (0){plain[1]} {plain[2:]}")
    return chance.choice((plain, wide, dotted, *abroad))


def _drawn(seed: int) -> World:
    """Return a school and its CRM in which few people share fewer identifiers, written as people write them."""
    chance = random.Random(seed)

    def day() -> date:
        return DAY - timedelta(days=chance.choice((100, 700, 731, 800, 1000, 1090, 1097, 1500)))

    tables: Tables = {
        "school.people": [
            {
                "id": n,
                "name": chance.choice(("Jean Roy", "Zoë Lévy")),
                "email": _address(chance),
                "mobile": _number(chance),
                "survivor_id": chance.choice((None, None, n - 1)) if n > 1 else None,
                "ended_on": day(),
            }
            for n in range(1, 7)
        ],
        "school.letters": [{"id": n, "writer_id": chance.randint(1, 6), "body": f"letter {n}"} for n in range(1, 4)],
        "crm.contacts": [
            {"id": n, "full_name": f"contact {n}", "mail": _address(chance), "met_on": day()} for n in range(1, 5)
        ],
        "crm.callers": [
            {
                "id": n,
                "name": chance.choice(("Jean Roy", "Zoë Lévy", None)),
                "number": _number(chance),
                "called_on": day(),
            }
            for n in range(1, 4)
        ],
    }
    return replace(read_case(Path(FOLDER) / "identifiers-that-lead-to-two-people").world, tables=tables)


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_spellings_lead_to_the_same_people_everywhere(kind: str):
    with ExitStack() as stack:
        machine = Machine({store: stack.enter_context(fresh_database(kind)) for store in ("school", "crm")})
        stack.callback(machine.close)
        for seed in SEEDS if kind == "sqlite" else SEEDS[:4]:
            world = _drawn(seed)
            machine.load(world)
            plan = machine.plan(DAY)

            assert planned(plan) == judged(judge(world, DAY)), seed
            machine.apply(plan)
            assert differences(after(world, DAY), machine.tables(), shapes=world.shapes) == [], seed


def test_what_is_drawn_has_doubtful_and_certain_people():
    said = [word for seed in SEEDS for _, word in judged(judge(_drawn(seed), DAY))]

    assert {"doubtful", "erase", "keep"} <= set(said)
