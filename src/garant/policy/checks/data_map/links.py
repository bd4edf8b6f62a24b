"""Identifiers by which people are known in several tables: blanked in a row that stays, they lead there no more."""

from collections.abc import Iterator

from garant.policy.checks.data_map.rows import Rows, all_rows
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap, Person
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.texts.places import KeyPath


def links_that_break(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield identifiers of `also known` that may be due before the rest of their row (Art. 5(1)(d))."""
    for name, person in data_map.people.items():
        for at, table, column in _links(name, person):
            rows = (rows for rows in all_rows(data_map) if rows.table == table and column in rows.columns)
            stays = data_map.tables[table].row == "stays" if table in data_map.tables else False
            if any(_goes_alone(column, one, policy, stays=stays) for one in rows):
                yield say.at(at, "link-blanked", table=table, column=column)


def _links(name: str, person: Person) -> Iterator[tuple[KeyPath, str, str]]:
    words = {word for columns in person.also_known.values() for word in columns}
    for word in person.identifiers if person.table else ():
        if word in words:
            yield ("people", name, "identifiers", word), person.table or "", str(person.identifiers[word].column)
    for table, columns in person.also_known.items():
        yield from ((("people", name, "also known", table, word), table, column) for word, column in columns.items())


def _goes_alone(column: str, rows: Rows, policy: Policy, *, stays: bool) -> bool:
    """Return whether the cell may be blanked in a row that stays: another cell has a reason that it has not."""
    if not rows.columns[column].is_personal:
        return False
    mine = _reasons(column, rows, policy)
    others = (name for name, use in rows.columns.items() if use.is_personal and name != column)
    return stays or any(not _reasons(other, rows, policy) <= mine for other in others)


def _reasons(column: str, rows: Rows, policy: Policy) -> frozenset[str]:
    use = rows.columns[column]
    named = (name for name in use.used_for or rows.used_for or () if name in policy.activities)
    return frozenset(name for name in named if use.category in policy.activities[name].categories)
