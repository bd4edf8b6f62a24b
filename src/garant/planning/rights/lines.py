"""A line of the law's table: right, basis and circumstances give a verdict, an effect, an article and a reason."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from garant.policy.speech.sentences import Sentence
from garant.policy.terms import LegalBasis, Right


class Circumstance(Enum):
    """What a line may ask for besides the basis; all but the first three are asserted by a named person."""

    PROSPECTING = "prospecting"
    AUTOMATED_DECISION = "decided by machine alone"
    NOT_PROVIDED = "neither provided nor observed"
    UNFOUNDED = "manifestly unfounded"
    EXCESSIVE = "excessive"
    UNLAWFUL = "unlawful processing"
    LAW_ORDERS_ERASURE = "a law orders to erase"
    FROM_A_MINOR = "collected online from a minor"
    WEIGHING = "grounds are being weighed"
    COMPELLING_GROUNDS = "compelling legitimate grounds"
    LEGAL_CLAIMS = "legal claims of the controller"
    EXPRESSION = "freedom of expression"
    PUBLIC_HEALTH = "public health"
    RESEARCH = "archiving, research or statistics"
    ACCURACY_CONTESTED = "accuracy contested"
    NEEDED_BY_THE_PERSON = "needed by the person for legal claims"
    DIRECTIVES = "directives of the person"
    ESTATE = "needed to settle the estate"
    ACCOUNT_OF_THE_DEAD = "account of a person who died"

    @property
    def is_asserted(self) -> bool:
        """Return whether a named person must say that it is so, and why; the others are read from the policy."""
        return self not in _READ_FROM_THE_POLICY


_READ_FROM_THE_POLICY = (Circumstance.PROSPECTING, Circumstance.AUTOMATED_DECISION, Circumstance.NOT_PROVIDED)


class Verdict(Enum):
    """Whether a right applies to what an activity does."""

    APPLIES = "applies"
    IN_PART = "applies in part"
    DOES_NOT = "does not apply"


class Effect(Enum):
    """What a right does to the reasons that an activity gives."""

    SUSPENDS = "suspends"
    RESTRICTS = "restricts"
    SHOWS = "shows"
    HANDS_OVER = "hands over"
    CORRECTS = "corrects"
    RECORDS = "records"
    NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of the table: the first that fits rules; without bases it is for all of them."""

    right: Right | None
    verdict: Verdict
    effect: Effect = Effect.NOTHING
    article: str
    why: Sentence
    bases: frozenset[LegalBasis] = frozenset(LegalBasis)
    given: Circumstance | None = None

    def fits(self, right: Right, basis: LegalBasis, given: Collection[Circumstance]) -> bool:
        """Return whether the line is about this right, this basis and these circumstances."""
        asked = self.given is None or self.given in given
        return asked and self.right in (right, None) and basis in self.bases


CONSENT = frozenset({LegalBasis.CONSENT})
CONTRACT = frozenset({LegalBasis.CONTRACT})
LEGAL_OBLIGATION = frozenset({LegalBasis.LEGAL_OBLIGATION})
VITAL_INTEREST = frozenset({LegalBasis.VITAL_INTEREST})
PUBLIC_TASK = frozenset({LegalBasis.PUBLIC_TASK})
INTEREST = frozenset({LegalBasis.LEGITIMATE_INTEREST})
