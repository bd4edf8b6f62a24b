"""Every code that a problem of a policy folder may carry, with its severity and its source in law."""

from dataclasses import dataclass

from garant.policy.messages import MESSAGES
from garant.policy.problems import Place, Problem, Severity

ERROR, WARNING, NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True)
class Entry:
    """One kind of problem: how bad it is, and which text says so; no text where only the language does."""

    severity: Severity
    source: str = ""


def problem(told: str, place: Place, /, **values: object) -> Problem:
    """Return a problem in the words of its code, or `code/way`, filled with what the author wrote."""
    code = told.partition("/")[0]
    message, mend = MESSAGES[told].filled(values)
    return Problem(code=code, message=message, help=mend, severity=CATALOGUE[code].severity, at=place)


READING = {
    "no-policy": Entry(ERROR),
    "not-yaml": Entry(ERROR),
    "not-a-mapping": Entry(ERROR),
    "too-deep": Entry(ERROR),
    "alias": Entry(ERROR),
    "tag": Entry(ERROR),
    "said-twice": Entry(ERROR),
    "unknown-key": Entry(ERROR),
    "missing-key": Entry(ERROR),
    "no-value": Entry(ERROR),
    "wrong-value": Entry(ERROR),
    "wrong-shape": Entry(ERROR),
    "unknown-word": Entry(ERROR),
    "bad-period": Entry(ERROR),
    "bad-date": Entry(ERROR),
    "bad-path": Entry(ERROR),
}

