"""`garant check`: what is wrong or missing in a policy folder."""

import sys
from pathlib import Path

import click

from garant import wiring
from garant.cli.sessions import FOUND, Speaker, as_json, in_language, of_folder
from garant.cli.spoken import Command, option
from garant.documents import clocks, problems
from garant.policy.problems import Severity
from garant.policy.speech.sentences import Sentence
from garant.policy.texts.failures import NothingToRun
from garant.use_cases.check_policy import Checked, Seen, check_policy

_WHAT = Sentence(
    "Dit ce qui manque ou ne va pas dans DOSSIER : chaque problème, où il est, et qu'y faire.",
    "Say what is wrong or missing in FOLDER, each problem with its place and what to do about it.",
)
_STRICT = Sentence(
    "Les avertissements comptent aussi : le code de sortie est alors 1.", "Warnings count too: exit with 1."
)
_EXPLAIN = Sentence(
    "Dire aussi d'où chaque règle compte, et ce qui est retenu.",
    "Also say where each rule finds its clock, and what is remembered.",
)
_OFFLINE = Sentence("Ne regarder que les textes, sans interroger les bases.", "Look at the texts alone; ask no store.")
_LATER = Sentence(
    "garant: d'où compte chaque règle ne se dit pas sans regarder les bases, et un texte illisible y mène mal",
    "garant: where clocks are cannot be told without a look at the stores, and unread texts do not lead there",
)
_BLIND = Sentence(
    "aucune base n'a répondu : seuls les textes ont été regardés",
    "no store answered, so that only the texts were looked at",
)
_MEND_THAT = Sentence("remédiez-y, ou dites-le par --offline", "mend that, or say so with --offline")


@click.command(cls=Command, said=_WHAT)
@of_folder
@option("--strict", is_flag=True, said=_STRICT)
@option("--explain", is_flag=True, said=_EXPLAIN)
@option("--offline", is_flag=True, said=_OFFLINE)
@in_language
@as_json
def check(folder: Path, *, language: str | None, as_data: bool, **options: bool) -> None:
    """Say what is wrong or missing in FOLDER."""
    speaker = Speaker(language)
    with speaker.stopping():
        seen, checked = _checked(folder, speaker, offline=options["offline"])
    spoken = speaker.language
    explained = checked.clocks if options["explain"] else None
    if as_data:
        more = clocks.as_plain(explained, without=checked.unexplained) if explained else {}
        click.echo(problems.as_json(checked.problems, language=spoken, **more), nl=False)
    else:
        click.echo(problems.as_text(checked.problems, language=spoken), nl=False)
        if explained is not None:
            click.echo(f"\n{clocks.as_text(explained, language=spoken, without=checked.unexplained)}", nl=False)
    if options["explain"] and explained is None:
        click.echo(_LATER.said_in(spoken), err=True)
    if seen is not None and seen.is_blind:
        speaker.stop(_BLIND, _MEND_THAT)
    if checked.worst_is(Severity.ERROR, *([Severity.WARNING] if options["strict"] else [])):
        sys.exit(FOUND)


def _checked(folder: Path, speaker: Speaker, *, offline: bool) -> tuple[Seen | None, Checked]:
    opened = speaker.open(folder)
    seen = None if offline else _look(opened)
    return seen, check_policy(opened.reading, seen)


def _look(opened: wiring.Folder) -> Seen | None:
    try:
        layout, failed = opened.rough_layout()
    except NothingToRun:
        return None
    return Seen(layout=layout, failed=failed)
