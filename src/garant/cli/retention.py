"""`garant plan` and `garant apply`: what is due, and doing it."""

import os
from datetime import date
from pathlib import Path

import click

from garant import wiring
from garant.cli.screen import Line
from garant.cli.sessions import FILE, REFUSED, Speaker, as_json, in_language, of_file, of_folder
from garant.cli.showing import by_workers, show, telling, watching
from garant.cli.spoken import Command, Day, Written, option
from garant.documents import plan_files, plans, runs
from garant.evidence.runs import Applied
from garant.planning.approval.admission import Refusal
from garant.planning.plan import Plan
from garant.policy.speech.sentences import Language, Sentence
from garant.wiring import applying

_PLAN = Sentence(
    "Dit ce qui, dans les bases de DOSSIER, a perdu sa dernière raison d'être gardé, ce qui reste, et pourquoi ; "
    "ne change rien.",
    "Say what has lost its last reason in the stores of FOLDER, what stays, and why; change nothing.",
)
_ON = Sentence("Le jour du plan ; aujourd'hui à défaut.", "The day to plan for; today if left out.")
_OUT = Sentence("Écrire le plan ici, pour `garant apply`.", "Write the plan here, for `garant apply`.")
_APPLY = Sentence(
    "Exécute le plan qui est dans FICHIER, et rien d'autre ; chaque lot laisse une preuve.\n\n"
    "Ce que dit chaque règle est demandé à nouveau au moment d'écrire : ce qui s'est justifié depuis le plan reste.",
    "Carry out the plan in FILE, and nothing else; each batch leaves evidence.\n\n"
    "What each rule says is asked again at the moment of writing: what became justified since the plan stays.",
)
_BY = Sentence(
    "Qui a lu le plan et l'approuve, quand il demande un accord ; le nom est mis au registre.",
    "Who has read the plan and approves it, where it asks for approval; the name goes on record.",
)
_NO_NAME = Sentence(
    'qui approuve le plan doit être nommé, comme --approved-by "Prénom Nom"',
    'whoever approves the plan must be named, as --approved-by "First Last"',
)


@click.command(cls=Command, said=_PLAN)
@of_folder
@option("--on", type=Day(), metavar="DATE", said=_ON)
@option("--out", type=click.Path(dir_okay=False, path_type=Path), said=_OUT, takes=FILE)
@in_language
@as_json
def plan(folder: Path, *, on: date | None, out: Path | None, language: str | None, as_data: bool) -> None:
    """Say what has lost its last reason in the stores of FOLDER; change nothing."""
    speaker = Speaker(language)
    with speaker.stopping(), speaker.telling_of_keys(folder), Line(speaker) as line:
        opened = speaker.open(folder)
        made = wiring.make_plan(opened, on=on, progress=line.table)
    text = plan_files.as_json(made)
    if out is not None:
        speaker.write(out, [text])
    click.echo(text if as_data else _in_words(made, opened, speaker.language), nl=False)
    if out is not None and not as_data:
        click.echo(
            f"\n{plans.next_command(made, os.fspath(out), today=wiring.today(opened), language=speaker.language)}"
        )


@click.command(cls=Command, said=_APPLY)
@of_file
@option("--approved-by", type=Written(_NO_NAME), said=_BY, takes=Sentence("NOM", "NAME"))
@by_workers
@in_language
@as_json
def apply(file: Path, *, approved_by: str | None, workers: int, language: str | None, as_data: bool) -> None:
    """Carry out the plan in FILE, and nothing else; each batch leaves evidence."""
    speaker = Speaker(language)
    with speaker.stopping(), Line(speaker) as line:
        planned = _planned(file)
        speaker.open(Path(planned.folder))
        refusal, applied = _apply(planned, approved_by, line=line, workers=workers)
    if applied is None:
        assert refusal is not None  # it is one or the other
        speaker.stop(refusal.sentence, refusal.mend, status=REFUSED)
    show(applied, speaker, as_data=as_data, more=_less(planned, applied, speaker))


def _apply(
    planned: Plan, approved_by: str | None, *, line: Line, workers: int
) -> tuple[Refusal | None, Applied | None]:
    if workers == 1:
        return applying.apply(planned, approved_by=approved_by, told=telling(line))
    from garant.wiring.workers import apply_shared

    return apply_shared(planned, approved_by=approved_by, watched=watching(line), workers=workers)


def _less(planned: Plan, applied: Applied, speaker: Speaker) -> str:
    """Return what a run left of its plan."""
    return runs.less_than_planned(planned, applied.counts, language=speaker.language) if applied.is_finished else ""


def _planned(file: Path) -> Plan:
    try:
        text = file.read_text(encoding="utf-8")
    except (UnicodeDecodeError, OSError):
        raise plan_files.NoPlan(file=file) from None
    return plan_files.read(text, file=file)


def _in_words(made: Plan, opened: wiring.Folder, language: Language) -> str:
    policy = opened.reading.policy
    assert policy is not None  # a plan was made by it
    return plans.as_text(made, policy, language=language)