NAMES = {
    "unknown-name": Entry(ERROR),
    "unused-category": Entry(NOTE, "Art. 30(1)(c)"),
    "unused-event": Entry(NOTE),
    "unknown-dpv": Entry(WARNING),
    "unknown-time-zone": Entry(ERROR),
}
LAWFULNESS = {
    "no-legal-basis": Entry(ERROR, "Art. 6(1), 13(1)(c)"),
    "no-assessment": Entry(ERROR, "Art. 6(1)(f)"),
    "no-interest-told": Entry(NOTE, "Art. 13(1)(d)"),
    # A public body may have interests outside its tasks: only a person can tell, so it is no error.
    "public-body-interest": Entry(WARNING, "Art. 6(1), last sentence"),
    "no-condition": Entry(ERROR, "Art. 9(1) and (2)"),
    "condition-unneeded": Entry(WARNING, "Art. 9(2)"),
    "consent-beside-another-basis": Entry(WARNING, "Art. 9(2)(a)"),
    "offences-without-law": Entry(ERROR, "Art. 10"),
    "forbidden-but-used": Entry(ERROR),
    "purpose-not-published": Entry(WARNING, "Art. 5(1)(b), 13(1)(c)"),
}
RETENTION = {
    "no-period": Entry(ERROR, "Art. 5(1)(e), 13(2)(a)"),
    "period-not-in-the-text": Entry(WARNING, "Art. 13(2)(a)"),
    "no-start": Entry(ERROR),
    "or-else-the-same": Entry(WARNING),
    "logs-over-a-year": Entry(WARNING, "CNIL, délibération 2021-122"),
    "very-long": Entry(NOTE, "Art. 5(1)(e)"),
}
PARTIES = {
    "no-contract": Entry(WARNING, "Art. 28(3)"),
    "no-country": Entry(WARNING, "Art. 13(1)(f), 30(1)(e)"),
    "no-safeguard": Entry(ERROR, "Art. 44 to 49"),
    "outside-location": Entry(ERROR, "Art. 5(1)(a)"),
    "two-names": Entry(NOTE, "Art. 13(1)(a)"),
    "contacts-differ": Entry(NOTE, "Art. 13(1)(a) and (b)"),
    "no-dpo": Entry(WARNING, "Art. 13(1)(b), 37(1)"),
    "public-body-without-dpo": Entry(ERROR, "Art. 37(1)(a)"),
    "dpo-unreachable": Entry(WARNING, "Art. 13(1)(b)"),
}
RIGHTS = {
    "right-missing": Entry(WARNING, "Art. 13(2)(b) and (c)"),
    "post-mortem-missing": Entry(NOTE, "loi 78-17, art. 85"),
    "identity-of-everyone": Entry(WARNING, "Art. 12(2) and (6)"),
    "rights-charged": Entry(WARNING, "Art. 12(5)"),
    "objection-needs-grounds": Entry(WARNING, "Art. 21(1) and (2)"),
    "erasure-narrowed": Entry(WARNING, "Art. 17(1)"),
    "no-complaint": Entry(WARNING, "Art. 13(2)(d), 77"),
    "answered-too-late": Entry(WARNING, "Art. 12(3)"),
}
COOKIES = {
    "no-cookies-but-some": Entry(ERROR, "loi 78-17, art. 82"),
    "social-links-unproved": Entry(WARNING, "loi 78-17, art. 82"),
    "refused-in-the-browser": Entry(WARNING, "Art. 7(3); CNIL, délibération 2020-091"),
    "cookie-too-long": Entry(WARNING, "CNIL, délibération 2020-091"),
    "choice-too-long": Entry(WARNING, "CNIL, délibération 2020-092"),
    "audience-without-consent": Entry(WARNING, "loi 78-17, art. 82"),
    "audience-not-exempt": Entry(WARNING, "loi 78-17, art. 82"),
    "targeted-but-unlinked": Entry(WARNING, "recital 30"),
}
PROSPECTING = {
    "messages-without-consent": Entry(WARNING, "CPCE, L.34-5"),
    "calls-without-consent": Entry(WARNING, "code de la consommation, L.223-1"),
    "no-opposition": Entry(WARNING, "Art. 21(2); CPCE, L.34-5"),
    "bloctel-ended": Entry(WARNING, "loi 2025-594, art. 13"),
    "training-account": Entry(WARNING, "code du travail, L.6323-8-1"),
}
PUBLISHING = {
    "not-a-host": Entry(WARNING),
    "announced-too-late": Entry(WARNING, "Art. 13(3)"),
    "nobody-told": Entry(WARNING, "Art. 13(3)"),
    "small-cells": Entry(WARNING, "recital 26"),
    "measure-unproved": Entry(NOTE, "Art. 5(2), 32"),
    "words-missing": Entry(NOTE, "Art. 12(1)"),
}
DATA_MAP = {
    "silent-table": Entry(ERROR),
    "not-so-empty": Entry(ERROR),
    "no-owner": Entry(ERROR, "Art. 4(1)"),
    "no-otherwise": Entry(NOTE),
    "part-of-circle": Entry(ERROR),
    "used-for-nothing": Entry(ERROR, "Art. 5(1)(b)"),
    "no-reason": Entry(WARNING, "Art. 5(1)(b) and (e)"),
    "activity-nowhere": Entry(NOTE),
    "subject-nowhere": Entry(NOTE),
    "no-clock": Entry(ERROR, "Art. 5(1)(e)"),
    "event-nowhere": Entry(WARNING, "Art. 5(1)(e)"),
    "no-ceiling": Entry(NOTE, "Art. 5(1)(e)"),
    "open-for-nobody": Entry(WARNING, "Art. 5(1)(e)"),
    "cannot-anonymise": Entry(WARNING, "recital 26"),
    "link-blanked": Entry(WARNING, "Art. 5(1)(d)"),
    "archive-nowhere": Entry(NOTE, "Art. 5(1)(c) and 25"),
    "kept-for-a-kind": Entry(NOTE, "Art. 5(1)(c) and (e)"),
}
STORES = {
    "store-unreachable": Entry(WARNING),
    "unknown-table": Entry(ERROR),
    "unmapped-table": Entry(ERROR, "Art. 30(1)(c)"),
    "unknown-column": Entry(ERROR),
    "unmapped-column": Entry(ERROR, "Art. 30(1)(c)"),
    "unsaid-reference": Entry(ERROR, "Art. 4(1)"),
    "no-way": Entry(ERROR),
    "role-to-nobody": Entry(ERROR),
    "cannot-blank": Entry(ERROR, "Art. 5(1)(e)"),
    "undeclared-trigger": Entry(ERROR),
    "no-key": Entry(ERROR),
    "not-transactional": Entry(ERROR),
    "keeps-history": Entry(ERROR, "Art. 17(1)"),
    "json-untold": Entry(ERROR, "Art. 5(1)(d)"),
    "no-format": Entry(ERROR),
    "no-rule": Entry(WARNING, "Art. 5(1)(e)"),
    "no-date": Entry(WARNING, "Art. 5(1)(e)"),
    "no-index": Entry(NOTE),
}
"""What only the schemas of the stores can tell: where the map and they disagree."""

CATALOGUE: dict[str, Entry] = {
    **READING,
    **NAMES,
    **LAWFULNESS,
    **RETENTION,
    **PARTIES,
    **RIGHTS,
    **COOKIES,
    **PROSPECTING,
    **PUBLISHING,
    **DATA_MAP,
    **STORES,
}
"""Code → what it is; docs/reference/problems.md explains each."""

ABSENCES = frozenset(
    code
    for codes in (NAMES, LAWFULNESS, RETENTION, PARTIES, RIGHTS, COOKIES, PROSPECTING, PUBLISHING, DATA_MAP)
    for code in codes
) - {
    "unknown-dpv",
    "unknown-time-zone",
    "consent-beside-another-basis",
    "forbidden-but-used",
    "logs-over-a-year",
    "very-long",
    "or-else-the-same",
    "outside-location",
    "public-body-interest",
    "identity-of-everyone",
    "rights-charged",
    "objection-needs-grounds",
    "erasure-narrowed",
    "answered-too-late",
    "no-cookies-but-some",
    "refused-in-the-browser",
    "cookie-too-long",
    "choice-too-long",
    "bloctel-ended",
    "not-a-host",
    "announced-too-late",
    "small-cells",
    "not-so-empty",
    "open-for-nobody",
    "part-of-circle",
}
"""The codes that say that something is not there; where a part of the texts cannot be read, it may be in that part."""
