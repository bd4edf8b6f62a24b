"""What the things that a policy declares are called when one of them is missing."""

from garant.policy.speech.sentences import Sentence
from garant.policy.terms import Right

KINDS = {
    "activity": Sentence("activité", "activity"),
    "archive: another database": Sentence("autre base, à nommer comme archive", "other database, to be an archive"),
    "category": Sentence("catégorie", "category"),
    "category of this activity": Sentence("catégorie de cette activité", "category of this activity"),
    "class of people": Sentence("classe de personnes", "class of people"),
    "cookie purpose": Sentence("finalité de cookies", "cookie purpose"),
    "event": Sentence("événement", "event"),
    "identifier": Sentence("identifiant", "identifier"),
    "identifier of these people": Sentence("identifiant de ces personnes", "identifier of these people"),
    "joint controller": Sentence("responsable conjoint", "joint controller"),
    "place of files": Sentence("dossier de fichiers", "place of files"),
    "purpose": Sentence("finalité", "purpose"),
    "recipient": Sentence("destinataire", "recipient"),
    "role of this row": Sentence("rôle de cette ligne", "role of this row"),
    "site": Sentence("site", "site"),
    "subject": Sentence("personne concernée", "subject"),
    "table of the map": Sentence("table de la carte", "table of the map"),
}

RIGHTS = {
    Right.ACCESS: Sentence("d'accès", "access"),
    Right.RECTIFICATION: Sentence("de rectification", "rectification"),
    Right.ERASURE: Sentence("à l'effacement", "erasure"),
    Right.RESTRICTION: Sentence("à la limitation", "restriction"),
    Right.PORTABILITY: Sentence("à la portabilité", "portability"),
    Right.OBJECTION: Sentence("d'opposition", "objection"),
    Right.WITHDRAWAL: Sentence("de retirer son consentement", "withdrawal of consent"),
    Right.HUMAN_DECISION: Sentence("à une décision humaine", "human decision"),
    Right.POST_MORTEM: Sentence("de donner des directives pour après sa mort", "directives after death"),
}
