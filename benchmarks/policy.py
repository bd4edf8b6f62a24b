"""A policy folder of two thousand lines: read and checked, beside parsing and validating alone."""

import time
from collections.abc import Callable
from typing import NamedTuple

import yaml

from garant.policy.checks import check
from garant.policy.datamap import DataMap
from garant.policy.digests import digest
from garant.policy.model import Policy
from garant.policy.reading import MAP_KEYS, POLICY_KEYS, read

LINES = 2_000
ROUNDS = 15


class Row(NamedTuple):
    """One line of the table: `ratio` is Garant's figure to the floor's."""

    what: str
    floor: float
    garant: float
    ratio: float
    unit: str


def measure() -> list[Row]:
    """Return what was measured, without the start of the interpreter and its imports."""
    files = folder(LINES)
    reading = read(files)
    assert reading.problems == ()
    policy = reading.policy
    assert policy is not None
    floor = _milliseconds(lambda: _parse_and_validate(files))
    lines = sum(text.count("\n") for text in files.values())
    return [
        _row(f"policy of {lines} lines: read, with every place", floor, _milliseconds(lambda: read(files))),
        _row(f"policy of {lines} lines: read and checked", floor, _milliseconds(lambda: _read_and_check(files))),
        _row(f"policy of {lines} lines: its digest", floor, _milliseconds(lambda: digest(policy))),
    ]


def folder(lines: int) -> dict[str, str]:
    """Return an invented sound folder of at least `lines` lines, half policy, half data map."""
    head = (
        "organisation:\n  name: École de musique\n  country: FR\n  time zone: Europe/Paris\n"
        "  contact: {email: a@ecole.example}\n  dpo: {email: dpo@ecole.example}\n"
        "subjects: {pupil: {fr: élève, en: pupil}}\n"
    )
    count = lines // 23
    names = range(count)
    policy = [
        head,
        "events:\n",
        *(f"  ended {n}: {{fr: la fin {n}, en: the end {n}}}\n" for n in names),
        "categories:\n",
        *(f"  category {n}: {{fr: catégorie {n}, en: category {n}}}\n" for n in names),
        "activities:\n",
        *(_activity(n) for n in names),
    ]
    data_map = [
        "stores:\n  school: {url: 'env:SCHOOL_URL', country: FR}\n",
        "people:\n  pupil: {table: school.pupils, key: id}\n",
        "tables:\n  school.pupils: {used for: [activity 0], columns: {name: category 0}}\n",
        *(_table(n) for n in names),
    ]
    return {"policy.yaml": "".join(policy), "data-map.yaml": "".join(data_map)}


def _activity(n: int) -> str:
    return (
        f"  activity {n}:\n"
        f"    purpose: {{fr: finalité {n}, en: purpose {n}, dpv: ServiceProvision}}\n"
        "    basis: contract\n"
        "    subjects: [pupil]\n"
        f"    categories: [category {n}]\n"
        "    retention:\n"
        f"      - keep: P{n % 9 + 1}Y\n"
        f"        from: ended {n}\n"
        "        because: our rule\n"
        "        archive:\n"
        "          after: P6M\n"
    )


def _table(n: int) -> str:
    return (
        f"  school.table_{n}:\n"
        f"    used for: [activity {n}]\n"
        "    belongs to:\n"
        "      owner: pupil_id\n"
        "    columns:\n"
        f"      name: category {n}\n"
        f"      note: {{category: category {n}, free text: true}}\n"
        "      number: none\n"
        "    events:\n"
        f"      ended {n}: {{column: ended_on, empty: open}}\n"
    )


def _parse_and_validate(files: dict[str, str]) -> None:
    said = {key: value for text in files.values() for key, value in yaml.load(text, Loader=yaml.CSafeLoader).items()}
    Policy.model_validate({key: value for key, value in said.items() if key in POLICY_KEYS})
    DataMap.model_validate({key: value for key, value in said.items() if key in MAP_KEYS})


def _read_and_check(files: dict[str, str]) -> None:
    reading = read(files)
    check(reading.policy, reading.data_map, reading.places)


def _milliseconds(work: Callable[[], object]) -> float:
    """Return the best of several rounds: the others measure what else the machine did."""
    spent = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begin)
    return min(spent) * 1000


def _row(what: str, floor: float, garant: float) -> Row:
    return Row(what, floor, garant, garant / floor, "ms")


if __name__ == "__main__":
    for row in measure():
        print(f"{row.what}: {row.garant:.1f} {row.unit}, floor {row.floor:.1f} {row.unit}, {row.ratio:.2f} ×")
