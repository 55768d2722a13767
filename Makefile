# The commands of the project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup run check test test-fast test-browser lint format docs mutation bench load lock clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/.ready
FRONT_END := .venv/.front-end
FILE ?=
PORT ?= 8000
DEMO := .openilr/ILR-90000117-2627-20261120-171203-01.xml

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "OpenILR needs Python 3.11 or later; $(PYTHON) is older. Set PYTHON=/path/to/python3.11."; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@# Not every installer writes bytecode, and without it a start takes twice as long.
	@$(BIN)/python -m compileall -q -j 0 .venv/lib src || true
	@touch $(READY)

$(FRONT_END): $(READY) package-lock.json deploy/front-end.py
	$(BIN)/python deploy/front-end.py
	@touch $(FRONT_END)

setup: $(READY) $(FRONT_END) ## Make the virtual environment in .venv, and fetch the front-end files

$(DEMO): $(READY)
	@mkdir -p .openilr
	@$(BIN)/openilr demo --learners 400 --faults 0.08 --year 2627 --out $(DEMO)

run: setup ## Serve the web application with an invented provider: make run PORT=8000
	@$(BIN)/openilr serve --demo --port $(PORT)

check: $(READY) $(if $(FILE),,$(DEMO)) ## Check an ILR file: make check FILE=path/to/ILR.xml (400 invented learners if none is named)
	@$(BIN)/openilr check $(or $(FILE),$(DEMO)) || test $$? -eq 1

test: setup ## Run every test
	@sh deploy/system-packages
	$(BIN)/python -m pytest -n auto

test-fast: setup ## Run the tests that need no browser, stopping at the first failure
	$(BIN)/python -m pytest -n auto -x -m "not browser"

test-browser: setup ## Run the tests that drive Chromium
	@sh deploy/system-packages
	$(BIN)/python -m pytest -m browser

lint: $(READY) ## Format, lint, types, imports, migrations: reports all failures, not the first
	@status=0; \
	$(BIN)/ruff format --check . || status=1; \
	$(BIN)/ruff check . || status=1; \
	$(BIN)/basedpyright || status=1; \
	$(BIN)/mypy || status=1; \
	$(BIN)/lint-imports || status=1; \
	OPENILR_DATA=.openilr/tests DJANGO_SETTINGS_MODULE=tests.web.settings \
	  $(BIN)/python -m django makemigrations --check --dry-run || status=1; \
	exit $$status

format: $(READY) ## Put the code into the project's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(READY) ## Build the manual into docs/_build (warnings are errors)
	$(BIN)/sphinx-build -W -n --keep-going -q docs docs/_build

mutation: $(READY) ## Say how much of the rules the tests hold: make mutation RULES="R_30 R_31" (all if none)
	$(BIN)/python -m tests.mutation $(RULES)

bench: $(READY) ## Run the benchmark and print its figures
	$(BIN)/openilr bench

load: setup ## Serve 20,000 invented learners to a few busy people, and print what each page costs
	$(BIN)/python -m tests.load

lock: $(READY) ## Write requirements/*.txt anew from pyproject.toml, with hashes
	sh requirements/lock

clean: ## Remove what was built (not your data)
	rm -rf .venv build dist docs/_build .pytest_cache .ruff_cache .hypothesis
