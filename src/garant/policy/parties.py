"""Who is who: the organisation, the kinds of data subjects, the recipients and their contracts."""

from typing import Annotated, Literal

from pydantic import Field

from garant.policy.iana import TimeZone
from garant.policy.periods import WrittenPeriod, WrittenYearEnd, YearEnd
from garant.policy.statements import Country, Names, Statement, Words
from garant.policy.terms import RecipientKind, Safeguard
from garant.policy.written import WrittenDay


class Contact(Statement):
    """How to reach somebody (Art. 13(1)(a))."""

    name: str | None = None
    post: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None


class Organisation(Statement):
    """The controller (Art. 4(7)), its contact and its data protection officer (Art. 37), or why it has none."""

    name: str
    also_called: Names = ()
    country: Country
    time_zone: TimeZone
    financial_year_ends: WrittenYearEnd = YearEnd()
    public_body: bool = False
    contact: Contact
    representative: Contact | None = None
    joint_with: dict[str, Contact] = {}
    dpo: Contact | None = None
    no_dpo: str | None = None
    authority: Literal["CNIL"] = "CNIL"
    website: str | None = None


class Subject(Words):
    """A kind of data subject; `ever` and `never` are conditions on the events that a person has had."""

    minors: Literal["possible", "no"] = "no"
    ever: Names = ()
    never: Names = ()


class Contract(Statement):
    """A processor's contract (Art. 28(3)), with its dates."""

    signed: WrittenDay | None = None
    review: WrittenPeriod | None = None
    ends: WrittenDay | None = None
    document: str | None = None


class Transfer(Statement):
    """What makes it lawful that data leave the European Economic Area (Chapter V)."""

    safeguard: Safeguard
    document: str | None = None
    on: WrittenDay | None = None


class Recipient(Words):
    """Somebody who receives or sees data (Art. 4(9)), with the country and the contract or safeguard."""

    kind: RecipientKind
    country: Country | None = None
    town: str | None = None
    contract: Contract | None = None
    transfer: Transfer | None = None
    contact: Contact | None = None
    grounds: Annotated[Names, Field(description="the legal texts under which an authority may ask")] = ()
    people: Annotated[Names, Field(description="the named people of a small group")] = ()
