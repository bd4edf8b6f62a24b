"""What others know of the log, and whether it still holds all of it: a restore to an older day shows (Art. 5(2))."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from garant.evidence.checkpoints import NoCheckpoint, SignedCheckpoint, read_note
from garant.evidence.failures import LogLost
from garant.policy.speech.figures import tallied
from garant.policy.speech.sentences import Sentence, joined, same


@dataclass(frozen=True, kw_only=True)
class Known:
    """How long the log was, and under which root, when somebody outside our own state last heard of it."""

    size: int
    root: bytes


@dataclass(frozen=True, kw_only=True)
class HoldTold:
    """What anybody may know of a hold: what it names, and in which place; never whom."""

    kind: str
    place: str

    def numbered(self, number: int) -> Sentence:
        """Return its number and what it names."""
        return _HOLD.filled({"number": number, "what": _KINDS[self.kind].filled({"place": self.place})})


@dataclass(frozen=True, kw_only=True)
class Attested:
    """What a store of the controller's keeps of a log: its last checkpoint, and a sealed copy of each hold."""

    note: str = ""
    holds: Mapping[int, str] = field(default_factory=dict)

    @property
    def checkpoint(self) -> SignedCheckpoint | None:
        """Return the checkpoint, if there is one that can be read."""
        try:
            return read_note(self.note)
        except NoCheckpoint:
            return None


class LogBehind(LogLost):
    """Our own state was restored to an older day: what it recorded since, holds among it, is not here."""

    sentence = Sentence(
        "l'état de Garant est plus ancien que ce que l'on sait de lui",
        "the state of Garant is older than what is known of it",
    )
    mend = Sentence(
        "remettez une sauvegarde plus récente du dossier `.garant` de la politique, ou de la base que nomme "
        "GARANT_DATABASE_URL ; s'il n'y en a pas, une personne nommée continue par "
        "`garant evidence begin DOSSIER --by NOM --because restored`",
        "restore a later backup of the folder `.garant` of the policy folder, or of the database that "
        "GARANT_DATABASE_URL names; if there is none, a named person goes on by "
        "`garant evidence begin FOLDER --by NAME --because restored`",
    )


class KeysOfOther(LogLost):
    """The folder of keys serves another log: it was lost here, or two policy folders name the same keys."""

    sentence = Sentence("les clés servent à un autre journal", "the keys serve another log")
    mend = Sentence(
        "si ce dossier est nouveau, donnez-lui un GARANT_KEYS à lui : un dossier de clés sert à un seul journal ; "
        "sinon remettez l'état d'une sauvegarde",
        "if this folder is new, give it a GARANT_KEYS of its own: one folder of keys serves one log; "
        "else restore the state from a backup",
    )


def told_missing(records: int, holds: Mapping[int, HoldTold]) -> Sentence:
    """Return what is missing, as far as anybody knows."""
    said = tallied(records, ("enregistrement", "enregistrements"), ("record", "records"))
    first = _RECORDS.filled({"records": said}) if records else _WENT_ON
    named = joined((one.numbered(number) for number, one in holds.items()), same(", "))
    return _AND_HOLDS.filled({"first": first, "holds": named}) if holds else first


_KINDS = {
    "person": Sentence("une personne de `{place}`", "a person of `{place}`"),
    "table": Sentence("toute la table `{place}`", "the whole table `{place}`"),
    "rows": Sentence("des lignes de `{place}`", "rows of `{place}`"),
    "files": Sentence("des fichiers de `{place}`", "files of `{place}`"),
    "suspension": Sentence(
        "les raisons suspendues pour une personne de `{place}`", "the reasons suspended for a person of `{place}`"
    ),
}
_HOLD = Sentence("n° {number} ({what})", "{number} ({what})")
_RECORDS = Sentence("il y manque {records}", "missing: {records}")
_WENT_ON = Sentence(
    "il a été continué depuis un jour plus ancien", "it went on from an older day, and what came after is missing"
)
_AND_HOLDS = Sentence(
    "{first}, et avec eux ces gels : {holds}",
    "{first}, and with them these holds: {holds}",
)
