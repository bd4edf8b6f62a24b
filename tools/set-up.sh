#!/usr/bin/env bash
# Make .venv from the lock, once: a second call with the same lock and pyproject does nothing and needs no network.
set -euo pipefail
cd "$(dirname "$0")/.."

python="${PYTHON:-python3}"
wanted="$(cat requirements.lock pyproject.toml | sha256sum | cut -d' ' -f1) $("$python" -c 'import sys; print(sys.version.split()[0])')"
stamp=.venv/set-up-of

if [ -x .venv/bin/garant ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || {
    echo "Garant needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …" >&2
    exit 1
}

# One set-up at a time, also when two targets run side by side.
mkdir -p build
exec 9>build/set-up.lock
flock 9

echo "Setting up .venv (once) …"
rm -f "$stamp"
[ -x .venv/bin/python ] || "$python" -m venv .venv
# Twice quiet: what fails is told, and not what an index says of packages that are not ours.
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes -r requirements.lock
.venv/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
echo "$wanted" > "$stamp"
