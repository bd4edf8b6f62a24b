"""What can fail in our own state, each with its fixed sentence; what the adapters raise and the surfaces show.

StateFailure
├── StoreFailure
│   ├── StoreBusy              another garant writes
│   ├── OneWorkerOnly          a store in a file has one process that works on a run
│   ├── RunHalted              a run was paused or cancelled
│   ├── RunPaused              a run waits to be resumed
│   ├── RunGivenUp             nobody could lead a run to its end
│   ├── PartRowsUnread         GARANT_PART_ROWS is no number
│   ├── OtherFolder            the folder is not as it was when the run was begun
│   ├── TakenOver              another worker has taken a part in hand
│   ├── StoreNotWritable       the folder, file or account may not be written with
│   ├── DiskFull               no room left
│   ├── StoreUnreachable       the database server does not answer
│   ├── StoreAddressUnknown    GARANT_DATABASE_URL names no PostgreSQL
│   ├── StoreOfNewerGarant     the store was made by a newer version
│   ├── StoreOfOther           the store belongs to another organisation
│   ├── LogLost                keys or a database tell of a log that is not here
│   ├── LogIsHere              nothing was lost that could be begun anew
│   ├── StoreDamaged           what was read cannot be
│   ├── ClockSetBack           an instant before the last checkpoint
│   ├── UnknownInStore         a number that the store did not give
│   └── BatchesOpen            a run whose batches are not all accounted for
└── KeyFailure
    ├── KeysInsideFolder       keys beside what they seal
    ├── KeysNotWritable        no key can be made
    ├── KeyShownToOthers       a key file that others may read
    ├── KeyDamaged             a key file that holds no key, or the wrong one
    └── RunKeyGone             the key of a run is not there
"""

from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence, same


class StateFailure(Failure):
    """Something kept our own state from being used."""

    sentence = Sentence("l'état de Garant ne peut pas être utilisé", "the state of Garant cannot be used")
    mend = Sentence(
        "regardez le dossier `.garant` du dossier de la politique", "look at the folder `.garant` of the policy folder"
    )

    def __init__(self, detail: Sentence | str = "") -> None:
        """Hold the fixed sentence, and a detail that names no person and no key of theirs."""
        super().__init__(detail)
        if detail:
            said = same(detail) if isinstance(detail, str) else detail
            self.told = Sentence(f"{self.told.fr} : {said.fr}", f"{self.told.en}: {said.en}")


class StoreFailure(StateFailure):
    """Something kept our own store from doing its work."""

    sentence = Sentence("le journal de Garant ne peut pas être utilisé", "the store of Garant cannot be used")
    mend = Sentence(
        "regardez le dossier `.garant` du dossier de la politique, ou GARANT_DATABASE_URL",
        "look at the folder `.garant` of the policy folder, or at GARANT_DATABASE_URL",
    )


class StoreBusy(StoreFailure):
    """Another garant holds the store."""

    sentence = Sentence("un autre garant écrit déjà dans ce journal", "another garant is writing to this store")
    mend = Sentence(
        "attendez qu'il ait fini, ou arrêtez-le : son verrou part avec lui",
        "wait until it has finished, or end it: its lock goes with it",
    )


class OneWorkerOnly(StoreFailure):
    """Another process works on the run already, and our own store is a file."""

    sentence = Sentence(
        "un autre processus travaille déjà à cette exécution, et le journal est un fichier",
        "another process works on this run already, and the store is a file",
    )
    mend = Sentence(
        "donnez plus de fils à celui qui travaille (--workers), ou un PostgreSQL par GARANT_DATABASE_URL",
        "give more threads to the one that works (--workers), or a PostgreSQL by GARANT_DATABASE_URL",
    )


class RunHalted(StoreFailure):
    """Somebody paused or cancelled the run."""

    sentence = Sentence("l'exécution est suspendue ou annulée", "the run is paused or cancelled")
    mend = Sentence(
        "voyez `garant runs` ; `garant resume` reprend ce qui est suspendu",
        "see `garant runs`; `garant resume` goes on with what is paused",
    )


class RunPaused(StoreFailure):
    """A run waits to be resumed or cancelled, and another may not begin."""

    sentence = Sentence("une exécution est suspendue", "a run is paused")
    mend = Sentence("reprenez-la ou annulez-la d'abord : `garant runs`", "resume or cancel it first: `garant runs`")


class RunGivenUp(StoreFailure):
    """Nobody could lead a run to its end."""

    sentence = Sentence("personne n'a pu mener l'exécution à son terme", "nobody could lead the run to its end")
    mend = Sentence(
        "voyez si les bases répondent, puis relancez la même commande : elle reprend là où elle s'est arrêtée",
        "see whether the stores answer, then run the same command again: it goes on where it stopped",
    )


