"""Whether rights are offered as the law gives them: none missing, no price, no papers from everyone (Art. 12 to 22)."""

from collections.abc import Iterator
from datetime import date

from garant.policy.checks.say import Say
from garant.policy.messages.names import RIGHTS
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
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
                ("rights", "offered"), "right-missing", right=RIGHTS[right], key=right.value, article=_article(right)
            )
    if policy.organisation.country == "FR" and Right.POST_MORTEM not in policy.rights.offered:
        yield say.at(("rights", "offered"), "post-mortem-missing")


def _article(right: Right) -> Sentence:
    french = right.article.replace("Art.", "art.").replace("(", ".").replace(")", "")
    return Sentence(french, right.article)


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
            yield say.at(("rights", key), _NARROWED[key])


_NARROWED = {
    "identity": "identity-of-everyone",
    "charged": "rights-charged",
    "objection needs grounds": "objection-needs-grounds",
    "erasure only of wrong data": "erasure-narrowed",
    "complaint": "no-complaint",
}


def answers_in_time(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield a promise to answer later than the law allows."""
    within = policy.rights.answered_within
    if within and within.after(_ANY_DAY) > MONTH.after(_ANY_DAY):
        yield say.value(("rights", "answered within"), "answered-too-late")
