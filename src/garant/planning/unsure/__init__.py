"""Rows that stay for want of knowing, as plans tell of them: dates, JSON and keys, and people who may be others."""

from collections.abc import Iterator
from dataclasses import dataclass

from garant.planning.anonymous.anonymity import Anonymity
from garant.planning.grounds.holds import DOUBT
from garant.planning.grounds.reasons import Reasons
from garant.planning.steps import StepKind
from garant.planning.terrain.garbled import keyless, nullable_key, unguarded
from garant.planning.terrain.layout import RowsOfOneKind
from garant.planning.terrain.predicates import ALWAYS, NEVER, Condition, Garbled, both, either, no
from garant.planning.terrain.ways import value
from garant.policy.datamap import EventColumn


@dataclass(frozen=True, kw_only=True)
class Unsure:
    """Rows of a table that a plan tells of, with the columns that it tells them by."""

    kind: StepKind
    table: str
    columns: tuple[str, ...]
    where: Condition


def unsure(reasons: Reasons, table: str) -> Iterator[Unsure]:
    """Yield what may be wrong with rows of a table: that dates an event, should be JSON, or tells them apart."""
    layout = reasons.layout
    kinds = layout.kinds_of(table) if table in layout.personal else ()
    for kind in kinds:
        for event in reasons.clocks.counted:
            said = reasons.clocks.said(event, kind)
            if said is not None:
                yield from _dated(reasons, kind, said)
    for column in unguarded(layout, table):
        unread = Garbled(value("t", column))
        yield Unsure(kind=StepKind.KEEP_GARBLED, table=table, columns=(column,), where=unread)
    if key := nullable_key(layout, table):
        yield Unsure(kind=StepKind.KEEP_WITHOUT_KEY, table=table, columns=key, where=keyless(layout, table))
    by = either(*(reasons.held_by(DOUBT, kind) for kind in kinds))
    where = reasons.plainer.tidy(by, table)
    if where != NEVER:
        yield Unsure(kind=StepKind.KEEP_DOUBTFUL, table=table, columns=(), where=where)


def _dated(reasons: Reasons, kind: RowsOfOneKind, said: EventColumn) -> Iterator[Unsure]:
    """Yield that the date of an event, from which a rule counts, cannot be read, or is not there."""
    here, mine = reasons.rows.start(kind.table), reasons.rows.of_kind(kind, "t")
    undated = both(reasons.clocks.undated(said, here), holds_something(reasons, kind))
    for how, condition in (
        (StepKind.KEEP_MISREAD, reasons.clocks.unread(said, here)),
        (StepKind.KEEP_UNDATED, undated),
    ):
        where = reasons.plainer.tidy(both(mine, condition), kind.table)
        if where != NEVER:
            yield Unsure(kind=how, table=kind.table, columns=(str(said.column),), where=where)


def holds_something(reasons: Reasons, kind: RowsOfOneKind) -> Condition:
    """Return that a personal cell of the row is not empty: a skeleton needs neither owner nor date.

    Nor does a row that was anonymised once: nothing in it is personal any more (recital 26).
    """
    groups, anonymous = reasons.groups(kind), Anonymity(reasons).earlier(kind)
    return both(no(both(*(reasons.empty(group) for group in groups))), no(anonymous)) if groups else ALWAYS