class PartRowsUnread(StoreFailure):
    """GARANT_PART_ROWS is no number of rows."""

    sentence = Sentence(
        "GARANT_PART_ROWS n'est pas un nombre entier positif", "GARANT_PART_ROWS is not a positive whole number"
    )
    mend = Sentence("écrivez-la 100000, ou ne la donnez pas", "write it as 100000, or leave it out")


class OtherFolder(StoreFailure):
    """The folder is not as it was when the run was begun."""

    sentence = Sentence(
        "ce dossier n'est pas celui avec lequel l'exécution a commencé : politique, carte ou adresses diffèrent",
        "this folder is not the one that the run was begun with: its policy, map or addresses differ",
    )
    mend = Sentence(
        "mettez ici le même dossier, avec les mêmes adresses", "put the same folder here, with the same addresses"
    )


class TakenOver(StoreFailure):
    """Another worker has taken the part in hand; what this one had begun is left."""

    sentence = Sentence("un autre a repris cette part du travail", "another has taken over this part of the work")
    mend = Sentence("rien n'est à faire : l'autre continue", "nothing is to be done: the other goes on")


class StoreNotWritable(StoreFailure):
    """The folder, the file or the account may not be written with."""

    sentence = Sentence("Garant ne peut pas écrire dans son journal", "the store of Garant may not be written")
    mend = Sentence(
        "donnez au compte qui lance garant le droit d'écrire dans le dossier `.garant` de la politique",
        "let the account that runs garant write in the folder `.garant` of the policy folder",
    )


class DiskFull(StoreFailure):
    """There is no room left."""

    sentence = Sentence(
        "le disque où est le journal de Garant est plein", "the disk that holds the store of Garant is full"
    )
    mend = Sentence(
        "faites de la place, puis relancez la même commande : rien n'est fait à moitié",
        "make room, then run the same command again: nothing was half done",
    )


class StoreUnreachable(StoreFailure):
    """The server does not answer."""

    sentence = Sentence(
        "la base où est le journal de Garant ne répond pas",
        "the database that holds the store of Garant does not answer",
    )
    mend = Sentence(
        "vérifiez GARANT_DATABASE_URL et le serveur qu'elle nomme",
        "check GARANT_DATABASE_URL and the server that it names",
    )


class StoreAddressUnknown(StoreFailure):
    """The address of the store is not one that Garant can open."""

    sentence = Sentence(
        "GARANT_DATABASE_URL ne nomme pas une base PostgreSQL",
        "GARANT_DATABASE_URL does not name a PostgreSQL database",
    )
    mend = Sentence(
        "écrivez-la `postgresql://compte@serveur/base`, ou retirez-la : le journal sera dans le dossier",
        "write it as `postgresql://account@server/database`, or unset it to keep the store in the policy folder",
    )


class StoreOfNewerGarant(StoreFailure):
    """The schema is newer than this code."""

    sentence = Sentence("ce journal a été fait par un Garant plus récent", "the store was made by a newer Garant")
    mend = Sentence("prenez cette version, ou une plus récente", "use that version, or a later one")


class StoreOfOther(StoreFailure):
    """The store belongs to another organisation."""

    sentence = Sentence("ce journal est celui d'un autre organisme", "the store belongs to another organisation")
    mend = Sentence("donnez à chaque organisme une base à lui", "give each organisation a database of its own")


class LogLost(StoreFailure):
    """Keys or a database tell of a log that is not here, and with it what was remembered of people (Art. 5(1)(e))."""

    sentence = Sentence(
        "le journal de Garant qui a servi jusqu'ici n'est pas là ; sans ce qu'il retient, on effacerait trop tôt",
        "the store of Garant that was used so far is not here; without what it remembers, too much would be erased",
    )
    mend = Sentence(
        "remettez d'une sauvegarde le dossier `.garant` de la politique, ou la base que nomme GARANT_DATABASE_URL ; "
        "s'il n'y en a plus, une personne nommée le dit par `garant evidence begin`",
        "restore the folder `.garant` of the policy folder, or the database that GARANT_DATABASE_URL names, from a "
        "backup; if there is none, a named person says so by `garant evidence begin`",
    )


class LogIsHere(StoreFailure):
    """Nothing was lost that could be begun anew."""

    sentence = Sentence(
        "ce journal a déjà servi : il n'y a rien à recommencer",
        "this store has been used already: there is nothing to begin anew",
    )
    mend = Sentence(
        "gardez-le ; si les clés sont celles d'un autre journal, donnez à ce dossier son propre GARANT_KEYS",
        "keep it; if the keys are those of another store, give this folder a GARANT_KEYS of its own",
    )


