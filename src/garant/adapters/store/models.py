"""The tables of our own state: numbers, names of tables, digests; keys of persons only in `Remembered`.

INVARIANT: no key, person, path or free text is in clear in any other table (design §5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from garant.evidence.runs import BatchState, PartState, StepState, Wish

if TYPE_CHECKING:
    from datetime import date, datetime

    Counts = list[list[object]]


class Log(models.Model):
    """The one log of evidence: its name, its right edge; whoever writes locks this row first."""

    id: models.SmallIntegerField[int, int] = models.SmallIntegerField(primary_key=True)
    origin: models.CharField[str, str] = models.CharField(max_length=80)
    organisation: models.CharField[str, str] = models.CharField(max_length=200, blank=True)
    size: models.BigIntegerField[int, int] = models.BigIntegerField()
    frontier: models.BinaryField[bytes, bytes] = models.BinaryField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Leaf(models.Model):
    """A leaf of the log, and the record and salt behind it until they are erased."""

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    hash: models.BinaryField[bytes, bytes] = models.BinaryField()
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    record: models.TextField[str | None, str | None] = models.TextField(null=True)
    salt: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Subtree(models.Model):
    """The root of a full subtree of 256 leaves, kept so that a proof need not read the whole log."""

    number: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    hash: models.BinaryField[bytes, bytes] = models.BinaryField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class StatedCheckpoint(models.Model):
    """A signed checkpoint, as its note, with the key that signed it."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)
    public_key: models.BinaryField[bytes, bytes] = models.BinaryField()
    note: models.TextField[str, str] = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Run(models.Model):
    """A plan that is or was applied."""

    number: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    plan: models.CharField[str, str] = models.CharField(max_length=128)
    policy: models.CharField[str, str] = models.CharField(max_length=128)
    data_map: models.CharField[str, str] = models.CharField(max_length=128)
    schema: models.TextField[str, str] = models.TextField()
    on: models.DateField[date, date] = models.DateField()
    approved_by: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    started: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    finished: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True, db_index=True)
    plan_text: models.TextField[str, str] = models.TextField(default="")
    wish: models.CharField[str, str] = models.CharField(max_length=10, default=Wish.GO_ON.value)
    counts: models.JSONField[list[list[Any]], list[list[Any]]] = models.JSONField(default=list)
    is_exact: models.BooleanField[bool, bool] = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Step(models.Model):
    """How far a step of a run has come."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    run: models.ForeignKey[Run, Run] = models.ForeignKey(Run, on_delete=models.CASCADE)
    run_id: int
    number: models.IntegerField[int, int] = models.IntegerField()
    state: models.CharField[str, str] = models.CharField(max_length=10, default=StepState.WAITING.value)
    tables: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    files: models.CharField[str, str] = models.CharField(max_length=200, default="")

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """A step is numbered within its run."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "number"], name="one_step_a_number")]


