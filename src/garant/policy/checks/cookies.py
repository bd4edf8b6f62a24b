"""Cookies and other trackers: consent before anything that is not essential (loi 78-17, art. 82; GDPR 4(11), 7)."""

from collections.abc import Iterator
from datetime import date

from garant.policy import dpv
from garant.policy.checks.say import Say
from garant.policy.commitments import Cookies
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem

LONGEST = Period(months=13)
_ANY_DAY = date(2025, 1, 1)
_NEVER_EXEMPT = ("google", "facebook", "meta", "adobe")


def contradictions(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield cookies beside the statement that there are none, and refusal by the browser alone."""
    cookies = policy.cookies
    if cookies is None:
        return
    if cookies.none and (cookies.declared or cookies.purposes or cookies.audience_measured_with):
        yield say.at(("cookies", "none"), "no-cookies-but-some")
    if cookies.none and cookies.social_networks:
        yield say.at(("cookies", "social networks"), "social-links-unproved")
    for index, where in enumerate(cookies.refused_in):
        if "browser" in where:
            yield say.value(("cookies", "refused in", index), "refused-in-the-browser")


def lifetimes(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield cookies and choices that live for more than thirteen months."""
    cookies = policy.cookies
    if cookies is None:
        return
    for name, cookie in cookies.declared.items():
        if isinstance(cookie.lifetime, Period) and _is_too_long(cookie.lifetime):
            yield say.value(("cookies", "declared", name, "lifetime"), "cookie-too-long", name=name)
    if cookies.choice_kept and _is_too_long(cookies.choice_kept):
        yield say.value(("cookies", "choice kept"), "choice-too-long")


def _is_too_long(period: Period) -> bool:
    return period.after(_ANY_DAY) > LONGEST.after(_ANY_DAY)


def audience(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield audience measurement that runs without consent and is not exempt from it."""
    cookies = policy.cookies
    if cookies is None or cookies.audience_measured_with is None or cookies.none:
        return
    tool = cookies.audience_measured_with
    exempt = [one for one in cookies.purposes.values() if one.exempt]
    if exempt and any(word in tool.casefold() for word in _NEVER_EXEMPT):
        yield say.value(("cookies", "audience measured with"), "audience-not-exempt")
    elif not exempt and not _asks_for_consent(cookies):
        yield say.value(("cookies", "audience measured with"), "audience-without-consent")


def _asks_for_consent(cookies: Cookies) -> bool:
    return any(not one.essential for one in cookies.purposes.values())


def advertising(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield targeted advertising that is said to be unlinked from people."""
    cookies = policy.cookies
    if cookies is None or cookies.joined_to_people or not say.is_written("cookies", "joined to people"):
        return
    for name, purpose in cookies.purposes.items():
        if purpose.dpv and dpv.is_kind_of(purpose.dpv, "PersonalisedAdvertising"):
            yield say.at(("cookies", "purposes", name), "targeted-but-unlinked", name=name)
