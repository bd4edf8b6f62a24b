"""What is said of texts that cannot be read as a policy folder."""

from garant.policy.messages.message import Message

READING = {
    "alias": Message(
        fr=("`*{anchor}` remplace quelque chose écrit ailleurs", "écrivez-le en entier"),
        en=("`*{anchor}` stands for something elsewhere", "write it out"),
    ),
    "alias/anchor": Message(
        fr=("`&{anchor}` marque ceci pour être répété", "retirez la marque"),
        en=("`&{anchor}` marks this to be repeated", "take the mark away"),
    ),
    "alias/merge": Message(
        fr=("la fusion par `<<` n'est pas lue ici", "écrivez les entrées en entier"),
        en=("merging with `<<` is not read here", "write the entries out"),
    ),
    "bad-date": Message(
        fr=("{thing} n'est pas un jour", "{mend}"),
        en=("{thing} is not a day", "{mend}"),
    ),
    "bad-path": Message(
        fr=("{thing} n'est pas un chemin", "{mend}"),
        en=("{thing} is not a path", "{mend}"),
    ),
    "bad-period": Message(
        fr=("{thing} n'est pas une durée", "{mend}"),
        en=("{thing} is not a period", "{mend}"),
    ),
    "missing-key": Message(
        fr=("il manque `{key}` à {thing}", "ajoutez `{key}:`{described}"),
        en=("{thing} has no `{key}`", "add `{key}:`{described}"),
    ),
    "no-policy": Message(
        fr=(
            "il n'y a pas de politique ici",
            "écrivez ce fichier ; docs/reference/problems.md#no-policy en montre un de dix lignes",
        ),
        en=("there is no policy here", "write this file; docs/reference/problems.md#no-policy shows one of ten lines"),
    ),
    "no-value": Message(
        fr=("{thing} est vide", "écrivez une valeur, ou retirez `{key}`"),
        en=("{thing} is empty", "write a value, or take `{key}` away"),
    ),
    "not-a-mapping": Message(
        fr=("un fichier de politique s'écrit `clé: valeur`", "commencez par `organisation:`"),
        en=("a policy file is written as `key: value`", "begin with `organisation:`"),
    ),
    "not-a-mapping/key": Message(
        fr=("une clé est un mot ou quelques mots", "écrivez un seul mot avant les deux-points"),
        en=("a key is a word or a phrase", "write one word before the colon"),
    ),
    "not-yaml": Message(
        fr=(
            "ceci n'est pas du YAML : {fault}",
            "regardez les retraits, les crochets et les guillemets juste avant cet endroit",
        ),
        en=("this is not YAML: {fault}", "look at the indentation, the brackets and the quotes just before this place"),
    ),
    "not-yaml/second": Message(
        fr=("un second document commence ici", "retirez le `---`, ou coupez le fichier en deux"),
        en=("a second document begins here", "take the `---` out, or split the file"),
    ),
    "not-yaml/unseen": Message(
        fr=(
            "un caractère que l'on ne voit pas se cache ici (saut de ligne, commande de l'écran, sens d'écriture)",
            "retirez-le ; un texte de plusieurs lignes s'écrit derrière `|` ou `>`",
        ),
        en=(
            "a character that nobody sees hides here (line break, command to the screen, direction of writing)",
            "take it away; a text of several lines is written behind `|` or `>`",
        ),
    ),
    "said-twice": Message(
        fr=("`{key}` est dit deux fois", "c'est dit d'abord dans {file}, ligne {line} ; gardez l'un des deux"),
        en=("`{key}` is said twice", "it is said first in {file}, line {line}; keep one of the two"),
    ),
    "tag": Message(
        fr=("une étiquette dit de quel type est ceci", "retirez le `!…` ; des guillemets font un texte"),
        en=("a tag says what type this is", "take the `!…` away; quotes make a text"),
    ),
    "too-deep": Message(
        fr=("ceci est imbriqué trop profond pour être voulu", "on lit au plus {deepest} niveaux"),
        en=("this is nested too deep to be meant", "at most {deepest} levels are read"),
    ),
    "unknown-key": Message(
        fr=("`{key}` n'est pas une clé de {thing}", "{mend}"),
        en=("`{key}` is not a key of {thing}", "{mend}"),
    ),
    "unknown-word": Message(
        fr=("{thing} a un mot qui n'est pas connu ici", "{mend}"),
        en=("{thing} has a word that is not known here", "{mend}"),
    ),
    "wrong-shape": Message(
        fr=("{thing} : {why}", "voyez docs/reference/policy-language.md"),
        en=("{thing}: {why}", "see docs/reference/policy-language.md"),
    ),
    "wrong-value": Message(
        fr=("{thing} ne peut pas avoir cette valeur", "{mend}"),
        en=("{thing} cannot have this value", "{mend}"),
    ),
}
