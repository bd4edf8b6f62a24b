"""Puts what exported evidence proves, and what is wrong with it, into words and JSON."""

from collections.abc import Iterator

from garant.evidence.records import canonical_json
from garant.evidence.verification import Flaw, FlawCode, Trust, Verification
from garant.policy.speech.figures import counted, dated, number, numbered, tallied
from garant.policy.speech.sentences import Language, Sentence, same

# What is wrong, and what to do about it; `{}` is the checkpoint's size or the record's number.
_WORDS: dict[FlawCode, tuple[Sentence, Sentence]] = {
    FlawCode.UNREADABLE: (
        Sentence(
            "le fichier n'est pas un export de preuves, ou des octets en ont été changés",
            "the file is not exported evidence, or bytes of it were changed",
        ),
        Sentence("redemandez le fichier, et comparez les deux", "ask for the file again, and compare the two"),
    ),
    FlawCode.OF_NEWER_GARANT: (
        Sentence("le fichier a été écrit par un Garant plus récent", "the file was written by a newer Garant"),
        Sentence("contrôlez-le avec cette version, ou une plus récente", "check it with that version, or a later one"),
    ),
    FlawCode.NO_CHECKPOINT: (
        Sentence("rien dans le fichier n'est signé", "nothing in the file is signed"),
        Sentence("demandez un export qui contient une signature", "ask for an export that holds a checkpoint"),
    ),
    FlawCode.OTHER_LOG: (
        Sentence(
            "la signature à la preuve n° {} est d'un autre journal que la précédente",
            "the checkpoint of {} leaves is of another log than the one before",
        ),
        Sentence("demandez l'export d'un seul journal", "ask for the export of one log"),
    ),
    FlawCode.OTHER_KEY: (
        Sentence(
            "le fichier est signé d'une autre clé que celle que vous donnez",
            "the file was signed with another key than the one given",
        ),
        Sentence(
            "demandez à l'organisme laquelle des deux est la sienne, et pourquoi il y en a deux",
            "ask the organisation which of the two is its key, and why there are two",
        ),
    ),
    FlawCode.WRONG_SIGNATURE: (
        Sentence(
            "la signature à la preuve n° {} n'est pas de la clé du fichier",
            "the signature of the checkpoint of {} leaves is not that of the key in the file",
        ),
        Sentence("ne tenez rien dans ce fichier pour prouvé", "take nothing in the file as proved"),
    ),
    FlawCode.WRONG_ROOT: (
        Sentence(
            "les preuves ne sont pas celles sur lesquelles porte la signature à la preuve n° {}",
            "the leaves are not those that the checkpoint of {} leaves was signed for",
        ),
        Sentence(
            "une preuve, jusqu'à celle-ci, a été changée, retirée ou ajoutée : demandez à l'organisme laquelle",
            "a record up to this one was changed, removed or put in: ask the organisation which",
        ),
    ),
    FlawCode.CHECKPOINTS_OUT_OF_ORDER: (
        Sentence(
            "la signature à la preuve n° {} vient après une plus tardive",
            "the checkpoint of {} leaves stands after a later one",
        ),
        Sentence(
            "demandez à l'organisme si son horloge a été reculée", "ask the organisation whether its clock was set back"
        ),
    ),
    FlawCode.LEAVES_MISSING: (
        Sentence(
            "la signature à la preuve n° {} porte sur plus de preuves que le fichier n'en contient",
            "the checkpoint of {} leaves was signed for more leaves than the file holds",
        ),
        Sentence("demandez celles qui manquent", "ask for the leaves that are missing"),
    ),
    FlawCode.LEAVES_UNSIGNED: (
        Sentence(
            "ce qui suit la preuve n° {} n'est pas signé", "the leaves after the checkpoint of {} leaves are not signed"
        ),
        Sentence("ne tenez pas pour prouvé ce qui la suit", "take what stands after it as not proved"),
    ),
    FlawCode.RECORDS_OUT_OF_ORDER: (
        Sentence(
            "l'enregistrement n° {} est là deux fois, ou n'est pas à sa place",
            "record {} stands twice or out of its place",
        ),
        Sentence("redemandez le fichier", "ask for the file again"),
    ),
    FlawCode.RECORD_WITHOUT_LEAF: (
        Sentence("l'enregistrement n° {} n'est pas dans le journal", "record {} is not in the log"),
        Sentence("ne le tenez pas pour prouvé", "take this record as not proved"),
    ),
    FlawCode.RECORD_CHANGED: (
        Sentence(
            "l'enregistrement n° {} n'est pas celui que le journal a sous ce numéro",
            "record {} is not the one that was logged under its number",
        ),
        Sentence(
            "ne le tenez pas pour prouvé, et demandez à l'organisme celui du journal",
            "take this record as not proved, and ask the organisation for the one that was logged",
        ),
    ),
    FlawCode.EARLIER_OF_OTHER_LOG: (
        Sentence("l'export antérieur est d'un autre journal", "the earlier one is of another log"),
        Sentence("apportez un export antérieur de ce journal-ci", "bring an earlier export of this log"),
    ),
    FlawCode.EARLIER_NOT_SIGNED: (
        Sentence(
            "l'export antérieur, à la preuve n° {}, n'est pas signé de la clé de ce fichier",
            "the earlier one, of {} leaves, was not signed with the key in this file",
        ),
        Sentence(
            "demandez à l'organisme laquelle des deux est la sienne, et pourquoi il y en a deux",
            "ask the organisation which of the two is its key, and why there are two",
        ),
    ),
    FlawCode.EARLIER_IS_LARGER: (
        Sentence(
            "l'export antérieur va jusqu'à la preuve n° {}, plus loin que ce fichier",
            "the earlier one has {} leaves, more than this file",
        ),
        Sentence(
            "contrôlez le plus long avec le plus court ; si celui-ci est le plus récent, des preuves ont été retirées",
            "check the larger file against the smaller; if this is the later one, records were removed",
        ),
    ),
    FlawCode.NOT_EXTENDED: (
        Sentence(
            "jusqu'à la preuve n° {}, ce ne sont pas celles de l'export antérieur",
            "the first {} leaves are not those of the earlier one",
        ),
        Sentence(
            "le passé a été réécrit entre les deux : demandez à l'organisme pourquoi",
            "the past was rewritten between the two: ask the organisation why",
        ),
    ),
}

