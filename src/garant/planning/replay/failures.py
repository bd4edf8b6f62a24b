"""Why a backup cannot be replayed.

Failure
├── NoBackups        no store says how long its backups live
├── BackupToCome     its day has not come yet
├── BackupTooOld     what was erased since is remembered no more
└── BackupOfOther    the store was run by another organisation's log
"""

from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence


class NoBackups(Failure):
    """Nothing that was erased is remembered."""

    sentence = Sentence(
        "ce qui a été effacé n'est pas retenu : aucune base ne dit `backups kept`",
        "nothing that was erased is remembered: no store says `backups kept`",
    )
    mend = Sentence(
        "faites un plan et appliquez-le : ce qui est échu repart. Puis dites dans la carte combien de temps "
        "la plus vieille sauvegarde vit : `backups kept: P90D`",
        "make a plan and apply it: what is due goes again. Then say in the data map how long the oldest backup "
        "lives: `backups kept: P90D`",
    )


class BackupToCome(Failure):
    """No backup was made on a day to come."""

    sentence = Sentence(
        "la sauvegarde serait du {day}, qui est encore à venir", "the backup would be of {day}, which is still to come"
    )
    mend = Sentence(
        "donnez le jour où la sauvegarde a été faite : --backup-of",
        "give the day on which the backup was made: --backup-of",
    )


class BackupTooOld(Failure):
    """What was erased since has been forgotten with the longest backup."""

    sentence = Sentence(
        "une sauvegarde du {day} est plus vieille que toutes celles que la carte annonce (`backups kept`) : "
        "ce qui a été effacé depuis n'est plus retenu",
        "a backup of {day} is older than any that the data map says are kept (`backups kept`): what was erased since "
        "is remembered no more",
    )
    mend = Sentence(
        "ne gardez pas cette base : restaurez une sauvegarde plus récente ; à défaut, un plan ordinaire efface "
        "ce qui est échu",
        "do not keep this database: restore a newer backup; else an ordinary plan erases what is due",
    )


class BackupOfOther(Failure):
    """The database was last run by another log of evidence than ours."""

    sentence = Sentence(
        "la base `{store}` vient d'une autre organisation, ou d'un autre dossier : la marque qui s'y trouve n'est pas "
        "celle de notre journal",
        "the store `{store}` comes from another organisation, or another folder: the mark in it is not that of our log",
    )
    mend = Sentence(
        "restaurez la sauvegarde de cette organisation ; rien n'a été changé",
        "restore this organisation's backup; nothing was changed",
    )
