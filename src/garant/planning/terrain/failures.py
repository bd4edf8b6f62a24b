"""What can fail in the controller's stores, each with its fixed sentence; what adapters raise and surfaces show."""

from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence


class StoreFailed(Failure):
    """A store did not do what it was asked; its own words are not repeated, for they may hold values.

    StoreFailed
    ├── StoreUnreachable      it does not answer
    ├── StoreReadOnly         the account may not change it
    ├── StoreBusyElsewhere    somebody else holds a lock
    ├── StoreFull             there is no room
    ├── FileChanged           a file is not the one that was seen any more
    ├── FileAstray            a path leads out of the place of files
    ├── FileTaken             another file lies where one is to come back
    └── StoreRefused          it says no for another reason
    """

    sentence = Sentence(
        "la base `{store}` n'a pas fait ce qui lui était demandé ({word})",
        "the store `{store}` did not do what it was asked ({word})",
    )
    mend = Sentence(
        "regardez le journal de la base elle-même, puis relancez la même commande",
        "look into the database's own log, then run the same command again",
    )

    def __init__(self, store: str, word: Sentence | str = "") -> None:
        """Name the store, and what kind of failure it is."""
        super().__init__(store=store, word=word)
        self.store = store


class StoreUnreachable(StoreFailed):
    """The store does not answer."""

    sentence = Sentence("la base `{store}` ne répond pas ({word})", "the store `{store}` does not answer ({word})")
    mend = Sentence(
        "vérifiez son adresse dans l'environnement, le compte, et que le serveur tourne",
        "check its address in the environment, the account, and that the server runs",
    )


class StoreReadOnly(StoreFailed):
    """The account may not change the store."""

    sentence = Sentence(
        "le compte peut lire la base `{store}`, mais non la changer",
        "the account may read the store `{store}` but not change it",
    )
    mend = Sentence(
        "donnez à ce compte le droit de modifier et de supprimer, ou appliquez avec un autre",
        "give the account the right to update and delete, or apply with another account",
    )


class StoreBusyElsewhere(StoreFailed):
    """Somebody else holds a lock."""

    sentence = Sentence(
        "quelqu'un d'autre tient un verrou dans la base `{store}`", "somebody else holds a lock in the store `{store}`"
    )
    mend = Sentence(
        "attendez qu'il ait fini, puis relancez la même commande : elle reprend là où elle s'est arrêtée",
        "wait until they are done, then run the same command again: it goes on where it stopped",
    )


class StoreFull(StoreFailed):
    """There is no room."""

    sentence = Sentence("il n'y a plus de place dans la base `{store}`", "the store `{store}` has no room left")
    mend = Sentence(
        "faites de la place sur son disque, puis relancez la même commande : elle reprend là où elle s'est arrêtée",
        "make room on its disk, then run the same command again: it goes on where it stopped",
    )


class FileChanged(StoreFailed):
    """A file is not the one that was seen any more."""

    sentence = Sentence(
        "un fichier de `{store}` a changé au moment d'être effacé ; il reste, et avec lui les lignes qui le nomment",
        "a file of `{store}` changed while it was about to be erased; it stays, and so do the rows that name it",
    )
    mend = Sentence(
        "relancez la même commande : elle regarde le fichier à nouveau",
        "run the same command again: it looks at the file anew",
    )


class FileAstray(StoreFailed):
    """A path leads out of the place of files, or through a link."""

    sentence = Sentence(
        "un fichier à effacer est hors du dossier de `{store}`, ou derrière un lien : il reste, et avec lui ses lignes",
        "a file that is to be erased lies outside the folder of `{store}`, or behind a link: it stays, as do its rows",
    )
    mend = Sentence(
        "voyez `garant verify` ; rangez le fichier dans son dossier, ou corrigez la ligne, et relancez la commande",
        "see `garant verify`; put the file into the folder, or the row right, then run the same command again",
    )


class FileTaken(StoreFailed):
    """Another file lies where one is to come back."""

    sentence = Sentence(
        "un autre fichier est à la place de celui qui devait revenir dans `{store}`",
        "another file lies where one was to come back in `{store}`",
    )
    mend = Sentence(
        "mettez-le de côté, puis relancez la même commande", "put it aside, then run the same command again"
    )


class StoreRefused(StoreFailed):
    """The store says no for another reason."""


class TooMany(Failure):
    """A batch would do more than was approved."""

    sentence = Sentence("il y a plus à effacer que ce qui a été accordé", "more is due than was approved")
    mend = Sentence("faites un nouveau plan et faites-le accorder", "make a new plan and have it approved")


class StepChanged(Failure):
    """What was divided among workers must be decided together, since a hold was placed."""

    sentence = Sentence(
        "un gel posé entre-temps fait que ces lignes se décident ensemble : elles restent",
        "a hold that was placed meanwhile makes these rows one decision: they stay",
    )
    mend = Sentence("faites un nouveau plan et appliquez-le", "make a new plan and apply it")


class StepWaits(Failure):
    """What a step would change is read by another that could not be finished."""

    sentence = Sentence(
        "les lignes de `{reader}`, que rien n'a pu terminer, se jugent d'après celles-ci : elles attendent",
        "the rows of `{reader}`, which could not be finished, are judged by these: they wait",
    )
    mend = Sentence(
        "corrigez d'abord ce qui y a été refusé, puis faites un nouveau plan",
        "mend what was refused there first, then make a new plan",
    )