_TRUSTED = {
    Trust.PINNED: Sentence("c'est la clé que vous avez donnée", "this is the key that you gave"),
    Trust.ITS_OWN: Sentence(
        "cette clé est venue avec le fichier : cela prouve seulement que le fichier s'accorde avec lui-même ; "
        "comparez l'empreinte de la clé avec celle que donne l'organisme, ou donnez sa clé avec --key",
        "the key came with the file, so this proves only that the file agrees with itself: "
        "compare the key's fingerprint with the organisation's, or give its key with --key",
    ),
}
_SOUND = Sentence("intact : rien n'a été changé, retiré ni ajouté", "sound: nothing was changed, removed or put in")
_LOG = Sentence("journal {origin}", "log {origin}")
_SIZE = Sentence("  {leaves}, {checkpoints}{last}", "  {leaves}, {checkpoints}{last}")
_LAST = Sentence(", la dernière le {day} à {time} UTC", ", the last on {day} at {time} UTC")
_SHOWN = Sentence(
    "  {shown} en clair, {hidden} par leur empreinte seule", "  {shown} shown, {hidden} known by their leaves alone"
)
_COMPARED = Sentence("  comparé à un export antérieur de {leaves}", "  compared with an earlier one of {leaves}")
_KEY = Sentence("  clé {fingerprint}", "  key {fingerprint}")
_LEAVES = (("preuve", "preuves"), ("leaf", "leaves"))
_CHECKPOINTS = (("signature", "signatures"), ("checkpoint", "checkpoints"))
_RECORDS = (("enregistrement", "enregistrements"), ("record", "records"))
_EXPORTED = Sentence(
    "journal {origin} : {count} au registre, remises par leurs seules empreintes",
    "log {origin}: {count} on record, exported leaves only",
)
_EXPORTED_WITH_RECORDS = Sentence(
    "journal {origin} : {count} au registre, remises avec leurs enregistrements",
    "log {origin}: {count} on record, exported with records",
)
_SIGNED = Sentence("signé de la clé {fingerprint}", "signed with the key {fingerprint}")
_PUBLIC = Sentence("clé publique, pour --key : {key}", "public key, for --key: {key}")
_HAND_OVER = Sentence(
    "donnez cette clé ou son empreinte à qui contrôlera le fichier, par une autre voie que le fichier",
    "give this key or its fingerprint to whoever will check the file, by another way than the file",
)


