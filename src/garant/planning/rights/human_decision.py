"""A human being looks at what a machine decided alone (Art. 22)."""

from garant.planning.rights.lines import Circumstance, Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.HUMAN_DECISION,
        given=Circumstance.AUTOMATED_DECISION,
        verdict=Verdict.APPLIES,
        effect=Effect.RECORDS,
        article="Art. 22(3)",
        why=Sentence(
            "une personne reprend la décision, entend votre point de vue et vous répond",
            "a human being takes the decision again, hears your point of view and answers you",
        ),
    ),
    Line(
        right=Right.HUMAN_DECISION,
        verdict=Verdict.DOES_NOT,
        article="Art. 22(1)",
        why=Sentence(
            "aucune décision n'y est prise par une machine seule",
            "no decision is taken there by a machine alone",
        ),
    ),
)
