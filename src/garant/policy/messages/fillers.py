"""Why a personal column cannot be emptied, nor take a filler, and what would mend it."""

from garant.policy.messages.message import Message
from garant.policy.speech.sentences import Sentence

FILLERS = {
    "key": Message(
        fr=("elle fait partie de la clé", "donnez à la table une clé qui ne dit rien des personnes"),
        en=("it is part of the key", "give the table a key that says nothing about people"),
    ),
    "computed": Message(
        fr=(
            "la base la calcule d'après d'autres colonnes, et personne n'y écrit",
            "déclarez-la `none` si tout ce dont elle est tirée a une catégorie : elle suit ce que l'on y vide",
        ),
        en=(
            "the database works it out from other columns, and nobody writes to it",
            "declare it `none` where all that it is made of has a category: it follows what is blanked there",
        ),
    ),
    "null": Message(
        fr=("elle ne peut pas être vide, et son remplaçant l'est", "retirez `null`"),
        en=("it may not be empty, and its filler is empty", "take `null` away"),
    ),
    "not a text": Message(
        fr=(
            "elle ne peut pas être vide, et contient : {kind}, où nulle valeur ne dit qu'il n'y a plus rien",
            (
                "faites partir la ligne entière avec sa dernière raison : sans `row: stays`, ses cellules d'une seule "
                "catégorie ; ou laissez la colonne être NULL, si la base est à vous"
            ),
        ),
        en=(
            "it may not be empty, and holds {kind}, where no value says that nothing is there any more",
            (
                "let the row go as a whole with its last reason: without `row: stays`, its cells of one category; "
                "or let the column be NULL, where the database is yours"
            ),
        ),
    ),
    "list": Message(
        fr=(
            "elle ne peut pas être vide, et ne prend que les mots d'une liste",
            "laissez-la être NULL, ou ajoutez `blank:` avec un tel mot",
        ),
        en=("it may not be empty, and takes words of a list only", "let it be NULL, or add `blank:` with such a word"),
    ),
    "checked": Message(
        fr=(
            "elle ne peut pas être vide, et une contrainte regarde ses valeurs",
            "laissez-la être NULL, ou ajoutez un `blank:` que la contrainte laisse passer",
        ),
        en=("it may not be empty, and a check looks at its values", "let it be NULL, or add `blank:` that passes"),
    ),
    "filler checked": Message(
        fr=(
            "une contrainte de la base regarde ses valeurs, et l'on ne sait pas si elle laisse passer son remplaçant",
            "écrivez-en un qu'elle admet sous une forme simple, ou retirez `blank` si la colonne peut être NULL",
        ),
        en=(
            "a check of the database looks at its values, and is not known to let its filler pass",
            "write a filler that it admits in a plain form, or take `blank` away from a column that may be NULL",
        ),
    ),
    "unique": Message(
        fr=(
            "elle ne peut pas être vide, et nulle valeur ne peut y être deux fois",
            "ajoutez `blank:` avec un modèle qui montre qu'il n'y a plus rien, comme `efface-{{{key}}}`",
        ),
        en=(
            "it may not be empty, and no value may stand there twice",
            "add `blank:` with a template that shows that nothing is there, such as `erased-{{{key}}}`",
        ),
    ),
    "not json": Message(
        fr=("son remplaçant n'est pas du JSON", 'écrivez du JSON, comme `blank: "{{}}"`'),
        en=("its filler is not JSON", 'write JSON, such as `blank: "{{}}"`'),
    ),
    "text for another": Message(
        fr=(
            "elle contient : {kind} ; et son remplaçant est un texte",
            "laissez la colonne être NULL et retirez `blank`",
        ),
        en=("it holds {kind}, and its filler is a text", "let the column be NULL and take `blank` away"),
    ),
    "no such column": Message(
        fr=("son remplaçant nomme une colonne `{name}` qui n'existe pas", "nommez la clé, `{{{key}}}`"),
        en=("its filler names a column `{name}` that is not there", "name the key, `{{{key}}}`"),
    ),
    "always the same": Message(
        fr=(
            "nulle valeur ne peut y être deux fois, et son remplaçant est toujours le même",
            "ajoutez-y la clé, `{{{key}}}`",
        ),
        en=("no value may stand there twice, and its filler is always the same", "add the key, `{{{key}}}`"),
    ),
    "too long": Message(
        fr=("son remplaçant dépasse les {length} caractères qu'elle prend", "écrivez-en un plus court"),
        en=("its filler is longer than the {length} characters it takes", "write a shorter one"),
    ),
}

KINDS_OF_VALUES = {
    "integer": Sentence("nombre entier", "integer"),
    "number": Sentence("nombre", "number"),
    "text": Sentence("texte", "text"),
    "date": Sentence("date", "date"),
    "timestamp": Sentence("date et heure", "timestamp"),
    "instant": Sentence("instant", "instant"),
    "year": Sentence("année", "year"),
    "json": Sentence("JSON", "json"),
    "boolean": Sentence("vrai ou faux", "boolean"),
    "uuid": Sentence("UUID", "uuid"),
    "other": Sentence("autre chose", "other"),
}
"""What sort of value a column holds, by the names of planning's own list."""
