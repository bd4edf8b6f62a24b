"""`garant hold`: keep what the rules would erase, for a stated reason, until somebody looks at it again."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from garant import wiring
from garant.cli.screen import Line
from garant.cli.sessions import Speaker, as_json, in_language, of_folder
from garant.cli.spoken import Argument, Command, Day, Group, Written, option
from garant.documents import holds as words
from garant.planning.grounds.holds import Lifted, NewHold
from garant.planning.grounds.naming import Asked, named
from garant.policy.speech.sentences import Sentence
from garant.use_cases.place_hold import place_hold
from garant.use_cases.review_hold import lift_holds, review_hold

_WHAT = Sentence(
    "Geler des données : les garder quoi que disent les durées, jusqu'à ce que quelqu'un lève le gel.",
    "Hold data: keep them whatever the periods say, until somebody lifts the hold.",
)
_ADD = Sentence(
    "Gèle une personne, une table, des lignes ou des fichiers de DOSSIER.\n\n"
    "Attend la fin du lot en cours ; au retour, plus rien de ce qui est nommé ne s'efface. "
    "Une valeur écrite `-` est lue sur l'entrée, une par ligne : elle ne reste pas dans l'historique.",
    "Hold a person, a table, rows or files of FOLDER.\n\n"
    "Waits for the batch in flight; once it returns, nothing that is named is erased any more. "
    "A value written `-` is read from standard input, one a line, and stays out of the shell's history.",
)
_LIST = Sentence("Montre les gels de DOSSIER, sans ce qu'ils nomment.", "Show the holds of FOLDER, not what they name.")
_LIFT = Sentence(
    "Lève les gels NUMÉRO… : le prochain plan ne garde plus rien pour eux.",
    "Lift the holds NUMBER…: the next plan keeps nothing for them any more.",
)
_REVIEW = Sentence("Garde le gel NUMÉRO jusqu'à un autre jour de revue.", "Keep the hold NUMBER until another review.")
_PERSON = Sentence("La personne qui a cette clé.", "The person who has this key.")
_TABLE = Sentence("Toutes les lignes de cette table.", "All rows of this table.")
_ROWS = Sentence("Les lignes de cette table qui répondent à --where.", "The rows of this table that meet --where.")
_WHERE = Sentence(
    "Une condition, avec =, != ou ^= (commence par) ; toutes doivent valoir.",
    "A condition, with =, != or ^= (starts with); all of them must hold.",
)
_FILES = Sentence("Les fichiers de cet ensemble.", "The files of this set.")
_PATH = Sentence("Ceux dont le chemin a cette forme ; * vaut tout.", "Those whose path fits; * stands for anything.")
_DAYS = Sentence("Ceux dont le chemin dit un jour de cet intervalle.", "Those whose path says a day of this interval.")
_REASON = Sentence(
    "Pourquoi ; les plans le montrent : le numéro de l'affaire, non un nom.",
    "Why; plans show it: the number of the case, not a name.",
)
_ARTICLE = Sentence("Le texte qui le permet, comme « art. 17(3)(e) RGPD ».", "The text that allows it: Art. 17(3)(e).")
_READER = Sentence(
    "Qui peut lire ce que le gel seul garde, par `garant archive read` ; peut être répété.",
    "Who may read what the hold alone keeps, by `garant archive read`; may be repeated.",
)
_AUTHOR = Sentence("Qui le demande ; le nom est mis au registre.", "Who asks for it; the name goes on record.")
_UNTIL = Sentence("Le jour où il faut le revoir.", "The day on which it is to be looked at again.")
_BY = Sentence("Qui le décide ; le nom est mis au registre.", "Who decides; the name goes on record.")
_BECAUSE = Sentence("Pourquoi il est levé.", "Why it is lifted.")
_ALL = Sentence("Montrer aussi ceux qui sont levés.", "Show those that were lifted, too.")
_NAMES = Sentence("Montrer aussi ce qu'ils nomment.", "Show what they name, too.")
_A_PERSON, _A_TABLE = Sentence("TABLE:CLÉ", "TABLE:KEY"), Sentence("TABLE", "TABLE")
_A_TEST, _A_NAME, _A_DAY = Sentence("CHEMIN=VALEUR", "PATH=VALUE"), Sentence("NOM", "NAME"), Sentence("JOUR", "DATE")
_A_TEXT, _AN_ARTICLE = Sentence("TEXTE", "TEXT"), Sentence("ARTICLE", "ARTICLE")

_of_number = click.argument("number", type=int, cls=Argument, said=Sentence("NUMÉRO", "NUMBER"))


_EMPTY = Sentence("cela va au registre et ne peut être vide", "this goes on record and cannot be empty")


_by = option("--by", said=_BY, takes=_A_NAME, required=True, type=Written(_EMPTY))


@click.group(cls=Group, said=_WHAT)
def hold() -> None:
    """Hold data: keep them whatever the periods say."""


@hold.command(cls=Command, said=_ADD)
@of_folder
@option("--person", said=_PERSON, takes=_A_PERSON, default="")
@option("--table", said=_TABLE, takes=_A_TABLE, default="")
@option("--rows", said=_ROWS, takes=_A_TABLE, default="")
@option("--where", said=_WHERE, takes=_A_TEST, multiple=True)
@option("--files", said=_FILES, takes=Sentence("ENSEMBLE", "SET"), default="")
@option("--path", "pattern", said=_PATH, takes=Sentence("MODÈLE", "PATTERN"), default="*")
@option("--days", said=_DAYS, takes=Sentence("DU..AU", "FROM..TO"), default="")
@option("--reason", said=_REASON, takes=_A_TEXT, required=True, type=Written(_EMPTY))
@option("--article", said=_ARTICLE, takes=_AN_ARTICLE, required=True, type=Written(_EMPTY))
@option("--reader", "readers", said=_READER, takes=_A_NAME, multiple=True, type=Written(_EMPTY))
@option("--author", said=_AUTHOR, takes=_A_NAME, required=True, type=Written(_EMPTY))
@option("--review", said=_UNTIL, takes=_A_DAY, required=True, type=Day())
@in_language
@as_json
def add(folder: Path, *, language: str | None, as_data: bool, **typed: Any) -> None:
    """Hold a person, a table, rows or files of FOLDER."""
    speaker = Speaker(language)
    with speaker.stopping(), speaker.telling_of_keys(folder):
        opened = speaker.open(folder)
        on = wiring.today(opened)
        ground = wiring.hold_ground(opened, on=on)
        said = {name: typed.pop(name) for name in ("reason", "article", "author", "review", "readers")}
        wanted = NewHold(names=named(ground.layout, _asked(typed, speaker)), **said)
        with Line(speaker):
            placed = place_hold(ground, wanted, on=on, at=wiring.now())
        found = next(one for one in ground.holds.all() if one.number == placed.number)
        wiring.sign(wiring.state_of(opened), opened.databases)
    text = words.placed(found, placed.counts, language=speaker.language)
    click.echo(words.placed_as_json(found, placed.counts) if as_data else text, nl=False)
    if placed.mentions:
        click.echo(f"\n{words.mentioned(found.number, language=speaker.language)}", err=True)


def _asked(typed: dict[str, Any], speaker: Speaker) -> Asked:
    """Return what was typed, with the values that were given as `-` read from standard input, one a line."""
    table, colon, key = typed["person"].partition(":")
    person = f"{table}:{speaker.hear(typed['person'])}" if colon and key == "-" else typed["person"]
    where = tuple(f"{one[:-1]}{speaker.hear(one)}" if one.endswith("=-") else one for one in typed["where"])
    return Asked(**{**typed, "person": person, "where": where})


@hold.command("list", cls=Command, said=_LIST)
@of_folder
@option("--all", "lifted_too", is_flag=True, said=_ALL)
@option("--with-names", is_flag=True, said=_NAMES)
@in_language
@as_json
def listing(folder: Path, *, lifted_too: bool, with_names: bool, language: str | None, as_data: bool) -> None:
    """Show the holds of FOLDER."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        on = wiring.today(opened)
        found = [one for one in wiring.state_of(opened).holds.all() if lifted_too or one.lifted is None]
    text = words.listed(found, on=on, language=speaker.language, with_names=with_names)
    click.echo(words.as_json(found, on=on, with_names=with_names) if as_data else text, nl=False)


