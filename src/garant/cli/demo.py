"""`garant demo`: an invented organisation to try Garant on."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from garant import wiring
from garant.cli.screen import Line
from garant.cli.sessions import COULD_NOT_RUN, FOLDER, REFUSED, Speaker, in_language
from garant.cli.spoken import Argument, Command, Day, option
from garant.planning.demo_failures import DatabaseTaken, DemoFailure, FolderTaken
from garant.policy.speech.figures import dated, numbered
from garant.policy.speech.sentences import Sentence
from garant.use_cases.make_demo import make_demo

ORGANISATIONS = ("idm", "imp", "cmapaca", "cesi", "cartesia")
FRANCE = ZoneInfo("Europe/Paris")

_WHAT = Sentence(
    "Fait DOSSIER : un organisme inventé, avec sa politique, des bases remplies et des fichiers.",
    "Make FOLDER: an invented organisation with its policy, filled databases and files.",
)
_WHOSE = Sentence("De qui est la politique.", "Whose policy.")
_HOW_MANY = Sentence("Combien de personnes, à peu près.", "About how many.")
_DATABASE = Sentence(
    "Une base PostgreSQL ou MariaDB vide, à remplir au lieu d'un fichier.",
    "An empty PostgreSQL or MariaDB database to fill instead of a file.",
)
_ON = Sentence("Le jour de la démonstration ; aujourd'hui à défaut.", "The day of the demo; today if left out.")
_MADE = Sentence(
    """{count} lignes et fichiers inventés pour `{organisation}`, au {day}
  politique et carte    {folder}/policy.yaml, {folder}/data-map.yaml
  réglages              {folder}/.env (les adresses des bases)
  clés                  {folder}/.garant/keys (à côté de ce qu'elles scellent : pour une démonstration seulement)
  quoi essayer          {folder}/README.txt
  les données sont inventées ; la politique, son nom et ses erreurs sont ceux d'un texte publié
ensuite : garant check {folder}""",
    """{count} invented rows and files of `{organisation}` for {day}
  policy and data map   {folder}/policy.yaml, {folder}/data-map.yaml
  settings              {folder}/.env (the addresses of the databases)
  keys                  {folder}/.garant/keys (beside what they seal: for a demo only)
  what to try           {folder}/README.txt
  the data are invented; the policy, its name and its errors are those of a published text
next: garant check {folder}""",
)
_SO_FAR = Sentence("{count} lignes et fichiers", "{count} rows and files")


@click.command(cls=Command, said=_WHAT)
@click.argument("folder", type=click.Path(path_type=Path), cls=Argument, said=FOLDER)
@option("--organisation", type=click.Choice(ORGANISATIONS), default="cmapaca", show_default=True, said=_WHOSE)
@option(
    "--people",
    type=click.IntRange(20, 10_000_000),
    default=300,
    show_default=True,
    said=_HOW_MANY,
    takes=Sentence("NOMBRE", "NUMBER"),
)
@option("--database", metavar="URL", said=_DATABASE)
@option("--on", type=Day(), metavar="DATE", said=_ON)
@in_language
def demo(folder: Path, *, organisation: str, people: int, on: date | None, **others: str | None) -> None:
    """Make FOLDER: an invented organisation with its policy, filled databases and files."""
    speaker = Speaker(others["language"])
    day = on or wiring.now().astimezone(FRANCE).date()
    try:
        with Line(speaker) as line:
            ground = wiring.demo_ground(folder, organisation=organisation, database=others["database"])
            count = make_demo(ground, people=people, on=day, tell=_telling(line))
    except DemoFailure as failure:
        refused = isinstance(failure, FolderTaken | DatabaseTaken)
        speaker.stop(failure.told, failure.mend, status=REFUSED if refused else COULD_NOT_RUN)
    speaker.say(_MADE, count=numbered(count), organisation=organisation, day=dated(day), folder=folder)


def _telling(line: Line) -> Callable[[int], None]:
    return lambda count: line.show(_SO_FAR.filled({"count": numbered(count)}))
