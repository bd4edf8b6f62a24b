"""Builds what a plan is applied with, while nobody else may begin."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from garant import wiring
from garant.evidence.failures import PartRowsUnread, RunPaused
from garant.evidence.runs import Applied
from garant.planning.approval.admission import Refusal
from garant.planning.grounds.holds import Holds
from garant.planning.plan import Plan
from garant.planning.replay.traces import Traces
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.planning.undo.windows import sealed_until
from garant.ports import Memory
from garant.use_cases.admit_plan import Circumstances, admit_plan
from garant.use_cases.apply_plan import ROWS_OF_A_PART, Ground, Sealing, apply_plan
from garant.use_cases.apply_plan.rehearsing import Desk
from garant.use_cases.apply_plan.tracing import Tracing
from garant.use_cases.end_windows import end_windows
from garant.use_cases.keep_versions import keep_versions


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A plan that may be applied, with all that is needed to do so; `share` lets others in who work together."""

    ground: Ground
    state: wiring.State
    folder: wiring.Folder
    share: Callable[[], None]


def apply(
    plan: Plan, *, approved_by: str | None, told: Callable[[str, int], None]
) -> tuple[Refusal | None, Applied | None]:
    """Carry out a plan; return why it is refused, or what was done."""
    from garant.documents.plan_files import digest

    with begun(plan, approved_by=approved_by, told=told) as found:
        if isinstance(found, Refusal):
            return found, None
        applied = apply_plan(found.ground, plan, digest=digest(plan), approved_by=approved_by)
        wiring.sign(found.state, found.folder.databases)
    return None, applied


@contextmanager
def begun(plan: Plan, *, approved_by: str | None, told: Callable[[str, int], None]) -> Iterator[Refusal | Begun]:
    """Give what a plan is applied with while nobody else may begin, or why it is refused."""
    folder = wiring.open_folder(Path(plan.folder))
    layout, failed, state = wiring.at_home(folder)
    with state.ownership.alone(since=wiring.now(), who="garant apply") as share:
        none_paused(state)
        refused = admit_plan(plan, circumstances(folder, layout, state, failed=failed), approved_by=approved_by)
        if refused is not None:
            yield refused
            return
        keep_versions(layout, state.versions, at=wiring.now())
        end_windows(state.capsules, state.holds, on=wiring.today(folder), at=wiring.now())
        state.erased.forget(wiring.today(folder), wiring.now())
        layout = wiring.with_visas(_with_furnished_archives(folder, layout, plan), state)
        ground = ground_of(folder, layout, state, on=plan.on, told=told)
        until = sealed_until(layout.policy, wiring.today(folder))
        yield Begun(ground=sealing(ground, state, until=until), state=state, folder=folder, share=share)


def sealing(ground: Ground, state: wiring.State, *, until: date | None) -> Ground:
    """Return a ground on which what a run takes out is remembered, and sealed until a day, if there is one."""
    layout, memory = ground.layout, state.memory
    day = wiring.day_of(layout.policy, ground.now())
    tracing = Tracing(book=state.erased, traces=Traces(layout), on=day, memory=memory)
    sealed = Sealing(capsules=state.capsules, until=until, memory=memory) if until else None
    return replace(ground, tracing=tracing, sealing=sealed)


@contextmanager
def undo_desk(folder: wiring.Folder, *, told: Callable[[str, int], None]) -> Iterator[Desk]:
    """Give where a run can be undone, alone; what was done there is signed; raise NothingToRun or a StateFailure."""
    (layout, _, state), on = wiring.at_home(folder), wiring.today(folder)
    with state.ownership.alone(since=wiring.now(), who="garant undo"):
        none_paused(state)
        end_windows(state.capsules, state.holds, on=on, at=wiring.now())
        ground = ground_of(folder, layout, state, on=on, told=told)

        def memory_for(holds: Holds) -> Memory:
            return wiring.memory_of(folder, layout, state, on=on, as_if=holds)

        yield Desk(ground=ground, capsules=state.capsules, sealer=state.sealer, today=on, memory_for=memory_for)
        wiring.sign(state, folder.databases)


def none_paused(state: wiring.State) -> None:
    """Raise RunPaused where a run waits to be resumed: what it has begun is not to be closed by another."""
    if state.shares.paused():
        raise RunPaused


def _with_furnished_archives(folder: wiring.Folder, layout: Layout, plan: Plan) -> Layout:
    """Make the tables into which the plan would move, and return the layout that knows them."""
    from garant.planning.archiving.shapes import wanted

    missing = wanted(layout, plan.deeds)
    for archive, shapes in missing.items():
        folder.databases[archive].furnish(shapes)
    return folder.layout()[0] if missing else layout


def circumstances(
    folder: wiring.Folder, layout: Layout, state: wiring.State, *, failed: tuple[StoreFailed, ...]
) -> Circumstances:
    """Return what a plan is held against."""
    return Circumstances(
        layout=layout,
        problems=wiring.problems_of(folder, layout),
        databases=folder.databases,
        files=folder.files,
        failed=failed,
        evidence=state.evidence,
        instant=wiring.now(),
    )


def ground_of(
    folder: wiring.Folder, layout: Layout, state: wiring.State, *, on: date, told: Callable[[str, int], None]
) -> Ground:
    """Return what runs work with."""
    return Ground(
        layout=layout,
        databases=folder.databases,
        files=folder.files,
        journal=state.journal,
        shares=state.shares,
        memory=wiring.memory_of(folder, layout, state, on=on),
        holds=state.holds,
        origin=state.evidence.origin,
        now=wiring.now,
        told=told,
        rows_of_a_part=_rows_of_a_part(wiring.environment_of(folder.path)),
    )


def _rows_of_a_part(environment: Mapping[str, str]) -> int:
    said = environment.get("GARANT_PART_ROWS") or str(ROWS_OF_A_PART)
    if not said.isdecimal() or not int(said):
        raise PartRowsUnread
    return int(said)
