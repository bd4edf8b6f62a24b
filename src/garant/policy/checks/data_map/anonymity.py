"""Whether `then: anonymise` can be kept at all: nothing may remain that leads to a person (recital 26)."""

from collections.abc import Iterator

from garant.policy.checks.data_map.rows import Rows
from garant.policy.checks.data_map.tables import rows_of_activity
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap, Role
from garant.policy.model import Policy
from garant.policy.paths import Column
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Fate


def out_of_reach(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield rules that promise to anonymise rows where something always remains that names a person."""
    for name, _, index, rule in policy.rules():
        if rule.then is not Fate.ANONYMISE:
            continue
        for rows in rows_of_activity(data_map, name):
            remains = _remains(rows, data_map)
            if remains:
                yield say.value(
                    ("activities", name, "retention", index, "then"),
                    "cannot-anonymise",
                    table=rows.table,
                    remains=remains,
                )


def _remains(rows: Rows, data_map: DataMap) -> Sentence | None:
    identifying = _identifiers(rows.table, data_map)
    for name, column in rows.columns.items():
        if column.is_personal and column.generalise is not None:
            if column.free_text:
                return Sentence(f"le texte libre `{name}`", f"the free text `{name}`")
            if name in identifying:
                return Sentence(f"l'identifiant `{name}`", f"the identifier `{name}`")
    for role in rows.owners.values():
        if reference := _stays(role, rows.table, data_map):
            return Sentence(f"le renvoi `{reference}` à la personne", f"the reference `{reference}` to its owner")
    return None


def _identifiers(table: str, data_map: DataMap) -> set[str]:
    people = [one for one in data_map.people.values() if one.table == table]
    return {str(identifier.column) for one in people for identifier in one.identifiers.values()}


def _stays(role: Role, table: str, data_map: DataMap) -> str | None:
    if role.path is None or not isinstance(role.path.steps[0], Column):
        return None
    name = role.path.steps[0].name
    reference = data_map.references.get(f"{table}.{name}")
    return name if reference and reference.may_be_emptied is False else None
