"""A plan: steps fixed against one policy, one map and one schema on one day; a claim, not a program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from garant.planning.steps import HoldSaid, Step
from garant.planning.terrain.layout import Layout
from garant.policy.digests import digest
from garant.policy.speech.sentences import Sentence

PLAN_FORMAT = 4
OF_THE_PLAN = frozenset(("large-share", "misread-date", "misread-json", "unreachable-store", "version-not-in-force"))


@dataclass(frozen=True, kw_only=True)
class Digests:
    """What a plan was made from: it goes stale when any of these moves.

    `stores` says by its address which store each name stood for, `log` which log of evidence was ours.
    """

    policy: str
    data_map: str
    schemas: Mapping[str, str]
    stores: Mapping[str, str] = field(default_factory=dict)
    log: str = ""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """A reason why a plan needs a named person's approval."""

    code: str
    where: str
    message: Sentence

    @property
    def is_of_the_plan(self) -> bool:
        """Return whether the plan gives the reason, and not a problem of the folder, which `check` tells."""
        return self.code in OF_THE_PLAN


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What would be done on a day, and what is kept, with reasons; `apply` runs its predicates again."""

    on: date
    organisation: str
    folder: str
    digests: Digests
    steps: tuple[Step, ...]
    guards: tuple[Guard, ...] = ()
    overdue: tuple[HoldSaid, ...] = ()
    """The holds that somebody was to look at again."""
    backup_of: date | None = None
    """Of a replay, the day of the backup that was restored: nothing is touched but what it brought back."""
    sealed_until: date | None = None
    """Until which day what goes could come back, applied on the plan's own day; None where it is gone at once."""

    @property
    def deeds(self) -> tuple[Step, ...]:
        """Return the steps that change something."""
        return tuple(step for step in self.steps if not step.kind.leaves_alone and step.count)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is due."""
        return not self.deeds


def digests(layout: Layout, stores: Mapping[str, str], *, log: str) -> Digests:
    """Return the digests of what a plan is made from; `stores` says by its address what each name stands for."""
    return Digests(
        policy=digest(layout.policy),
        data_map=digest(layout.data_map),
        schemas={store: schema.digest for store, schema in layout.schemas.items()},
        stores=stores,
        log=log,
    )
