# Everything a person or a machine does here. Needs git, make and any Python 3; the rest it fetches.
PORT ?= 8000
RESET ?=
SEED ?=

# The first Python that really runs: shims of version managers can stand on the PATH and only fail.
ANY_PYTHON = $(shell for name in python3 /usr/bin/python3 python3.13 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 8))' 2>/dev/null && echo $$name && break; done)
READY = python=$(ANY_PYTHON); test -n "$$python" || { echo "Alongside needs a Python 3 to start from, and none runs here."; exit 1; }; $$python tools/ready.py
BIN := .venv/bin
WANTED := uv.lock pyproject.toml .python-version tools/ready.py

.DEFAULT_GOAL := help
.PHONY: help demo serve ready test prove check lint types contracts fmt

help:  ## Say what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1 — /p' $(MAKEFILE_LIST)

demo: .venv/.ready-demo  ## Start a made-up area on http://localhost:8000 (PORT=8000, RESET=1 to start over)
	@$(BIN)/alongside demo --port $(PORT) $(if $(RESET),--reset)

ready: .venv/.ready  ## Install all that developing needs

test: .venv/.ready  ## Lint, types, contracts and every test on SQLite and PostgreSQL, in small counts
	@$(READY) browser
	@$(BIN)/python tools/run.py test

prove: .venv/.ready  ## The proving tests in large counts, with a table of figures (SEED=n to repeat one)
	@$(READY) browser
	@$(BIN)/python tools/run.py prove $(if $(SEED),--seed $(SEED))

check: .venv/.ready  ## Lint, types and contracts, without tests
	@$(BIN)/python tools/run.py check

fmt: .venv/.ready  ## Put code in its shape
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format --quiet .
	@echo "Code is in its shape. What ruff could not mend, make check names."

# Installing happens only when what is wanted has changed since it last went well.
.venv/.ready: $(WANTED)
	@$(READY) all
	@touch $@ .venv/.ready-demo

.venv/.ready-demo: $(WANTED)
	@$(READY) demo
	@touch $@