class Part(models.Model):
    """A part of a step, its bounds sealed until it is done; `turn` says how often it was taken in hand."""

    number: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    run: models.ForeignKey[Run, Run] = models.ForeignKey(Run, on_delete=models.CASCADE)
    run_id: int
    step: models.IntegerField[int, int] = models.IntegerField()
    place: models.IntegerField[int, int] = models.IntegerField()
    bounds: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)
    state: models.CharField[str, str] = models.CharField(max_length=10, default=PartState.WAITING.value)
    turn: models.IntegerField[int, int] = models.IntegerField(default=0)
    queued: models.IntegerField[int, int] = models.IntegerField(default=0)
    refused: models.JSONField[list[str] | None, list[str] | None] = models.JSONField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """A step is cut once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["run", "step", "place"], name="one_part_a_place")]


class Worker(models.Model):
    """A process that takes jobs, and when it was last heard of, by the clock of our own store."""

    name: models.CharField[str, str] = models.CharField(max_length=80, primary_key=True)
    heard: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Night(models.Model):
    """A night whose plan somebody has begun to make: each is made once, however many workers there are."""

    day: models.DateField[date, date] = models.DateField(primary_key=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class Batch(models.Model):
    """What a batch was about to do, sealed, until what it did is confirmed."""

    number: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    run: models.ForeignKey[Run, Run] = models.ForeignKey(Run, on_delete=models.CASCADE)
    run_id: int
    part: models.ForeignKey[Part | None, Part | None] = models.ForeignKey(Part, null=True, on_delete=models.CASCADE)
    part_id: int | None
    step: models.IntegerField[int, int] = models.IntegerField()
    attempt: models.IntegerField[int, int] = models.IntegerField()
    bounds: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)
    counts: models.JSONField[Counts | None, Counts | None] = models.JSONField(null=True)
    is_exact: models.BooleanField[bool | None, bool | None] = models.BooleanField(null=True)
    state: models.CharField[str, str] = models.CharField(max_length=10, default=BatchState.INTENDED.value)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """Only what is not accounted for is looked for."""

        indexes: ClassVar = [
            models.Index(fields=["run"], name="open_batches", condition=models.Q(state="intended")),
        ]


class Remembered(models.Model):
    """The latest date of an event for a person whose row of it is gone; personal data of Garant's own."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    people: models.CharField[str, str] = models.CharField(max_length=200)
    person: models.CharField[str, str] = models.CharField(max_length=400)
    event: models.CharField[str, str] = models.CharField(max_length=200)
    latest: models.DateField[date | None, date | None] = models.DateField(null=True)
    is_open: models.BooleanField[bool, bool] = models.BooleanField(default=False)
    began: models.DateField[date | None, date | None] = models.DateField(null=True)
    is_undated: models.BooleanField[bool, bool] = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """A person and event are remembered once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["people", "person", "event"], name="remembered_once"),
        ]


class PlacedHold(models.Model):
    """A hold: what it names and why are sealed, and what it names is forgotten when it is lifted."""

    number: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    kind: models.CharField[str, str] = models.CharField(max_length=10)
    place: models.CharField[str, str] = models.CharField(max_length=200)
    names: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)
    said: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)
    author: models.CharField[str, str] = models.CharField(max_length=200)
    since: models.DateField[date, date] = models.DateField()
    review: models.DateField[date, date] = models.DateField()
    lifted_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    lifted_by: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    lifted_because: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class KeptList(models.Model):
    """What waited for the visa of the public archives on a day, and the visa once it is given."""

    number: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    on: models.DateField[date, date] = models.DateField()
    series: models.JSONField[Counts, Counts] = models.JSONField()
    granted_by: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    granted_on: models.DateField[date | None, date | None] = models.DateField(null=True)
    reference: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class PolicyVersion(models.Model):
    """A policy that was in force, whole, under its digest."""

    digest: models.CharField[str, str] = models.CharField(max_length=128, primary_key=True)
    text: models.TextField[str, str] = models.TextField()
    first_seen: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class SealedRun(models.Model):
    """A run that sealed what it took out, until a day; its key lies elsewhere."""

    run: models.OneToOneField[Run, Run] = models.OneToOneField(Run, on_delete=models.CASCADE, primary_key=True)
    run_id: int
    until: models.DateField[date, date] = models.DateField()
    destroyed: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()


class SealedPiece(models.Model):
    """A piece of what a batch took out, sealed under the key of its run."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    of_run: models.BigIntegerField[int, int] = models.BigIntegerField()
    batch: models.BigIntegerField[int, int] = models.BigIntegerField()
    number: models.IntegerField[int, int] = models.IntegerField()
    kind: models.CharField[str, str] = models.CharField(max_length=10)
    place: models.CharField[str, str] = models.CharField(max_length=400)
    content: models.BinaryField[bytes, bytes] = models.BinaryField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """Pieces are found by their run and batch, in order."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["of_run", "batch", "number"], name="one_piece")]


class Erased(models.Model):
    """The keyed digest of a row, a file or a person that a batch erased; personal data of Garant's own."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    batch: models.BigIntegerField[int, int] = models.BigIntegerField()
    kind: models.CharField[str, str] = models.CharField(max_length=10)
    place: models.CharField[str, str] = models.CharField(max_length=400)
    columns: models.TextField[str, str] = models.TextField()
    digest: models.BinaryField[bytes, bytes] = models.BinaryField()
    sealed: models.BinaryField[bytes | None, bytes | None] = models.BinaryField(null=True)
    on: models.DateField[date, date] = models.DateField()
    until: models.DateField[date, date] = models.DateField(db_index=True)

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        """A digest is looked for by itself."""

        indexes: ClassVar = [models.Index(fields=["digest"], name="erased_digest")]
