"""What a plan says of each table beside what goes, and the same counted from a judgement, row by row."""

from collections import Counter
from collections.abc import Iterator

from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from tests.reference.interpreter import Verdict, may_be_blanked
from tests.reference.reasons import Cell, Group, Status
from tests.reference.world import Row, World

Tally = Counter[tuple[str, str]]

_SAID = {
    StepKind.ERASE_ROWS: "erase",
    StepKind.ANONYMISE_ROWS: "anonymise",
    StepKind.KEEP: "keep",
    StepKind.KEEP_NEEDED: "needed",
    StepKind.KEEP_FOR_ARCHIVE: "archive",
    StepKind.KEEP_WITHOUT_CLOCK: "without a clock",
    StepKind.KEEP_DOUBTFUL: "doubtful",
}


def planned(plan: Plan) -> Tally:
    """Return the counts of a plan, by table and by what it says of the rows."""
    found: Tally = Counter()
    for step in plan.steps:
        if step.kind in _SAID:
            found[step.table, _SAID[step.kind]] += step.count
        if step.kind is StepKind.BLANK_CELLS:
            found[step.table, f"blank {', '.join(sorted(step.columns))}"] += step.count
        if step.kind is StepKind.CUT_ELEMENTS:
            found[step.table, f"cut {', '.join(step.columns)}"] += step.count
        if step.kind is StepKind.EMPTY_REFERENCES:
            found[step.table, f"empty {', '.join(step.columns)}"] += step.count
    return +found


def judged(verdict: Verdict) -> Tally:
    """Return the same counts of a judgement."""
    return +Counter(said for row, groups in verdict.groups.items() for said in _of_row(verdict, row, groups))


def _of_row(verdict: Verdict, row: Row, groups: list[Group]) -> Iterator[tuple[str, str]]:
    fates = {"erase": verdict.going, "anonymise": verdict.anonymised, "needed": verdict.skeletons}
    fate = next((word for word, rows in fates.items() if row in rows), "keep")
    if fate != "keep" or _is_personal(verdict, row):
        yield row.table, fate
    if any(_waits_for_the_archive(together) for together in _told_together(groups)):
        yield row.table, "archive"
    if fate == "keep" and any(map(_is_clockless, groups)):
        yield row.table, "without a clock"
    if any(group.is_doubtful for group in groups):
        yield row.table, "doubtful"
    blanked = [cell for other, cell in verdict.blanked if other is row]
    for word in dict.fromkeys(word for group in groups for word in _of_group(group, blanked, verdict.world)):
        yield row.table, word
    emptied = (link for other, link in verdict.emptied if other is row)
    for columns in {("->".join((link.columns[0], *link.members)), *link.columns[1:]) for link in emptied}:
        yield row.table, f"empty {', '.join(columns)}"


def _of_group(group: Group, blanked: list[Cell], world: World) -> Iterator[str]:
    lost = [cell for cell in group.cells if cell in blanked]
    if any(cell.element is None for cell in lost):
        cells = (c for c in group.cells if c.element is None and may_be_blanked(group, c, world))
        whole = (cell.column.split("->")[0] for cell in cells)
        yield f"blank {', '.join(sorted(whole))}"
    if any(cell.element is not None for cell in lost):
        columns = {cell.column.split("->")[0] for cell in lost if cell.element is not None}
        yield f"cut {', '.join(sorted(columns))}"


def _told_together(groups: list[Group]) -> Iterator[list[Group]]:
    """Yield the groups that a plan counts as one for the archive: the elements of a list stay and leave together."""
    lists: dict[str, list[Group]] = {}
    for group in groups:
        column = next((cell.column for cell in group.cells if cell.element is not None), None)
        if column is None:
            yield [group]
        else:
            lists.setdefault(column, []).append(group)
    yield from lists.values()


def _waits_for_the_archive(groups: list[Group]) -> bool:
    active = (group.status is Status.KEPT and not group.in_archive for group in groups)
    return any(group.in_archive for group in groups) and not any(active)


def _is_clockless(group: Group) -> bool:
    return group.status is Status.WITHOUT_A_CLOCK and not all(cell.empty for cell in group.cells)


def _is_personal(verdict: Verdict, row: Row) -> bool:
    said = verdict.world.data_map.tables.get(row.table)
    return said is not None and said.no_personal_data is None
