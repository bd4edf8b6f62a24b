"""The law's closed lists, each entry with its article and its DPV 2.2 identifier."""

from enum import Enum


class LegalBasis(Enum):
    """The six grounds of Art. 6(1) that make a processing activity lawful."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal obligation"
    VITAL_INTEREST = "vital interest"
    PUBLIC_TASK = "public task"
    LEGITIMATE_INTEREST = "legitimate interest"

    @property
    def article(self) -> str:
        """Return where the GDPR gives this ground."""
        return f"Art. 6(1)({'abcdef'[list(LegalBasis).index(self)]})"

    @property
    def dpv(self) -> str:
        """Return the ground's identifier in the GDPR extension of DPV."""
        return f"eu-gdpr:A6-1-{'abcdef'[list(LegalBasis).index(self)]}"


class SpecialCategory(Enum):
    """The special categories of Art. 9(1), and the offences of Art. 10."""

    ETHNIC_ORIGIN = "ethnic origin"
    POLITICAL_OPINIONS = "political opinions"
    BELIEFS = "beliefs"
    UNION_MEMBERSHIP = "union membership"
    GENETIC = "genetic"
    BIOMETRIC = "biometric"
    HEALTH = "health"
    SEX_LIFE = "sex life"
    OFFENCES = "offences"


class SpecialCondition(Enum):
    """The conditions of Art. 9(2) under which special categories may be processed."""

    EXPLICIT_CONSENT = "explicit consent"
    EMPLOYMENT_LAW = "employment and social protection law"
    VITAL_INTERESTS = "vital interests"
    NOT_FOR_PROFIT = "not-for-profit body"
    MADE_PUBLIC = "made public by the person"
    LEGAL_CLAIMS = "legal claims"
    PUBLIC_INTEREST = "substantial public interest"
    MEDICINE = "preventive or occupational medicine"
    PUBLIC_HEALTH = "public health"
    ARCHIVING = "archiving, research or statistics"

    @property
    def article(self) -> str:
        """Return where the GDPR gives this condition."""
        return f"Art. 9(2)({'abcdefghij'[list(SpecialCondition).index(self)]})"

    @property
    def dpv(self) -> str:
        """Return the condition's identifier in the GDPR extension of DPV."""
        return f"eu-gdpr:A9-2-{'abcdefghij'[list(SpecialCondition).index(self)]}"


class RecipientKind(Enum):
    """Who a recipient is to the controller (Art. 4(7) to 4(10), 26, 28)."""

    INTERNAL = "internal"
    PROCESSOR = "processor"
    JOINT_CONTROLLER = "joint controller"
    CONTROLLER = "controller"
    AUTHORITY = "authority"
    THIRD_PARTY = "third party"


class Fate(Enum):
    """What becomes of a cell when its last reason has gone (Art. 5(1)(e))."""

    ERASE = "erase"
    ANONYMISE = "anonymise"


class Right(Enum):
    """The rights of the data subject, with the article that gives each."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal of consent"
    HUMAN_DECISION = "human decision"
    POST_MORTEM = "directives after death"

    @property
    def article(self) -> str:
        """Return where the law gives this right."""
        return _ARTICLES[self]


_ARTICLES = {
    Right.ACCESS: "Art. 15",
    Right.RECTIFICATION: "Art. 16",
    Right.ERASURE: "Art. 17",
    Right.RESTRICTION: "Art. 18",
    Right.PORTABILITY: "Art. 20",
    Right.OBJECTION: "Art. 21",
    Right.WITHDRAWAL: "Art. 7(3)",
    Right.HUMAN_DECISION: "Art. 22",
    Right.POST_MORTEM: "loi 78-17, art. 85",
}


class Safeguard(Enum):
    """What makes a transfer to a third country lawful (Art. 45 to 49)."""

    ADEQUACY = "adequacy decision"
    STANDARD_CLAUSES = "standard contractual clauses"
    BINDING_RULES = "binding corporate rules"
    CODE_OF_CONDUCT = "code of conduct"
    CERTIFICATION = "certification"
    EXPLICIT_CONSENT = "explicit consent"
    CONTRACT = "contract with the person"


class SourceOfData(Enum):
    """Where a cell came from (Art. 14(2)(f)); portability covers what was provided or observed (Art. 20)."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    DERIVED = "derived"
    STAFF = "staff"
    THIRD_PARTY = "third party"


class MeasureKind(Enum):
    """Whether a measure of Art. 32 is technical or organisational."""

    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"


EEA = frozenset("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split())
"""The countries of the European Economic Area: outside it, a transfer needs a safeguard (Art. 44)."""
