"""Prospecting: consent, opposition, calls (CPCE L.34-5; c. conso. L.223-1; code du travail L.6323-8-1)."""

from collections.abc import Iterator

from garant.policy.checks.say import Say
from garant.policy.commitments import Prospecting
from garant.policy.model import Policy
from garant.policy.problems import Problem

_AT = ("prospecting",)
_ENDED_LIST = ("bloctel", "opposition list", "liste d'opposition", "liste d’opposition")
_ELECTRONIC = {"e-mail", "sms", "fax"}


def channels(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield channels that need a consent nobody is asked for, or an opposition nobody can make."""
    prospecting = policy.prospecting
    if prospecting is None:
        return
    by_machine = _ELECTRONIC & set(prospecting.channels)
    if by_machine and not _has_ground(prospecting):
        yield say.at((*_AT, "channels"), "messages-without-consent")
    if "phone" in prospecting.channels and not prospecting.consent_from and not prospecting.professionals:
        yield say.at((*_AT, "channels"), "calls-without-consent")
    if prospecting.channels and not prospecting.opposition_by:
        yield say.at((*_AT, "channels"), "no-opposition")


def _has_ground(prospecting: Prospecting) -> bool:
    return bool(prospecting.consent_from or prospecting.similar_services_to or prospecting.professionals)


def rules_that_changed(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield the ended opposition list of the telephone, and prospecting that suggests the training account."""
    prospecting = policy.prospecting
    if prospecting is None:
        return
    for index, way in enumerate(prospecting.opposition_by):
        if any(name in way.casefold() for name in _ENDED_LIST):
            yield say.value((*_AT, "opposition by", index), "bloctel-ended")
    if prospecting.training_account and prospecting.channels:
        yield say.at((*_AT, "training account"), "training-account")
