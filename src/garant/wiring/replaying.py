"""Builds what a replay works with: the digests of what was erased, beside all that a plan is made from."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from garant import wiring
from garant.adapters.returned import MemoryWithReturned, Recognition
from garant.documents.plan_files import digest
from garant.evidence.runs import Applied
from garant.planning.approval.admission import Refusal
from garant.planning.approval.guards import Seen, guards
from garant.planning.grounds.holds import ruling
from garant.planning.replay.failures import BackupOfOther
from garant.planning.replay.returned import Replay
from garant.planning.replay.traces import Traces
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.planning.terrain.layout import Layout
from garant.planning.undo.windows import sealed_until
from garant.ports import Progress
from garant.use_cases.admit_plan import admit_plan
from garant.use_cases.apply_plan import apply_plan
from garant.use_cases.begin_log import names_of
from garant.use_cases.end_windows import end_windows
from garant.use_cases.plan_retention import Stores
from garant.use_cases.plan_retention.replay import Replaying, known_of, plan_replay
from garant.wiring import applying


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What was found, why it was refused, and what was done."""

    replay: Replay
    refused: Refusal | None = None
    applied: Applied | None = None


@dataclass(frozen=True, kw_only=True)
class _Room:
    """The folder and all that was opened for it."""

    folder: wiring.Folder
    layout: Layout
    failed: tuple[StoreFailed, ...]
    state: wiring.State
    asked: Replaying
    memory: MemoryWithReturned


def look_at_backup(folder: wiring.Folder, *, of: date, progress: Progress) -> Replayed:
    """Return what a restored backup brought back, everything left as it is."""
    return Replayed(replay=_planned(_room(folder, of=of), progress=progress))


def replay(folder: wiring.Folder, *, of: date, approved_by: str | None, told: Callable[[str, int], None]) -> Replayed:
    """Erase again what a restored backup brought back, and return what was found and done."""
    room = _room(folder, of=of)
    state, layout, on = room.state, room.layout, wiring.today(folder)
    with state.ownership.alone(since=wiring.now(), who="garant replay"):
        applying.none_paused(state)
        for anchor in layout.anchors:
            # What a backup does not bring back of people is told again first: rules count from it.
            state.memory.remember(list(room.asked.recognition.forgotten(anchor.relation)))
        found = _planned(room, progress=lambda *_: None)
        circumstances = applying.circumstances(folder, layout, state, failed=room.failed)
        refused = admit_plan(found.plan, circumstances, approved_by=approved_by)
        if refused is not None or found.plan.is_empty:
            return Replayed(replay=found, refused=refused)
        end_windows(state.capsules, state.holds, on=on, at=wiring.now())
        state.erased.forget(on, wiring.now())
        until = sealed_until(layout.policy, on)
        ground = applying.sealing(applying.ground_of(folder, layout, state, on=on, told=told), state, until=until)
        ground = replace(ground, memory=room.memory, recognition=room.asked.recognition)
        applied = apply_plan(ground, found.plan, digest=digest(found.plan), approved_by=approved_by)
        wiring.sign(state, folder.databases)
    return Replayed(replay=found, applied=applied)


def _room(folder: wiring.Folder, *, of: date) -> _Room:
    _refuse_others(folder)
    layout, failed, state = wiring.at_home(folder)
    if failed and not layout.schemas:
        raise failed[0]
    on = wiring.today(folder)
    backup = known_of(layout, state.erased, of=of, today=on)
    recognition = Recognition(traces=Traces(layout), book=state.erased, backup=backup, databases=folder.databases)
    memory = MemoryWithReturned(memory=wiring.memory_of(folder, layout, state, on=on), recognition=recognition)
    stores = Stores(
        databases=folder.databases,
        files=folder.places(failed),
        memory=memory,
        holds=ruling(state.holds.all()),
        identities=folder.identities,
        log=state.evidence.origin,
    )
    asked = Replaying(layout=layout, stores=stores, backup=backup, book=state.erased, recognition=recognition)
    return _Room(folder=folder, layout=layout, failed=failed, state=state, asked=asked, memory=memory)


def _refuse_others(folder: wiring.Folder) -> None:
    """Raise BackupOfOther where a store bears the name of another log only: it is no backup of ours."""
    ours = names_of(wiring.open_state(folder.path).evidence)
    for store, database in folder.databases.items():
        with suppress(StoreUnreachable):
            if not ours & (names := database.origins() - {""}) and names:
                raise BackupOfOther(store=store)


def _planned(room: _Room, *, progress: Progress) -> Replay:
    on = wiring.today(room.folder)
    found = plan_replay(room.asked, on=on, progress=progress)
    silent = {failure.store: failure.told for failure in room.failed}
    problems = wiring.problems_of(room.folder, room.layout)
    seen = Seen(on=on, steps=found.plan.steps, problems=problems, silent=silent)
    plan = replace(found.plan, folder=str(room.folder.path.resolve()), guards=guards(room.layout.policy, seen))
    return replace(found, plan=plan)
