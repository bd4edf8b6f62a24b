"""`garant evidence`: hand the evidence out, and check it without us."""

from pathlib import Path

import click

from garant import wiring
from garant.cli.sessions import FILE, FOUND, THERE, Speaker, as_json, in_language, of_file, of_folder
from garant.cli.spoken import Command, Group, Written, option
from garant.documents import evidence as words
from garant.documents import holds
from garant.policy.speech.sentences import Sentence
from garant.use_cases.begin_log import Because
from garant.use_cases.export_evidence import Extent, export_evidence
from garant.use_cases.verify_evidence import Brought, verify_evidence
from garant.wiring import beginning

_WHAT = Sentence("Remettre les preuves, et les contrôler sans nous.", "Hand the evidence out, and check it without us.")
_EXPORT = Sentence(
    "Écrit les preuves de DOSSIER dans un fichier que chacun peut contrôler.",
    "Write the evidence of FOLDER to a file that anybody can check.",
)
_TO = Sentence("Le fichier à écrire.", "The file to write.")
_RECORDS = Sentence(
    "Remettre les enregistrements aussi, non leurs seules empreintes : ils nomment tables et approbateurs.",
    "Hand the records out too, not only the leaves that stand for them: they name tables and approvers.",
)
_BEGIN = Sentence(
    "Déclare qu'un nouveau journal commence là où il y en avait un autre.\n\n"
    "Ce qui était retenu des personnes est perdu : des durées qui comptaient depuis des événements dont les lignes "
    "sont parties finissent trop tôt, ou jamais. Cherchez d'abord une sauvegarde.",
    "Declare that another log begins where there was one.\n\n"
    "What was remembered of people is lost: periods that counted from events whose rows are gone end too early, or "
    "never. Look for a backup first.",
)
_BY = Sentence("Qui le déclare ; le nom est mis au registre.", "Who declares it; the name goes on record.")
_BECAUSE = Sentence(
    "lost : le journal est perdu, et il n'y en a pas de sauvegarde ; "
    "copy : la base ou les clés sont la copie d'une autre installation, qui garde le sien ; "
    "restored : le journal est celui d'un jour plus ancien, et il n'y en a pas de sauvegarde plus récente.",
    "lost: the log is lost, and there is no backup of it; "
    "copy: the database or the keys are a copy of another installation, which keeps its own; "
    "restored: the log is that of an older day, and there is no later backup of it.",
)
_A_NAME = Sentence("NOM", "NAME")
_EMPTY = Sentence("cela va au registre et ne peut être vide", "this goes on record and cannot be empty")
_BEGUN = Sentence("un nouveau journal commence ici", "another log begins here")
_VERIFY = Sentence(
    "Contrôle des preuves exportées, sans réseau et sans leur dossier.",
    "Check exported evidence, offline and without its folder.",
)
_EXTENDS = Sentence(
    "Un export antérieur du même journal, ou une de ses signatures.",
    "An earlier export, or a checkpoint, of the same log.",
)
_KEY = Sentence("La clé publique de l'organisme, reçue de lui-même.", "The organisation's public key, had from itself.")
_UNREADABLE = Sentence("un fichier donné ne se lit pas", "a file that was given cannot be read")
_AS_THEY_CAME = Sentence(
    "donnez la clé et l'export antérieur tels qu'ils sont venus, entiers",
    "give the key and the earlier export as they came, whole",
)


@click.group(cls=Group, said=_WHAT)
def evidence() -> None:
    """Hand the evidence out, and check it without us."""


@evidence.command(cls=Command, said=_EXPORT)
@of_folder
@option("--to", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), said=_TO, takes=FILE)
@option("--with-records", is_flag=True, said=_RECORDS)
@in_language
def export(folder: Path, *, file: Path, with_records: bool, language: str | None) -> None:
    """Write the evidence of FOLDER to a file that anybody can check."""
    speaker = Speaker(language)
    extent = Extent.RECORDS if with_records else Extent.LEAVES
    with speaker.stopping(), speaker.telling_of_keys(folder):
        opened = speaker.open(folder)
        own = wiring.first_language(opened)
        state = wiring.state_of(opened)
        exported = export_evidence(state.evidence, state.signer, at=wiring.now(), extent=extent, language=own)
        speaker.write(file, exported.text)
    public, _ = wiring.keys_of(folder)
    told = words.exported(exported.origin, exported.size, with_records=with_records, language=speaker.language)
    click.echo(told + words.signed(exported.fingerprint, key=public, language=speaker.language), nl=False)


@evidence.command(cls=Command, said=_BEGIN)
@of_folder
@option("--by", said=_BY, takes=_A_NAME, required=True, type=Written(_EMPTY))
@option("--because", type=click.Choice([one.value for one in Because]), required=True, said=_BECAUSE)
@in_language
def begin(folder: Path, *, by: str, because: str, language: str | None) -> None:
    """Begin another log where one was, as a named person declares."""
    speaker = Speaker(language)
    with speaker.stopping(), speaker.telling_of_keys(folder):
        speaker.open(folder)
        went_on = beginning.begin_log(folder, by=by, because=Because(because))
    speaker.say(_BEGUN)
    click.echo(holds.placed_again(went_on.again, went_on.lost, language=speaker.language), nl=False)
    if went_on.lost:
        raise SystemExit(FOUND)


@evidence.command(cls=Command, said=_VERIFY)
@of_file
@option("--extends", "earlier", type=THERE, said=_EXTENDS, takes=FILE)
@option("--key", type=THERE, said=_KEY, takes=FILE)
@in_language
@as_json
def verify(file: Path, *, earlier: Path | None, key: Path | None, language: str | None, as_data: bool) -> None:
    """Check exported evidence, offline and without its folder."""
    speaker = Speaker(language)
    try:
        brought = Brought(
            key=key.read_text(encoding="utf-8") if key else None, earlier=earlier.read_bytes() if earlier else None
        )
        verification = verify_evidence(file.read_bytes(), brought, check=wiring.signature_check())
    except (ValueError, OSError):
        speaker.stop(_UNREADABLE, _AS_THEY_CAME)
    speaker.listen(verification.language)
    told = words.as_json if as_data else words.as_text
    click.echo(told(verification, language=speaker.language), nl=as_data)
    if not verification.is_sound:
        raise SystemExit(FOUND)
