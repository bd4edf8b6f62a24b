"""Whether reasons and cells find each other: activities and tables, categories and rules, rules and clocks."""

from collections.abc import Iterator

from garant.policy.activities import RetentionRule
from garant.policy.checks.data_map.rows import Rows, all_rows
from garant.policy.checks.names import BIRTH
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.paths import RowsOf
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.texts.places import KeyPath


def tables_without_activity(_policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield personal rows and files that are used for nothing (Art. 5(1)(b))."""
    for rows in all_rows(data_map):
        if rows.used_for == () and any(one.is_personal and not one.used_for for one in rows.columns.values()):
            yield say.at(rows.at, "used-for-nothing", table=rows.table)
    for name, files in data_map.files.items():
        if not files.used_for and not files.part_of:
            yield say.at(("files", name), "used-for-nothing/files", name=name)


def cells_without_reason(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield personal columns whose category none of the table's activities covers: no rule reaches them."""
    for rows in all_rows(data_map):
        for name, column in rows.columns.items():
            used_for = column.used_for or rows.used_for
            category = column.category
            if not column.is_personal or not used_for or category not in policy.categories.keys() - say.meant:
                continue
            if policy.categories[category].forbidden or any(_covers(policy, one, category) for one in used_for):
                continue
            yield say.at(
                (*rows.at, "columns", name),
                "no-reason",
                table=rows.table,
                category=category,
                mend=_reason_mend(policy, category),
            )


def _covers(policy: Policy, activity: str, category: str) -> bool:
    # An activity that nobody declared is a problem of its own; it must not make a second one here.
    return activity not in policy.activities or category in policy.activities[activity].categories


def _reason_mend(policy: Policy, category: str) -> Sentence:
    covering = [f"`{name}`" for name, one in policy.activities.items() if category in one.categories]
    return (_USE_IT if covering else _COVER_IT).filled({"category": category, "covering": ", ".join(covering[:6])})


_COVER_IT = Sentence(
    "ajoutez `{category}` aux `categories` d'une activité, ou cessez de la collecter",
    "add `{category}` to the `categories` of an activity, or stop collecting it",
)
_USE_IT = Sentence(
    "ajoutez l'une de celles-ci à `used for:`, s'il en est ainsi : {covering}",
    "add one of these to `used for:`, if it is so: {covering}",
)


def activities_without_table(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield activities that give reasons nowhere, and kinds of subject that the map never finds."""
    if not data_map.tables and not data_map.files:
        return
    used, unknown_reach = _used(data_map) | say.meant, any(rows.used_for is None for rows in all_rows(data_map))
    for name in policy.activities:
        if name not in used and not unknown_reach:
            yield say.at(("activities", name), "activity-nowhere", name=name)
    found = _kinds_found(data_map) | say.meant
    for name, activity in policy.activities.items():
        for index, subject in enumerate(activity.subjects):
            if subject in policy.subjects and subject not in found and name in used:
                yield say.value(("activities", name, "subjects", index), "subject-nowhere", subject=subject)


def _used(data_map: DataMap) -> set[str]:
    """Return the activities that some table, column, kind of row or files are used for."""
    of_files = {name for files in data_map.files.values() for name in files.used_for}
    of_rows = {name for rows in all_rows(data_map) for name in rows.used_for or ()}
    return (
        of_files
        | of_rows
        | {name for rows in all_rows(data_map) for column in rows.columns.values() for name in column.used_for}
    )


def _kinds_found(data_map: DataMap) -> set[str]:
    of_people = {kind for name, one in data_map.people.items() for kind in (one.kinds or {name: {}})}
    of_roles = {role.kind for rows in all_rows(data_map) for role in rows.owners.values() if role.kind}
    of_files = {files.kind for files in data_map.files.values() if files.kind}
    return of_people | of_roles | of_files


def clocks(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield rules whose events no table and no files date: they can never run out, nor keep anything."""
    if not data_map.tables and not data_map.files:
        return
    dated, used = _dated(data_map) | say.meant, _used(data_map)
    for name, _, index, rule in policy.rules():
        if name in used:
            yield from _clock_of(rule, dated, policy, say=say, at=("activities", name, "retention", index))
    for name, subject in policy.subjects.items():
        for key, asked in (("ever", subject.ever), ("never", subject.never)):
            for position, event in enumerate(asked):
                if event in policy.events and event not in dated:
                    yield _nowhere(("subjects", name, key, position), event, say)


def _dated(data_map: DataMap) -> set[str]:
    of_tables = {event for rows in all_rows(data_map) for event in rows.events}
    of_files = {event for files in data_map.files.values() for event in files.events}
    of_people = {BIRTH} if any(person.born for person in data_map.people.values()) else set()
    return of_tables | of_files | of_people


def _clock_of(rule: RetentionRule, dated: set[str], policy: Policy, *, say: Say, at: KeyPath) -> Iterator[Problem]:
    started_by = [*rule.from_, *rule.or_else]
    known = {*policy.events, BIRTH}
    if isinstance(rule.keep, str) or not set(started_by) <= known:
        return
    if started_by and not dated & set(started_by):
        yield say.at((*at, "from"), "no-clock", event=started_by[0])
        return
    for key, events in (("from", rule.from_), ("or else", rule.or_else)):
        for position, event in enumerate(events):
            if event not in dated:
                yield _nowhere((*at, key, position), event, say)
    if rule.at_latest and rule.at_latest.from_ in known - dated:
        yield _nowhere((*at, "at latest", "from"), rule.at_latest.from_, say)


def _nowhere(path: KeyPath, event: str, say: Say) -> Problem:
    return say.value(path, "event-nowhere", event=event)


def undated(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield rules that keep for want of a date, where the map expects dates to be missing and no ceiling is said."""
    missing = {event for rows in all_rows(data_map) for event in rows.events if _may_be_missing(rows, event, say)}
    for name, _, index, rule in policy.rules():
        for event in rule.from_:
            if event in missing and rule.at_latest is None:
                yield say.at(("activities", name, "retention", index), "no-ceiling", event=event)


def _may_be_missing(rows: Rows, event: str, say: Say) -> bool:
    column = rows.events[event]
    says_so = column.empty == "missing" and say.is_written(*rows.at, "events", event, "empty")
    return says_so or bool(column.stand_ins.missing)


def open_for_nobody(data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield events that are read in rows that point here, and are open where there is no such row (Art. 5(1)(e))."""
    for rows in all_rows(data_map):
        for event, said in rows.events.items():
            number = next((n for n, step in enumerate(said.column.steps, start=1) if isinstance(step, RowsOf)), None)
            if number is None or said.empty != "open":
                continue
            first = ".".join(str(said.column).split(".")[:number])
            if not any(asked.startswith(first) and wanted == "some" for asked, wanted in said.when.items()):
                at = (*rows.at, "events", event)
                yield say.at(at, "open-for-nobody", event=event, table=rows.table, path=said.column, first=first)