def message(flaw: Flaw, *, language: Language) -> str:
    """Return what is wrong."""
    count = "" if flaw.number is None else number(flaw.number, language)
    return _WORDS[flaw.code][0].said_in(language).format(count)


def mend(flaw: Flaw, *, language: Language) -> str:
    """Return what the one who checks can do about it."""
    return _WORDS[flaw.code][1].said_in(language)


def exported(origin: str, count: int, *, with_records: bool, language: Language) -> str:
    """Return what to tell of an export that was made."""
    first = (_EXPORTED_WITH_RECORDS if with_records else _EXPORTED).filled(
        {"origin": origin, "count": Sentence(counted(count, _LEAVES[0], "fr"), number(count, "en"))}
    )
    return first.said_in(language) + "\n"


def signed(fingerprint: str, *, key: object, language: Language) -> str:
    """Return by which key an export was signed, where its public half lies, and how it is handed over."""
    lines = (_SIGNED.filled({"fingerprint": fingerprint}), _PUBLIC.filled({"key": key}), _HAND_OVER)
    return "\n".join(line.said_in(language) for line in lines) + "\n"


def as_text(verification: Verification, *, language: Language) -> str:
    """Return a verification for people to read."""
    return "\n".join(_lines(verification, language)) + "\n"


def as_json(verification: Verification, *, language: Language) -> str:
    """Return a verification for programs to read."""
    return canonical_json(
        {
            "sound": verification.is_sound,
            "log": verification.origin,
            "leaves": verification.size,
            "checkpoints": verification.checkpoints,
            "records": verification.records,
            "last": verification.at.isoformat() if verification.at else None,
            "extends": verification.extends,
            "key": {"fingerprint": verification.fingerprint, "trust": verification.trust.value},
            "problems": [_plain(flaw, language) for flaw in verification.flaws],
        }
    )


def _plain(flaw: Flaw, language: Language) -> dict[str, str | int | None]:
    said = {"message": message(flaw, language=language), "help": mend(flaw, language=language)}
    return {"code": flaw.code.value, "number": flaw.number, **said}


def _lines(verification: Verification, language: Language) -> Iterator[str]:
    if verification.origin:
        yield from (line.said_in(language) for line in _what_was_checked(verification))
    if verification.is_sound:
        yield _SOUND.said_in(language)
    for flaw in verification.flaws:
        yield f"{flaw.code}: {message(flaw, language=language)}"
        yield f"  {mend(flaw, language=language)}"


def _what_was_checked(verification: Verification) -> Iterator[Sentence]:
    yield _LOG.filled({"origin": verification.origin})
    at = verification.at
    last = _LAST.filled({"day": dated(at.date()), "time": f"{at:%H:%M}"}) if at else same("")
    leaves, checkpoints = tallied(verification.size, *_LEAVES), tallied(verification.checkpoints, *_CHECKPOINTS)
    yield _SIZE.filled({"leaves": leaves, "checkpoints": checkpoints, "last": last})
    shown, hidden = tallied(verification.records, *_RECORDS), numbered(verification.size - verification.records)
    yield _SHOWN.filled({"shown": shown, "hidden": hidden})
    if verification.extends is not None:
        yield _COMPARED.filled({"leaves": tallied(verification.extends, *_LEAVES)})
    yield _KEY.filled({"fingerprint": verification.fingerprint})
    yield Sentence(*(f"  {said}" for said in _TRUSTED[verification.trust]))
