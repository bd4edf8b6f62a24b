"""Whether each activity is lawful on its face: a legal basis (Art. 6), and a condition for special data (Art. 9)."""

from collections.abc import Iterator

from garant.policy.activities import Activity
from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import LegalBasis, SpecialCategory, SpecialCondition


def legal_basis(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities without a legal basis (Art. 6(1), told by 13(1)(c)) and what a legitimate interest lacks."""
    for name, activity in policy.activities.items():
        if isinstance(activity.basis, str):
            yield say.value(("activities", name, "basis"), "no-legal-basis", name=name)
        elif activity.basis is LegalBasis.LEGITIMATE_INTEREST:
            yield from _legitimate_interest(policy, say, name=name, activity=activity)


def _legitimate_interest(policy: Policy, say: Say, *, name: str, activity: Activity) -> Iterator[Problem]:
    at = ("activities", name, "basis")
    if activity.assessment is None:
        yield say.value(at, "no-assessment", name=name)
    if activity.interest is None:
        yield say.value(at, "no-interest-told", name=name)
    if policy.organisation.public_body:
        yield say.value(at, "public-body-interest", name=name)


def special_categories(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities that touch special categories without, or with a condition that does not fit (Art. 9, 10)."""
    for name, activity in policy.activities.items():
        special = [one for one in activity.categories if one in policy.categories and policy.categories[one].special]
        of_article_9 = [one for one in special if policy.categories[one].special is not SpecialCategory.OFFENCES]
        if of_article_9 and activity.condition is None:
            yield say.at(
                ("activities", name, "categories"),
                "no-condition",
                name=name,
                category=of_article_9[0],
                mend=_condition_mend(activity),
            )
        if len(special) > len(of_article_9) and activity.because is None:
            yield say.at(("activities", name, "categories"), "offences-without-law", name=name)
        if activity.condition and not of_article_9:
            yield say.at(("activities", name, "condition"), "condition-unneeded", name=name)


def _condition_mend(activity: Activity) -> Sentence:
    return _ASK_EXPLICITLY if activity.basis is LegalBasis.CONSENT else _ONE_OF_TEN


_ASK_EXPLICITLY = Sentence(
    "ajoutez `condition: explicit consent`, si le consentement que vous demandez est explicite",
    "add `condition: explicit consent`, if the consent that you ask for is explicit",
)
_ONE_OF_TEN = Sentence(
    "ajoutez `condition:` avec l'une des dix de l'art. 9.2", "add `condition:` with one of the ten of Art. 9(2)"
)


def conditions_that_contradict(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield explicit consent beside another basis, and forbidden categories that an activity covers."""
    for name, activity in policy.activities.items():
        if activity.condition is SpecialCondition.EXPLICIT_CONSENT and activity.basis is not LegalBasis.CONSENT:
            yield say.at(("activities", name, "condition"), "consent-beside-another-basis", name=name)
        for index, category in enumerate(activity.categories):
            if category in policy.categories and policy.categories[category].forbidden:
                yield say.value(
                    ("activities", name, "categories", index), "forbidden-but-used", category=category, name=name
                )


def purposes_not_published(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities that serve none of the purposes of the published text (Art. 5(1)(b), 13(1)(c))."""
    if not policy.purposes:
        return
    for name, activity in policy.activities.items():
        if not activity.part_of:
            yield say.at(("activities", name), "purpose-not-published", name=name)
