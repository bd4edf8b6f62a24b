"""The log of evidence, kept in our own store: leaves, the records behind them, the right edge, the checkpoints."""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from django.db import connections, transaction

from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import Leaf, Log, StatedCheckpoint, Subtree
from garant.evidence.checkpoints import Checkpoint, SignedCheckpoint, note, read_note, signed, to_sign
from garant.evidence.failures import ClockSetBack, StoreDamaged
from garant.evidence.merkle import EMPTY, HASH_BYTES, Frontier, extend, root
from garant.evidence.proofs import inclusion_proof
from garant.evidence.records import SALT_BYTES, EvidenceRecord, NumberedRecord, RecordKind, canonical, read, salted_leaf
from garant.evidence.restored import Known
from garant.ports import Signer
from garant.ports.witness import Witness

THE_LOG = 1
_WIDTH = 256  # leaves under a subtree whose root is kept
_ROWS_A_STATEMENT = 500
_ROWS_A_FETCH = 5_000


class StoredEvidence:
    """The port `Evidence` on our own store."""

    def __init__(self, alias: str) -> None:
        """Use the database that Django knows by this alias."""
        self._alias = alias

    @property
    def origin(self) -> str:
        """Return the name of this log, which its checkpoints carry."""
        with told_plainly():
            return Log.objects.using(self._alias).get(id=THE_LOG).origin

    @property
    def size(self) -> int:
        """Return how many leaves the log has."""
        with told_plainly():
            return Log.objects.using(self._alias).get(id=THE_LOG).size

    def append(self, records: Sequence[EvidenceRecord]) -> range:
        """Put records at the end of the log, all or none, and return their numbers."""
        with told_plainly(), transaction.atomic(using=self._alias):
            return grow(lock(self._alias), records)

    def checkpoint(self, at: datetime, *, signer: Signer) -> SignedCheckpoint:
        """Sign and keep the state of the log, or raise ClockSetBack before the last one's instant."""
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            before = self.last_checkpoint_at()
            if before is not None and at < before:
                raise ClockSetBack
            stated = Checkpoint(origin=log.origin, size=log.size, root=root(_frontier(log)), at=at)
            checkpoint = signed(stated, public_key=signer.public_key, signature=signer.sign(to_sign(stated)))
            StatedCheckpoint.objects.using(self._alias).create(
                at=at, public_key=signer.public_key, note=note(checkpoint)
            )
        return checkpoint

    def checkpoints(self, public_key: bytes) -> Sequence[SignedCheckpoint]:
        """Return the checkpoints that this key signed under the log's present name, the oldest first."""
        rows = StatedCheckpoint.objects.using(self._alias).filter(public_key=public_key).order_by("id")
        with told_plainly():
            stated = [read_note(text) for text in rows.values_list("note", flat=True)]
        return [one for one in stated if one.checkpoint.origin == self.origin]

    def last_signed_by(self) -> bytes | None:
        """Return the public key that signed the last checkpoint, if there is one."""
        with told_plainly():
            rows = StatedCheckpoint.objects.using(self._alias).order_by("-id")
            return next((bytes(key) for key in rows.values_list("public_key", flat=True)[:1]), None)

    def last_checkpoint_at(self) -> datetime | None:
        """Return the instant before which no day may be planned for, if there is one."""
        with told_plainly():
            return StatedCheckpoint.objects.using(self._alias).order_by("-at").values_list("at", flat=True).first()

    def leaves(self, *, up_to: int) -> Iterator[bytes]:
        """Yield the leaf hashes of the first so many records, in order."""
        return self._hashes(0, up_to)

    def records(self, *, up_to: int) -> Iterator[NumberedRecord]:
        """Yield those of the first so many records that were not erased, with their salts, in order."""
        rows = Leaf.objects.using(self._alias).filter(number__lt=up_to, record__isnull=False).order_by("number")
        with told_plainly():
            for number, text, salt in rows.values_list("number", "record", "salt").iterator(_ROWS_A_FETCH):
                yield NumberedRecord(number=number, text=str(text), salt=bytes(salt or b""))

    def says(self, *kinds: RecordKind) -> bool:
        """Return whether there is a record of one of these kinds."""
        with told_plainly():
            return Leaf.objects.using(self._alias).filter(kind__in=[kind.value for kind in kinds]).exists()

    def all_of(self, kind: RecordKind) -> Sequence[EvidenceRecord]:
        """Return the records of a kind that were not erased, in order."""
        rows = Leaf.objects.using(self._alias).filter(kind=kind.value, record__isnull=False).order_by("number")
        with told_plainly():
            return [read(str(text)) for text in rows.values_list("record", flat=True)]

    def root_of(self, size: int) -> bytes | None:
        """Return the root over the first so many leaves; None where the log has fewer."""
        with told_plainly():
            log = Log.objects.using(self._alias).get(id=THE_LOG)
        if size == log.size:
            return root(_frontier(log))
        return self._subtree(0, size) if size < log.size else None

    def rename(self, record: EvidenceRecord) -> None:
        """Give the log a name that no log has, with its evidence: what was known of the old one holds no more."""
        with told_plainly(), transaction.atomic(using=self._alias):
            log = lock(self._alias)
            log.origin = f"garant/{os.urandom(8).hex()}"
            log.save(update_fields=["origin"])
            grow(log, [record])

    def inclusion_proof(self, number: int, *, size: int) -> tuple[bytes, ...]:
        """Return the proof that a leaf is in the log of this size."""
        return inclusion_proof(number, size=size, subtree=self._subtree)

    def erase(self, numbers: Sequence[int]) -> int:
        """Erase records and their salts, leave their leaves, and return how many were still there."""
        erased = 0
        with told_plainly():
            with transaction.atomic(using=self._alias):
                for start in range(0, len(numbers), _ROWS_A_STATEMENT):
                    some = numbers[start : start + _ROWS_A_STATEMENT]
                    rows = Leaf.objects.using(self._alias).filter(number__in=some, record__isnull=False)
                    erased += rows.update(kind="", record=None, salt=None)
            remove_traces(self._alias)
        return erased

    def _subtree(self, start: int, end: int) -> bytes:
        """Return the root over some leaves, from kept subtrees as far as they reach."""
        full = (end - start) // _WIDTH if start % _WIDTH == 0 else 0
        first = start // _WIDTH
        rows = Subtree.objects.using(self._alias).filter(number__gte=first, number__lt=first + full).order_by("number")
        with told_plainly():
            kept = [bytes(node) for node in rows.values_list("hash", flat=True)] if full else []
        wide = extend(EMPTY, kept)
        tree = Frontier(size=wide.size * _WIDTH, nodes=wide.nodes)
        return root(extend(tree, self._hashes(start + tree.size, end)))

    def _hashes(self, start: int, end: int) -> Iterator[bytes]:
        rows = Leaf.objects.using(self._alias).filter(number__gte=start, number__lt=end).order_by("number")
        with told_plainly():
            for leaf in rows.values_list("hash", flat=True).iterator(_ROWS_A_FETCH):
                yield bytes(leaf)


