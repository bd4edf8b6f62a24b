#!/usr/bin/env bash
# The whole way once, with the real commands: an invented organisation, what is due today, its erasure, and the proof.
# Told in French first, for a data protection officer; a line in English stands under it.
set -euo pipefail
cd "$(dirname "$0")/.."

organisation="${1:-cmapaca}"
folder="build/demo"
garant=".venv/bin/garant"
# Two of the policies were published in English; whoever reads French is answered in French all the same.
case "${LANG:-}" in fr*) export GARANT_LANGUAGE="${GARANT_LANGUAGE:-fr}" ;; esac

if [ -t 1 ]; then bold=$'\033[1m' dim=$'\033[2m' plain=$'\033[0m'; else bold='' dim='' plain=''; fi

# A step: its title, what it is for, the same in English.
say() { printf '\n%s%s%s\n%s\n%s%s%s\n\n' "$bold" "$1" "$plain" "$2" "$dim" "$3" "$plain"; }

# A command as one would type it, with what needs quotes in quotes, then what it answers.
run() {
    local typed="garant" word
    for word in "$@"; do case "$word" in *[[:space:]]*) typed+=" \"$word\"" ;; *) typed+=" $word" ;; esac; done
    printf '%s$ %s%s\n' "$bold" "$typed" "$plain"
    "$garant" "$@"
}
# These commands answer 1 for "something was found", which is no failure of the demonstration.
may_find() { run "$@" || [ $? -eq 1 ]; }

rm -rf "$folder"
mkdir -p build

say "1. Un organisme inventé" \
    "On crée un dossier : la politique de l'organisme, la carte de ses données, et des bases remplies de personnes inventées." \
    "An invented organisation: its policy, the map of its data, and databases full of invented people."
run demo "$folder" --organisation "$organisation"

say "2. La politique est-elle complète et licite ?" \
    "Chaque remarque dit où elle se trouve (fichier:ligne:colonne), puis ce qu'il faut faire. La politique est celle d'un texte publié : ses oublis sont les siens." \
    "Is the policy complete and lawful? Each remark says where, what, and how to mend it."
may_find check "$folder"

say "3. Qu'est-ce qui n'a plus de raison d'être gardé aujourd'hui ?" \
    "Les données sont inventées ; le nom en tête et les erreurs comptées sont ceux d'un texte publié. Le plan compte, il ne touche à rien. Les lettres entre crochets renvoient aux raisons, données une fois à la fin." \
    "What has lost its last reason to be kept today? The data are invented; the name at the head, and the errors that are counted, are those of a published text."
run plan "$folder" --out "$folder/plan.json"

say "4. Une personne nommée donne son accord, et le plan est exécuté" \
    "Les conditions sont vérifiées à nouveau au moment d'écrire, lot par lot ; chaque lot laisse une preuve, qui ne nomme aucune des personnes concernées." \
    "A named person approves, and the plan is carried out: conditions are checked again as it writes, each batch leaves evidence."
run apply "$folder/plan.json" --approved-by "Dana, déléguée à la protection des données"

say "5. Que reste-t-il à régler ?" \
    "La vérification cherche ce qui est en base sans raison, sans date ou sans propriétaire, et les promesses sans preuve : combien et où, jamais qui." \
    "What still differs from the policy? How many and where, never who."
may_find verify "$folder"

say "6. Et si l'on refait un plan ?" \
    "Plus rien n'est à effacer. Ce qui reste a les mêmes raisons qu'à l'étape 3 ; la liste en est coupée ici." \
    "A second plan: nothing is due any more. The list of what stays, as in step 3, is cut off here."
run plan "$folder" | sed -E '/^(Ce qui reste|What stays)/,$d'

say "7. Comment le prouver à quelqu'un d'autre ?" \
    "Le journal des preuves s'exporte dans un fichier, que chacun peut contrôler sans les bases et sans réseau." \
    "The proof: evidence exported to a file that anybody can check, offline."
run evidence export "$folder" --to "$folder/preuves.json"
run evidence verify "$folder/preuves.json"

printf '\nLe dossier est %s : changez une durée dans policy.yaml, puis `%s plan %s`.\n' "$folder" "$garant" "$folder"
printf '%sThe folder is %s: change a period in policy.yaml and plan again.%s\n' "$dim" "$folder" "$plain"
