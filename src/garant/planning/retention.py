"""Retention: from the policy and what was counted to the steps of a plan, each with its reason (Art. 5(1)(e))."""

from collections.abc import Iterator, Mapping

from garant.planning.predicates import NEVER
from garant.planning.questions import Answers, Count, Inquiry, Programme
from garant.planning.reasons import Group, Reach, Reasons
from garant.planning.steps import Step, StepKind
from garant.planning.work import TableWork


def decide(programme: Programme, answers: Answers) -> tuple[Step, ...]:
    """Return the steps of a plan, in the order of work, from the answers to its questions."""
    return tuple(step for inquiry in programme.inquiries for step in _Decision(programme, inquiry, answers).steps())


class _Decision:
    """What is decided of one table."""

    def __init__(self, programme: Programme, inquiry: Inquiry, answers: Answers) -> None:
        self.reasons: Reasons = programme.reasons
        self.layout = programme.layout
        self.inquiry, self.answers = inquiry, answers
        self.work: TableWork = inquiry.work
        self.whole = answers[inquiry.whole]

    def steps(self) -> Iterator[Step]:
        """Yield the steps on the table: deeds first, then what is kept and why."""
        going = self._count(self.work.going)
        if self.work.going != NEVER:
            kind = StepKind.ANONYMISE_ROWS if self._is_anonymised() else StepKind.ERASE_ROWS
            yield self._step(kind, going, because=self._why_going())
        yield from self._cells()
        if self.work.table in self.layout.personal:
            yield from self._kept(going)

    def _cells(self) -> Iterator[Step]:
        for blank, staying in zip(self.work.blanks, self.inquiry.blanks, strict=True):
            columns = tuple(fill.cell.column for fill in blank.fills)
            count = staying.of(self.answers)
            yield self._step(StepKind.BLANK_CELLS, count, columns=columns, because=self._rules(blank.group))
        for cut, counted in zip(self.work.cuts, self.inquiry.cuts, strict=True):
            count = self.answers[counted]
            columns = (cut.elements.of.column,)
            yield self._step(StepKind.CUT_ELEMENTS, count, columns=columns, because=self._rules(cut.group))
        for emptied, staying in zip(self.work.empties, self.inquiry.empties, strict=True):
            because = f"the rows of {self.work.table} that they lead to are erased"
            table = emptied.table
            yield Step(
                kind=StepKind.EMPTY_REFERENCES,
                store=self.layout.store_of(table),
                table=table,
                columns=emptied.columns,
                count=staying.of(self.answers),
                because=because,
            )

    def _kept(self, going: int) -> Iterator[Step]:
        needed = self._count(self.inquiry.unneeded) - going if self.inquiry.needs_matter else 0
        archived = self._count(self.inquiry.archived)
        clockless = self._count(self.inquiry.clockless)
        rules = "; ".join(dict.fromkeys(filter(None, (self._rules(group) for group in self.inquiry.groups))))
        if needed:
            yield self._step(StepKind.KEEP_NEEDED, needed, because="rows that stay refer to them")
        if archived:
            yield self._step(StepKind.KEEP_FOR_ARCHIVE, archived, because=self._archives())
        if clockless:
            yield self._step(StepKind.KEEP_WITHOUT_CLOCK, clockless, because="no event was found to count from")
        rest = self.whole - going - needed
        stays = self.layout.said(self.work.table).row == "stays"
        yield self._step(StepKind.KEEP, rest, because=("the row stays; " if stays else "") + (rules or self._follows()))

    def _step(self, kind: StepKind, count: int, *, because: str, columns: tuple[str, ...] = ()) -> Step:
        table = self.work.table
        store = self.layout.store_of(table)
        return Step(kind=kind, store=store, table=table, columns=columns, count=count, of=self.whole, because=because)

    def _count(self, condition: object) -> int:
        return 0 if condition == NEVER else self.answers[Count(self.work.table, condition)]  # type: ignore[arg-type]

    def _is_anonymised(self) -> bool:
        return self.work.generalised is not None

    # in words -----------------------------------------------------------------------------------------------------------

    def _why_going(self) -> str:
        if self.layout.said(self.work.table).copy_of is not None:
            return "their originals lose a cell, or are gone"
        found = dict.fromkeys(filter(None, (self._rules(group) for group in self.inquiry.groups)))
        return "; ".join(found) or self._follows()

    def _follows(self) -> str:
        said = self.layout.said(self.work.table)
        return "they go with the rows they are part of" if said.part_of else "the database erases them with others"

    def _rules(self, group: Group) -> str:
        if group.forbidden:
            return f"the category {group.category} is forbidden: due on sight"
        said = dict.fromkeys(self._rule(reach) for reach in self.reasons.reaches(group))
        return ", ".join(said) or f"no rule reaches {group.category}"

    def _rule(self, reach: Reach) -> str:
        rule = reach.rule
        events = " or ".join((*rule.from_, *(f"else {event}" for event in rule.or_else)))
        article = f" ({rule.because})" if rule.because else ""
        return f"{reach.activity}: {rule.keep} from {events}{article}"

    def _archives(self) -> str:
        rules = {
            f"{reach.activity}: in the archive after {reach.rule.archived_after(group.category)}": None
            for group in self.inquiry.groups
            for reach in self.reasons.reaches(group)
            if reach.rule.archived_after(group.category) is not None
        }
        return ", ".join(rules)


def shares(steps: tuple[Step, ...]) -> Mapping[str, float]:
    """Return by table the share of its rows that the deeds of a plan touch at most."""
    found: dict[str, float] = {}
    for step in steps:
        if not step.kind.leaves_alone and step.of and step.count:
            found[step.place] = min(1.0, max(found.get(step.place, 0.0), step.count / step.of))
    return found
