"""The processing activities (Art. 30(1)): purpose, basis, subjects, categories, recipients, retention."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from garant.policy.periods import Period, RoundedTo, WrittenPeriod, YearEnd, cutoff
from garant.policy.statements import Names, Statement, Words
from garant.policy.terms import Fate, LegalBasis, SpecialCategory, SpecialCondition
from garant.policy.written import WrittenDay

TO_BE_DECIDED: Literal["to be decided"] = "to be decided"
"""Where the organisation's text is silent: a problem at check; nothing is erased or kept by it."""

Decided = WrittenPeriod | Literal["to be decided"]


class Category(Words):
    """A category of data (Art. 30(1)(c)); a forbidden one is due on sight, a special one needs Art. 9(2)."""

    special: SpecialCategory | None = None
    forbidden: bool = False
    log: Annotated[bool, Field(description="a record of log-ins or readings: the CNIL advises a year at most")] = False
    text_that_allows_it: Annotated[str | None, Field(description="for the NIR: decree 2019-341")] = None


class Event(Words):
    """What can happen to a person or thing and start a period, in the words of the notice."""

    from_the_person: bool = False


class Archive(Statement):
    """Intermediate archive: `after` divides the period, `for` adds behind it; few may read it, with a motive."""

    after: WrittenPeriod | None = None
    for_: Annotated[Decided | None, Field(alias="for")] = None
    readers: Names = ()
    only: Annotated[Names, Field(description="the categories that are archived; the others end before")] = ()
    not_in_the_text: Annotated[bool, Field(description="decided by us: the published text is silent")] = False


class AtLatest(Statement):
    """The end of what is kept for want of a date: a period from another event."""

    keep: WrittenPeriod
    from_: Annotated[str, Field(alias="from")]


class RetentionRule(Statement):
    """How long, from which event, when into the archive, and then what (Art. 5(1)(e), 13(2)(a))."""

    keep: Decided
    from_: Annotated[Names, Field(alias="from")] = ()
    or_else: Names = ()
    rounded_to: RoundedTo | None = None
    open_for_at_most: WrittenPeriod | None = None
    at_latest: AtLatest | None = None
    only: Annotated[Names, Field(description="the categories that this rule keeps; all of them if left out")] = ()
    basis: LegalBasis | None = None
    because: str | Words | None = None
    not_in_the_text: Annotated[bool, Field(description="decided by us: the published text is silent")] = False
    archive: Archive | None = None
    then: Fate = Fate.ERASE

    def because_in(self, language: str) -> str:
        """Return the text behind the rule, in `language` where it is said in several."""
        return self.because.said_in(language) if isinstance(self.because, Words) else self.because or ""

    def period_for(self, category: str) -> Period | None:
        """Return the whole period for cells of `category`, the archive included; None if it is not decided yet."""
        if isinstance(self.keep, str):
            return None
        archive = self.archive
        if archive is None or archive.for_ is None or (archive.only and category not in archive.only):
            return self.keep
        return None if isinstance(archive.for_, str) else self.keep + archive.for_

    def archived_after(self, category: str) -> Period | None:
        """Return the period after which cells of `category` belong in the archive; None if they never do."""
        if self.archive is None or isinstance(self.keep, str):
            return None
        if self.archive.only and category not in self.archive.only:
            return None
        return self.archive.after or self.keep

    def last_ended(self, period: Period, today: date, financial_year_ends: YearEnd) -> date:
        """Return the last event day whose period has ended by `today`, moved first where the rule says so."""
        ends = {
            None: None,
            RoundedTo.CALENDAR_YEAR: YearEnd(12, 31),
            RoundedTo.FINANCIAL_YEAR: financial_year_ends,
        }
        return cutoff(period, today, ends[self.rounded_to])

    @property
    def events(self) -> tuple[str, ...]:
        """Return every event that this rule counts from."""
        ceiling = (self.at_latest.from_,) if self.at_latest else ()
        return (*self.from_, *self.or_else, *ceiling)


class Assessment(Statement):
    """The balancing test of a legitimate interest (Art. 6(1)(f)): a document and its date."""

    document: str
    on: WrittenDay


class ImpactAssessment(Statement):
    """The data protection impact assessment (Art. 35), or why none is needed."""

    document: str | None = None
    on: WrittenDay | None = None
    not_needed: str | None = None


class AutomatedDecision(Statement):
    """A decision taken by machine alone (Art. 22), its logic and its consequences (Art. 13(2)(f))."""

    logic: Words
    consequences: Words


class Activity(Statement):
    """One processing activity (Art. 30(1)): it gives reasons for cells to be there."""

    purpose: Words
    part_of: Annotated[Names, Field(description="the purposes of the published text that this activity serves")] = ()
    basis: LegalBasis | Literal["to be decided"]
    because: Annotated[str | None, Field(description="the text behind a legal obligation or public task")] = None
    interest: Words | None = None
    condition: SpecialCondition | None = None
    assessment: Assessment | None = None
    dpia: ImpactAssessment | None = None
    subjects: Names
    categories: Names
    recipients: Names = ()
    collected_from: Names = ()
    mandatory: Annotated[Names, Field(description="the categories without which it cannot be done (13(2)(e))")] = ()
    joint_with: Names = ()
    automated_decision: AutomatedDecision | None = None
    profiling: bool = False
    prospecting: bool = False
    public_archives: bool = False
    created: WrittenDay | None = None
    updated: WrittenDay | None = None
    retention: tuple[RetentionRule, ...] = ()

    def rules_for(self, category: str) -> Iterator[tuple[int, RetentionRule]]:
        """Yield the rules that reach cells or files of a category, with their numbers; undecided ones reach nothing."""
        if category not in self.categories:
            return
        for index, rule in enumerate(self.retention):
            if rule.period_for(category) is not None and (not rule.only or category in rule.only):
                yield index, rule

    @property
    def may_end(self) -> bool:
        """Return whether its rules are a ground to erase: an interest that nobody weighed is none (Art. 6(1)(f))."""
        return self.basis is not LegalBasis.LEGITIMATE_INTEREST or self.assessment is not None
