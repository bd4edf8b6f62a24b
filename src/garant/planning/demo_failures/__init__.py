"""What can keep a demo from being made, each with its fixed sentence."""

from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence


class DemoFailure(Failure):
    """Something kept a demo from being made.

    DemoFailure
    ├── FolderTaken            there is something in the folder
    ├── DatabaseTaken          there are tables in the database
    ├── AddressUnknown         the address names no database that Garant speaks to
    ├── DatabaseUnreachable    the database does not answer
    └── DemoInterrupted        the disk or the database gave up half-way
    """

    mend = Sentence("regardez le dossier et l'adresse de la base", "look at the folder and at the database address")


class FolderTaken(DemoFailure):
    """There is something in the folder."""

    mend = Sentence(
        "nommez un dossier vide, ou qui n'existe pas encore", "name a folder that is empty or not there yet"
    )


class DatabaseTaken(DemoFailure):
    """There are tables in the database already."""

    mend = Sentence(
        "nommez une base vide, faite pour la démonstration : jamais une démonstration ne remplit une base qui sert",
        "make an empty database for the demo and name that: a demo never fills one that is in use",
    )


class AddressUnknown(DemoFailure):
    """The address names no database that Garant speaks to."""

    mend = Sentence(
        "écrivez-la postgresql://compte:motdepasse@serveur/base ou mysql://compte:motdepasse@serveur/base",
        "write it as postgresql://account:password@server/database or mysql://account:password@server/database",
    )


class DatabaseUnreachable(DemoFailure):
    """The database does not answer."""

    mend = Sentence(
        "vérifiez l'adresse, le compte, et que le serveur tourne",
        "check the address, the account and that the server runs",
    )


class DemoInterrupted(DemoFailure):
    """The disk or the database gave up half-way; what was made until then is taken away again."""

    mend = Sentence(
        "faites de la place, ou voyez ce que dit la base, puis relancez la même commande",
        "make room, or see what the database says, then run the same command again",
    )
