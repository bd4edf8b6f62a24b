"""A plan: steps fixed against one policy, one map and one schema on one day; a claim, not a program."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from garant.planning.steps import HoldSaid, Step
from garant.policy.speech.sentences import Sentence

PLAN_FORMAT = 2


@dataclass(frozen=True, kw_only=True)
class Digests:
    """What a plan was made from: it goes stale when any of these moves."""

    policy: str
    data_map: str
    schemas: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Guard:
    """A reason why a plan needs a named person's approval."""

    code: str
    where: str
    message: Sentence


@dataclass(frozen=True)
class Refusal:
    """Why a plan is not applied, and what to do about it."""

    sentence: Sentence
    mend: Sentence


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

    @property
    def deeds(self) -> tuple[Step, ...]:
        """Return the steps that change something."""
        return tuple(step for step in self.steps if not step.kind.leaves_alone and step.count)

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is due."""
        return not self.deeds
