"""Restriction: kept, and nothing else done, in the four cases of the law (Art. 18)."""

from garant.planning.rights.lines import Circumstance, Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right


def _restricted(given: Circumstance, article: str, why: Sentence) -> Line:
    return Line(
        right=Right.RESTRICTION,
        given=given,
        verdict=Verdict.APPLIES,
        effect=Effect.RESTRICTS,
        article=article,
        why=why,
    )


LINES = (
    _restricted(
        Circumstance.ACCURACY_CONTESTED,
        "Art. 18(1)(a)",
        Sentence(
            "vous contestez l'exactitude de ces données : elles ne sont plus utilisées le temps de la vérifier",
            "you contest that these data are accurate: they are not used while this is being checked",
        ),
    ),
    _restricted(
        Circumstance.UNLAWFUL,
        "Art. 18(1)(b)",
        Sentence(
            "le traitement est illicite et vous préférez que ces données soient conservées sans être utilisées",
            "the processing is unlawful and you prefer that these data be kept and not used",
        ),
    ),
    _restricted(
        Circumstance.NEEDED_BY_THE_PERSON,
        "Art. 18(1)(c)",
        Sentence(
            "ces données vous servent à faire valoir vos droits en justice : elles sont conservées pour vous",
            "you need these data for legal claims of yours: they are kept for you",
        ),
    ),
    _restricted(
        Circumstance.WEIGHING,
        "Art. 18(1)(d)",
        Sentence(
            "vous vous êtes opposé au traitement : ces données ne sont pas utilisées tant que cela est examiné",
            "you objected to the processing: these data are not used while this is being weighed",
        ),
    ),
    Line(
        right=Right.RESTRICTION,
        verdict=Verdict.DOES_NOT,
        article="Art. 18(1)",
        why=Sentence(
            "aucun des quatre cas de la limitation n'est réuni : exactitude contestée, traitement illicite, données "
            "nécessaires à vos droits en justice, opposition en cours d'examen",
            "none of the four cases of restriction is met: accuracy contested, unlawful processing, data that you need "
            "for legal claims, an objection being weighed",
        ),
    ),
)
