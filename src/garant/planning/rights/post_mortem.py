"""After death: the person's directives, else the limited rights of the heirs (French act 78-17, Art. 85)."""

from garant.planning.rights.lines import Circumstance, Effect, Line, Verdict
from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

LINES = (
    Line(
        right=Right.POST_MORTEM,
        given=Circumstance.DIRECTIVES,
        verdict=Verdict.APPLIES,
        effect=Effect.RECORDS,
        article="loi 78-17, art. 85-I",
        why=Sentence(
            "les directives sont enregistrées ; elles peuvent être changées ou retirées à tout moment, et sont "
            "exécutées par la personne qu'elles désignent",
            "the directives are recorded; they may be changed or withdrawn at any time, and are carried out by the "
            "person whom they name",
        ),
    ),
    Line(
        right=Right.POST_MORTEM,
        given=Circumstance.ESTATE,
        verdict=Verdict.IN_PART,
        effect=Effect.SHOWS,
        article="loi 78-17, art. 85-II, 1°",
        why=Sentence(
            "sans directives, les héritiers accèdent à ce qui sert à la liquidation et au partage de la succession",
            "without directives, heirs have access to what is useful to settle and divide the estate",
        ),
    ),
    Line(
        right=Right.POST_MORTEM,
        given=Circumstance.ACCOUNT_OF_THE_DEAD,
        verdict=Verdict.APPLIES,
        effect=Effect.SUSPENDS,
        article="loi 78-17, art. 85-II, 2°",
        why=Sentence(
            "sans directives, les héritiers font prendre en compte le décès, fermer les comptes et cesser les "
            "traitements",
            "without directives, heirs have the death taken into account, accounts closed and processing stopped",
        ),
    ),
    Line(
        right=Right.POST_MORTEM,
        verdict=Verdict.DOES_NOT,
        article="loi 78-17, art. 85-II",
        why=Sentence(
            "sans directives de la personne, les droits des héritiers s'arrêtent à la succession et aux comptes",
            "without directives of the person, the rights of heirs end with the estate and the accounts",
        ),
    ),
)
