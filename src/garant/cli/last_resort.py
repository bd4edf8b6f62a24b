"""What is said when Garant itself fails: one fixed sentence, since what the failure holds may be personal (Art. 32)."""

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import click

from garant.cli.spoken import spoken
from garant.policy.speech.sentences import Sentence

_COULD_NOT_RUN = 2
_ASKED = "GARANT_DEBUG"
_FAILED = Sentence(
    "garant: une faute de Garant lui-même ({kind}) ; rien n'est fait à moitié",
    "garant: a fault of Garant itself ({kind}); nothing was half done",
)
_MEND = Sentence(
    "  relancez la même commande ; si cela revient, signalez-la dans le dépôt du projet, sans aucune donnée. "
    "GARANT_DEBUG=1 en montre le détail, qui peut contenir des données de personnes",
    "  run the same command again; if it comes back, report it in the repository of the project, without any data. "
    "GARANT_DEBUG=1 shows its details, which may hold personal data",
)


@contextmanager
def telling_of_bugs() -> Iterator[None]:
    """End with status 2 and a sentence where something fails that nobody foresaw; its details only if asked for."""
    try:
        yield
    except Exception as fault:  # noqa: BLE001 - the last resort
        if os.environ.get(_ASKED) == "1":  # noqa: TID251 - the edge
            traceback.print_exc()
        click.echo(_FAILED.filled({"kind": type(fault).__name__}).said_in(spoken()), err=True)
        click.echo(_MEND.said_in(spoken()), err=True)
        sys.exit(_COULD_NOT_RUN)
