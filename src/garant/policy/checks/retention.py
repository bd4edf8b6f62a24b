"""Whether every activity says how long, from when, and can be carried out (Art. 5(1)(e), 13(2)(a))."""

from collections.abc import Iterator

from garant.policy.activities import RetentionRule
from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem
from garant.policy.texts.places import KeyPath

YEAR_OF_LOGS = Period(years=1)
VERY_LONG = Period(years=50)


def periods_said(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield activities and rules whose period is not said, or is ours and not the published text's."""
    for name, activity in policy.activities.items():
        if not activity.retention:
            yield say.at(
                ("activities", name),
                "no-period",
                f"activity `{name}` does not say how long data are kept",
                help="add `retention: [{keep: P…, from: …}]`; Art. 13(2)(a) wants the period told",
            )
        for index, rule in enumerate(activity.retention):
            yield from _period_of(name, rule, say, at=("activities", name, "retention", index))


def _period_of(name: str, rule: RetentionRule, say: Say, *, at: KeyPath) -> Iterator[Problem]:
    undecided: list[KeyPath] = [("keep",)] if isinstance(rule.keep, str) else []
    if rule.archive and isinstance(rule.archive.for_, str):
        undecided.append(("archive", "for"))
    for key in undecided:
        yield say.value(
            (*at, *key),
            "no-period",
            f"a period of activity `{name}` is still to be decided; nothing is erased or kept by it",
            help="write a period such as `P3Y`; Art. 13(2)(a) wants it told",
        )
    if rule.not_in_the_text or (rule.archive and rule.archive.not_in_the_text):
        yield say.at(
            at,
            "period-not-in-the-text",
            f"the published text says nothing of a period of activity `{name}`",
            help="publish the period (Art. 13(2)(a)), then take `not in the text` away",
        )
    if not rule.from_ and not isinstance(rule.keep, str):
        yield say.at(
            at,
            "no-start",
            f"a period of activity `{name}` begins with nothing",
            help="add `from:` with the event that starts it",
        )


def periods_to_look_at(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield logs kept for more than a year and periods of fifty years and more."""
    for name, activity, index, rule in policy.rules():
        at: KeyPath = ("activities", name, "retention", index)
        covered = [one for one in rule.only or activity.categories if one in policy.categories]
        periods = {one: rule.period_for(one) for one in covered}
        for category, period in periods.items():
            if period and policy.categories[category].log and period.rough_days > YEAR_OF_LOGS.rough_days:
                yield say.value(
                    (*at, "keep"),
                    "logs-over-a-year",
                    f"`{category}` is kept for {period}, and the CNIL advises six months to a year for logs",
                    help="shorten it, or have the reason for more in writing (CNIL, délibération 2021-122)",
                )
        longest = max((one.rough_days for one in periods.values() if one), default=0)
        if longest >= VERY_LONG.rough_days:
            yield say.value(
                (*at, "keep"),
                "very-long",
                f"activity `{name}` keeps data for half a century or more",
                help="name the text that asks for it in `because:`, or shorten it (Art. 5(1)(e))"
                if rule.because is None
                else "look again whether the text in `because:` truly asks for it (Art. 5(1)(e))",
            )


def events_of_periods(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield rules that count the same event in `from` and in `or else`: the second can never be reached."""
    for name, _, index, rule in policy.rules():
        for position, event in enumerate(rule.or_else):
            if event in rule.from_:
                yield say.value(
                    ("activities", name, "retention", index, "or else", position),
                    "or-else-the-same",
                    f"`or else` repeats `{event}`, which `from` already counts",
                    help="`or else` is asked only when none of `from` ever happened: name another event",
                )
