"""`garant archive`: what lies in the intermediate archive, for its named readers."""

from pathlib import Path
from typing import Any

import click

from garant import wiring
from garant.cli.sessions import Speaker, as_json, in_language, of_folder
from garant.cli.spoken import Argument, Command, Day, Group, Written, option
from garant.documents import archive as words
from garant.planning.archiving.reading import Wanted
from garant.planning.terrain.visas import Granted, ListForVisa, waiting
from garant.policy.speech.sentences import Sentence
from garant.use_cases.ask_visa import ask_visa, find_list, record_visa
from garant.use_cases.read_archive import read_archive

_WHAT = Sentence(
    "L'archive intermédiaire, pour ceux que la politique nomme ; et ce qui attend le visa des archives publiques.",
    "The intermediate archive, for those whom the policy names; and what waits for the visa of the public archives.",
)
_READ = Sentence(
    "Montre ce qu'un lecteur peut voir d'une table de DOSSIER dans son archive.\n\n"
    "Seules paraissent les cellules gardées par une règle qui le nomme. La lecture est inscrite, le motif est scellé.",
    "Show what a reader may see of a table of FOLDER in its archive.\n\n"
    "Only cells kept by a rule that names them appear. The reading goes on record, the motive is sealed.",
)
_LIST = Sentence(
    "Imprime ce qui, dans DOSSIER, attend le visa des archives publiques (bordereau d'élimination).\n\n"
    "La liste reçoit un numéro, sous lequel son visa s'inscrit.",
    "Print what of FOLDER waits for the visa of the public archives.\n\n"
    "The list gets a number, under which its visa is recorded.",
)
_VISA = Sentence(
    "Inscrit le visa donné à la liste NUMÉRO de DOSSIER.\n\n"
    "Le prochain plan efface ce que la liste nommait ; ce qui échoit plus tard attend une autre liste.",
    "Record the visa that was given to the list NUMBER of FOLDER.\n\n"
    "The next plan erases what was on the list; what comes due later waits for another.",
)
_NUMBER = Sentence("Imprimer de nouveau cette liste.", "Print this list again.")
_BY = Sentence("Le service d'archives qui l'a donné.", "The archive service that gave it.")
_REFERENCE = Sentence("La référence que porte le visa.", "The reference that the visa bears.")
_ON = Sentence("Le jour que porte le visa.", "The day that the visa bears.")
_EMPTY = Sentence("cela va au registre et ne peut être vide", "this goes on record and cannot be empty")
_A_NAME = Sentence("NOM", "NAME")
_TABLE = Sentence("La table, comme la carte la nomme.", "The table, as the map names it.")
_PERSON = Sentence(
    "Seulement ce qui est à la personne qui avait cette clé.", "Only what is the person's who had this key."
)
_WHERE = Sentence("Seulement où cette colonne a cette valeur.", "Only where this column has this value.")
_AS = Sentence(
    "Le lecteur que nomme la règle (`archive: readers`).", "The reader whom the rule names (`archive: readers`)."
)
_MOTIVE = Sentence("Pourquoi ; obligatoire, et scellé au registre.", "Why; obligatory, and sealed on record.")
_A_TABLE, _A_READER = Sentence("TABLE", "TABLE"), Sentence("LECTEUR", "READER")
_A_PERSON, _A_TEST = Sentence("TABLE:CLÉ", "TABLE:KEY"), Sentence("COLONNE=VALEUR", "COLUMN=VALUE")
_A_TEXT = Sentence("TEXTE", "TEXT")


@click.group(cls=Group, said=_WHAT)
def archive() -> None:
    """Read the intermediate archive."""


@archive.command(cls=Command, said=_READ)
@of_folder
@option("--table", said=_TABLE, takes=_A_TABLE, required=True)
@option("--person", said=_PERSON, takes=_A_PERSON, default="")
@option("--where", said=_WHERE, takes=_A_TEST, multiple=True)
@option("--as", "reader", said=_AS, takes=_A_READER, required=True)
@option("--motive", said=_MOTIVE, takes=_A_TEXT, required=True)
@in_language
@as_json
def read(folder: Path, *, motive: str, language: str | None, as_data: bool, **typed: Any) -> None:
    """Show what a reader may see of a table in its archive."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        on = wiring.today(opened)
        found = read_archive(
            wiring.reading_ground(opened, on=on), _wanted(typed), motive=motive, on=on, at=wiring.now()
        )
    click.echo(words.as_json(found) if as_data else words.as_text(found, language=speaker.language), nl=False)


@archive.command("list", cls=Command, said=_LIST)
@of_folder
@option("--number", said=_NUMBER, takes=Sentence("NUMÉRO", "NUMBER"), type=int)
@in_language
@as_json
def listing(folder: Path, *, number: int | None, language: str | None, as_data: bool) -> None:
    """Print what waits for the visa of the public archives."""
    speaker = Speaker(language)
    with speaker.stopping(), speaker.telling_of_keys(folder):
        opened = speaker.open(folder)
        found = _waiting(opened) if number is None else find_list(wiring.state_of(opened).visas, number)
    policy = opened.reading.policy
    assert policy is not None
    told = words.listed_as_json(found) if as_data else words.listed(found, policy, language=speaker.language)
    click.echo(told, nl=False)


def _waiting(opened: wiring.Folder) -> ListForVisa | None:
    plan = wiring.make_plan(opened, on=None, progress=lambda *_: None)
    policy = opened.reading.policy
    assert policy is not None
    state = wiring.state_of(opened)
    state.ownership.belong_to(policy.organisation.name)
    return ask_visa(state.visas, tuple(waiting(policy, plan.steps, plan.on)), on=plan.on, at=wiring.now())


@archive.command(cls=Command, said=_VISA)
@of_folder
@click.argument("number", type=int, cls=Argument, said=Sentence("NUMÉRO", "NUMBER"))
@option("--by", said=_BY, takes=_A_NAME, required=True, type=Written(_EMPTY))
@option("--reference", said=_REFERENCE, takes=_A_TEXT, required=True, type=Written(_EMPTY))
@option("--on", said=_ON, takes=Sentence("JOUR", "DATE"), required=True, type=Day())
@in_language
def visa(folder: Path, *, number: int, language: str | None, **given: Any) -> None:
    """Record the visa of a list."""
    speaker = Speaker(language)
    with speaker.stopping():
        opened = speaker.open(folder)
        state, today = wiring.state_of(opened), wiring.today(opened)
        record_visa(state.visas, number, Granted(**given), today=today, at=wiring.now())
    click.echo(words.visa_recorded(number, language=speaker.language), nl=False)


def _wanted(typed: dict[str, Any]) -> Wanted:
    table, colon, key = typed["person"].partition(":")
    where = tuple((column, value) for column, _, value in (one.partition("=") for one in typed["where"]))
    return Wanted(table=typed["table"], reader=typed["reader"], person=(table, key) if colon else None, where=where)
