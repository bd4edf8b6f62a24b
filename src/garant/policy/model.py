"""The policy: all that an organisation promises about people's data, as one typed value."""

from collections.abc import Iterator
from typing import Literal

from garant.policy.activities import Activity, Category, Event, RetentionRule
from garant.policy.commitments import (
    AcceptedFinding,
    Alert,
    Collection,
    Cookies,
    DisclosureGround,
    Form,
    Guards,
    LanguageList,
    Measure,
    Prospecting,
    RightsSettings,
    Site,
    Statistics,
    Undo,
    Version,
)
from garant.policy.parties import Organisation, Recipient, Subject
from garant.policy.statements import Names, Statement, Words


class Policy(Statement):
    """One organisation's policy (Art. 13, 14, 30): the top-level keys of the policy folder but the data map's."""

    organisation: Organisation
    languages: LanguageList = ("fr",)
    scope: Words | None = None
    subjects: dict[str, Subject]
    events: dict[str, Event] = {}
    categories: dict[str, Category]
    recipients: dict[str, Recipient] = {}
    purposes: dict[str, Words] = {}
    activities: dict[str, Activity]
    rights: RightsSettings = RightsSettings()
    collection: dict[str, Collection] = {}
    measures: dict[str, Measure] = {}
    cookies: Cookies | None = None
    prospecting: Prospecting | None = None
    disclosures: dict[str, DisclosureGround] = {}
    statistics: dict[str, Statistics] = {}
    alerts: dict[str, Alert] = {}
    operations: Names = ()
    location: Literal["EU", "EEA", "anywhere"] | None = None
    sites: dict[str, Site] = {}
    forms: dict[str, Form] = {}
    versions: dict[str, Version] = {}
    published_text: str | None = None
    guards: Guards = Guards()
    undo: Undo = Undo()
    accepted_findings: tuple[AcceptedFinding, ...] = ()

    def rules(self) -> Iterator[tuple[str, Activity, int, RetentionRule]]:
        """Yield every retention rule with its activity and its place in it."""
        for name, activity in self.activities.items():
            for index, rule in enumerate(activity.retention):
                yield name, activity, index, rule
