"""Withdrawal of consent: as easy as giving it, and no reason asked (Art. 7(3))."""

from garant.planning.rights.lines import CONSENT, Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.WITHDRAWAL,
        bases=CONSENT,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="Art. 7(3)",
        why=Sentence(
            "votre consentement est retiré et ce traitement cesse ; ce qui a été fait avant le retrait reste licite",
            "your consent is withdrawn and this processing stops; what was done before the withdrawal stays lawful",
        ),
    ),
    Line(
        right=Right.WITHDRAWAL,
        verdict=Verdict.DOES_NOT,
        article="Art. 7(3)",
        why=Sentence(
            "ce traitement ne repose pas sur votre consentement : il n'y a pas de consentement à retirer",
            "this processing does not rest on your consent: there is no consent to withdraw",
        ),
    ),
)