@hold.command(cls=Command, said=_LIFT)
@of_folder
@click.argument("numbers", type=int, nargs=-1, required=True, cls=Argument, said=Sentence("NUMÉRO…", "NUMBER…"))
@_by
@option("--because", said=_BECAUSE, takes=_A_TEXT, required=True, type=Written(_EMPTY))
@in_language
def lift(folder: Path, *, numbers: tuple[int, ...], by: str, because: str, language: str | None) -> None:
    """Lift holds."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        lifted = Lifted(by=by, on=wiring.today(opened), because=because)
        state = wiring.state_of(opened)
        lift_holds(state.holds, numbers, lifted, at=wiring.now())
        wiring.sign(state, opened.databases)
    for number in dict.fromkeys(numbers):
        click.echo(words.ended(number, language=speaker.language), nl=False)


@hold.command(cls=Command, said=_REVIEW)
@of_folder
@_of_number
@option("--until", said=_UNTIL, takes=_A_DAY, required=True, type=Day())
@_by
@in_language
def review(folder: Path, *, number: int, until: date, by: str, language: str | None) -> None:
    """Keep a hold until another review."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        state = wiring.state_of(opened)
        review_hold(state.holds, number, until=until, by=by, at=wiring.now())
        wiring.sign(state, opened.databases)
    click.echo(words.reviewed(number, until, language=speaker.language), nl=False)
