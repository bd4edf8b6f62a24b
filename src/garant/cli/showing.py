"""How commands show a run: a line while it goes on, and at its end what it did."""

import sys
from collections.abc import Callable

import click

from garant.cli.screen import Line
from garant.cli.sessions import REFUSED, Speaker
from garant.cli.spoken import option
from garant.documents import progress, runs
from garant.evidence.runs import Applied, RunProgress
from garant.policy.speech.figures import numbered
from garant.policy.speech.sentences import Sentence

_DEALT_WITH = Sentence("{count} traités, maintenant {table}", "{count} dealt with, now {table}")
_HALTED = Sentence(
    "\nL'exécution n'est pas finie : `garant work` y travaille, `garant runs` montre où elle en est.",
    "\nThe run is not finished: `garant work` works on it, `garant runs` shows how far it is.",
)

_WORKERS = Sentence(
    "Par combien de travailleurs à la fois ; plus d'un partagent l'exécution, 0 la laisse à `garant work`.",
    "By how many workers at once; more than one share the run, 0 leaves it to `garant work`.",
)
by_workers = option(
    "--workers",
    type=click.IntRange(0, 64),
    default=1,
    show_default=True,
    said=_WORKERS,
    takes=Sentence("NOMBRE", "NUMBER"),
)


def show(applied: Applied, speaker: Speaker, *, as_data: bool, more: str = "") -> None:
    """Print what a run did, and end with 1 where a part of it was refused or is left."""
    told = runs.as_json if as_data else runs.as_text
    click.echo(told(applied, language=speaker.language), nl=False)
    if applied.is_exact and not as_data:
        click.echo(more, nl=False)
    if not applied.is_finished and not as_data:
        speaker.say(_HALTED, run=applied.run)
    if applied.refused:
        sys.exit(REFUSED)


def telling(line: Line) -> Callable[[str, int], None]:
    """Return what shows how far one process has come that works alone."""
    return lambda table, count: line.show(_DEALT_WITH.filled({"count": numbered(count), "table": table}))


def watching(line: Line) -> Callable[[RunProgress], None]:
    """Return what shows how far a shared run has come."""
    return lambda run: line.show(progress.now(run))
