"""What a named person may refuse with reasons: the manifestly unfounded and the excessive (Art. 12(5)(b))."""

from garant.planning.rights.lines import Circumstance, Line, Verdict
from garant.policy.speech.sentences import Sentence

LINES = (
    Line(
        right=None,
        given=Circumstance.UNFOUNDED,
        verdict=Verdict.DOES_NOT,
        article="Art. 12(5)(b)",
        why=Sentence("votre demande est manifestement infondée", "your request is manifestly unfounded"),
    ),
    Line(
        right=None,
        given=Circumstance.EXCESSIVE,
        verdict=Verdict.DOES_NOT,
        article="Art. 12(5)(b)",
        why=Sentence("votre demande est manifestement excessive", "your request is manifestly excessive"),
    ),
)
"""Garant never charges for an answer: of the two ways of Art. 12(5), refusing is the only one it knows."""
