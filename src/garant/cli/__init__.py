"""The commands: arguments in, use case, text or JSON out."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from garant.cli.last_resort import telling_of_bugs
from garant.cli.spoken import Group, Option, speaking, spoken
from garant.policy.speech.languages import chosen
from garant.policy.speech.sentences import Sentence

_COMMANDS = {
    "demo": "garant.cli.demo:demo",
    "check": "garant.cli.check:check",
    "plan": "garant.cli.retention:plan",
    "apply": "garant.cli.retention:apply",
    "work": "garant.cli.workers:work",
    "night": "garant.cli.workers:night",
    "runs": "garant.cli.workers:runs",
    "pause": "garant.cli.workers:pause",
    "resume": "garant.cli.workers:resume",
    "cancel": "garant.cli.workers:cancel",
    "verify": "garant.cli.verify:verify",
    "hold": "garant.cli.hold:hold",
    "link": "garant.cli.link:link",
    "archive": "garant.cli.archive:archive",
    "undo": "garant.cli.undo:undo",
    "replay": "garant.cli.undo:replay",
    "evidence": "garant.cli.evidence:evidence",
}
_SHORT = {
    "demo": Sentence(
        "faire un dossier de politique et des bases remplies, pour essayer",
        "make a policy folder and filled databases to try it on",
    ),
    "check": Sentence(
        "ce qui manque ou ne va pas dans un dossier de politique", "what is wrong or missing in a policy folder"
    ),
    "plan": Sentence(
        "ce qui est à effacer un jour donné, ce qui reste, et pourquoi", "what is due on a day, what stays, and why"
    ),
    "apply": Sentence("exécuter un plan", "carry out a plan"),
    "work": Sentence("travailler à ce que d'autres ont commencé", "work on what others have begun"),
    "night": Sentence(
        "ce que la politique permet de faire chaque nuit sans personne",
        "what the policy lets happen at night, unattended",
    ),
    "runs": Sentence("les dernières exécutions et où elles en sont", "the last runs, and how far they have come"),
    "pause": Sentence("suspendre une exécution", "pause a run"),
    "resume": Sentence("reprendre une exécution suspendue", "go on with a paused run"),
    "cancel": Sentence("annuler une exécution", "cancel a run"),
    "verify": Sentence(
        "cellules sans raison, colonnes sans catégorie, promesses sans preuve",
        "cells without a reason, columns without a category, promises without proof",
    ),
    "link": Sentence(
        "dire à qui est une ligne que ses identifiants ne suffisent pas à attribuer",
        "say whose a row is where its identifiers do not tell",
    ),
    "archive": Sentence(
        "lire l'archive intermédiaire, pour ses lecteurs nommés ; listes et visas des archives publiques",
        "read the intermediate archive, for its named readers; lists and visas of the public archives",
    ),
    "undo": Sentence(
        "ramener ce qu'une exécution a retiré, tant que sa clé existe",
        "bring back what a run took out, while its key is there",
    ),
    "replay": Sentence(
        "effacer encore ce qu'une sauvegarde restaurée a ramené", "erase again what a restored backup brought back"
    ),
    "hold": Sentence(
        "garder des données quoi que disent les durées, jusqu'à ce que quelqu'un lève le gel",
        "keep data whatever the periods say, until somebody lifts the hold",
    ),
    "evidence": Sentence(
        "remettre les preuves, et les contrôler sans nous", "hand the evidence out, and check it without us"
    ),
}
_LONG = Sentence(
    "Fait vivre une politique de confidentialité : ce qui a perdu sa dernière raison d'être gardé part, "
    "et tout se prouve.",
    "Make a privacy policy run: what has lost its last reason to be kept goes, and everything is proved.",
)
_EPILOG = Sentence(
    "Code de sortie : 0 tout va bien, 1 refus ou constat, 2 n'a pas pu se faire. "
    "`garant COMMANDE --help` en dit plus sur chacune.",
    "Exit status: 0 fine, 1 refused or found, 2 could not run. `garant COMMAND --help` says more of each.",
)


class _Late(Group):
    """Imports a command when it is called, so that `garant --help` waits for no library."""

    def main(self, args: Sequence[str] | None = None, *more: Any, **kwargs: Any) -> Any:
        """Run, having looked first in which language to explain what was typed wrong."""
        typed = list(sys.argv[1:] if args is None else args)
        asked = typed[typed.index("--language") + 1 :] if "--language" in typed else []
        with speaking(chosen(*asked[:1], environment=os.environ)), telling_of_bugs():  # noqa: TID251 - the edge
            return super().main(args, *more, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click calls it so
        """Return the commands in the order of work."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command, imported now."""
        place = _COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section(Sentence("Commandes ", "Commands").said_in(spoken())):
            formatter.write_dl([(name, said.said_in(spoken())) for name, said in _SHORT.items()])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the exit statuses mean."""
        self.epilog = _EPILOG.said_in(spoken())
        super().format_epilog(ctx, formatter)


@click.group(cls=_Late, said=_LONG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(
    package_name="garant",
    message="%(package)s %(version)s",
    cls=Option,
    said=Sentence("Dit la version.", "Show the version and exit."),
)
def main() -> None:
    """Make a privacy policy run."""
