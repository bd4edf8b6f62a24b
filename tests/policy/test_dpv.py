import pytest

from garant.policy import dpv
from garant.policy.terms import LegalBasis, Right, SpecialCondition


@pytest.mark.parametrize("term", [*LegalBasis, *SpecialCondition])
def test_every_term_of_the_law_has_an_identifier_in_the_pinned_list(term: LegalBasis | SpecialCondition):
    assert dpv.is_known(term.dpv)


@pytest.mark.parametrize("term", [*LegalBasis, *SpecialCondition, *Right])
def test_every_term_of_the_law_has_its_article(term: LegalBasis | SpecialCondition | Right):
    assert "rt. " in term.article


def test_an_identifier_without_prefix_is_of_the_core_vocabulary():
    assert dpv.is_known("ServiceProvision")
    assert dpv.is_known("dpv:ServiceProvision")
    assert not dpv.is_known("eu-gdpr:ServiceProvision")
    assert not dpv.is_known("CustomerHappiness")


def test_narrower_terms_lie_below_broader_ones_by_any_way_up():
    assert dpv.is_kind_of("TargetedAdvertising", "Marketing")
    assert dpv.is_kind_of("TargetedAdvertising", "Personalisation")
    assert not dpv.is_kind_of("Marketing", "TargetedAdvertising")
    assert dpv.is_kind_of("eu-gdpr:A6-1-b", "LegalBasis")
    assert dpv.identifiers()["dpv:Purpose"] == ()
