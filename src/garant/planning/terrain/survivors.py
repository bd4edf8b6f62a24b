"""Survivors: of the rows that are one person, the row that the others point at in the end."""

from garant.planning.terrain.predicates import Condition, Missing, Same, Source, Value
from garant.planning.terrain.rows import Owner, Rows
from garant.planning.terrain.ways import CLOSURE


def survivor(rows: Rows, owner: Owner) -> tuple[Value, tuple[Source, ...], tuple[Condition, ...]]:
    """Return the key of the row that stands for the person, and the way on to it from the row that was found."""
    if owner.anchor is None or rows.merged(owner.anchor) is None:
        return owner.key, (), ()
    person = rows.layout.data_map.people[owner.anchor.people]
    column = str(person.same_person).rstrip("*")
    pairs, root = rows.aliases(), rows.aliases()
    return (
        Value(root, owner.anchor.key),
        (Source(pairs, f"{CLOSURE}{owner.anchor.table}.{column}"), Source(root, owner.anchor.table)),
        (
            Same(owner.key, Value(pairs, "a")),
            Same(Value(pairs, "b"), Value(root, owner.anchor.key)),
            Missing(Value(root, column)),
        ),
    )
