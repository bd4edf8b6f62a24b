"""Who receives the data and where they are: contracts (Art. 28), transfers (Chapter V), the officer (Art. 37)."""

from collections.abc import Iterator

from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.parties import Recipient
from garant.policy.problems import Problem
from garant.policy.terms import EEA, RecipientKind

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
            yield say.value(("recipients", name, "country"), "no-safeguard", name=name)
        allowed = places_of(policy.location)
        if allowed and recipient.country and recipient.country not in allowed:
            yield say.value(("recipients", name, "country"), "outside-location", name=name, location=policy.location)


def _processor(name: str, recipient: Recipient, say: Say) -> Iterator[Problem]:
    if recipient.contract is None:
        yield say.at(("recipients", name), "no-contract", name=name)
    if recipient.country is None:
        yield say.at(("recipients", name), "no-country", name=name)


def controller(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield what is unsaid or said twice about the controller and its officer (Art. 13(1)(a) and (b), 37)."""
    organisation = policy.organisation
    at = ("organisation",)
    if organisation.also_called:
        yield say.at((*at, "also called"), "two-names")
    contacts = (organisation.contact.email, organisation.dpo and organisation.dpo.email)
    asked = policy.rights.contact
    if asked and "@" in asked and asked not in contacts and any(contacts):
        yield say.value(("rights", "contact"), "contacts-differ")


def officer(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield a data protection officer who is missing, unreachable, or left unmentioned (Art. 37, 13(1)(b))."""
    organisation = policy.organisation
    at = ("organisation",)
    if organisation.dpo is None and organisation.public_body:
        yield say.at(at, "public-body-without-dpo")
    elif organisation.dpo is None and organisation.no_dpo is None:
        yield say.at(at, "no-dpo")
    if (dpo := organisation.dpo) and not (dpo.email or dpo.post or dpo.phone or dpo.website):
        yield say.at((*at, "dpo"), "dpo-unreachable")
