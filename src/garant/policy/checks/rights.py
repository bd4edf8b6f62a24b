"""Whether rights are offered as the law gives them: none missing, no price, no papers from everyone (Art. 12 to 22)."""

from collections.abc import Iterator
from datetime import date

from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem
from garant.policy.terms import LegalBasis, Right

MONTH = Period(months=1)
_ANY_DAY = date(2025, 3, 1)


def rights_offered(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield rights that the text must name (Art. 13(2)(b) and (c)) and does not."""
    if not policy.rights.offered:
        return
    for right in _owed(policy):
        if right not in policy.rights.offered:
            yield say.at(
                ("rights", "offered"),
                "right-missing",
                f"the right of {right.value} is not offered",
                help=f"add `{right.value}` ({right.article}); Art. 13(2) wants it told",
            )
    if policy.organisation.country == "FR" and Right.POST_MORTEM not in policy.rights.offered:
        yield say.at(
            ("rights", "offered"),
            "post-mortem-missing",
            "nothing is said about directives on one's data after death",
            help="add `directives after death` (loi 78-17, art. 85)",
        )


def _owed(policy: Policy) -> Iterator[Right]:
    yield from (Right.ACCESS, Right.RECTIFICATION, Right.ERASURE, Right.RESTRICTION)
    bases = {activity.basis for activity in policy.activities.values()}
    if bases & {LegalBasis.CONSENT, LegalBasis.CONTRACT}:
        yield Right.PORTABILITY
    if bases & {LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTEREST} or policy.prospecting:
        yield Right.OBJECTION
    if LegalBasis.CONSENT in bases:
        yield Right.WITHDRAWAL
    if any(activity.automated_decision for activity in policy.activities.values()):
        yield Right.HUMAN_DECISION


def rights_narrowed(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield conditions that the text puts on rights and the law does not."""
    rights = policy.rights
    narrowed = {
        "identity": rights.identity == "of everyone",
        "charged": rights.charged,
        "objection needs grounds": rights.objection_needs_grounds,
        "erasure only of wrong data": rights.erasure_only_of_wrong_data,
        "complaint": not rights.complaint,
    }
    for key, is_narrowed in narrowed.items():
        if is_narrowed:
            code, message, mend = _NARROWED[key]
            yield say.at(("rights", key), code, message, help=mend)


_NARROWED = {
    "identity": (
        "identity-of-everyone",
        "everyone has to prove who they are",
        "ask only where there is a reasonable doubt (Art. 12(6)): `identity: in doubt`",
    ),
    "charged": (
        "rights-charged",
        "exercising a right costs something",
        "answers are free of charge (Art. 12(5)), but for excessive requests",
    ),
    "objection needs grounds": (
        "objection-needs-grounds",
        "a person has to justify an objection",
        "the controller shows compelling grounds, not the person (Art. 21(1)); prospecting needs none (21(2))",
    ),
    "erasure only of wrong data": (
        "erasure-narrowed",
        "erasure is offered only for data that are wrong or unlawful",
        "Art. 17(1) gives six grounds; offer them all",
    ),
    "complaint": (
        "no-complaint",
        "nothing says that one may complain to the authority",
        "say so, with the authority's name (Art. 13(2)(d), 77)",
    ),
}


def answers_in_time(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield a promise to answer later than the law allows."""
    within = policy.rights.answered_within
    if within and within.after(_ANY_DAY) > MONTH.after(_ANY_DAY):
        yield say.value(
            ("rights", "answered within"),
            "answered-too-late",
            "the text promises an answer later than the law allows",
            help="one month from receipt (Art. 12(3)): `P1M` or less",
        )
