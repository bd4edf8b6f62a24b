"""In what two sets of tables differ: nothing, if an apply did what the interpreter says."""

import json
from collections import Counter

from tests.reference.schema import TableShape, Values
from tests.reference.world import Tables


def differences(expected: Tables, found: Tables, *, shapes: dict[str, TableShape]) -> list[str]:
    """Return a line for each row that only one of both has; a newly drawn key (a negative number) may be any."""
    lines = []
    for table, shape in shapes.items():
        wanted, there = (
            Counter(_written(row, shape, drawn=_drawn(expected.get(table, []), shape)) for row in tables.get(table, []))
            for tables in (expected, found)
        )
        lines += [f"{table}: missing {row}" for row in (wanted - there).elements()]
        lines += [f"{table}: too much {row}" for row in (there - wanted).elements()]
    return lines


def _drawn(expected: list[Values], shape: TableShape) -> set[str] | None:
    """Return the keys that were not drawn anew, or nothing where no key was."""
    if len(shape.key) != 1:
        return None
    keys = [row[shape.key[0]] for row in expected]
    if not any(isinstance(key, int) and key < 0 for key in keys):
        return None
    return {str(key) for key in keys if not (isinstance(key, int) and key < 0)}


def _written(row: Values, shape: TableShape, *, drawn: set[str] | None) -> str:
    new = drawn is not None and str(row[shape.key[0]]) not in drawn
    return str({name: "new" if new and name in shape.key else _plain(value) for name, value in sorted(row.items())})


def _plain(value: object) -> str:
    """Return a value as text, JSON by what it says and not by how it is spaced."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return value
    if isinstance(value, list | dict):
        return json.dumps(value, sort_keys=True)
    return str(value)
