"""Whether the reason of a hold tells whom it holds: plans and lists show it, and it may outlive what is held."""

import re
from collections.abc import Iterator

from garant.planning.grounds.holds import HeldPerson, NewHold
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Condition, Is, Value, both, either
from garant.planning.terrain.schema import Kind

_TELLING = 4
"""From so many letters on, what is named would be recognised in a reason that repeats it."""
_A_NAME = 3
"""Of so many words a name is made, and of so many letters the shortest one."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*")


def repeats(wanted: NewHold) -> bool:
    """Return whether the reason repeats what was typed of what is held."""
    named = wanted.names.plain()
    texts = [named.get("key", ""), *(value for _, test in named.get("when", ()) for value in _values(test))]
    return any(len(text) >= _TELLING and text.lower() in wanted.reason.lower() for text in texts)


def _values(test: object) -> Iterator[str]:
    if isinstance(test, dict | list | tuple):
        for value in test.values() if isinstance(test, dict) else test:
            yield from _values(value)
    elif isinstance(test, str):
        yield test


def who(layout: Layout, person: HeldPerson) -> Is:
    """Return the condition for the row of a person."""
    return Is(Value("t", layout.anchors_at(person.table)[0].key), (person.key,))


def mentions(layout: Layout, person: HeldPerson, reason: str) -> Condition:
    """Return the condition that words of a reason stand in the person's row: a database says so, and shows none."""
    columns = {name: use for kind in layout.kinds_of(person.table) for name, use in kind.columns.items()}
    seen = layout.tables[person.table].columns
    texts = [
        one.name for one in seen if one.kind is Kind.TEXT and one.name in columns and columns[one.name].is_personal
    ]
    words = tuple(dict.fromkeys(_written(reason)))
    return both(who(layout, person), either(*(Is(Value("t", name), words) for name in texts if words)))


def _written(reason: str) -> Iterator[str]:
    """Yield the words of a reason that may be a name, alone and together, as databases write them."""
    words = _WORD.findall(reason)
    for at in range(len(words)):
        for end in range(at + 1, min(at + _A_NAME, len(words)) + 1):
            text = " ".join(words[at:end])
            if len(text) >= _A_NAME:
                yield from (text, text.lower(), text.upper(), text.title())
