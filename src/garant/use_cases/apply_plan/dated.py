"""Erases files that the day in their path makes due, a thousand at a time."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import islice

from garant.evidence.runs import BatchIntent, BatchOutcome, OpenBatch
from garant.planning.files import DatedFiles, SeenFile, Verdict, with_files
from garant.planning.terrain.failures import FileAstray, FileChanged, StoreFailed, TooMany
from garant.use_cases.apply_plan.files import counted, seal
from garant.use_cases.apply_plan.settling import settle_at_once
from garant.use_cases.apply_plan.under_way import Run, confirm, under_way

FILES_OF_A_BATCH = 1000


def erase_dated(run: Run, files: DatedFiles, *, step: int) -> None:
    """Erase the files of a set that are due, and say why some of them stay."""
    with under_way(run, step, place=files.name):
        left = list[StoreFailed]()
        due = (file for file in run.ground.place_of(files.name).files() if files.judge(file) is Verdict.DUE)
        for attempt, batch in enumerate(iter(lambda: tuple(islice(due, FILES_OF_A_BATCH)), ())):
            with run.ground.holds.steady() as newest:
                if newest != run.agenda.newest:
                    run.hear()
                still = [file for file in batch if run.agenda.is_due(files.name, file)]
                left += _erase_batch(run, files.name, still, intent=(step, attempt))
            run.ground.told(files.name, sum(run.counts.values()))
        if left:
            raise left[0]


def _erase_batch(
    run: Run, name: str, files: Sequence[SeenFile], *, intent: tuple[int, int]
) -> list[FileChanged | FileAstray]:
    """Erase files that their day alone makes due; return why some of them stay."""
    if run.is_too_much({counted(name): len(files)}):
        raise TooMany
    step, attempt = intent
    intent_now = BatchIntent(run=run.number, step=step, attempt=attempt, bounds=with_files("", {name: files}))
    number = run.ground.journal.intend(intent_now)
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
