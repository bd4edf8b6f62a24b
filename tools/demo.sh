#!/usr/bin/env bash
# The whole way once, with the real commands: an invented organisation, what is due today, its erasure, and the proof.
set -euo pipefail
cd "$(dirname "$0")/.."

organisation="${1:-cmapaca}"
folder="build/demo"
garant=".venv/bin/garant"

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
run() { printf '$ garant %s\n' "$*"; "$garant" "$@"; }
# These commands answer 1 for "something was found", which is no failure of the demonstration.
may_find() { run "$@" || [ $? -eq 1 ]; }

rm -rf "$folder"
mkdir -p build

say "1. An organisation, its policy, and a database full of invented people"
run demo "$folder" --organisation "$organisation"

say "2. Is the policy complete, lawful and free of contradictions?"
may_find check "$folder"

say "3. What has lost its last reason to be kept, and what is kept, and why"
run plan "$folder" --out "$folder/plan.json"

say "4. A named person approves, and the plan is carried out"
run apply "$folder/plan.json" --approved-by "Dana, data protection officer"

say "5. What still differs from the policy, today"
may_find verify "$folder"

say "6. A second plan: nothing is due any more; what stays has its reason"
run plan "$folder"

printf '\nThe folder is %s: look at its policy, change a period, and plan again.\n' "$folder"
