# Everything that is needed to work on Garant; `make` lists it.
# Each target does its own set-up: once, then again only when the lock or pyproject.toml has changed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
ORGANISATION ?= cmapaca
ROWS ?= 1000000
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help set-up demo test check fix promises coverage bench soak lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

set-up: ## make .venv from requirements.lock, and .venv/bin/garant in it
	@tools/set-up.sh

demo: set-up ## fill an organisation and run check, plan, apply and verify on it (ORGANISATION=…)
	@tools/demo.sh $(ORGANISATION)

test: set-up ## run all tests, on SQLite, PostgreSQL and, where it is installed, MariaDB
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not soak"

check: set-up ## format, lint, types, import contracts, shape, words, purity, docs; no other tests
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --cache-dir build/import_linter > build/import-contracts.txt || { cat build/import-contracts.txt; exit 1; }
	@$(BIN)/python -m pytest -q tests/architecture tests/docs

fix: set-up ## format, and mend what the linter can mend
	@$(BIN)/ruff check --fix --quiet . || true; $(BIN)/ruff format --quiet .

promises: set-up ## run the tests that keep promises; print the state of all of docs/promises.yaml
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m promise --promises-to build/promises.json || [ $$? -le 1 -o $$? -eq 5 ]
	@$(BIN)/python -m tests.promises

coverage: set-up ## which branches of the pure rooms no test goes through; all should be
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -m "not soak" --cov --cov-report= || true
	@$(BIN)/coverage report --include='src/garant/policy/*,src/garant/planning/*,src/garant/evidence/*,src/garant/documents/*' \
		--show-missing --skip-covered --fail-under=100

bench: set-up ## Garant beside the hand-written floor, on PostgreSQL (ROWS=…)
	@$(BIN)/python -m benchmarks --rows $(ROWS)

soak: set-up ## the long runs: thousands of drawn policies, 1,000 kills (GARANT_SOAK_KILLS=…; counted in build/kills.json)
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal

lock: set-up ## resolve requirements.lock anew from pyproject.toml
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
		--python-version 3.11 --extra demo --group dev --upgrade pyproject.toml -o requirements.lock
	@tools/set-up.sh

clean: ## remove what was built, .venv included
	@rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
