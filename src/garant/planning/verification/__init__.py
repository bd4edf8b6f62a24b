"""Verification: what a plan of the day would still do, and what data, map and promises leave open (Art. 5(2))."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from garant.planning.archiving.derived import as_written
from garant.planning.files import FilePlan
from garant.planning.fitting import stands_in_the_way
from garant.planning.fitting.columns import unmapped_columns
from garant.planning.fitting.tables import unmapped_tables
from garant.planning.questions import Answers, Programme, Question, by_store
from garant.planning.steps import Step, StepKind
from garant.planning.terrain.layout import Layout
from garant.planning.verification.doubts import Doubt, Doubts
from garant.planning.verification.findings import Finding, accepted, of_holds, of_problems, of_promises
from garant.policy.problems import Problem, Severity

_OF_WHAT_STAYS = {
    StepKind.KEEP_WITHOUT_CLOCK: "without-clock",
    StepKind.KEEP_GARBLED: "misread-json",
    StepKind.KEEP_DOUBTFUL: "doubtful-person",
    StepKind.KEEP_WITHOUT_KEY: "without-key",
}
_UNMAPPED = frozenset({"unmapped-table", "unmapped-column"})

__all__ = ["Finding", "Verification"]


@dataclass(frozen=True)
class Verification:
    """One verification: a day's programme, and the problems of the policy and its map with the stores."""

    programme: Programme
    problems: tuple[Problem, ...]
    silent: tuple[str, ...] = field(default=(), kw_only=True)

    @property
    def layout(self) -> Layout:
        """Return the layout that is verified."""
        return self.programme.layout

    @cached_property
    def in_the_way(self) -> tuple[Problem, ...]:
        """Return the problems for which the data cannot be asked anything."""
        return stands_in_the_way(self.problems)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return what is asked of the data beside the questions of a plan."""
        return () if self.in_the_way else Doubts(self.programme).all()

    def questions(self) -> Mapping[str, list[Question]]:
        """Return all that is asked, by store, in the order in which it must be asked."""
        if self.in_the_way:
            return {}
        of_files = FilePlan(self.programme).questions()
        asked = dict.fromkeys([*self.programme.questions(), *of_files, *(doubt.count for doubt in self.doubts)])
        return by_store(self.layout, tuple(asked))

    def decide(
        self, steps: tuple[Step, ...], answers: Answers, *, files: Iterable[Finding] = ()
    ) -> tuple[Finding, ...]:
        """Return the findings, from the day's plan, the answers to the questions, and what was found among files."""
        policy, on, written = self.layout.policy, self.programme.today, as_written(self.layout)
        found = [
            *(found for step in steps for found in _of_step(step)),
            *self._of_doubts(answers),
            *files,
            *(Finding(code="unmapped-table", where=t, severity=Severity.ERROR) for t in unmapped_tables(written)),
            *self._unmapped_columns(),
            *(Finding(code="store-unreachable", where=store) for store in self.silent),
            *of_promises(policy, on),
            *of_holds(self.programme.holds, on),
            *of_problems(one for one in self.problems if one.code not in _UNMAPPED),
        ]
        return accepted(found, policy.accepted_findings, on)

    def _unmapped_columns(self) -> Iterator[Finding]:
        for table, column in unmapped_columns(as_written(self.layout)):
            yield Finding(code="unmapped-column", where=f"{table}.{column}", severity=Severity.ERROR)

    def _of_doubts(self, answers: Answers) -> Iterator[Finding]:
        for doubt in self.doubts:
            if answers[doubt.count]:
                yield Finding(code=doubt.code, where=doubt.where, count=answers[doubt.count])


def _of_step(step: Step) -> Iterator[Finding]:
    """Yield what a step of a plan means on the day itself: what it would remove is past its last reason."""
    if not step.count:
        return
    match step.kind:
        case StepKind.ARCHIVE_ROWS | StepKind.ARCHIVE_CELLS:
            where = ".".join(filter(None, (step.place, ",".join(step.columns))))
            yield Finding(code="out-of-active-use", where=where, count=step.count, severity=Severity.ERROR)
        case StepKind.ERASE_ROWS | StepKind.ANONYMISE_ROWS | StepKind.ERASE_FILES:
            yield Finding(code="past-due", where=step.place, count=step.count, severity=Severity.ERROR)
        case StepKind.BLANK_CELLS | StepKind.CUT_ELEMENTS:
            where = f"{step.place}.{','.join(step.columns)}"
            yield Finding(code="past-due-cells", where=where, count=step.count, severity=Severity.ERROR)
        case StepKind.KEEP_WITHOUT_CLOCK | StepKind.KEEP_GARBLED | StepKind.KEEP_DOUBTFUL | StepKind.KEEP_WITHOUT_KEY:
            where = ".".join(filter(None, (step.place, ",".join(step.columns))))
            yield Finding(code=_OF_WHAT_STAYS[step.kind], where=where, count=step.count)
        case (
            StepKind.KEEP
            | StepKind.KEEP_FOR_ARCHIVE
            | StepKind.KEEP_FOR_VISA
            | StepKind.KEEP_NEEDED
            | StepKind.KEEP_UNREACHED
        ):
            return
        case (
            StepKind.KEEP_MISREAD
            | StepKind.KEEP_UNDATED
            | StepKind.KEEP_ASTRAY
            | StepKind.KEEP_HELD
            | StepKind.EMPTY_REFERENCES
            | StepKind.RECOUNT
        ):
            return
