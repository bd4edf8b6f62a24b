"""Builds what another log is begun with, where one was lost or an older one was restored."""

from pathlib import Path

from garant import wiring
from garant.evidence.records import RecordKind
from garant.evidence.restored import HoldTold, Known
from garant.planning.grounds.holds import standing
from garant.use_cases.apply_plan import close_killed
from garant.use_cases.begin_log import Because, WentOn, go_on_from_older, names_of, put_beginning
from garant.wiring import applying


def begin_log(folder: Path, *, by: str, because: Because) -> WentOn:
    """Begin another log where one was, as a named person declares, or raise a StateFailure."""
    from garant.adapters.keys import OriginBesideKeys

    opened = wiring.open_folder(folder)
    state = wiring.open_state(folder, anew=True)
    if opened.reading.policy is not None:
        state.ownership.belong_to(opened.reading.policy.organisation.name)
    beside = OriginBesideKeys(wiring.keys_of(folder)[0].parent)
    went_on = WentOn()
    with state.ownership.alone(since=wiring.now(), who="garant evidence begin"):
        # Killed before the last line, it is still missed, and nothing is erased: the same command goes on.
        if not (state.evidence.says(RecordKind.LOG_BEGUN) and beside.names_another(state.evidence.origin)):
            went_on = _declared(opened, state, by=by, because=because)
        wiring.sign(state, opened.databases)
        _tell_the_keys(state)
        if because is Because.RESTORED:
            state.capsules.go_on(before=names_of(state.evidence))
        beside.replace(state.evidence.origin)
    return went_on


def _declared(opened: wiring.Folder, state: wiring.State, *, by: str, because: Because) -> WentOn:
    at = wiring.now()
    if because is not Because.RESTORED:
        put_beginning(state.evidence, by=by, because=because, at=at)
        return WentOn()
    on, ours = wiring.today(opened), wiring.witnesses_of(state, opened.databases)
    layout, _ = opened.layout()
    # What was under way on that day is closed by the receipts that bear the old name.
    close_killed(applying.ground_of(opened, layout, state, on=on, told=lambda *_: None))
    return go_on_from_older(ours, by=by, on=on, at=at)


def _tell_the_keys(state: wiring.State) -> None:
    """Let the folder of keys know of this log, and of its runs alone."""
    size = state.evidence.size
    state.witness.forget()
    state.witness.grown(Known(size=size, root=state.evidence.root_of(size) or b""))
    holds = standing(state.holds.all())
    state.witness.holding({one.number: HoldTold(kind=one.kind.value, place=one.place) for one in holds})
