"""`garant link`: say whose a row is where identifiers lead to several people, or to nobody for sure."""

import sys
from pathlib import Path

import click

from garant import wiring
from garant.cli.sessions import Speaker, in_language, of_folder
from garant.cli.spoken import Command, Written, option
from garant.policy.speech.sentences import Sentence
from garant.use_cases.settle_link import Key, settle_link

_WHAT = Sentence(
    "Dit à qui est une ligne de DOSSIER que ses identifiants ne suffisent pas à attribuer.\n\n"
    "La dernière décision vaut, dès le prochain plan, et disparaît avec l'une des deux lignes. "
    "Une clé écrite `-` est lue sur l'entrée, une par ligne : elle ne reste pas dans l'historique.",
    "Say whose a row of FOLDER is where its identifiers do not tell.\n\n"
    "What was said last rules, from the next plan on, and goes with either row. "
    "A key written `-` is read from standard input, one a line, and stays out of the shell's history.",
)
_ROW = Sentence("La ligne, d'une table de `also known`.", "The row, of a table under `also known`.")
_PERSON = Sentence("La personne qu'elle est.", "The person that it is.")
_NOBODY = Sentence("Elle n'est à personne de cette classe.", "It is nobody's of that class.")
_BY = Sentence("Qui le décide ; le nom est mis au registre.", "Who decides; the name goes on record.")
_EMPTY = Sentence("cela va au registre et ne peut être vide", "this goes on record and cannot be empty")
_A_KEY, _A_NAME = Sentence("TABLE:CLÉ", "TABLE:KEY"), Sentence("NOM", "NAME")
_ONE_OF_TWO = Sentence(
    "donnez --person ou --nobody, et un seul des deux", "give --person or --nobody, and only one of them"
)
_NO_KEY = Sentence("une ligne s'écrit TABLE:CLÉ", "a row is written TABLE:KEY")
_DONE = Sentence("C'est noté : le prochain plan en tient compte.", "Noted: the next plan goes by it.")


@click.command(cls=Command, said=_WHAT)
@of_folder
@option("--row", said=_ROW, takes=_A_KEY, required=True)
@option("--person", said=_PERSON, takes=_A_KEY, default="")
@option("--nobody", is_flag=True, said=_NOBODY)
@option("--by", said=_BY, takes=_A_NAME, required=True, type=Written(_EMPTY))
@in_language
def link(folder: Path, *, row: str, person: str, by: str, language: str | None, **said: bool) -> None:
    """Say whose a row is."""
    speaker = Speaker(language)
    if bool(person) == said["nobody"]:
        raise click.UsageError(_ONE_OF_TWO.said_in(speaker.language))
    named, who = _key(row, speaker), _key(person, speaker) if person else None
    with speaker.stopping():
        ground = wiring.link_ground(speaker.open(folder))
        settle_link(ground, named, who, by=by, at=wiring.now())
    click.echo(_DONE.said_in(speaker.language))


def _key(written: str, speaker: Speaker) -> Key:
    table, colon, key = written.partition(":")
    if not colon or not table or not key:
        raise click.UsageError(_NO_KEY.said_in(speaker.language))
    return Key(table=table, key=sys.stdin.readline().strip() if key == "-" else key)
