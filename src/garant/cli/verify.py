"""`garant verify`: whether the data, the map and the promises are as the policy says."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from garant import wiring
from garant.cli.screen import Line
from garant.cli.sessions import FOUND, Speaker, as_json, in_language, of_folder
from garant.cli.spoken import Command, Day, option
from garant.documents import findings
from garant.evidence.failures import StoreBusy
from garant.planning.grounds.holds import ruling
from garant.planning.verification import Finding
from garant.policy.speech.sentences import Sentence
from garant.use_cases.end_windows import end_windows
from garant.use_cases.verify_data import Stores, verify_data

_WHAT = Sentence(
    "Compte, dans les bases de DOSSIER, ce qui est sans raison, catégorie, personne, date ou preuve.",
    "Count what in the stores of FOLDER has no reason, no category, no owner, no date or no proof.",
)
_ON = Sentence("Le jour à vérifier ; aujourd'hui à défaut.", "The day to verify; today if left out.")


@click.command(cls=Command, said=_WHAT)
@of_folder
@option("--on", type=Day(), metavar="DATE", said=_ON)
@in_language
@as_json
def verify(folder: Path, *, on: date | None, language: str | None, as_data: bool) -> None:
    """Count what is without a reason or a proof in FOLDER."""
    speaker = Speaker(language)
    with speaker.stopping(), speaker.telling_of_keys(folder), Line(speaker) as line:
        opened = speaker.open(folder)
        day = on or wiring.today(opened)
        _end_windows(opened)
        found = _verified(opened, day, line)
    told = findings.as_json if as_data else findings.as_text
    click.echo(told(found, on=day, language=speaker.language), nl=False)
    if any(one.accepted is None for one in found):
        sys.exit(FOUND)


def _end_windows(opened: wiring.Folder) -> None:
    """Destroy the keys whose time has come, unless another garant is at work: then it does."""
    state = wiring.state_of(opened)
    with suppress(StoreBusy), state.ownership.alone(since=wiring.now(), who="garant verify"):
        end_windows(state.capsules, state.holds, on=wiring.today(opened), at=wiring.now())


def _verified(opened: wiring.Folder, on: date, line: Line) -> tuple[Finding, ...]:
    layout, failed = opened.layout()
    if failed and not layout.schemas:
        raise failed[0]
    state = wiring.state_of(opened)
    layout = wiring.with_visas(layout, state)
    stores = Stores(
        databases=opened.databases,
        files=opened.places(failed),
        failed=failed,
        memory=wiring.memory_of(opened, layout, state, on=on),
        holds=ruling(state.holds.all()),
        evidence=state.evidence,
        progress=line.table,
    )
    return verify_data(layout, opened.reading, stores=stores, on=on, at=wiring.now())
