"""Names inside the policy that must be declared in it: subjects, categories, recipients, events, purposes, sites."""

from collections.abc import Iterator

from garant.policy.activities import Activity, RetentionRule
from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.texts.places import KeyPath

BIRTH = "birth"
"""The event that a people's table dates by `born`; nobody has to declare it."""


def undeclared_in_activities(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield what activities name without its being declared (Art. 30(1))."""
    joint = {*policy.organisation.joint_with, *policy.recipients}
    for name, activity in policy.activities.items():
        at: KeyPath = ("activities", name)
        yield from say.unknown((*at, "part of"), activity.part_of, policy.purposes, what="purpose")
        yield from say.unknown((*at, "subjects"), activity.subjects, policy.subjects, what="subject")
        yield from say.unknown((*at, "categories"), activity.categories, policy.categories, what="category")
        yield from say.unknown((*at, "recipients"), activity.recipients, policy.recipients, what="recipient")
        yield from say.unknown((*at, "joint with"), activity.joint_with, joint, what="joint controller")
        own = activity.categories
        yield from say.unknown((*at, "mandatory"), activity.mandatory, own, what="category of this activity")
        for index, rule in enumerate(activity.retention):
            yield from _in_rule(policy, say, activity, rule=rule, at=(*at, "retention", index))


def _in_rule(policy: Policy, say: Say, activity: Activity, *, rule: RetentionRule, at: KeyPath) -> Iterator[Problem]:
    events = {*policy.events, BIRTH}
    own = activity.categories
    yield from say.unknown((*at, "from"), rule.from_, events, what="event")
    yield from say.unknown((*at, "or else"), rule.or_else, events, what="event")
    yield from say.unknown((*at, "only"), rule.only, own, what="category of this activity")
    if rule.at_latest:
        yield from say.unknown((*at, "at latest", "from"), (rule.at_latest.from_,), events, what="event")
    if rule.archive:
        yield from say.unknown((*at, "archive", "only"), rule.archive.only, own, what="category of this activity")
        yield from say.unknown((*at, "archive", "readers"), rule.archive.readers, policy.recipients, what="recipient")


def undeclared_in_subjects(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield events that a kind of subject asks about and nobody declared."""
    events = {*policy.events, BIRTH}
    for name, subject in policy.subjects.items():
        yield from say.unknown(("subjects", name, "ever"), subject.ever, events, what="event")
        yield from say.unknown(("subjects", name, "never"), subject.never, events, what="event")


def undeclared_in_commitments(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield what cookies, prospecting and forms name without its being declared."""
    if cookies := policy.cookies:
        for name, cookie in cookies.declared.items():
            at: KeyPath = ("cookies", "declared", name)
            yield from say.unknown((*at, "purpose"), (cookie.purpose,), cookies.purposes, what="cookie purpose")
            yield from say.unknown((*at, "sites"), cookie.sites, policy.sites, what="site")
    if prospecting := policy.prospecting:
        for key, named in (
            ("consent from", prospecting.consent_from),
            ("similar services to", prospecting.similar_services_to),
        ):
            yield from say.unknown(("prospecting", key), named, policy.subjects, what="subject")
    for name, form in policy.forms.items():
        at = ("forms", name)
        yield from say.unknown((*at, "sites"), form.sites, policy.sites, what="site")
        yield from say.unknown((*at, "activities"), form.activities, policy.activities, what="activity")
        yield from say.unknown((*at, "subjects"), form.subjects, policy.subjects, what="subject")
        for field, one in form.fields.items():
            yield from say.unknown(
                (*at, "fields", field, "category"), (one.category,), policy.categories, what="category"
            )


def never_used(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield categories that no activity covers and events that no rule counts."""
    covered = {category for activity in policy.activities.values() for category in activity.categories}
    for name, category in policy.categories.items():
        if name not in covered | say.meant and not category.forbidden:
            yield say.at(("categories", name), "unused-category", name=name)
    asked = {event for subject in policy.subjects.values() for event in (*subject.ever, *subject.never)}
    counted = asked | {event for _, _, _, rule in policy.rules() for event in rule.events}
    for name in policy.events:
        if name not in counted | say.meant:
            yield say.at(("events", name), "unused-event", name=name)
