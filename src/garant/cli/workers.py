"""`garant work`, `night`, `runs`, `pause`, `resume`, `cancel`: processes that share runs, and what is seen of them."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from garant.cli.screen import Line
from garant.cli.sessions import FILE, FOLDER, REFUSED, Speaker, as_json, in_language, of_folder
from garant.cli.showing import by_workers, show, watching
from garant.cli.spoken import Argument, Command, option
from garant.documents import plans, progress
from garant.policy.speech.sentences import Sentence

if TYPE_CHECKING:
    from garant.wiring.workers import Night

_WORK = Sentence(
    "Travaille aux exécutions partagées de DOSSIER, avec tous ceux qui font de même, ici ou sur d'autres machines.\n\n"
    "Attend la prochaine quand aucune n'est en cours ; Ctrl-C l'arrête après le lot en cours.",
    "Work on the shared runs of FOLDER, with all who do the same, here or on other machines.\n\n"
    "Waits for the next one when none is under way; Ctrl-C ends it after the batch in hand.",
)
_RUNS = Sentence("Montre les dernières exécutions de DOSSIER et où elles en sont.", "Show the last runs of FOLDER.")
_PAUSE = Sentence(
    "Suspend l'exécution NUMÉRO après les lots en cours ; `garant resume` la reprend.",
    "Pause the run NUMBER after the batches in flight; `garant resume` goes on with it.",
)
_RESUME = Sentence(
    "Reprend l'exécution NUMÉRO, et y travaille jusqu'à sa fin.",
    "Go on with the paused run NUMBER, and work on it until it has ended.",
)
_CANCEL = Sentence(
    "Annule l'exécution NUMÉRO après les lots en cours : ce qui est fait reste fait.",
    "Cancel the run NUMBER after the batches in flight: what was done stays done.",
)
_ONE_RUN = Sentence("Seulement à cette exécution ; s'arrête avec elle.", "On this run only; ends with it.")
_UNTIL_DONE = Sentence("S'arrêter quand il n'y a plus rien à faire.", "End when there is nothing left to do.")
_NIGHTLY = Sentence(
    "Faire chaque nuit à cette heure, une fois pour tous, ce que fait `garant night`.",
    "Every night at this hour, once for all workers, do what `garant night` does.",
)
_NIGHT = Sentence(
    "Fait le plan du jour de DOSSIER, et l'exécute si la politique permet qu'il le soit sans personne.\n\n"
    "Sinon le plan attend d'être lu, et le code de sortie est 1.",
    "Make the plan of the day of FOLDER, and carry it out where the policy lets it run with nobody there.\n\n"
    "Else the plan waits to be read, and the exit status is 1.",
)
_OUT = Sentence(
    "Où écrire le plan ; à défaut DOSSIER/.garant/night.plan.",
    "Where to write the plan; else FOLDER/.garant/night.plan.",
)
_NOTHING_DUE = Sentence("Rien n'est à faire.", "Nothing is due.")
_READ_IT = Sentence(
    "ce plan se lit ci-dessus ; ensuite : garant apply {file} --approved-by NOM",
    "the plan is above, to be read; then: garant apply {file} --approved-by NAME",
)
_LAST = Sentence("Combien en montrer.", "How many to show.")
_NUMBER, _A_NUMBER = Sentence("NUMÉRO", "NUMBER"), Sentence("NOMBRE", "NUMBER")
_PAUSED = Sentence(
    "L'exécution {run} s'arrête après les lots en cours.", "Run {run} stops after the batches in flight."
)
_CANCELLED = Sentence("L'exécution {run} est annulée.", "Run {run} is cancelled.")
_CANCELLING = Sentence(
    "L'exécution {run} s'annule après les lots en cours.", "Run {run} ends after the batches in flight."
)
_SECONDS_BETWEEN_LOOKS = 1.0

of_run = click.argument("number", type=click.IntRange(1), cls=Argument, said=_NUMBER)
of_its_folder = option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    said=Sentence("Le dossier de la politique.", "The policy folder."),
    takes=FOLDER,
)


@click.command(cls=Command, said=_WORK)
@of_folder
@option("--run", type=click.IntRange(1), said=_ONE_RUN, takes=_A_NUMBER)
@option("--nightly", type=click.DateTime(["%H:%M"]), said=_NIGHTLY, takes=Sentence("HH:MM", "HH:MM"))
@option("--until-done", is_flag=True, said=_UNTIL_DONE)
@in_language
def work(folder: Path, *, run: int | None, nightly: datetime | None, until_done: bool, language: str | None) -> None:
    """Work on the shared runs of FOLDER, with all who do the same."""
    from garant.wiring import workers

    speaker = Speaker(language)

    def idle() -> bool:
        if nightly and workers.night_is_due(folder, nightly.time()):
            _tell(workers.night(folder, out=None, watched=watching(line), workers=1), speaker)
        if not until_done:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        return not until_done

    with speaker.stopping(), Line(speaker) as line:
        speaker.open(folder)
        workers.work(folder, watched=watching(line), run=run, idle=idle)


@click.command(cls=Command, said=_NIGHT)
@of_folder
@option("--out", type=click.Path(dir_okay=False, path_type=Path), said=_OUT, takes=FILE)
@by_workers
@in_language
def night(folder: Path, *, out: Path | None, workers: int, language: str | None) -> None:
    """Make the plan of the day, and carry it out where the policy lets it run with nobody there."""
    from garant.wiring import workers as wired

    speaker = Speaker(language)
    with speaker.stopping(), Line(speaker) as line:
        speaker.open(folder)
        became = wired.night(folder, out=out, watched=watching(line), workers=workers)
    if not _tell(became, speaker):
        sys.exit(REFUSED)


def _tell(became: "Night", speaker: Speaker) -> bool:
    """Say what became of a night; return whether all is well."""
    if became.why is not None:
        assert became.plan is not None and became.policy is not None  # the plan waits to be read
        click.echo(plans.as_text(became.plan, became.policy, language=speaker.language))
        said, read = became.why.said_in(speaker.language), _READ_IT.filled({"file": became.file})
        click.echo(f"garant: {said}\n  {read.said_in(speaker.language)}", err=True)
        return False
    if became.applied is None:
        speaker.say(_NOTHING_DUE)
        return True
    show(became.applied, speaker, as_data=False)
    return True


@click.command(cls=Command, said=_RUNS)
@of_folder
@option("--last", type=click.IntRange(1), default=20, show_default=True, said=_LAST, takes=_A_NUMBER)
@in_language
@as_json
def runs(folder: Path, *, last: int, language: str | None, as_data: bool) -> None:
    """Show the last runs of FOLDER."""
    from garant.wiring import workers

    speaker = Speaker(language)
    with speaker.stopping():
        speaker.open(folder)
        found = workers.runs(folder, last=last)
    click.echo(progress.as_json(found) if as_data else progress.as_text(found, language=speaker.language), nl=False)


@click.command(cls=Command, said=_PAUSE)
@of_run
@of_its_folder
@in_language
def pause(number: int, *, folder: Path, language: str | None) -> None:
    """Pause a run after the batches in flight."""
    from garant.wiring import workers

    speaker = Speaker(language)
    with speaker.stopping():
        speaker.open(folder)
        workers.pause(folder, number)
    speaker.say(_PAUSED, run=number)


@click.command(cls=Command, said=_RESUME)
@of_run
@of_its_folder
@by_workers
@in_language
@as_json
def resume(number: int, *, folder: Path, workers: int, language: str | None, as_data: bool) -> None:
    """Go on with a paused run, and work on it until it has ended."""
    from garant.wiring import workers as wired

    speaker = Speaker(language)
    with speaker.stopping(), Line(speaker) as line:
        speaker.open(folder)
        applied = wired.resume(folder, number, watched=watching(line), workers=workers)
    show(applied, speaker, as_data=as_data)


@click.command(cls=Command, said=_CANCEL)
@of_run
@of_its_folder
@in_language
def cancel(number: int, *, folder: Path, language: str | None) -> None:
    """Cancel a run after the batches in flight."""
    from garant.wiring import workers

    speaker = Speaker(language)
    with speaker.stopping():
        speaker.open(folder)
        ended = workers.cancel(folder, number)
    speaker.say(_CANCELLED if ended else _CANCELLING, run=number)
