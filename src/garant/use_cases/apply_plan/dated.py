"""Erases files that the day in their path makes due, a thousand at a time."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice

from garant.evidence.runs import BatchIntent, BatchOutcome, Claim, OpenBatch
from garant.planning.files import SeenFile, Verdict, with_files
from garant.planning.terrain.failures import FileAstray, FileChanged, StoreFailed, TooMany
from garant.use_cases.apply_plan.files import counted, seal
from garant.use_cases.apply_plan.settling import settle_at_once
from garant.use_cases.apply_plan.under_way import Run, confirm

FILES_OF_A_BATCH = 1000


def erase_dated(run: Run, claim: Claim, *, files: str) -> None:
    """Erase the files of a set that are due, or raise why some of them stay."""
    judge = next((one.judge for one in run.agenda.dated if one.name == files), None)
    if judge is None:
        return
    left = list[StoreFailed]()
    due = (file for file in run.ground.place_of(files).files() if judge(file) is Verdict.DUE)
    for attempt, batch in enumerate(iter(lambda: tuple(islice(due, FILES_OF_A_BATCH)), ())):
        with run.ground.holds.steady() as newest:
            if newest != run.agenda.newest:
                run.hear()
            still = [file for file in batch if run.agenda.is_due(files, file)]
            left += _erase_batch(run, files, still, intent=(claim, attempt))
        run.ground.told(files, run.done)
    if left:
        raise left[0]


def _erase_batch(
    run: Run, name: str, files: Sequence[SeenFile], *, intent: tuple[Claim, int]
) -> list[FileChanged | FileAstray]:
    """Erase files that their day alone makes due; return why some of them stay."""
    claim, attempt = intent
    bounds, journal = with_files("", {name: files}), run.ground.journal
    intent_now = BatchIntent(run=run.number, step=claim.step, attempt=attempt, bounds=bounds, claim=claim)
    number = journal.intend(intent_now)
    if not run.take(number, {counted(name): len(files)}):
        journal.withdraw(number)
        raise TooMany
    place, erased, left = run.ground.place_of(name), 0, list[FileChanged | FileAstray]()
    try:
        seal(place, name, files, capsule=run.capsule(number))
        for file in files:
            try:
                erased += place.erase(file, lasting=run.ground.layout.data_map.lasting(name))
            except (FileChanged, FileAstray) as failed:
                left.append(failed)
    except StoreFailed:
        with suppress(StoreFailed):
            settle_at_once(run, [], OpenBatch(number=number, intent=intent_now))
        raise
    confirm(run, number, BatchOutcome(counts={counted(name): erased} if erased else {}, is_exact=True))
    return left