class StoreDamaged(StoreFailure):
    """What was read cannot be right."""

    sentence = Sentence("le journal de Garant est abîmé", "the store of Garant is damaged")
    mend = Sentence(
        "remettez-le d'une sauvegarde, puis contrôlez-le par `garant evidence export` et `garant evidence verify`",
        "restore it from a backup, then check it with `garant evidence export` and `garant evidence verify`",
    )


class ClockSetBack(StoreFailure):
    """An instant lies before the last checkpoint."""

    sentence = Sentence(
        "l'horloge est en retard sur la dernière signature des preuves",
        "the clock stands before the last checkpoint of the evidence",
    )
    mend = Sentence("mettez cette machine à l'heure", "set the clock of this machine right")


class UnknownInStore(StoreFailure):
    """A number that the store did not give."""

    sentence = Sentence(
        "le journal ne connaît pas cette exécution, cette étape ou ce lot", "the store knows no such run, step or batch"
    )
    mend = Sentence("refaites un plan", "plan again")


class BatchesOpen(StoreFailure):
    """A run has batches that were neither confirmed nor withdrawn."""

    sentence = Sentence(
        "on ne sait pas encore ce que sont devenus certains lots de cette exécution",
        "the run has batches that are not accounted for",
    )
    mend = Sentence(
        "relancez `garant apply` avec le même plan : il reprend là où il s'est arrêté",
        "run `garant apply` with the same plan again: it takes up where it was stopped",
    )


class KeyFailure(StateFailure):
    """Something kept a key from being used."""

    sentence = Sentence("une clé de Garant ne peut pas être utilisée", "a key of Garant cannot be used")
    mend = Sentence("regardez le dossier que nomme GARANT_KEYS", "look at the folder that GARANT_KEYS names")


class KeysInsideFolder(KeyFailure):
    """The keys would lie beside what they seal, and go into the same backups."""

    sentence = Sentence(
        "les clés ne doivent pas être dans le dossier de la politique", "the keys must not lie inside the policy folder"
    )
    mend = Sentence(
        "faites nommer à GARANT_KEYS un dossier hors de celui de la politique et hors de ses sauvegardes",
        "let GARANT_KEYS name a folder outside the policy folder and outside its backups",
    )


class KeysNotWritable(KeyFailure):
    """No key can be made where the keys should lie."""

    sentence = Sentence(
        "Garant ne peut pas écrire dans le dossier des clés", "the folder for the keys may not be written"
    )
    mend = Sentence(
        "faites nommer à GARANT_KEYS un dossier où le compte qui lance garant peut écrire",
        "let GARANT_KEYS name a folder that the account that runs garant may write",
    )


class KeyShownToOthers(KeyFailure):
    """A key file may be read by other accounts."""

    sentence = Sentence(
        "une clé peut être lue par d'autres comptes de cette machine",
        "a key may be read by other accounts of this machine",
    )
    mend = Sentence(
        "donnez le mode 0600 aux fichiers des clés ; si d'autres avaient un compte ici, faites de nouvelles clés",
        "set the mode of the key files to 0600; if others had accounts here, make new keys",
    )


class KeyDamaged(KeyFailure):
    """A key file holds no key, or not the one that sealed this."""

    sentence = Sentence(
        "une clé est abîmée, ou n'est pas celle qui a servi", "a key is damaged, or is not the one that was used"
    )
    mend = Sentence("remettez la clé depuis sa copie de sûreté", "put the key back from its own safe copy")


class SigningKeyLost(KeyFailure):
    """The log was signed with a key that is not there: with another, nobody could tell it from a log made up."""

    sentence = Sentence(
        "la clé qui a signé les preuves jusqu'ici n'est pas dans le dossier des clés",
        "the key that signed the evidence so far is not in the folder of the keys",
    )
    mend = Sentence(
        "remettez-y `signing.key` depuis sa copie de sûreté, ou faites nommer à GARANT_KEYS le dossier où elle est",
        "put `signing.key` back there from its own safe copy, or let GARANT_KEYS name the folder that holds it",
    )


class RunKeyGone(KeyFailure):
    """The key under which a run sealed what it took out is not there."""

    sentence = Sentence(
        "la clé de cette exécution n'est pas dans le dossier des clés",
        "the key of this run is not in the folder of the keys",
    )
    mend = Sentence(
        "faites nommer à GARANT_KEYS le dossier où l'exécution s'est faite ; détruite, une clé ne se refait pas",
        "let GARANT_KEYS name the folder that the run was made with; a key that was destroyed is never made again",
    )
