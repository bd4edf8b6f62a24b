"""What keeps a policy folder from being opened or run, each with its fixed sentence."""

from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence


class NothingToRun(Failure):
    """The folder's policy or data map could not be read, so that nothing can be run by it."""

    sentence = Sentence(
        "le dossier de politique `{folder}` ne peut pas être lu en entier",
        "the policy folder `{folder}` cannot be read whole",
    )
    mend = Sentence(
        "voyez ce qui ne va pas : garant check {folder}", "see what is wrong with it: garant check {folder}"
    )


class MapLost(NothingToRun):
    """The data map names what the stores do not hold: a reason might be there that nobody finds."""

    sentence = Sentence("{detail}", "{detail}")
    mend = Sentence(
        "corrigez la carte des données, ou la base : garant check {folder}",
        "mend the data map, or the store: garant check {folder}",
    )


class FileUnreadable(Failure):
    """A file of the policy folder is no text, or may not be read."""

    sentence = Sentence("un fichier de `{folder}` ne se lit pas", "a file of `{folder}` cannot be read")
    mend = Sentence(
        "donnez-lui d'être un texte en UTF-8 que vous pouvez lire", "let it be a text in UTF-8 that you may read"
    )


class FolderGone(Failure):
    """There is no folder where the policy is said to be."""

    sentence = Sentence("il n'y a pas de dossier `{folder}`", "there is no folder `{folder}`")
    mend = Sentence(
        "remettez-le à sa place ; ou faites un nouveau plan là où il est maintenant : garant plan DOSSIER",
        "put it back in its place; or make a new plan where it is now: garant plan FOLDER",
    )