_WITNESSES: dict[str, Witness] = {}


def watch(alias: str, witness: Witness | None) -> None:
    """Tell this witness, and no other, whenever the log in this database has grown."""
    _WITNESSES.pop(alias, None)
    if witness is not None:
        _WITNESSES[alias] = witness


def witness_of(alias: str) -> Witness | None:
    """Return who is told of the log in this database."""
    return _WITNESSES.get(alias)


def lock(alias: str) -> Log:
    """Return the log's row, held until the transaction ends: one grows the log at a time."""
    return Log.objects.using(alias).select_for_update().get(id=THE_LOG)


def grow(log: Log, records: Sequence[EvidenceRecord]) -> range:
    """Put records at the end of a locked log, within the transaction of whoever calls, and return their numbers."""
    alias = str(log._state.db)  # noqa: SLF001 - Django's own way to ask where a row is from
    numbers = range(log.size, log.size + len(records))
    rows = [_row(number, record) for number, record in zip(numbers, records, strict=True)]
    leaves = [bytes(row.hash) for row in rows]
    frontier = extend(_frontier(log), leaves)
    Leaf.objects.using(alias).bulk_create(rows, batch_size=_ROWS_A_STATEMENT)
    _keep_subtrees(alias, numbers)
    log.size, log.frontier = frontier.size, b"".join(frontier.nodes)
    log.save(update_fields=["size", "frontier"])
    if (witness := _WITNESSES.get(alias)) is not None:
        # After the commit, never before: nobody may know of what is not there yet.
        known = Known(size=frontier.size, root=root(frontier))
        transaction.on_commit(partial(witness.grown, known), using=alias)
    return numbers


def _row(number: int, record: EvidenceRecord) -> Leaf:
    salt, text = os.urandom(SALT_BYTES), canonical(record)
    return Leaf(number=number, hash=salted_leaf(text, salt=salt), kind=record.kind.value, record=text, salt=salt)


def _keep_subtrees(alias: str, numbers: range) -> None:
    """Keep the roots of the subtrees that these new leaves made full."""
    full = range(numbers.start // _WIDTH, numbers.stop // _WIDTH)
    if not full:
        return
    rows = Leaf.objects.using(alias).filter(number__gte=full.start * _WIDTH, number__lt=full.stop * _WIDTH)
    leaves = [bytes(leaf) for leaf in rows.order_by("number").values_list("hash", flat=True)]
    Subtree.objects.using(alias).bulk_create(
        Subtree(number=number, hash=root(extend(EMPTY, leaves[place : place + _WIDTH])))
        for number, place in zip(full, range(0, len(leaves), _WIDTH), strict=True)
    )


def _frontier(log: Log) -> Frontier:
    nodes = bytes(log.frontier)
    try:
        return Frontier(
            size=log.size,
            nodes=tuple(nodes[place : place + HASH_BYTES] for place in range(0, len(nodes), HASH_BYTES)),
        )
    except ValueError:
        raise StoreDamaged from None


def remove_traces(alias: str) -> None:
    """Remove what a database file still holds of rows that were erased (Art. 17); on a server its vacuum does it.

    A reader in the middle of something keeps the log for now; the next erasure, or the last to close, empties it.
    """
    connection = connections[alias]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
