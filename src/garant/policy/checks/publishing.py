"""What is published and promised beside the processing: sites, versions, statistics, measures."""

from collections.abc import Iterator

from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.statements import Words

_ODD_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u00ad\ufe58\ufe63\uff0d"), "-")
_NOT_IN_A_HOST = set("/ @?#:\\")


def sites(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield host names that name no host: with an odd hyphen, or with more than the host in them."""
    for name, site in policy.sites.items():
        mended = site.host.translate(_ODD_HYPHENS)
        at = ("sites", name, "host")
        if mended != site.host:
            yield say.value(at, "not-a-host/hyphen", name=name, mended=mended)
        elif _NOT_IN_A_HOST & set(site.host) or "." not in site.host:
            yield say.value(at, "not-a-host", name=name)


def versions(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield versions that were in force before they were announced (Art. 13(3))."""
    for name, version in policy.versions.items():
        if version.announced and version.announced > version.in_force:
            yield say.value(("versions", name, "announced"), "announced-too-late", name=name)
        if version.significant and not version.told_by:
            yield say.at(("versions", name), "nobody-told", name=name)


def statistics(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield statistics whose cells are so small that they may single a person out (recital 26)."""
    for name, one in policy.statistics.items():
        if one.small_cells < 5:
            yield say.at(("statistics", name, "small cells"), "small-cells", name=name)


def measures(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield security measures that nobody owns, proves or looks at again (Art. 5(2), 32)."""
    for name, measure in policy.measures.items():
        lacking = [
            key
            for key, value in (("owner", measure.owner), ("proof", measure.proof), ("review", measure.review))
            if value is None
        ]
        if lacking:
            listed = ", ".join(f"`{key}`" for key in lacking)
            yield say.at(("measures", name), "measure-unproved", name=name, lacking=listed)


def languages(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield the declared languages in which things have no words: a reader would be told in two (Art. 12(1))."""
    if not say.is_written("languages"):
        return
    for number, language in enumerate(policy.languages):
        silent = [name for name, words in _named(policy) if getattr(words, language) is None]
        if silent:
            shown = ", ".join(f"`{name}`" for name in silent[:_SHOWN]) + (", …" if len(silent) > _SHOWN else "")
            yield say.value(
                ("languages", number),
                "words-missing",
                count=len(silent),
                language=_LANGUAGES[language],
                names=shown,
                code=language,
            )


_SHOWN = 6
_LANGUAGES = {"fr": Sentence("français", "French"), "en": Sentence("anglais", "English")}


def _named(policy: Policy) -> Iterator[tuple[str, Words]]:
    """Yield all that the plan and the notice call by its words, each with its name in the policy."""
    for named in (policy.subjects, policy.events, policy.categories, policy.recipients, policy.purposes):
        yield from named.items()
    for name, activity in policy.activities.items():
        yield name, activity.purpose
