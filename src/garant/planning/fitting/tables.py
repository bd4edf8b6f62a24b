"""Tables that the map or the store lacks, and tables that no plan may change."""

from collections.abc import Iterator

from garant.planning.terrain.layout import Layout
from garant.policy.checks.say import Say
from garant.policy.problems import Problem
from garant.policy.speech.suggestions import did_you_mean


def missing_tables(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield tables that the map names and their store lacks."""
    for name in layout.data_map.tables:
        yield from _missing(("tables", name), name, layout, say=say)
    for name, person in layout.data_map.people.items():
        for table in (*([person.table] if person.table else []), *person.also_known):
            # What the map itself does not name is told from the texts alone.
            if table not in layout.data_map.tables and person.table != table:
                yield from _missing(("people", name, "also known", table), table, layout, say=say)
    for name, reference in layout.data_map.references.items():
        table = name.rpartition(".")[0]
        target = reference.to if "." in reference.to else f"{layout.store_of(name)}.{reference.to}"
        for one, at in ((table, ("references", name)), (target, ("references", name, "to"))):
            if one not in layout.data_map.tables:
                yield from _missing(at, one, layout, say=say)


def _missing(at: tuple[str, ...], name: str, layout: Layout, *, say: Say) -> Iterator[Problem]:
    store = layout.store_of(name)
    if store not in layout.schemas or name in layout.tables:
        return
    there = sorted(table for table in layout.tables if layout.store_of(table) == store)
    yield say.at(at, "unknown-table", store=store, table=name.partition(".")[2], mend=did_you_mean(name, there))


def unmapped_tables(layout: Layout) -> Iterator[str]:
    """Yield the tables of which the map says nothing: nothing may be left unsaid (Art. 30(1)(c))."""
    yield from (name for name in layout.tables if name not in layout.data_map.tables)


def tables_unsaid(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield tables that are in a store and not in the map."""
    for name in unmapped_tables(layout):
        yield say.at(("tables",), "unmapped-table", name=name)


def keyless(layout: Layout) -> Iterator[str]:
    """Yield tables of personal data whose rows nothing tells apart."""
    yield from (name for name in layout.personal if not layout.key_of(name))


def without_key(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield tables of personal data that have no key."""
    for name in keyless(layout):
        yield say.at(("tables", name), "no-key", name=name)


def not_transactional(layout: Layout) -> Iterator[str]:
    """Yield tables of personal data in which a change cannot be taken back half-way."""
    yield from (name for name in layout.personal if not layout.tables[name].transactional)


def without_transactions(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield tables of personal data whose engine keeps no transactions (MyISAM, Aria)."""
    for name in not_transactional(layout):
        table = name.partition(".")[2]
        yield say.at(("tables", name), "not-transactional", name=name, table=table)


def versioned(layout: Layout) -> Iterator[str]:
    """Yield tables of personal data of which the database keeps what is erased, in a history (Art. 17(1))."""
    yield from (name for name in layout.personal if layout.tables[name].versioned)


def with_history(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield tables from which nothing can be erased while their history is kept (MariaDB's system versioning)."""
    for name in versioned(layout):
        yield say.at(("tables", name), "keeps-history", name=name, table=name.partition(".")[2])


def unknown_triggers(layout: Layout) -> Iterator[tuple[str, str]]:
    """Yield what acts unseen on tables that a plan may change, triggers and reaching tables, and goes unsaid."""
    for name, seen in layout.tables.items():
        if name in layout.personal or cascades_from(name, layout):
            for trigger in (*seen.triggers, *seen.reaching):
                if trigger not in layout.said(name).triggers:
                    yield name, trigger


def cascades_from(name: str, layout: Layout) -> frozenset[str]:
    """Return the tables whose rows take rows of this one with them when the database erases them."""
    return frozenset(r.to for r in layout.tables[name].references if r.on_delete == "cascade" and r.to != name)


def undeclared_triggers(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield triggers that nobody looked at, and stores whose triggers this account may not see."""
    for name, trigger in unknown_triggers(layout):
        code = "undeclared-trigger/reaching" if trigger in layout.tables[name].reaching else "undeclared-trigger"
        yield say.at(("tables", name), code, name=name, trigger=trigger)
    for store, schema in layout.schemas.items():
        if not schema.triggers_readable:
            yield say.at(("stores", store), "undeclared-trigger/hidden", store=store)


def unindexed(layout: Layout, say: Say) -> Iterator[Problem]:
    """Yield references of personal tables that no index helps to follow backwards."""
    for name in layout.personal:
        seen = layout.tables[name]
        for reference in seen.references:
            columns = reference.columns
            helped = any(set(index[: len(columns)]) == set(columns) for index in (*seen.indexes, seen.key))
            # Only rows that may go are looked for backwards.
            if helped or reference.to not in layout.personal or any("->" in column for column in columns):
                continue
            listed, table = ", ".join(columns), name.partition(".")[2]
            yield say.at(("tables", name), "no-index", listed=listed, name=name, table=table, joined="_".join(columns))
