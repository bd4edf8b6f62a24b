"""Findings: where reality and the policy differ, how many and where, never who (Art. 5(2))."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from garant.planning.grounds.holds import Holds
from garant.policy.commitments import AcceptedFinding
from garant.policy.model import Policy
from garant.policy.periods import Period
from garant.policy.problems import Problem, Severity
from garant.policy.speech.sentences import Sentence


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One difference: its code, where it is, how many rows or cells it counts, and who accepted it until when.

    `told` is what a problem of the policy says by itself; `help` is its mend.
    """

    code: str
    where: str
    count: int = 1
    severity: Severity = Severity.WARNING
    told: Sentence | None = None
    help: Sentence | None = None
    accepted: AcceptedFinding | None = None


def of_problems(problems: Iterable[Problem]) -> Iterator[Finding]:
    """Yield the errors of a policy and its map as findings at their places."""
    for one in problems:
        if one.severity is Severity.ERROR:
            where = f"{one.at.file}:{one.at.line}"
            yield Finding(code=one.code, where=where, severity=one.severity, told=one.message, help=one.help)


def of_promises(policy: Policy, on: date) -> Iterator[Finding]:
    """Yield promises whose proof is missing or was due to be looked at again (Art. 5(2), 28, 32)."""
    for name, measure in policy.measures.items():
        where = f"measures.{name}"
        if measure.proof is None:
            yield Finding(code="measure-unproved", where=where, severity=Severity.NOTE)
        elif measure.review is not None and _is_over(measure.review, measure.proved_on, on):
            yield Finding(code="proof-overdue", where=where)
    for name, recipient in policy.recipients.items():
        contract = recipient.contract
        if contract is None:
            continue
        ended = contract.ends is not None and contract.ends < on
        due = contract.review is not None and _is_over(contract.review, contract.signed, on)
        if ended or due:
            yield Finding(code="contract-overdue", where=f"recipients.{name}")


def of_holds(holds: Holds, on: date) -> Iterator[Finding]:
    """Yield the holds that somebody was to look at again: what they keep must still be necessary (Art. 5(1)(e))."""
    yield from (Finding(code="hold-overdue", where=f"hold {hold.number}") for hold in holds.to_be_reviewed(on))


def _is_over(review: Period, since: date | None, on: date) -> bool:
    # What was never proved is overdue from the first day.
    return since is None or review.after(since) < on


def accepted(findings: Iterable[Finding], said: tuple[AcceptedFinding, ...], on: date) -> tuple[Finding, ...]:
    """Return the findings, those that a named person accepts on this day marked so."""
    valid = [one for one in said if one.until >= on]
    return tuple(replace(found, accepted=next((a for a in valid if _covers(a, found)), None)) for found in findings)


def _covers(one: AcceptedFinding, found: Finding) -> bool:
    # A line moves when the text is edited; the name that a problem speaks of does not.
    here = one.where == found.where or (found.told is not None and f"`{one.where}`" in found.told.en)
    return one.finding == found.code and here
