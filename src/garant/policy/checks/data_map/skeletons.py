"""Rows that keep the row of their person for want of a kind: the reason would else be read from it (Art. 5(1)(c))."""

from collections.abc import Iterator

from garant.policy.activities import RetentionRule
from garant.policy.checks.data_map.rows import Rows, all_rows, people_tables
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem


def kept_for_a_kind(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield roles without a kind of rows that outlast all that is kept in the row of their person."""
    longest = max((_length(rule) for rows in _of_people(data_map) for rule in _rules(rows, policy)), default=0)
    for rows in all_rows(data_map):
        lasting = [rule for rule in _rules(rows, policy) if _is_told_by_row(rule, rows) and _length(rule) > longest]
        if not longest or not lasting or rows.table in people_tables(data_map):
            continue
        for name, role in rows.owners.items():
            if role.kind is None and role.path is not None and say.is_written(*rows.at, "belongs to", name):
                yield say.at((*rows.at, "belongs to", name), "kept-for-a-kind", role=name, table=rows.table)


def _of_people(data_map: DataMap) -> Iterator[Rows]:
    homes = {person.table for person in data_map.people.values()}
    return (rows for rows in all_rows(data_map) if rows.table in homes)


def _rules(rows: Rows, policy: Policy) -> Iterator[RetentionRule]:
    for name in rows.used_for or ():
        if name in policy.activities:
            yield from policy.activities[name].retention


def _is_told_by_row(rule: RetentionRule, rows: Rows) -> bool:
    return bool(rule.events) and all(event in rows.events for event in rule.events)


def _length(rule: RetentionRule) -> int:
    """Return about how many days a rule keeps; which of two is longer is all that is asked."""
    said = rule.keep
    return (said.years * 12 + said.months) * 30 + said.weeks * 7 + said.days if isinstance(said, Period) else 0
