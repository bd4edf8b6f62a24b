"""Whether each activity is lawful on its face: a legal basis (Art. 6), and a condition for special data (Art. 9)."""

from collections.abc import Iterator

from garant.policy.activities import Activity
from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.terms import LegalBasis, SpecialCategory, SpecialCondition


def legal_basis(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities without a legal basis (Art. 6(1), told by 13(1)(c)) and what a legitimate interest lacks."""
    for name, activity in policy.activities.items():
        if isinstance(activity.basis, str):
            yield say.value(
                ("activities", name, "basis"),
                "no-legal-basis",
                f"activity `{name}` has no legal basis",
                help="give `basis:` one of the six of Art. 6(1); Art. 13(1)(c) wants it told",
            )
        elif activity.basis is LegalBasis.LEGITIMATE_INTEREST:
            yield from _legitimate_interest(policy, say, name=name, activity=activity)


def _legitimate_interest(policy: Policy, say: Say, *, name: str, activity: Activity) -> Iterator[Problem]:
    at = ("activities", name, "basis")
    if activity.assessment is None:
        yield say.value(
            at,
            "no-assessment",
            f"the legitimate interest of `{name}` was never weighed; nothing is erased for it until it is",
            help="add `assessment: {document: …, on: …}`, the balancing test of Art. 6(1)(f)",
        )
    if activity.interest is None:
        yield say.value(
            at,
            "no-interest-told",
            f"the legitimate interest of `{name}` is not put into words",
            help="add `interest: {fr: …}`; Art. 13(1)(d) wants it told",
        )
    if policy.organisation.public_body:
        yield say.value(
            at,
            "public-body-interest",
            f"a public body claims a legitimate interest for `{name}`",
            help="in its tasks it may not (Art. 6(1), last sentence): take `public task`, if it is one of them",
        )


def special_categories(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities that touch special categories without, or with a condition that does not fit (Art. 9, 10)."""
    for name, activity in policy.activities.items():
        special = [one for one in activity.categories if one in policy.categories and policy.categories[one].special]
        of_article_9 = [one for one in special if policy.categories[one].special is not SpecialCategory.OFFENCES]
        if of_article_9 and activity.condition is None:
            yield say.at(
                ("activities", name, "categories"),
                "no-condition",
                f"activity `{name}` covers `{of_article_9[0]}`, a special category, without a condition of Art. 9(2)",
                help=_condition_mend(activity),
            )
        if len(special) > len(of_article_9) and activity.because is None:
            yield say.at(
                ("activities", name, "categories"),
                "offences-without-law",
                f"activity `{name}` covers offences and names no law that allows it",
                help="say the text in `because:`; Art. 10 wants an authority or a law",
            )
        if activity.condition and not of_article_9:
            yield say.at(
                ("activities", name, "condition"),
                "condition-unneeded",
                f"activity `{name}` has a condition of Art. 9(2) and no special category",
                help="mark the category with `special:`, or take the condition away",
            )


def _condition_mend(activity: Activity) -> str:
    if activity.basis is LegalBasis.CONSENT:
        return "add `condition: explicit consent`, if the consent that you ask for is explicit"
    return "add `condition:` with one of the ten of Art. 9(2)"


def conditions_that_contradict(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield explicit consent beside another basis, and forbidden categories that an activity covers."""
    for name, activity in policy.activities.items():
        if activity.condition is SpecialCondition.EXPLICIT_CONSENT and activity.basis is not LegalBasis.CONSENT:
            yield say.at(
                ("activities", name, "condition"),
                "consent-beside-another-basis",
                f"activity `{name}` needs explicit consent by Art. 9(2)(a), and its basis is another",
                help="make the basis `consent`, or name the condition that truly holds",
            )
        for index, category in enumerate(activity.categories):
            if category in policy.categories and policy.categories[category].forbidden:
                yield say.value(
                    ("activities", name, "categories", index),
                    "forbidden-but-used",
                    f"`{category}` is forbidden and yet covered by activity `{name}`",
                    help="a forbidden category is due on sight: take it from one of the two",
                )


def purposes_not_published(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities that serve none of the purposes of the published text (Art. 5(1)(b), 13(1)(c))."""
    if not policy.purposes:
        return
    for name, activity in policy.activities.items():
        if not activity.part_of:
            yield say.at(
                ("activities", name),
                "purpose-not-published",
                f"activity `{name}` serves none of the purposes that the text publishes",
                help="say `part of:` with one of `purposes`, and publish the purpose if it is missing",
            )
