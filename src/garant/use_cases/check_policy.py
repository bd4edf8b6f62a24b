"""Check a policy folder: its texts, then the data map against the schemas of the stores that answer."""

from dataclasses import dataclass

from garant.planning.archiving.derived import as_written
from garant.planning.fitting import fit, legible
from garant.planning.fitting.reach import Clockwork
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.policy.catalogue import problem
from garant.policy.checks import check_texts
from garant.policy.problems import Problem, Severity
from garant.policy.reading import Reading


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of the stores: the map laid over the schemas of those that answer, and why others did not."""

    layout: Layout
    failed: tuple[StoreFailed, ...] = ()

    @property
    def is_blind(self) -> bool:
        """Return whether there are stores and none of them answered."""
        return bool(self.failed) and not self.layout.schemas


@dataclass(frozen=True, kw_only=True)
class Checked:
    """All that is wrong with a policy folder, and where its clocks are, but for tables that cannot be followed."""

    problems: tuple[Problem, ...]
    clocks: Clockwork | None = None
    unexplained: tuple[str, ...] = ()

    def worst_is(self, *severities: Severity) -> bool:
        """Return whether a problem of one of these severities was found."""
        return any(one.severity in severities for one in self.problems)


def check_policy(reading: Reading, seen: Seen | None) -> Checked:
    """Return every problem of the folder; without anything seen, of its texts alone."""
    found = [*check_texts(reading)]
    if seen is None:
        return Checked(problems=_in_order(found))
    found += [_silent(failure, reading) for failure in seen.failed]
    written = as_written(seen.layout)
    found += fit(written, reading.places, texts=tuple(found))
    followed, lost = legible(written, tuple(found))
    return Checked(problems=_in_order(found), clocks=Clockwork(followed), unexplained=lost)


def _silent(failure: StoreFailed, reading: Reading) -> Problem:
    # Nothing is erased for want of an answer: the people of that store keep their cells.
    place = reading.places.key("stores", failure.store)
    return problem("store-unreachable", place, failure=failure.told, mend=failure.mend)


_WORST_FIRST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def _in_order(found: list[Problem]) -> tuple[Problem, ...]:
    """Return the problems once each, errors first: a warning may come of one."""
    return tuple(
        sorted(dict.fromkeys(found), key=lambda one: (_WORST_FIRST[one.severity], one.at, one.code, one.message))
    )
