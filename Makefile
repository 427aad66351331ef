# Belfry. `make help` lists what there is. Needs make, git and Python 3.11 or newer, nothing else.

.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
WORKERS ?= 2

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip --disable-pip-version-check install -c constraints.txt
PYTEST := pytest -n $(WORKERS) --dist loadgroup
PO := $(wildcard locale/*/LC_MESSAGES/*.po tests/*/locale/*/LC_MESSAGES/*.po)
say = @printf '\n== %s\n' $(1)

.PHONY: help demo setup test test-quick lint format bench messages clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: setup ## Install, migrate, load the demo and serve it; `make demo ADDRESS=127.0.0.1:8001`
	$(call say,"Serving on http://$(ADDRESS)/ - stop it with Ctrl-C")
	@$(MANAGE) db_worker --no-reload --verbosity 0 & worker=$$!; trap "kill $$worker 2> /dev/null" EXIT; \
	$(MANAGE) runserver $(ADDRESS)

setup: .venv/.site var/.catalogues ## The same without serving; can be repeated
	$(call say,"Migrating the database")
	@$(MANAGE) migrate --verbosity 1
	$(call say,"Loading the demo")
	@$(MANAGE) load_demo --address $(ADDRESS)

test: .venv/.tools var/.catalogues ## The whole suite on SQLite, what uses the database on PostgreSQL too
	$(call say,"Tests on SQLite with a browser")
	@env -u DATABASE_URL $(BIN)/python -m $(PYTEST); sqlite=$$?; \
	printf '\n== Tests on PostgreSQL, of all that uses the database\n'; \
	$(BIN)/python -m tests.postgresql $(PYTEST) -m "not browser"; postgresql=$$?; \
	printf '\n== SQLite: exit status %s, PostgreSQL: exit status %s\n' $$sqlite $$postgresql; \
	exit $$(( sqlite || postgresql ))

test-quick: .venv/.tools var/.catalogues ## SQLite only, no browser; `make test-quick ARGS="-k issue"`
	@env -u DATABASE_URL $(BIN)/python -m $(PYTEST) -m "not browser" $(ARGS)

lint: .venv/.tools var/.catalogues ## Style, architecture, templates, types, migrations, checks
	$(call say,"ruff")
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	$(call say,"import-linter")
	@$(BIN)/lint-imports
	$(call say,"djhtml and curlylint")
	@$(BIN)/djhtml --check templates
	@$(BIN)/curlylint --parse-only templates
	$(call say,"ty")
	@$(BIN)/ty check --python .venv
	$(call say,"Migrations and system checks")
	@$(MANAGE) makemigrations --check --dry-run
	@$(MANAGE) check --fail-level WARNING

format: .venv/.tools ## Let ruff and djhtml lay out code and templates
	@$(BIN)/ruff check --fix --exit-zero .
	@$(BIN)/ruff format .
	@$(BIN)/djhtml templates

bench: .venv/.tools var/.catalogues ## Measure the budgets, with stock Wagtail beside them
	@$(BIN)/python -m tests.bench; pages=$$?; \
	printf '\n== The API, on PostgreSQL\n'; \
	env -u DATABASE_URL $(BIN)/python -m tests.postgresql tests.bench api; api=$$?; \
	exit $$(( pages || api ))

messages: .venv/.site ## Collect the texts to translate into locale/ (needs GNU gettext)
	@command -v xgettext > /dev/null || { echo "Install GNU gettext first: xgettext is missing." >&2; exit 1; }
	@$(MANAGE) makemessages --no-obsolete --add-location file --ignore '.venv/*' --ignore 'tests/*' \
		--ignore 'var/*' --ignore 'home/demo/*' $(foreach code,de es fr it pl,--locale $(code))
	@$(BIN)/python .ci/wheel.py && touch var/.catalogues

clean: ## Remove all that make made but the environment: the demo's database and files, caches
	@rm -rf var build dist .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name .venv -prune -o \( -name __pycache__ -o -name '*.mo' \) -prune -exec rm -rf {} +

# What the targets stand on. A stamp is newer than the files that it was made from.

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Belfry needs Python 3.11 or newer; try make PYTHON=python3.12")'
	$(call say,"Creating the environment .venv")
	@$(PYTHON) -m venv .venv

# The build backend comes first, from the same constraints, so that nothing unpinned is fetched.
.venv/.backend: pyproject.toml constraints.txt | .venv/bin/python
	$(call say,"Installing - the first time this takes a minute")
	@$(PIP) --quiet hatchling editables Babel
	@touch $@

.venv/.site: .venv/.backend
	@$(PIP) --quiet --no-build-isolation --editable .
	@touch $@

.venv/.tools: .venv/.backend
	@$(PIP) --quiet --no-build-isolation --editable '.[test,lint]'
	@touch .venv/.site $@

# Catalogues are compiled by Babel: a newcomer's machine has no msgfmt.
var/.catalogues: $(PO) .ci/wheel.py | .venv/.backend
	@mkdir -p var
	@$(BIN)/python .ci/wheel.py
	@touch $@
