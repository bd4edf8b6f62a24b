"""The law's table says what tests/cases/rights/table.yaml says, and something of every case that can be put."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
import yaml

from garant.planning.rights.law import LAW, line_for
from garant.planning.rights.lines import Circumstance, Effect, Line, Verdict
from garant.policy.terms import LegalBasis, Right

CASES = Path("tests/cases/rights/table.yaml")


@dataclass(frozen=True)
class Case:
    right: Right
    basis: LegalBasis
    given: frozenset[Circumstance]
    said: str

    def line(self) -> Line:
        return line_for(self.right, self.basis, self.given)


def cases() -> Iterator[Case]:
    for right, lines in yaml.safe_load(CASES.read_text()).items():
        for line in lines:
            basis, given, said = line.split(" | ", 2)
            for one in LegalBasis if basis == "*" else (LegalBasis(basis),):
                asserted = frozenset[Circumstance]() if given == "-" else frozenset({Circumstance(given)})
                yield Case(Right(right), one, asserted, said)


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: f"{case.right.value}-{case.basis.value}")
def test_the_table_says_what_the_law_says(case: Case):
    line = case.line()

    assert f"{line.verdict.value} | {line.effect.value} | {line.article}" == case.said


def test_every_line_of_the_table_has_a_case():
    met = {case.line() for case in cases()}

    assert [line for line in LAW if line not in met] == []


def test_every_right_has_an_answer_to_every_basis_in_all_circumstances():
    for right, basis, one, other in product(Right, LegalBasis, Circumstance, Circumstance):
        assert line_for(right, basis, {one, other}).article


def test_only_article_17_3_and_grounds_that_a_person_writes_refuse_an_erasure():
    refused = {line.article for line in LAW if line.right is Right.ERASURE and line.verdict is Verdict.DOES_NOT}

    assert refused == {
        "Art. 17(3)(a)",
        "Art. 17(3)(b)",
        "Art. 17(3)(c)",
        "Art. 17(3)(d)",
        "Art. 17(3)(e)",
        "Art. 17(1)(c), 21(1)",
    }


@pytest.mark.parametrize("basis", LegalBasis)
def test_nobody_is_heard_against_an_objection_to_prospecting(basis: LegalBasis):
    # Art. 21(2) and (3): no weighing, no claims, no grounds stand against it; only what is no serious request does.
    serious = set(Circumstance) - {Circumstance.UNFOUNDED, Circumstance.EXCESSIVE}

    assert line_for(Right.OBJECTION, basis, serious).effect is Effect.SUSPENDS


def test_nothing_that_applies_is_without_effect_and_no_refusal_has_one():
    for line in LAW:
        assert (line.effect is Effect.NOTHING) == (line.verdict is Verdict.DOES_NOT) or line.verdict is Verdict.IN_PART
