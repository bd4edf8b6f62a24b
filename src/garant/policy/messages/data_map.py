"""What is said of a data map, from its text and that of the policy alone."""

from garant.policy.messages.message import Message

DATA_MAP = {
    "activity-nowhere": Message(
        fr=(
            "aucune table ni aucun fichier ne sert à l'activité `{name}`",
            "nommez-la dans un `used for:` de la carte des données, ou retirez-la",
        ),
        en=(
            "no table and no files are used for activity `{name}`",
            "name it in a `used for:` of the data map, or take it away",
        ),
    ),
    "cannot-anonymise": Message(
        fr=(
            "des lignes de `{table}` ne peuvent pas être anonymisées : il reste {remains} ; elles sont effacées",
            "dites `then: erase`, ou laissez la carte le vider",
        ),
        en=(
            "rows of `{table}` cannot be anonymised: {remains} remains; they are erased instead",
            "say `then: erase`, or let the data map empty it",
        ),
    ),
    "event-nowhere": Message(
        fr=(
            "aucune table ni aucun fichier ne date `{event}`",
            "déclarez-le dans la carte des données : `events: {{{event}: colonne}}`",
        ),
        en=("no table and no files date `{event}`", "declare it in the data map, as `events: {{{event}: column}}`"),
    ),
    "archive-nowhere": Message(
        fr=(
            (
                "cette règle prévoit une archive intermédiaire, et aucune n'est nommée pour {stores} : "
                "ce qu'elle garde y reste à portée de tous"
            ),
            "donnez à la base son `archive:`, une autre base de la carte où peu de gens entrent",
        ),
        en=(
            (
                "this rule means an intermediate archive, and none is named for {stores}: "
                "what it keeps stays within everybody's reach there"
            ),
            "give the store its `archive:`, another database of the map that few may enter",
        ),
    ),
    "kept-for-a-kind": Message(
        fr=(
            "tant qu'une ligne de `{table}` est gardée pour `{role}`, celle de la personne reste aussi, vidée",
            "si ces personnes sont toutes d'une même sorte, dites laquelle : `{role}: {{path: …, kind: …}}`",
        ),
        en=(
            "as long as a row of `{table}` is kept for `{role}`, the person's own row stays too, blanked",
            "if these people are all of one kind, say which: `{role}: {{path: …, kind: …}}`",
        ),
    ),
    "link-blanked": Message(
        fr=(
            "`{column}` de `{table}` peut être vidé avant le reste de sa ligne : la personne n'est alors plus reconnue",
            "gardez-le aussi longtemps que le reste de la ligne, ou reconnaissez la personne à autre chose",
        ),
        en=(
            "`{column}` of `{table}` may be blanked before the rest of its row: nobody is recognised by it then",
            "keep it as long as the rest of the row, or let people be known by something else",
        ),
    ),
    "no-ceiling": Message(
        fr=(
            "là où la date de `{event}` manque, les données sont gardées sans fin",
            "ajoutez `at latest: {{keep: P…, from: …}}` avec un événement qui a toujours sa date",
        ),
        en=(
            "where the date of `{event}` is missing, data are kept for ever",
            "add `at latest: {{keep: P…, from: …}}` with an event that always has its date",
        ),
    ),
    "no-clock": Message(
        fr=(
            "aucune table ne date `{event}` : cette règle ne trouve nulle part d'où compter",
            "déclarez-le dans la carte des données : `events: {{{event}: colonne}}`",
        ),
        en=(
            "no table dates `{event}`: this rule finds a clock nowhere",
            "declare it in the data map, as `events: {{{event}: column}}`",
        ),
    ),
    "no-otherwise": Message(
        fr=(
            "une ligne de `{name}` peut n'être d'aucune de ces sortes",
            "ajoutez `{{otherwise: true, …}}` ; d'ici là, ces lignes sont comptées, signalées, et restent",
        ),
        en=(
            "a row of `{name}` may be of none of these kinds",
            "add `{{otherwise: true, …}}`; until then such rows are counted and reported, and stay",
        ),
    ),
    "no-owner": Message(
        fr=(
            "les lignes de `{table}` contiennent des données personnelles et ne sont à personne",
            "ajoutez `belongs to: {{rôle: chemin vers la personne}}`, ou `part of:` la ligne au-dessus",
        ),
        en=(
            "the rows of `{table}` hold personal data and belong to nobody",
            "add `belongs to: {{role: path to the person}}`, or `part of:` the row above",
        ),
    ),
    "no-reason": Message(
        fr=("aucune activité à laquelle sert `{table}` ne porte sur la catégorie `{category}`", "{mend}"),
        en=("no activity that `{table}` is used for covers the category `{category}`", "{mend}"),
    ),
    "no-safeguard/store": Message(
        fr=(
            "la base `{name}` est hors de l'Espace économique européen, et rien ne dit ce qui le permet",
            "nommez son hébergeur dans `recipient:`, et donnez-lui `transfer: {{safeguard: …}}` (art. 44 à 49)",
        ),
        en=(
            "store `{name}` is outside the European Economic Area, and nothing says why it may be",
            "name its host in `recipient:`, and give that one a `transfer: {{safeguard: …}}` (Art. 44 to 49)",
        ),
    ),
    "not-so-empty": Message(
        fr=(
            "la table `{name}` est dite sans données personnelles, et a des colonnes personnelles",
            "retirez l'un des deux",
        ),
        en=("table `{name}` is said to hold no personal data, and has personal columns", "take one of the two away"),
    ),
    "open-for-nobody": Message(
        fr=(
            "`{event}` de `{table}` est lu dans d'autres lignes, `{path}` ; pour qui n'en a aucune, il court sans fin",
            "ajoutez `when: {{{first}: some}}` : sans ligne, rien n'a eu lieu, et `or else` d'une règle en décide",
        ),
        en=(
            "`{event}` of `{table}` is read in other rows, `{path}`; for whoever has none of them it is open for ever",
            "add `when: {{{first}: some}}`: without a row nothing has happened, and a rule's `or else` decides",
        ),
    ),
    "outside-location/store": Message(
        fr=("la base `{name}` est hors du lieu que promet `location: {location}`", "changez la promesse, ou la base"),
        en=(
            "store `{name}` is outside the place that `location: {location}` promises",
            "change the promise, or the store",
        ),
    ),
    "part-of-circle": Message(
        fr=(
            "`{name}` fait partie de soi-même",
            "l'une des tables de la boucle doit tenir par elle-même, avec `belongs to`",
        ),
        en=(
            "`{name}` is part of itself",
            "one of the tables on the way round has to stand by itself, with `belongs to`",
        ),
    ),
    "silent-table": Message(
        fr=(
            "rien ne dit ce que contient la table `{name}`",
            "déclarez ses colonnes, ou dites `no personal data:` avec la raison",
        ),
        en=(
            "nothing is said of what table `{name}` holds",
            "declare its columns, or say `no personal data:` with the reason",
        ),
    ),
    "subject-nowhere": Message(
        fr=(
            "la carte des données ne trouve personne de la sorte `{subject}`",
            "ajoutez-la aux `kinds` d'une classe de personnes, ou comme `kind` d'un rôle",
        ),
        en=(
            "the data map finds nobody of the kind `{subject}`",
            "add it to the `kinds` of a class of people, or as the `kind` of a role",
        ),
    ),
    "unknown-name/store": Message(
        fr=("`{name}` n'est pas une base déclarée", "écrivez `base.table` ; {mend}"),
        en=("`{name}` is not a declared store", "write `store.table`; {mend}"),
    ),
    "used-for-nothing": Message(
        fr=(
            "rien ne dit à quoi servent les données personnelles de `{table}`",
            "ajoutez `used for:` avec les activités qui peuvent y donner des raisons",
        ),
        en=(
            "nothing says what the personal data in `{table}` are used for",
            "add `used for:` with the activities that may give reasons there",
        ),
    ),
    "used-for-nothing/files": Message(
        fr=(
            "rien ne dit à quoi servent les fichiers `{name}`",
            "ajoutez `used for:`, ou `part of:` la ligne avec laquelle ils partent",
        ),
        en=(
            "nothing says what the files `{name}` are used for",
            "add `used for:`, or `part of:` the row that they go with",
        ),
    ),
}
