"""The agenda of a run: the work that its plan found something for, as the holds of the moment leave it (§4.3)."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from garant.planning.across import Across
from garant.planning.files import DatedFiles, SeenFile, Verdict, dated_sets
from garant.planning.going import Going
from garant.planning.grounds.holds import HeldPerson, LegalHold, ruling
from garant.planning.order import reading
from garant.planning.plan import Plan
from garant.planning.questions import Mark, Programme
from garant.planning.terrain.failures import StepWaits
from garant.planning.terrain.layout import Layout
from garant.planning.work import TableWork

Together = tuple[Mark | None, tuple[TableWork, ...]]
"""The work on tables that wait for one another, with what is to be marked first."""


@dataclass(frozen=True)
class Agenda:
    """What a run has to do; `newest` is the number of the last hold that it knows of."""

    plan: Plan
    programme: Programme
    newest: int
    is_back: Callable[[str, SeenFile], bool] | None = None
    """Of a replay, whether a backup brought a file back."""

    @staticmethod
    def of(
        plan: Plan,
        layout: Layout,
        known: frozenset[tuple[str, str]],
        *,
        holds: Sequence[LegalHold],
        asked: HeldPerson | None = None,
    ) -> "Agenda":
        """Return the agenda of a plan, by what is known of people, all holds ever placed, and who asked for it."""
        held = replace(ruling(holds), spares=plan.backup_of is not None, asked=asked)
        programme = Programme(layout, plan.on, known | Across(layout, plan.on).remembered, held)
        return Agenda(plan, programme, max((hold.number for hold in holds), default=0))

    @cached_property
    def across(self) -> Across:
        """Return what is handed on between people's rows."""
        return Across(self.programme.layout, self.plan.on)

    @cached_property
    def deeds(self) -> tuple[Together, ...]:
        """Return the work that the plan found something for, in order."""
        due = {step.table for step in self.plan.deeds}
        found = []
        for mark, works in self.programme.deeds():
            named = {name for work in works for name in (work.table, *(emptied.table for emptied in work.empties))}
            if all(work.is_idle for work in works):
                continue
            if named & due or any(work.recounts for work in works):
                found.append((mark, works))
        return tuple(found)

    def wait_for(self, refused: Collection[str], *, tables: frozenset[str]) -> None:
        """Raise StepWaits where rows whose step was refused are judged by rows of these tables, or refer to them."""
        reader = reading(Going(self.programme.reasons), tables, refused)
        if reader is not None:
            raise StepWaits(reader=reader)

    def on(self, tables: frozenset[str]) -> Iterator[Together]:
        """Yield the work on these tables; after a hold it may be less, or be done together with that on others."""
        return (deed for deed in self.deeds if not tables.isdisjoint(work.table for work in deed[1]))

    @cached_property
    def dated(self) -> tuple[DatedFiles, ...]:
        """Return the sets in which the plan found files whose day has passed."""
        due = {step.files for step in self.plan.deeds}
        sets = dated_sets(self.programme.layout, self.plan.on, self.programme.holds)
        return tuple(replace(files, is_back=self.is_back) for files in sets if files.name in due)

    def is_due(self, files: str, file: SeenFile) -> bool:
        """Return whether a file of a set is still due."""
        return any(one.judge(file) is Verdict.DUE for one in self.dated if one.name == files)
