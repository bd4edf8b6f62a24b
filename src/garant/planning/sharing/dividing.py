"""Which steps several workers may share: those whose rows are decided without looking at other rows that change."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from garant.planning.approval.agenda import Together
from garant.planning.files import named_sets
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import Source
from garant.planning.work import TableWork

_LEAVING = frozenset(("no action", "restrict"))


def may_be_divided(layout: Layout, deed: Together, *, hands_on: bool) -> bool:
    """Return whether parts of a step can be done at once, each in a transaction that sees no other.

    INVARIANT: whatever one part reads, no other part changes. So people's own rows, copies into an archive, rows that
    are anonymised by their number and files that several rows name stay in one pair of hands.
    """
    mark, works = deed
    if mark is not None or len(works) != 1 or hands_on:
        return False
    work = works[0]
    alone = work.forgets or work.archives or work.generalised or work.is_of_archive or work.recounts
    names_files = any(files.table == work.table for files in named_sets(layout))
    seen = layout.tables[work.table]
    triggered = seen.triggers or seen.reaching
    return not (alone or names_files or triggered or _changed(layout, work) & frozenset(_read(work)))


def _changed(layout: Layout, work: TableWork) -> frozenset[str]:
    """Return the tables in which a row may go or change with a row of the step."""
    found = {work.table}
    while more := {
        table
        for table, seen in layout.tables.items()
        if table not in found and any(r.to in found and r.on_delete not in _LEAVING for r in seen.references)
    }:
        found |= more
    return frozenset((*found, *(emptied.table for emptied in work.empties)))


def _read(work: TableWork) -> Iterator[str]:
    """Yield the tables that decide about other rows than their own."""
    blanks = ((blank.where, blank.fills) for blank in work.blanks)
    cuts = ((cut.where, cut.elements) for cut in work.cuts)
    for thing in (work.going, work.at_first, work.needed, *blanks, *cuts):
        yield from _sources(thing)


def _sources(thing: object) -> Iterator[str]:
    if isinstance(thing, Source):
        # A relation of rows that belong together is of a table, too.
        yield thing.table
        yield thing.table.partition(":")[2].rpartition(".")[0]
    elif isinstance(thing, tuple):
        for each in thing:
            yield from _sources(each)
    elif is_dataclass(thing) and not isinstance(thing, type):
        for each in fields(thing):
            yield from _sources(getattr(thing, each.name))
