"""Erasure: what loses its last reason goes now; refusals come from Art. 17(3) alone, each cited (Art. 17)."""

from garant.planning.rights.lines import (
    CONSENT,
    CONTRACT,
    INTEREST,
    LEGAL_OBLIGATION,
    PUBLIC_TASK,
    VITAL_INTEREST,
    Circumstance,
    Effect,
    Line,
    Verdict,
)
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import LegalBasis, Right


def _excepted(given: Circumstance, article: str, why: Sentence) -> Line:
    return Line(right=Right.ERASURE, given=given, verdict=Verdict.DOES_NOT, article=article, why=why)


def _required(basis: frozenset[LegalBasis], why: Sentence) -> Line:
    return Line(right=Right.ERASURE, bases=basis, verdict=Verdict.DOES_NOT, article="Art. 17(3)(b)", why=why)


def _granted(article: str, why: Sentence, *, given: Circumstance) -> Line:
    return Line(
        right=Right.ERASURE,
        given=given,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article=article,
        why=why,
    )


_EXCEPTIONS = (
    _excepted(
        Circumstance.LEGAL_CLAIMS,
        "Art. 17(3)(e)",
        Sentence(
            "ces données sont nécessaires à la constatation, à l'exercice ou à la défense de droits en justice",
            "these data are needed to establish, exercise or defend legal claims",
        ),
    ),
    _excepted(
        Circumstance.EXPRESSION,
        "Art. 17(3)(a)",
        Sentence(
            "ces données sont nécessaires à l'exercice de la liberté d'expression et d'information",
            "these data are needed for the freedom of expression and information",
        ),
    ),
    _excepted(
        Circumstance.PUBLIC_HEALTH,
        "Art. 17(3)(c)",
        Sentence(
            "ces données sont nécessaires pour un motif d'intérêt public dans le domaine de la santé",
            "these data are needed for reasons of public interest in public health",
        ),
    ),
    _excepted(
        Circumstance.RESEARCH,
        "Art. 17(3)(d)",
        Sentence(
            "les effacer compromettrait gravement des archives d'intérêt public, des recherches ou des statistiques",
            "to erase them would seriously impair archives in the public interest, research or statistics",
        ),
    ),
    _required(
        LEGAL_OBLIGATION,
        Sentence(
            "la loi nous oblige à conserver ces données jusqu'à la fin du délai",
            "the law obliges us to keep these data until the period has ended",
        ),
    ),
    _required(
        PUBLIC_TASK,
        Sentence(
            "ces données sont nécessaires à une mission d'intérêt public jusqu'à la fin du délai",
            "these data are needed for a task in the public interest until the period has ended",
        ),
    ),
)

_ASSERTED = (
    _granted(
        "Art. 17(1)(d)",
        Sentence(
            "ces données ont fait l'objet d'un traitement illicite : il y est mis fin",
            "these data were processed unlawfully: this is brought to an end",
        ),
        given=Circumstance.UNLAWFUL,
    ),
    _granted(
        "Art. 17(1)(e)",
        Sentence("la loi impose de les effacer", "the law orders that they be erased"),
        given=Circumstance.LAW_ORDERS_ERASURE,
    ),
    _granted(
        "Art. 17(1)(f) ; loi 78-17, art. 51",
        Sentence(
            "ces données ont été collectées en ligne alors que vous étiez mineur",
            "these data were collected online while you were a minor",
        ),
        given=Circumstance.FROM_A_MINOR,
    ),
    _granted(
        "Art. 17(1)(c), 21(2)",
        Sentence(
            "votre demande vaut opposition à la prospection : il y est mis fin",
            "your request counts as an objection to prospecting: it stops",
        ),
        given=Circumstance.PROSPECTING,
    ),
)

LINES = (
    *_EXCEPTIONS,
    *_ASSERTED,
    Line(
        right=Right.ERASURE,
        bases=CONSENT,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="Art. 17(1)(b)",
        why=Sentence(
            "votre demande vaut retrait de votre consentement, et nous n'avons pas d'autre base",
            "your request counts as withdrawal of your consent, and we have no other basis",
        ),
    ),
    Line(
        right=Right.ERASURE,
        bases=INTEREST,
        given=Circumstance.COMPELLING_GROUNDS,
        verdict=Verdict.DOES_NOT,
        article="Art. 17(1)(c), 21(1)",
        why=Sentence(
            "des motifs légitimes et impérieux l'emportent sur vos intérêts, vos droits et vos libertés",
            "compelling legitimate grounds override your interests, rights and freedoms",
        ),
    ),
    Line(
        right=Right.ERASURE,
        bases=INTEREST,
        given=Circumstance.WEIGHING,
        verdict=Verdict.IN_PART,
        effect=Effect.RESTRICTS,
        article="Art. 18(1)(d)",
        why=Sentence(
            "votre demande vaut opposition et est examinée ; jusqu'à la réponse, ces données ne sont pas utilisées",
            "your request counts as an objection and is being weighed; until the answer these data are not used",
        ),
    ),
    Line(
        right=Right.ERASURE,
        bases=INTEREST,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="Art. 17(1)(c), 21(1)",
        why=Sentence(
            "votre demande vaut opposition, et nous n'y opposons pas de motif impérieux",
            "your request counts as an objection, and we put forward no compelling ground",
        ),
    ),
    Line(
        right=Right.ERASURE,
        bases=CONTRACT,
        verdict=Verdict.IN_PART,
        article="Art. 17(1)(a)",
        why=Sentence(
            "ces données restent nécessaires au contrat avec vous ; celles dont le délai est passé sont effacées",
            "these data are still needed for the contract with you; those whose period is over are erased",
        ),
    ),
    Line(
        right=Right.ERASURE,
        bases=VITAL_INTEREST,
        verdict=Verdict.IN_PART,
        article="Art. 17(1)(a)",
        why=Sentence(
            "ces données restent nécessaires à la sauvegarde d'intérêts vitaux ; celles dont le délai est passé sont "
            "effacées",
            "these data are still needed to protect vital interests; those whose period is over are erased",
        ),
    ),
)
