"""What can fail in our own state, each with its fixed sentence; what the adapters raise and the surfaces show.

StateFailure
├── StoreFailure
│   ├── StoreBusy              another garant writes
│   ├── StoreNotWritable       the folder, file or account may not be written with
│   ├── DiskFull               no room left
│   ├── StoreUnreachable       the database server does not answer
│   ├── StoreAddressUnknown    GARANT_DATABASE_URL names no PostgreSQL
│   ├── StoreOfNewerGarant     the store was made by a newer version
│   ├── StoreOfOther           the store belongs to another organisation
│   ├── StoreDamaged           what was read cannot be
│   ├── ClockSetBack           an instant before the last checkpoint
│   ├── UnknownInStore         a number that the store did not give
│   └── BatchesOpen            a run whose batches are not all accounted for
└── KeyFailure
    ├── KeysInsideFolder       keys beside what they seal
    ├── KeysNotWritable        no key can be made
    ├── KeyShownToOthers       a key file that others may read
    └── KeyDamaged             a key file that holds no key, or the wrong one
"""


class StateFailure(Exception):
    """Something kept our own state from being used."""

    sentence = "the state of Garant cannot be used"
    mend = "look at the folder `.garant` of the policy folder"

    def __init__(self, detail: str = "") -> None:
        """Hold the fixed sentence, and a detail that names no person and no key of theirs."""
        super().__init__(f"{self.sentence}: {detail}" if detail else self.sentence)


class StoreFailure(StateFailure):
    """Something kept our own store from doing its work."""

    sentence = "the store of Garant cannot be used"
    mend = "look at the folder `.garant` of the policy folder, or at GARANT_DATABASE_URL"


class StoreBusy(StoreFailure):
    """Another garant holds the store."""

    sentence = "another garant is writing to this store"
    mend = "wait until it has finished, or end it: its lock goes with it"


class StoreNotWritable(StoreFailure):
    """The folder, the file or the account may not be written with."""

    sentence = "the store of Garant may not be written"
    mend = "let the account that runs garant write in the folder `.garant` of the policy folder"


class DiskFull(StoreFailure):
    """There is no room left."""

    sentence = "the disk that holds the store of Garant is full"
    mend = "make room, then run the same command again: nothing was half done"


class StoreUnreachable(StoreFailure):
    """The server does not answer."""

    sentence = "the database that holds the store of Garant does not answer"
    mend = "check GARANT_DATABASE_URL and the server that it names"


class StoreAddressUnknown(StoreFailure):
    """The address of the store is not one that Garant can open."""

    sentence = "GARANT_DATABASE_URL does not name a PostgreSQL database"
    mend = "write it as `postgresql://account@server/database`, or unset it to keep the store in the policy folder"


class StoreOfNewerGarant(StoreFailure):
    """The schema is newer than this code."""

    sentence = "the store was made by a newer Garant"
    mend = "use that version, or a later one"


class StoreOfOther(StoreFailure):
    """The store belongs to another organisation."""

    sentence = "the store belongs to another organisation"
    mend = "give each organisation a database of its own"


class StoreDamaged(StoreFailure):
    """What was read cannot be right."""

    sentence = "the store of Garant is damaged"
    mend = "restore it from a backup, then check it with `garant evidence export` and `garant evidence verify`"


class ClockSetBack(StoreFailure):
    """An instant lies before the last checkpoint."""

    sentence = "the clock stands before the last checkpoint of the evidence"
    mend = "set the clock of this machine right"


class UnknownInStore(StoreFailure):
    """A number that the store did not give."""

    sentence = "the store knows no such run, step or batch"
    mend = "plan again"


class BatchesOpen(StoreFailure):
    """A run has batches that were neither confirmed nor withdrawn."""

    sentence = "the run has batches that are not accounted for"
    mend = "run `garant apply` with the same plan again: it takes up where it was stopped"


class KeyFailure(StateFailure):
    """Something kept a key from being used."""

    sentence = "a key of Garant cannot be used"
    mend = "look at the folder that GARANT_KEYS names"


class KeysInsideFolder(KeyFailure):
    """The keys would lie beside what they seal, and go into the same backups."""

    sentence = "the keys must not lie inside the policy folder"
    mend = "let GARANT_KEYS name a folder outside the policy folder and outside its backups"


class KeysNotWritable(KeyFailure):
    """No key can be made where the keys should lie."""

    sentence = "the folder for the keys may not be written"
    mend = "let GARANT_KEYS name a folder that the account that runs garant may write"


class KeyShownToOthers(KeyFailure):
    """A key file may be read by other accounts."""

    sentence = "a key may be read by other accounts of this machine"
    mend = "set the mode of the key files to 0600; if others had accounts here, make new keys"


class KeyDamaged(KeyFailure):
    """A key file holds no key, or not the one that sealed this."""

    sentence = "a key is damaged, or is not the one that was used"
    mend = "put the key back from its own safe copy"
