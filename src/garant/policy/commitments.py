"""What else the organisation commits itself to: measures, cookies, prospecting, rights, sites, forms, versions."""

from typing import Annotated, Literal

from pydantic import Field

from garant.policy.periods import WrittenPeriod
from garant.policy.speech.sentences import Language
from garant.policy.statements import Names, Statement, Words
from garant.policy.terms import MeasureKind, Right
from garant.policy.written import WrittenDay

Channel = Literal["e-mail", "sms", "phone", "post", "fax"]


class Measure(Words):
    """A security measure (Art. 32) with its owner, its proof and the day on which it is looked at again."""

    kind: MeasureKind = MeasureKind.ORGANISATIONAL
    owner: str | None = None
    proof: str | None = None
    proved_on: WrittenDay | None = None
    review: WrittenPeriod | None = None


class Cookie(Statement):
    """A cookie or other tracker (loi 78-17, art. 82): its purpose, who sets it, how long it lives."""

    purpose: str
    issuer: str
    lifetime: Annotated[WrittenPeriod | Literal["session"], Field(description="`session`, or a period")]
    sites: Names = ()
    description: Words | None = None


class CookiePurpose(Words):
    """What cookies are for; only what is essential, or exempt audience measurement, is set without consent."""

    essential: bool = False
    exempt: Annotated[bool, Field(description="audience measurement in the CNIL's exempt mode")] = False


class Cookies(Statement):
    """The cookies of the sites, or the statement that there are none."""

    none: Annotated[bool, Field(description="the text announces no cookie at all")] = False
    purposes: dict[str, CookiePurpose] = {}
    declared: dict[str, Cookie] = {}
    choice_kept: WrittenPeriod | None = None
    refused_in: Annotated[Names, Field(description="where the text says to refuse: banner, browser")] = ()
    reopened_from: Names = ()
    audience_measured_with: str | None = None
    social_networks: dict[str, str] = {}
    joined_to_people: bool = False


class Prospecting(Statement):
    """How people are prospected, and where they say no (CPCE L.34-5; code de la consommation L.223-1)."""

    channels: tuple[Channel, ...] = ()
    consent_from: Names = ()
    similar_services_to: Annotated[Names, Field(description="clients told about similar services")] = ()
    professionals: bool = False
    opposition_by: Names = ()
    sold_or_rented: bool = False
    training_account: Annotated[bool, Field(description="CPF: prospecting is forbidden (c. trav. L.6323-8-1)")] = False
    campaigns: dict[str, Words] = {}


class RightsSettings(Statement):
    """How rights are asked for and answered, where the organisation promises more than the law."""

    offered: tuple[Right, ...] = ()
    ask_by: Names = ()
    contact: str | None = None
    answered_within: WrittenPeriod | None = None
    identity: Literal["in doubt", "of everyone"] = "in doubt"
    objection_needs_grounds: bool = False
    erasure_only_of_wrong_data: bool = False
    charged: bool = False
    complaint: bool = True
    minors_alone_from: int | None = None


class Site(Statement):
    """A website that the policy covers."""

    host: str
    name: str | None = None


class FormField(Statement):
    """One field of a form, with the category it feeds."""

    category: str
    label: Words
    mandatory: bool = False
    kind: Literal["text", "long text", "e-mail", "phone", "date", "choice", "file"] = "text"
    choices: Names = ()


class Form(Statement):
    """A point of collection: its fields, the activities they serve, and where the answers go."""

    title: Words
    sites: Names = ()
    activities: Names
    subjects: Names = ()
    fields: dict[str, FormField]
    answers: Literal["stored", "e-mailed", "webhook"] = "stored"
    to: str | None = None
    for_somebody_else: bool = False
    guardian_consents_for_minors: bool = False


class Collection(Words):
    """A way by which data come in (a form, a call, a letter), so that a contact on it can be recorded."""

    automatic: bool = False


class Version(Statement):
    """One version of the published text: announced first, in force later, kept for ever readable."""

    announced: WrittenDay | None = None
    in_force: WrittenDay
    what_changed: Words | None = None
    significant: bool = False
    told_by: Names = ()


class DisclosureGround(Words):
    """A ground on which data may be disclosed, with the article that allows it."""

    article: str
    needs: Literal["legal text", "consent", "contract", "court order", "nothing more"] = "nothing more"


class Statistics(Words):
    """An aggregate that the organisation publishes: nobody can be singled out in it."""

    from_: Annotated[Names, Field(alias="from")] = ()
    small_cells: int = 11


class Alert(Words):
    """A security event that is told to a named person."""

    told_to: str


class Guards(Statement):
    """When a plan needs a named person's approval, and when nobody need be there at all."""

    share_of_a_table: Annotated[str, Field(pattern=r"^\d{1,3}\s?%$", examples=["5 %"])] = "5 %"
    unattended_up_to: Annotated[
        int | None, Field(ge=1, description="how many rows, cells and files a run may touch with nobody there")
    ] = None

    @property
    def share(self) -> float:
        """Return the share of a table above which a plan needs approval, between 0 and 1."""
        return int(self.share_of_a_table.rstrip("% ")) / 100


class Undo(Statement):
    """For how long what was erased stays sealed and can be brought back."""

    window: WrittenPeriod | None = None
    window_of_a_request: WrittenPeriod | None = None


class AcceptedFinding(Statement):
    """A finding that a named person accepts until a day, with the reason."""

    finding: str
    where: str
    by: str
    until: WrittenDay
    because: str


LanguageList = tuple[Language, ...]
