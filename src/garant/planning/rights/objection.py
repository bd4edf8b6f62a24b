"""Objection: absolute against prospecting, weighed against an interest or a public task (Art. 21)."""

from garant.planning.rights.lines import (
    CONSENT,
    CONTRACT,
    INTEREST,
    LEGAL_OBLIGATION,
    PUBLIC_TASK,
    Circumstance,
    Effect,
    Line,
    Verdict,
)
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

_WEIGHED = INTEREST | PUBLIC_TASK

LINES = (
    Line(
        right=Right.OBJECTION,
        given=Circumstance.PROSPECTING,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="Art. 21(2), 21(3)",
        why=Sentence(
            "vous pouvez toujours vous opposer à la prospection et au profilage qui s'y rapporte : nous y mettons fin",
            "you may always object to prospecting and to the profiling that goes with it: we stop it",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=_WEIGHED,
        given=Circumstance.LEGAL_CLAIMS,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1)",
        why=Sentence(
            "ces données sont nécessaires à la constatation, à l'exercice ou à la défense de droits en justice",
            "these data are needed to establish, exercise or defend legal claims",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=_WEIGHED,
        given=Circumstance.COMPELLING_GROUNDS,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1)",
        why=Sentence(
            "des motifs légitimes et impérieux l'emportent sur vos intérêts, vos droits et vos libertés",
            "compelling legitimate grounds override your interests, rights and freedoms",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=PUBLIC_TASK,
        given=Circumstance.RESEARCH,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(6)",
        why=Sentence(
            "ces recherches ou statistiques sont nécessaires à une mission d'intérêt public",
            "this research or these statistics are needed for a task in the public interest",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=_WEIGHED,
        given=Circumstance.WEIGHING,
        verdict=Verdict.IN_PART,
        effect=Effect.RESTRICTS,
        article="Art. 18(1)(d)",
        why=Sentence(
            "votre opposition est examinée ; jusqu'à la réponse, ces données sont conservées sans être utilisées",
            "your objection is being weighed; until the answer these data are kept and not used",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=_WEIGHED,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="Art. 21(1)",
        why=Sentence(
            "nous n'opposons pas de motif impérieux : ce traitement cesse pour vous",
            "we put forward no compelling ground: this processing stops for you",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=LEGAL_OBLIGATION,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1) ; loi 78-17, art. 56",
        why=Sentence(
            "la loi nous impose ce traitement : le droit d'opposition ne s'y applique pas",
            "the law obliges us to this processing: the right to object does not apply to it",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=CONTRACT,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1)",
        why=Sentence(
            "ce traitement est nécessaire au contrat conclu avec vous : le droit d'opposition ne s'y applique pas",
            "this processing is needed for the contract with you: the right to object does not apply to it",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        bases=CONSENT,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1), 7(3)",
        why=Sentence(
            "ce traitement repose sur votre consentement : vous pouvez le retirer à tout moment, sans motif",
            "this processing rests on your consent: you may withdraw it at any time, without a reason",
        ),
    ),
    Line(
        right=Right.OBJECTION,
        verdict=Verdict.DOES_NOT,
        article="Art. 21(1)",
        why=Sentence(
            "ce traitement protège des intérêts vitaux : le droit d'opposition ne s'y applique pas",
            "this processing protects vital interests: the right to object does not apply to it",
        ),
    ),
)
"""The last line is for vital interests; all other bases were named before."""
