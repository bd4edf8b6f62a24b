"""How a run is shared out among workers, kept in our own store: parts, claims, wishes, and who is alive."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import connections, transaction
from django.db.models import F
from django.db.models.functions import Now

from garant.adapters.store.evidence import lock
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.journal import go_on, in_hand, new_run
from garant.adapters.store.models import Night, Run, Step, Worker
from garant.adapters.store.models import Part as PartRow
from garant.evidence.failures import TakenOver, UnknownInStore
from garant.evidence.runs import (
    Claim,
    Part,
    PartNumber,
    PartState,
    RunNumber,
    RunProgress,
    StepState,
    Wish,
    counts_in,
)
from garant.policy.speech.sentences import Sentence
from garant.ports import Sealer


class StoredShares:
    """The port `Shares` on our own store."""

    def __init__(self, alias: str, *, sealer: Sealer) -> None:
        """Use the database that Django knows by this alias, and seal bounds with this sealer."""
        self._alias, self._sealer = alias, sealer

    def cut(self, run: RunNumber, step: int, *, bounds: Sequence[str]) -> None:
        """Keep into which parts a step is cut; a second time does nothing."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            if PartRow.objects.using(self._alias).filter(run_id=run, step=step).exists():
                return
            rows = (
                PartRow(run_id=run, step=step, place=place, bounds=self._seal(said, run=run, step=step, place=place))
                for place, said in enumerate(bounds)
            )
            PartRow.objects.using(self._alias).bulk_create(rows)

    def parts(self, run: RunNumber, step: int) -> Sequence[Part]:
        """Return the parts of a step in their order; none before it is cut."""
        with told_plainly():
            rows = PartRow.objects.using(self._alias).filter(run_id=run, step=step).order_by("place")
            return [_part(row) for row in rows]

    def claim(self, part: PartNumber) -> Claim:
        """Take a part in hand, out of anybody else's; raise RunHalted, or TakenOver where it is done."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            rows = PartRow.objects.using(self._alias).filter(number=part)
            rows.filter(state=PartState.WAITING.value).update(turn=F("turn") + 1)
            row = rows.first()
            if row is None:
                raise UnknownInStore
            if row.state != PartState.WAITING.value:
                raise TakenOver
            run = RunNumber(row.run_id)
            go_on(self._alias, run)
        return Claim(part=part, turn=row.turn, run=run, step=row.step, bounds=self._opened(row))

    def close(self, claim: Claim, *, state: PartState, refused: Sentence | None = None) -> None:
        """Say how a part ended and drop its bounds, or raise TakenOver."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            row = in_hand(self._alias, claim)
            row.state, row.bounds = state.value, None
            row.refused = list(refused) if refused else None
            row.save(update_fields=["state", "bounds", "refused"])

    def queue_again(self, part: Part) -> bool:
        """Count that a part is queued once more; return whether nobody did so since it was looked at."""
        with told_plainly():
            rows = PartRow.objects.using(self._alias).filter(number=part.number, queued=part.queued)
            return bool(rows.update(queued=F("queued") + 1))

    def progress(self, run: RunNumber) -> RunProgress:
        """Return how far a run has come, or raise UnknownInStore."""
        with told_plainly():
            row = Run.objects.using(self._alias).filter(number=run).first()
            if row is None:
                raise UnknownInStore
            return self._progress(row)

    def runs(self, *, last: int) -> Sequence[RunProgress]:
        """Return so many of the last runs, the newest first."""
        with told_plainly():
            return [self._progress(row) for row in Run.objects.using(self._alias).order_by("-number")[:last]]

    def shared(self) -> RunProgress | None:
        """Return the run that workers may join now, if there is one."""
        with told_plainly():
            rows = Run.objects.using(self._alias).filter(finished__isnull=True, wish=Wish.GO_ON.value)
            row = rows.exclude(plan_text="").order_by("number").first()
            return self._progress(row) if row else None

    def paused(self) -> bool:
        """Return whether a run waits to be resumed."""
        with told_plainly():
            return Run.objects.using(self._alias).filter(finished__isnull=True, wish=Wish.PAUSE.value).exists()

    def wish(self, run: RunNumber, wish: Wish) -> None:
        """Keep what an operator wants of a run that is not finished, or raise UnknownInStore."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            rows = Run.objects.using(self._alias).filter(number=run, finished__isnull=True)
            if not rows.exclude(wish=Wish.CANCEL.value).update(wish=wish.value):
                raise UnknownInStore

    def take_night(self, day: date) -> bool:
        """Take the night of a day in hand; return whether nobody had it."""
        with told_plainly(), transaction.atomic(using=self._alias):
            lock(self._alias)
            return Night.objects.using(self._alias).get_or_create(day=day)[1]

    def hear(self, worker: str) -> None:
        """Keep that a worker is alive now, by the store's own clock."""
        with told_plainly():
            Worker.objects.using(self._alias).update_or_create(name=worker, defaults={"heard": Now()})

    def alive(self, *, within: timedelta) -> frozenset[str]:
        """Return the workers that were heard of lately; those long gone are forgotten."""
        with told_plainly():
            rows = Worker.objects.using(self._alias)
            rows.filter(heard__lt=Now() - 100 * within).delete()
            return frozenset(rows.filter(heard__gte=Now() - within).values_list("name", flat=True))

    def leave(self, worker: str) -> None:
        """Forget a worker that ends, and close this thread's connection."""
        with told_plainly():
            Worker.objects.using(self._alias).filter(name=worker).delete()
        connections[self._alias].close()

    def _progress(self, row: Run) -> RunProgress:
        steps = list(Step.objects.using(self._alias).filter(run=row).order_by("number"))
        parts = PartRow.objects.using(self._alias).filter(run=row).order_by("step", "place").defer("bounds")
        return RunProgress(
            number=RunNumber(row.number),
            run=new_run(row, steps),
            steps=tuple(StepState(step.state) for step in steps),
            parts=tuple(_part(part) for part in parts),
            counts=counts_in(row.counts),
            is_exact=row.is_exact,
            wish=Wish(row.wish),
            finished=row.finished,
        )

    def _seal(self, bounds: str, *, run: int, step: int, place: int) -> bytes | None:
        return self._sealer.seal(bounds.encode(), context=_context(run, step, place)) if bounds else None

    def _opened(self, row: PartRow) -> str:
        if row.bounds is None:
            return ""
        return self._sealer.open(bytes(row.bounds), context=_context(row.run_id, row.step, row.place)).decode()


def _context(run: int, step: int, place: int) -> str:
    """Return where sealed bounds belong, so that they open nowhere else."""
    return f"bounds of run {run}, step {step}, part {place}"


def _part(row: PartRow) -> Part:
    refused = Sentence(*row.refused) if row.refused else None
    return Part(
        number=PartNumber(row.number),
        step=row.step,
        state=PartState(row.state),
        turn=row.turn,
        queued=row.queued,
        refused=refused,
    )
