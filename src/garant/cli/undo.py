"""`garant undo` and `garant replay`: bring back what a run took out, and erase again what a backup brought back."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from garant import wiring
from garant.cli.sessions import FOLDER, REFUSED, Speaker, as_json, in_language, of_folder
from garant.cli.spoken import Argument, Command, Day, Written, option
from garant.documents import replay as words
from garant.documents.undo import Told
from garant.planning.undo.returning import Wish
from garant.policy.speech.sentences import Sentence
from garant.use_cases.apply_plan.undoing import Asked, Undone, person_of, rehearse_undo, undo_run
from garant.wiring import applying

_WHAT = Sentence(
    "Ramène ce que l'exécution NUMÉRO a retiré : lignes, cellules, renvois et fichiers.\n\n"
    "Ce qui a changé depuis est laissé comme il est, et dit. Ce qui revient est gelé jusqu'à ce que quelqu'un "
    "le revoie ; sans cela la prochaine exécution le retirerait encore.",
    "Bring back what the run NUMBER took out: rows, cells, references and files.\n\n"
    "What has changed since is left as it is, and told. What comes back is held until somebody looks at it again; "
    "else the next run would take it out again.",
)
_FOLDER = Sentence("Le dossier de la politique.", "The policy folder.")
_TABLE = Sentence(
    "Seulement ce qui vient de cette table, et les renvois qui y menaient.",
    "Only what was taken out of this table, and the references that led to it.",
)
_PERSON = Sentence(
    "Seulement ce qui est à la personne qui a cette clé ; une clé écrite `-` est lue sur l'entrée.",
    "Only what is of the person who has this key; a key written `-` is read from standard input.",
)
_BY = Sentence("Qui annule ; le nom est mis au registre.", "Who undoes it; the name goes on record.")
_MOTIVE = Sentence("Pourquoi ; obligatoire, et scellé au registre.", "Why; obligatory, and sealed on record.")
_REVIEW = Sentence(
    "Le jour où quelqu'un revoit ce qui est gelé ; dans trente jours à défaut.",
    "The day when somebody looks at what is held; in thirty days if left out.",
)
_DRY = Sentence(
    "Dire ce qui reviendrait et ce qui ne le peut pas, et laisser tout comme c'est.",
    "Say what would come back and what cannot, and leave everything as it is.",
)
_DAYS = 30


@click.command(cls=Command, said=_WHAT)
@click.argument("run", type=click.IntRange(min=1), cls=Argument, said=Sentence("NUMÉRO", "NUMBER"))
@option(
    "--folder",
    said=_FOLDER,
    takes=FOLDER,
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@option("--table", said=_TABLE, takes=Sentence("TABLE", "TABLE"), default="")
@option("--person", said=_PERSON, takes=Sentence("TABLE:CLÉ", "TABLE:KEY"), default="")
@option("--by", said=_BY, takes=Sentence("NOM", "NAME"), default="")
@option("--motive", said=_MOTIVE, takes=Sentence("TEXTE", "TEXT"), default="")
@option("--review", said=_REVIEW, metavar="DATE", type=Day())
@option("--dry-run", said=_DRY, is_flag=True)
@in_language
@as_json
def undo(run: int, *, folder: Path, language: str | None, as_data: bool, **typed: Any) -> None:
    """Bring back what a run took out."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        table, colon, key = typed["person"].partition(":")
        if colon and key == "-":
            typed["person"] = f"{table}:{speaker.hear(typed['person'])}"
        undone = _undone(opened, Wish(run=run, table=typed["table"]), typed)
    told = Told(returned=undone.returned, wish=undone.wish, run=undone.run, holds=undone.holds, review=undone.review)
    click.echo((told.as_json if as_data else told.as_text)(undone.refused, language=speaker.language), nl=False)
    if undone.refused or undone.returned.away or undone.returned.perhaps_archived:
        sys.exit(REFUSED)


def _undone(opened: wiring.Folder, wish: Wish, typed: dict[str, Any]) -> Undone:
    with applying.undo_desk(opened, told=lambda *_: None) as desk:
        wish = replace(wish, person=person_of(desk.ground.layout, typed["person"]))
        if typed["dry_run"]:
            return rehearse_undo(desk, wish)
        review: date = typed["review"] or wiring.today(opened) + timedelta(days=_DAYS)
        return undo_run(desk, Asked(wish=wish, by=typed["by"], motive=typed["motive"], review=review))


_REPLAY_WHAT = Sentence(
    "Efface encore, dans toutes les bases de DOSSIER, ce qu'une sauvegarde restaurée a ramené, et rien d'autre.\n\n"
    "Ne revient au néant que ce qui avait été effacé depuis le jour de la sauvegarde et n'a aucune raison d'être là "
    "aujourd'hui. Ce qui a une raison reste, et est dit ; ce qui ne fait que ressembler est dit, et reste.",
    "Erase again, in all stores of FOLDER, what a restored backup brought back, and nothing else.\n\n"
    "Only that goes which had been erased since the day of the backup and has no reason to be there today. What has "
    "a reason stays, and is told; what only looks like it is told, and stays.",
)
_REPLAY_OF = Sentence("Le jour où la sauvegarde a été faite.", "The day on which the backup was made.")
_REPLAY_DRY = Sentence(
    "Dire ce qui repartirait et ce qui reste, et laisser tout comme c'est.",
    "Say what would go again and what stays, and leave everything as it is.",
)
_REPLAY_BY = Sentence(
    "Qui approuve, quand le plan demande un accord ; le nom est mis au registre.",
    "Who approves it, where the plan asks for approval; the name goes on record.",
)
_REPLAY_NO_NAME = Sentence(
    'qui approuve doit être nommé, comme --approved-by "Prénom Nom"',
    'whoever approves must be named, as --approved-by "First Last"',
)


@click.command(cls=Command, said=_REPLAY_WHAT)
@of_folder
@option("--backup-of", said=_REPLAY_OF, metavar="DATE", type=Day(), required=True)
@option("--approved-by", type=Written(_REPLAY_NO_NAME), said=_REPLAY_BY, takes=Sentence("NOM", "NAME"))
@option("--dry-run", said=_REPLAY_DRY, is_flag=True)
@in_language
@as_json
def replay(folder: Path, *, backup_of: date, language: str | None, as_data: bool, **typed: Any) -> None:
    """Erase again what a restored backup brought back."""
    from garant.wiring import replaying

    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        if typed["dry_run"]:
            done = replaying.look_at_backup(opened, of=backup_of, progress=lambda *_: None)
        else:
            done = replaying.replay(opened, of=backup_of, approved_by=typed["approved_by"], told=lambda *_: None)
    if done.refused is not None:
        if not as_data:
            click.echo(words.as_text(done.replay, None, language=speaker.language))
        speaker.stop(done.refused.sentence, done.refused.mend, status=REFUSED)
    told = words.as_json if as_data else words.as_text
    click.echo(told(done.replay, done.applied, language=speaker.language), nl=False)
    if done.replay.findings or (done.applied is not None and done.applied.refused):
        sys.exit(REFUSED)
