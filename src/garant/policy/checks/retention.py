"""Whether every activity says how long, from when, and can be carried out (Art. 5(1)(e), 13(2)(a))."""

from collections.abc import Iterator

from garant.policy.activities import RetentionRule
from garant.policy.checks.say import Say
from garant.policy.messages.lengths import lasting
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
            yield say.at(("activities", name), "no-period", name=name)
        for index, rule in enumerate(activity.retention):
            yield from _period_of(name, rule, say, at=("activities", name, "retention", index))


def _period_of(name: str, rule: RetentionRule, say: Say, *, at: KeyPath) -> Iterator[Problem]:
    undecided: list[KeyPath] = [("keep",)] if isinstance(rule.keep, str) else []
    if rule.archive and isinstance(rule.archive.for_, str):
        undecided.append(("archive", "for"))
    for key in undecided:
        yield say.value((*at, *key), "no-period/to-decide", name=name)
    if rule.not_in_the_text or (rule.archive and rule.archive.not_in_the_text):
        yield say.at(at, "period-not-in-the-text", name=name)
    if not rule.from_ and not isinstance(rule.keep, str):
        yield say.at(at, "no-start", name=name)


def periods_to_look_at(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield logs kept for more than a year and periods of fifty years and more."""
    for name, activity, index, rule in policy.rules():
        at: KeyPath = ("activities", name, "retention", index)
        covered = [one for one in rule.only or activity.categories if one in policy.categories]
        periods = {one: rule.period_for(one) for one in covered}
        for category, period in periods.items():
            if period and policy.categories[category].log and period.rough_days > YEAR_OF_LOGS.rough_days:
                yield say.value((*at, "keep"), "logs-over-a-year", category=category, period=lasting(period))
        longest = max((one.rough_days for one in periods.values() if one), default=0)
        if longest >= VERY_LONG.rough_days:
            yield say.value((*at, "keep"), "very-long" if rule.because is None else "very-long/because", name=name)


def events_of_periods(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield rules that count the same event in `from` and in `or else`: the second can never be reached."""
    for name, _, index, rule in policy.rules():
        for position, event in enumerate(rule.or_else):
            if event in rule.from_:
                yield say.value(
                    ("activities", name, "retention", index, "or else", position), "or-else-the-same", event=event
                )
