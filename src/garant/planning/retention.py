"""Retention: from the policy and what was counted to the steps of a plan, each with its reason (Art. 5(1)(e))."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from garant.planning.grounds.holds import HeldCase, LegalHold
from garant.planning.grounds.reasons import Group, Reach, Reasons
from garant.planning.questions import Answers, Count, Inquiry, Programme
from garant.planning.steps import Following, HoldSaid, RuleSaid, Step, StepKind, Why
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.predicates import ALWAYS, NEVER
from garant.planning.work import TableWork

_NOTHING = Why()

UNFOUND = "no rule finds an event to count from"


def decide(programme: Programme, answers: Answers) -> tuple[Step, ...]:
    """Return the steps of a plan, in the order of work, from the answers to its questions."""
    decided = (step for inquiry in programme.inquiries for step in _Decision(programme, inquiry, answers).steps())
    return (*decided, *_unreached(programme.layout))


def _unreached(layout: Layout) -> Iterator[Step]:
    """Yield that the rows of stores that did not answer stay, nobody knows how many: nothing is decided unseen."""
    for table, said in layout.data_map.tables.items():
        store = layout.store_of(table)
        if store not in layout.schemas and said.no_personal_data is None:
            kind = StepKind.KEEP_UNREACHED
            yield Step(kind=kind, store=store, table=table, because=sentence(kind, _NOTHING))


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
        anonymised = self._count(self.work.anonymised)
        if self.work.anonymised != NEVER:
            yield self._step(StepKind.ANONYMISE_ROWS, anonymised, why=self._why_going())
        if self.work.going != NEVER:
            moving = self._count(self.inquiry.moving)
            if self.inquiry.moving != NEVER:
                yield self._step(StepKind.ARCHIVE_ROWS, moving, why=self._archives())
            yield self._step(StepKind.ERASE_ROWS, going - moving, why=self._why_going())
        yield from self._cells()
        for one in self.inquiry.unsure:
            yield self._step(one.kind, self._count(one.where), columns=one.columns)
        for case, counted in self.inquiry.held:
            yield self._step(StepKind.KEEP_HELD, self.answers[counted], why=why_held(case))
        if self.work.table in self.layout.personal:
            yield from self._kept(going, anonymised=anonymised)

    def _cells(self) -> Iterator[Step]:
        for blank, staying, carried in zip(self.work.blanks, self.inquiry.blanks, self.inquiry.carried, strict=True):
            columns = tuple(fill.cell.column for fill in blank.fills)
            moving = carried.of(self.answers)
            if blank.move is not None:
                yield self._step(StepKind.ARCHIVE_CELLS, moving, columns=columns, why=self._archives(blank.group))
            count = staying.of(self.answers) - moving
            yield self._step(StepKind.BLANK_CELLS, count, columns=columns, why=self._rules(blank.group))
        for cut, staying in zip(self.work.cuts, self.inquiry.cuts, strict=True):
            columns = (cut.elements.of.column,)
            count = staying.of(self.answers)
            yield self._step(StepKind.CUT_ELEMENTS, count, columns=columns, why=self._rules(cut.group))
        for emptied, staying in zip(self.work.empties, self.inquiry.empties, strict=True):
            why = Why(leads_to=self.work.table)
            yield Step(
                kind=StepKind.EMPTY_REFERENCES,
                store=self.layout.store_of(emptied.table),
                table=emptied.table,
                columns=emptied.columns,
                count=staying.of(self.answers),
                of=self.answers[Count(emptied.table, ALWAYS)],
                because=sentence(StepKind.EMPTY_REFERENCES, why),
                why=why,
            )

    def _kept(self, going: int, *, anonymised: int) -> Iterator[Step]:
        needed = self._count(self.inquiry.unneeded) - going if self.inquiry.needs_matter else 0
        archived = self._count(self.inquiry.archived)
        clockless = self._count(self.inquiry.clockless)
        if needed:
            yield self._step(StepKind.KEEP_NEEDED, needed)
        if archived:
            yield self._step(StepKind.KEEP_FOR_ARCHIVE, archived, why=self._archives())
        if awaiting := self._count(self.inquiry.awaiting):
            yield self._step(StepKind.KEEP_FOR_VISA, awaiting, why=self._public())
        if clockless:
            yield self._step(StepKind.KEEP_WITHOUT_CLOCK, clockless)
        yield self._step(StepKind.KEEP, self.whole - going - anonymised - needed, why=self._why_kept())

    def _step(self, kind: StepKind, count: int, *, why: Why = _NOTHING, columns: tuple[str, ...] = ()) -> Step:
        table = self.work.table
        return Step(
            kind=kind,
            store=self.layout.store_of(table),
            table=table,
            columns=columns,
            count=count,
            of=self.whole,
            because=sentence(kind, why),
            why=why,
        )

    def _count(self, condition: object) -> int:
        return 0 if condition == NEVER else self.answers[Count(self.work.table, condition)]  # type: ignore[arg-type]

    # what a step rests on -------------------------------------------------------------------------------------

    def _why_going(self) -> Why:
        if self.layout.said(self.work.table).copy_of is not None:
            return Why(following=Following.ORIGINAL)
        return self._rules(*self.inquiry.groups)

    def _why_kept(self) -> Why:
        table = self.work.table
        stays = self.layout.said(table).row == "stays"
        # What is forbidden is due on sight: it keeps nothing.
        rules = replace(self._rules(*self.inquiry.groups), forbidden=())
        return replace(rules, row_stays=stays, left_alone=table in self.layout.set_aside)

    def _follows(self) -> Following:
        return Following.PARENT if self.layout.said(self.work.table).part_of else Following.DATABASE

    def _rules(self, *groups: Group) -> Why:
        forbidden = tuple(dict.fromkeys(group.category for group in groups if group.forbidden))
        rules = dict.fromkeys(
            RuleSaid(reach.activity, reach.rule)
            for group in groups
            if not group.forbidden
            for reach in self.reasons.reaches(group)
            if self._has_clock(group, reach)
        )
        alone = not rules and not forbidden
        return Why(rules=tuple(rules), forbidden=forbidden, following=self._follows() if alone and not groups else None)

    def _has_clock(self, group: Group, reach: Reach) -> bool:
        # A rule whose events nobody here can have says nothing here, and is not told.
        return self.reasons.rules.reached(self.reasons.case(group, reach, "t")) != NEVER

    def _public(self) -> Why:
        reaches = (reach for group in self.inquiry.groups for reach in self.reasons.reaches(group))
        activities = self.layout.policy.activities
        said = (RuleSaid(r.activity, r.rule) for r in reaches if activities[r.activity].public_archives)
        return Why(rules=tuple(dict.fromkeys(said)))

    def _archives(self, *groups: Group) -> Why:
        archiving = dict.fromkeys(
            RuleSaid(reach.activity, reach.rule)
            for group in groups or self.inquiry.groups
            for reach in self.reasons.reaches(group)
            if reach.rule.archived_after(group.category) is not None
        )
        return Why(rules=tuple(archiving), following=None if archiving or groups else self._follows())


def why_held(case: HeldCase) -> Why:
    """Return that a step rests on the holds of a case."""
    alike = {(hold.reason, hold.article) for hold in case.holds}
    told = hold_said(case.first) if len(alike) == 1 else replace(hold_said(case.first), reason="", article="")
    return Why(hold=replace(told, others=len(case.holds) - 1))


def hold_said(hold: LegalHold) -> HoldSaid:
    """Return a hold without what it names."""
    return HoldSaid(number=hold.number, reason=hold.reason, article=hold.article, review=hold.review)


_FIXED = {
    StepKind.KEEP_FOR_VISA: "they wait for the visa of the public archives (Code du patrimoine, L.212-2)",
    StepKind.KEEP_NEEDED: "rows that stay refer to them",
    StepKind.KEEP_UNREACHED: "the store does not answer: nothing in it is decided",
    StepKind.KEEP_WITHOUT_CLOCK: "no event was found to count from",
    StepKind.KEEP_ASTRAY: "their path leads out of the folder",
    StepKind.KEEP_MISREAD: "the date cannot be read",
    StepKind.KEEP_GARBLED: "the JSON cannot be read",
    StepKind.KEEP_DOUBTFUL: "identifiers in another table lead to them and to somebody else: nobody knows who it is",
    StepKind.KEEP_UNDATED: "the date is missing",
    StepKind.KEEP_WITHOUT_KEY: "their key is missing",
}


def sentence(kind: StepKind, why: Why) -> str:
    """Return what a step rests on as one English sentence, as a plan file holds it."""
    match kind:
        case StepKind.EMPTY_REFERENCES:
            return f"the rows of {why.leads_to} that they lead to are erased"
        case StepKind.KEEP_HELD:
            return _held(why.hold) if why.hold else ""
        case StepKind.KEEP_FOR_ARCHIVE | StepKind.ARCHIVE_ROWS | StepKind.ARCHIVE_CELLS:
            said = ", ".join(f"{one.activity}: in the archive after {_archive_day(one)}" for one in why.rules)
            return said or (why.following.value if why.following else UNFOUND)
        case _ if kind in _FIXED:
            return _FIXED[kind]
        case _:
            return "; ".join([*_standing(why), *filter(None, (_grounds(why),))]) or UNFOUND


def _held(hold: HoldSaid) -> str:
    named = f"hold {hold.number}" + (f" and {hold.others} more" if hold.others else "")
    return f"{named}: {hold.reason} ({hold.article})" if hold.reason else named


def _standing(why: Why) -> Iterator[str]:
    if why.left_alone:
        yield "the table is left alone until the data map is mended"
    if why.row_stays:
        yield "the row stays"


def _grounds(why: Why) -> str:
    forbidden = [f"the category {category} is forbidden: due on sight" for category in why.forbidden]
    return ", ".join([*forbidden, *map(_rule, why.rules)]) or (why.following.value if why.following else "")


def _rule(said: RuleSaid) -> str:
    rule = said.rule
    events = " or ".join((*rule.from_, *(f"else {event}" for event in rule.or_else)))
    article = f" ({rule.because_in('en')})" if rule.because else ""
    return f"{said.activity}: {rule.keep} from {events}{article}"


def _archive_day(said: RuleSaid) -> str:
    archive = said.rule.archive
    return str((archive and archive.after) or said.rule.keep)


def shares(steps: tuple[Step, ...]) -> Mapping[str, float]:
    """Return by table the share of its rows that the deeds of a plan touch at most: no two of them the same row."""
    touched: dict[str, float] = {}
    for step in steps:
        if not step.kind.leaves_alone and step.of and step.count:
            touched[step.place] = touched.get(step.place, 0.0) + step.count / step.of
    return {place: min(1.0, share) for place, share in touched.items()}
