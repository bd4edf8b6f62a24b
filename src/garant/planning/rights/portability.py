"""Portability of what the person provided, under consent or contract, by automated means (Art. 20)."""

from garant.planning.rights.lines import CONSENT, CONTRACT, Circumstance, Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.PORTABILITY,
        bases=CONSENT | CONTRACT,
        given=Circumstance.NOT_PROVIDED,
        verdict=Verdict.DOES_NOT,
        article="Art. 20(1)",
        why=Sentence(
            "ces données n'ont été ni fournies par vous ni observées de votre activité : "
            "vous y avez accès, mais elles ne relèvent pas de la portabilité",
            "these data were neither provided by you nor observed from what you did: "
            "you have access to them, but portability does not cover them",
        ),
    ),
    Line(
        right=Right.PORTABILITY,
        bases=CONSENT | CONTRACT,
        verdict=Verdict.APPLIES,
        effect=Effect.HANDS_OVER,
        article="Art. 20(1)",
        why=Sentence(
            "vous recevez ces données dans un format lisible par machine",
            "you receive these data in a format that machines can read",
        ),
    ),
    Line(
        right=Right.PORTABILITY,
        verdict=Verdict.DOES_NOT,
        article="Art. 20(1)(a)",
        why=Sentence(
            "la portabilité ne porte que sur ce qui repose sur votre consentement ou sur un contrat avec vous",
            "portability covers only what rests on your consent or on a contract with you",
        ),
    ),
)
