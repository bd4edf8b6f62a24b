"""What is said where the data map and the stores disagree."""

from garant.policy.messages.message import Message

STORES = {
    "cannot-blank": Message(
        fr=(
            "`{column}` de `{table}` ne peut pas être vidée : {why}",
            "{mend} ; d'ici là, les plans ne touchent pas à cette table",
        ),
        en=("`{column}` of `{table}` cannot be blanked: {why}", "{mend}; until then plans leave this table alone"),
    ),
    "no-clock/nowhere": Message(
        fr=(
            "`{event}` n'est daté nulle part pour les personnes de {tables} : cette règle n'a rien d'où compter",
            "déclarez `{event}` dans l'une de ces tables, ou dans une dont les rôles mènent aux mêmes personnes",
        ),
        en=(
            "`{event}` is dated nowhere for those whose data are in {tables}: this rule finds a clock nowhere",
            "declare `{event}` in one of these tables, or in one whose roles lead to the same people",
        ),
    ),
    "no-date": Message(
        fr=(
            "aucune règle ne trouve de date pour {columns} de `{table}` : elles restent, faute de savoir",
            "déclarez l'un de {events} ici, ou dans la ligne dont celle-ci fait partie",
        ),
        en=(
            "no rule finds a date for {columns} of `{table}`: they stay for want of knowing",
            "declare one of {events} here, or in the row that this one is part of",
        ),
    ),
    "no-date/elsewhere": Message(
        fr=(
            "aucune règle ne trouve de date pour {columns} de `{table}` : elles restent, faute de savoir",
            (
                "déclarez l'un de {events} ici ; ou, si c'est la date d'un autre (leur enfant), dites dans {dated} "
                "`shown to: {{rôle: chemin vers ces personnes}}`, et `for: [{owner}, rôle]` à l'événement"
            ),
        ),
        en=(
            "no rule finds a date for {columns} of `{table}`: they stay for want of knowing",
            (
                "declare one of {events} here; or, where it is somebody else's date (their child's), say in {dated} "
                "`shown to: {{role: path to these people}}`, and `for: [{owner}, role]` at the event"
            ),
        ),
    ),
    "json-untold": Message(
        fr=(
            "`{column}` de `{name}` est lu comme du JSON : avant sa version 16, PostgreSQL ne sait dire si c'en est",
            "donnez-lui le type `jsonb` (`ALTER TABLE {table} ALTER {column} TYPE jsonb USING {column}::jsonb`)",
        ),
        en=(
            "`{column}` of `{name}` is read as JSON: before its version 16, PostgreSQL cannot say whether it is any",
            "give it the type `jsonb` (`ALTER TABLE {table} ALTER {column} TYPE jsonb USING {column}::jsonb`)",
        ),
    ),
    "no-format": Message(
        fr=(
            "`{name}` de `{table}` est une date tenue en {kind}, et la carte n'en dit pas la forme",
            "{choice}",
        ),
        en=(
            "`{name}` of `{table}` is a date held as {kind}, and the map says nothing of its form",
            "{choice}",
        ),
    ),
    "no-format/other": Message(
        fr=(
            "`{name}` de `{table}` est une date tenue en {kind}, et la carte lui donne la forme `{form}`",
            "{choice}",
        ),
        en=(
            "`{name}` of `{table}` is a date held as {kind}, and the map says `{form}` of its form",
            "{choice}",
        ),
    ),
    "no-index": Message(
        fr=(
            "aucun index ne commence par `{listed}` de `{name}` : chaque ligne à effacer y est cherchée partout",
            "créez-le : CREATE INDEX {table}_{joined} ON {table} ({listed})",
        ),
        en=(
            "no index begins with `{listed}` of `{name}`: each row that goes is looked for in the whole table",
            "make one: CREATE INDEX {table}_{joined} ON {table} ({listed})",
        ),
    ),
    "no-key": Message(
        fr=(
            "rien ne distingue les lignes de `{name}` entre elles : les plans n'y touchent pas",
            "donnez une clé primaire à la table, ou dites `key: [colonnes]` dans la carte",
        ),
        en=(
            "nothing tells the rows of `{name}` apart, so that plans leave them alone",
            "give the table a primary key, or say `key: [columns]` in the map",
        ),
    ),
    "no-rule": Message(
        fr=(
            "aucune règle n'atteint {columns} de `{table}`, qui sont à {whose}",
            "ajoutez pour ces personnes une `retention` décidée à {covering}",
        ),
        en=(
            "no rule reaches {columns} of `{table}`, which belong to {whose}",
            "add a decided `retention` for these people to {covering}",
        ),
    ),
    "no-way": Message(
        fr=(
            "le chemin `{path}` ne mène nulle part : à `{step}`, depuis `{table}`",
            "{there} ; un renvoi que la base ne déclare pas s'écrit sous `references:`",
        ),
        en=(
            "the path `{path}` leads nowhere: at `{step}`, from `{table}`",
            "{there}; a reference that the database does not declare belongs under `references:`",
        ),
    ),
    "no-way/uneven": Message(
        fr=(
            "`{text}` ne mène nulle part : il a {count} colonnes, et la clé de `{to}` est {keys}",
            "nommez autant de colonnes que la clé en a, dans son ordre",
        ),
        en=(
            "`{text}` leads nowhere: it has {count} columns, and the key of `{to}` is {keys}",
            "name as many columns as the key has, in its order",
        ),
    ),
    "not-transactional": Message(
        fr=(
            "le moteur de `{name}` n'a pas de transactions : les plans n'y touchent pas",
            "ALTER TABLE {table} ENGINE = InnoDB",
        ),
        en=(
            "the engine of `{name}` keeps no transactions, so that plans leave its rows alone",
            "ALTER TABLE {table} ENGINE = InnoDB",
        ),
    ),
    "keeps-history": Message(
        fr=(
            "la base garde un historique de `{name}`, donc aussi ce qui y est effacé : les plans n'y touchent pas",
            "ALTER TABLE {table} DROP SYSTEM VERSIONING, ce qui efface l'historique ; voyez d'abord qui s'en sert",
        ),
        en=(
            "the database keeps a history of `{name}`, and with it what is erased there: plans leave its rows alone",
            "ALTER TABLE {table} DROP SYSTEM VERSIONING, which erases the history; look first who uses it",
        ),
    ),
    "role-to-nobody": Message(
        fr=(
            "rien ne dit à quelles personnes mène le rôle `{role}` de `{table}`",
            "faites finir son chemin à un renvoi vers une table de personnes, ou ajoutez `people:` avec leur classe",
        ),
        en=(
            "nothing says which people the role `{role}` of `{table}` leads to",
            "let its path end at a reference to a people's table, or add `people:` with the class of people",
        ),
    ),
    "store-unreachable": Message(
        fr=("{failure} ; les données de ces personnes sont gardées", "{mend}"),
        en=("{failure}; its people's cells are kept", "{mend}"),
    ),
    "undeclared-trigger": Message(
        fr=(
            "la table `{name}` a un déclencheur `{trigger}` dont la carte ne dit rien",
            "regardez ce qu'il fait ; s'il est sans danger, ajoutez `triggers: {{{trigger}: pourquoi}}`",
        ),
        en=(
            "the table `{name}` has a trigger `{trigger}` of which the map says nothing",
            "look at what it does; if it is harmless, add `triggers: {{{trigger}: why it is harmless}}`",
        ),
    ),
    "undeclared-trigger/reaching": Message(
        fr=(
            "la base change aussi `{trigger}` quand des lignes de `{name}` partent, et la carte n'en dit rien",
            "regardez ce qui en part ; si rien n'y a de raison de rester, ajoutez `triggers: {{{trigger}: pourquoi}}`",
        ),
        en=(
            "the database changes `{trigger}` too when rows of `{name}` go, and the map says nothing of it",
            "look at what goes there; if nothing there has a reason to stay, add `triggers: {{{trigger}: why}}`",
        ),
    ),
    "undeclared-trigger/hidden": Message(
        fr=(
            "ce compte ne peut pas voir si les tables de la base `{store}` ont des déclencheurs",
            "donnez-lui le privilège TRIGGER, ou faites faire le plan par un autre compte",
        ),
        en=(
            "this account may not see whether the tables of the store `{store}` have triggers",
            "grant it the TRIGGER privilege, or let another account make the plan",
        ),
    ),
    "unknown-column": Message(
        fr=("la table `{table}` n'a pas de colonne `{name}`", "{mend}"),
        en=("the table `{table}` has no column `{name}`", "{mend}"),
    ),
    "unknown-table": Message(
        fr=("la base `{store}` n'a pas de table `{table}`", "{mend}"),
        en=("the store `{store}` has no table `{table}`", "{mend}"),
    ),
    "unmapped-column": Message(
        fr=(
            "la carte ne dit rien de la colonne `{column}` de `{name}`",
            "ajoutez `{column}:` avec sa catégorie, ou `{column}: none` si elle ne dit rien d'une personne",
        ),
        en=(
            "the map says nothing of the column `{column}` of `{name}`",
            "add `{column}:` with its category, or `{column}: none` if it says nothing about a person",
        ),
    ),
    "unmapped-table": Message(
        fr=(
            "la carte ne dit rien de la table `{name}`",
            "déclarez ses colonnes, ou écrivez `{name}: {{no personal data: pourquoi}}` sous `tables:`",
        ),
        en=(
            "the map says nothing of the table `{name}`",
            "declare its columns, or write `{name}: {{no personal data: why not}}` under `tables:`",
        ),
    ),
    "unsaid-reference": Message(
        fr=(
            "`{listed}` de `{name}` renvoie à des personnes dans `{to}`, et rien ne dit ce que cela signifie",
            "ajoutez-le à `belongs to`, `part of`, `shown to` ou `same person`, ou à `not ownership: {{{named}: …}}`",
        ),
        en=(
            "`{listed}` of `{name}` refers to people in `{to}`, and nothing says what that means",
            "add it to `belongs to`, `part of`, `shown to` or `same person`, or to `not ownership: {{{named}: …}}`",
        ),
    ),
}
