"""Whether what rules mean for an intermediate archive has one to go to (Art. 5(1)(c), 25)."""

from collections.abc import Iterator

from garant.policy.activities import RetentionRule
from garant.policy.checks.data_map.rows import Rows, all_rows, store_of
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Problem


def archives_nowhere(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield rules with an archive phase for data whose store has no archive: they stay in everyday reach."""
    lacking = {name for name, store in data_map.stores.items() if store.url and store.archive is None}
    rows = [one for one in all_rows(data_map) if store_of(one.table) in lacking]
    for activity, _, index, rule in policy.rules():
        stores = dict.fromkeys(store_of(one.table) for one in rows if _is_meant(one, activity, rule))
        if stores:
            named = ", ".join(f"`{store}`" for store in stores)
            yield say.at(("activities", activity, "retention", index, "archive"), "archive-nowhere", stores=named)


def _is_meant(rows: Rows, activity: str, rule: RetentionRule) -> bool:
    """Return whether a cell of these rows is kept by the rule in its archive phase, as far as the map tells."""
    uses = [
        use for use in rows.columns.values() if use.is_personal and activity in (use.used_for or rows.used_for or ())
    ]
    meant = [use.category or "" for use in uses if not rule.only or use.category in rule.only]
    return any(rule.archived_after(category) is not None for category in meant)
