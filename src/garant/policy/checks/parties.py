"""Who receives the data and where they are: contracts (Art. 28), transfers (Chapter V), the officer (Art. 37)."""

from collections.abc import Iterator

from garant.policy.checks.say import Say
from garant.policy.checks.time_zones import TIME_ZONES
from garant.policy.model import Policy
from garant.policy.parties import Recipient
from garant.policy.problems import Problem
from garant.policy.terms import EEA, RecipientKind
from garant.policy.texts.suggestions import did_you_mean

EU = EEA - {"IS", "LI", "NO"}


def places_of(location: str | None) -> frozenset[str] | None:
    """Return the countries that `location` allows; None if it allows all."""
    return {"EU": EU, "EEA": EEA}.get(location or "")


def recipients(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield what is missing about a recipient: contract, country, what makes its transfer lawful."""
    for name, recipient in policy.recipients.items():
        if recipient.kind is RecipientKind.PROCESSOR:
            yield from _processor(name, recipient, say)
        if recipient.country and recipient.country not in EEA and recipient.transfer is None:
            yield say.value(
                ("recipients", name, "country"),
                "no-safeguard",
                f"data go to `{name}` outside the European Economic Area, and nothing says why they may",
                help="add `transfer: {safeguard: …}` (Art. 44 to 49), e.g. `adequacy decision`",
            )
        allowed = places_of(policy.location)
        if allowed and recipient.country and recipient.country not in allowed:
            yield say.value(
                ("recipients", name, "country"),
                "outside-location",
                f"`{name}` is outside the place that `location: {policy.location}` promises",
                help="change the promise, or the recipient",
            )


def _processor(name: str, recipient: Recipient, say: Say) -> Iterator[Problem]:
    if recipient.contract is None:
        yield say.at(
            ("recipients", name),
            "no-contract",
            f"processor `{name}` has no contract",
            help="add `contract: {signed: …, review: P1Y}` (Art. 28(3))",
        )
    if recipient.country is None:
        yield say.at(
            ("recipients", name),
            "no-country",
            f"nothing says in which country processor `{name}` is",
            help="add `country:` with its two letters, e.g. `FR` (Art. 13(1)(f), 30(1)(e))",
        )


def controller(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield what is unsaid or said twice about the controller and its officer (Art. 13(1)(a) and (b), 37)."""
    organisation = policy.organisation
    at = ("organisation",)
    if organisation.time_zone not in TIME_ZONES:
        mend = did_you_mean(organisation.time_zone, TIME_ZONES)
        yield say.value((*at, "time zone"), "unknown-time-zone", "no time zone has this name", help=mend)
    if organisation.also_called:
        yield say.at(
            (*at, "also called"),
            "two-names",
            "the text calls the controller by other names too",
            help="say where a name first stands that it is the same (Art. 13(1)(a)), or that it is another",
        )
    contacts = (organisation.contact.email, organisation.dpo and organisation.dpo.email)
    asked = policy.rights.contact
    if asked and "@" in asked and asked not in contacts and any(contacts):
        yield say.value(
            ("rights", "contact"),
            "contacts-differ",
            "rights are asked for at an address that is neither the organisation's nor its officer's",
            help="give one address, or say whose this one is (Art. 13(1)(a) and (b))",
        )


def officer(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield a data protection officer who is missing, unreachable, or left unmentioned (Art. 37, 13(1)(b))."""
    organisation = policy.organisation
    at = ("organisation",)
    if organisation.dpo is None and organisation.public_body:
        mend = "add `dpo:`; a public body designates one (Art. 37(1)(a))"
        yield say.at(at, "public-body-without-dpo", "a public body has no data protection officer", help=mend)
    elif organisation.dpo is None and organisation.no_dpo is None:
        mend = "add `dpo:` with a contact (Art. 13(1)(b)), or `no dpo:` with why none is needed (Art. 37(1))"
        yield say.at(at, "no-dpo", "nothing says whether there is a data protection officer", help=mend)
    if (dpo := organisation.dpo) and not (dpo.email or dpo.post or dpo.phone or dpo.website):
        mend = "add an address, an e-mail or a telephone number (Art. 13(1)(b))"
        yield say.at((*at, "dpo"), "dpo-unreachable", "the data protection officer has no contact", help=mend)
