"""A right is decided per activity, basis and category: what it suspends, and nothing else (Art. 12(3))."""

from collections.abc import Iterable

from garant.planning.rights.deciding import EVERYWHERE, Decision, decide, undecided
from garant.planning.rights.lines import Circumstance, Verdict
from garant.policy.model import Policy
from garant.policy.reading import read
from garant.policy.terms import Right

POLICY = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: 2 place du Marché}}
subjects: {pupil: {fr: élève}, visitor: {fr: visiteur}}
events: {ended: {fr: la fin des cours}, invoiced: {fr: la facture}}
categories:
  identity: {fr: identité}
  invoice: {fr: facturation}
  needs: {fr: aménagements, special: health}
  image: {fr: images}
activities:
  teaching:
    purpose: {fr: assurer les cours}
    basis: contract
    condition: explicit consent
    subjects: [pupil]
    categories: [identity, needs]
    retention: [{keep: P2Y, from: ended}]
  billing:
    purpose: {fr: facturer}
    basis: contract
    subjects: [pupil]
    categories: [identity, invoice]
    retention:
      - {keep: P2Y, from: ended}
      - {keep: P10Y, from: invoiced, basis: legal obligation, because: "Code de commerce, L123-22"}
  newsletter:
    purpose: {fr: envoyer la lettre}
    basis: consent
    subjects: [pupil]
    categories: [identity]
    retention: [{keep: P3Y, from: ended}, {keep: P5Y, from: ended, basis: legal obligation, only: identity}]
  offers:
    purpose: {fr: proposer d'autres cours}
    basis: legitimate interest
    prospecting: true
    subjects: [pupil]
    categories: [identity]
    retention: [{keep: P3Y, from: ended}]
  cameras:
    purpose: {fr: vidéoprotection}
    basis: legitimate interest
    subjects: [visitor]
    categories: [image]
    retention: [{keep: P30D, from: ended}]
  gallery:
    purpose: {fr: galerie}
    basis: to be decided
    subjects: [pupil]
    categories: [image]
    retention: [{keep: P1Y, from: ended}]
"""


def policy() -> Policy:
    found = read({"policy.yaml": POLICY})
    assert found.policy is not None, found.problems
    return found.policy


def said(decisions: Iterable[Decision]) -> list[str]:
    return [
        f"{one.activity} ({one.basis.value}; {', '.join(one.categories)}): {one.line.verdict.value}, {one.line.article}"
        for one in decisions
    ]


def suspended(decisions: Iterable[Decision]) -> set[tuple[str, int, str]]:
    return {(reason.activity, reason.rule, reason.category) for one in decisions for reason in one.suspended}


def test_erasure_is_decided_activity_by_activity_and_a_rule_s_own_basis_rules():
    assert said(decide(policy(), Right.ERASURE, kinds=["pupil"])) == [
        "teaching (contract; identity): applies in part, Art. 17(1)(a)",
        "teaching (contract; needs): applies, Art. 17(1)(b)",
        "billing (contract; identity, invoice): applies in part, Art. 17(1)(a)",
        "billing (legal obligation; identity, invoice): does not apply, Art. 17(3)(b)",
        "newsletter (consent; identity): applies, Art. 17(1)(b)",
        "newsletter (legal obligation; identity): does not apply, Art. 17(3)(b)",
        "offers (legitimate interest; identity): applies, Art. 17(1)(c), 21(2)",
    ]


def test_erasure_suspends_what_rests_on_consent_or_interest_and_what_needs_explicit_consent():
    assert suspended(decide(policy(), Right.ERASURE, kinds=["pupil"])) == {
        ("teaching", 0, "needs"),
        ("newsletter", 0, "identity"),
        ("offers", 0, "identity"),
    }


def test_a_withdrawal_of_consent_leaves_contracts_and_interests_alone():
    assert suspended(decide(policy(), Right.WITHDRAWAL, kinds=["pupil"])) == {
        ("teaching", 0, "needs"),
        ("newsletter", 0, "identity"),
    }


def test_an_objection_to_prospecting_is_heard_without_a_word():
    assert suspended(decide(policy(), Right.OBJECTION, kinds=["pupil"])) == {("offers", 0, "identity")}


def test_what_a_named_person_asserts_of_one_activity_holds_for_that_one_alone():
    asserted = {"cameras": {Circumstance.LEGAL_CLAIMS}}

    found = decide(policy(), Right.OBJECTION, kinds=["visitor", "pupil"], asserted=asserted)

    by_activity = {one.activity: one.line.verdict for one in found}
    assert by_activity["cameras"] is Verdict.DOES_NOT
    assert by_activity["offers"] is Verdict.APPLIES


def test_what_is_asserted_everywhere_holds_for_all():
    asserted = {EVERYWHERE: {Circumstance.FROM_A_MINOR}}

    found = suspended(decide(policy(), Right.ERASURE, kinds=["pupil"], asserted=asserted))

    assert ("teaching", 0, "identity") in found
    assert ("billing", 1, "invoice") not in found


def test_access_shows_everything_and_suspends_nothing():
    found = decide(policy(), Right.ACCESS, kinds=["pupil", "visitor"])

    assert {one.activity for one in found} == {"teaching", "billing", "newsletter", "offers", "cameras"}
    assert suspended(found) == set()


def test_an_activity_about_others_is_not_decided():
    assert [one.activity for one in decide(policy(), Right.ACCESS, kinds=["visitor"])] == ["cameras"]


def test_an_activity_without_a_basis_waits_for_somebody_to_say_it():
    assert undecided(policy(), ["pupil"]) == ("gallery",)
    assert undecided(policy(), ["visitor"]) == ()
