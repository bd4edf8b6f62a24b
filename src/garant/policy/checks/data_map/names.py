"""Names in the data map that the policy must declare: activities, categories, subjects, events, recipients."""

from collections.abc import Iterator

from garant.policy.checks.data_map.rows import Rows, all_rows
from garant.policy.checks.names import BIRTH
from garant.policy.checks.parties import places_of
from garant.policy.checks.say import Say
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.terms import EEA
from garant.policy.texts.places import KeyPath

NO_DATA = "none"


def undeclared_in_tables(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield what tables name without the policy's declaring it."""
    categories = {*policy.categories, NO_DATA}
    for name, table in data_map.tables.items():
        yield from say.unknown(("tables", name, "used for"), table.used_for, policy.activities, what="activity")
        for index, kind in enumerate(table.rows):
            here = ("tables", name, "rows", index, "used for")
            yield from say.unknown(here, kind.used_for, policy.activities, what="activity")
    for rows in all_rows(data_map):
        for column, use in rows.columns.items():
            at: KeyPath = (*rows.at, "columns", column)
            if use.category is not None:
                where = (*at, "category") if say.is_written(*at, "category") else at
                yield from say.unknown(where, (use.category,), categories, what="category")
            yield from say.unknown((*at, "used for"), use.used_for, policy.activities, what="activity")
        yield from _events_and_kinds(policy, rows, say)


def _events_and_kinds(policy: Policy, rows: Rows, say: Say) -> Iterator[Problem]:
    for event in rows.events:
        yield from say.unknown_key((*rows.at, "events", event), {*policy.events, BIRTH}, what="event")
    for name, role in rows.owners.items():
        if role.kind:
            at = (*rows.at, "belongs to", name, "kind")
            yield from say.unknown(at, (role.kind,), policy.subjects, what="subject")


def undeclared_in_people_and_stores(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield kinds of people and hosts of stores that the policy does not declare."""
    for name, person in data_map.people.items():
        for kind in person.kinds:
            yield from say.unknown_key(("people", name, "kinds", kind), policy.subjects, what="subject")
    for name, store in data_map.stores.items():
        if store.recipient:
            at = ("stores", name, "recipient")
            yield from say.unknown(at, (store.recipient,), policy.recipients, what="recipient")
        if store.archive:
            databases = [other for other, said in data_map.stores.items() if said.url and other != name]
            yield from say.unknown(
                ("stores", name, "archive"), (store.archive,), databases, what="archive: another database"
            )


def undeclared_in_files(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield what files name without the policy's declaring it."""
    for name, files in data_map.files.items():
        at = ("files", name)
        if data_map.stores and data_map.store_of_files(name) is None:
            places = [place for place, store in data_map.stores.items() if store.files is not None]
            yield from say.unknown_key(at, places, what="place of files")
        yield from say.unknown((*at, "used for"), files.used_for, policy.activities, what="activity")
        if files.category:
            known = {*policy.categories, NO_DATA}
            yield from say.unknown((*at, "category"), (files.category,), known, what="category")
        if files.kind:
            yield from say.unknown((*at, "kind"), (files.kind,), policy.subjects, what="subject")
        for event in files.events:
            yield from say.unknown_key((*at, "events", event), {*policy.events, BIRTH}, what="event")


def stores_abroad(policy: Policy, data_map: DataMap, say: Say) -> Iterator[Problem]:
    """Yield stores outside the European Economic Area without a safeguard, or outside the promised place."""
    allowed = places_of(policy.location)
    for name, store in data_map.stores.items():
        at = ("stores", name, "country")
        host = policy.recipients.get(store.recipient or "")
        if store.country not in EEA and (host is None or host.transfer is None):
            yield say.value(at, "no-safeguard/store", name=name)
        if allowed and store.country not in allowed:
            yield say.value(at, "outside-location/store", name=name, location=policy.location)
