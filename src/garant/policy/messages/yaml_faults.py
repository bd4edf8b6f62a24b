"""What the YAML parser finds wrong, in French beside its own English."""

from garant.policy.speech.sentences import Sentence

NO_CHARACTER = Sentence(
    "il y a ici un caractère qu'aucun texte ne contient", "a character stands here that no text has"
)


def told_in_french(fault: str) -> Sentence:
    """Return a fault in both languages; one that is not known keeps its English words alone in quotes."""
    known = next((french for english, french in _FAULTS.items() if fault.startswith(english)), None)
    return Sentence(known or f"l'analyseur dit « {fault} »", fault)


_FAULTS = {
    "mapping values are not allowed": "un deux-points n'a pas sa place ici",
    "could not find expected ':'": "il manque un deux-points après une clé",
    "did not find expected key": "une clé était attendue ici",
    "did not find expected '-' indicator": "un tiret de liste était attendu ici",
    "did not find expected ',' or ']'": "il manque une virgule ou un crochet fermant",
    "did not find expected ',' or '}'": "il manque une virgule ou une accolade fermante",
    "did not find expected node content": "une valeur était attendue ici",
    "did not find expected alphabetic": "une marque `&` ou `*` demande un nom",
    "did not find expected <document start>": "il y a plus ici que la fin du texte",
    "did not find expected <stream-start>": "le début du texte n'est pas lisible",
    "found character that cannot start any token": "ce caractère ne peut rien commencer ici (tabulation, @, %, `)",
    "found a tab character": "une tabulation tient lieu de retrait : n'y mettez que des espaces",
    "found unexpected end of stream": "le texte finit avant un guillemet fermant",
    "found unexpected document indicator": "le texte entre guillemets n'est pas fermé",
    "found unexpected ':'": "un deux-points n'a pas sa place ici",
    "found unknown escape character": "cette suite après une barre oblique inverse n'est pas connue",
    "found invalid escape": "cette suite après une barre oblique inverse n'est pas connue",
    "found undefined tag handle": "cette étiquette n'est pas définie",
    "block sequence entries are not allowed": "un tiret de liste n'a pas sa place ici",
    "block mapping": "une clé n'a pas sa place ici",
    "control characters are not allowed": "il y a ici un caractère qu'aucun texte ne contient",
    "invalid": "ces octets ne sont pas un texte en UTF-8",
}
