# The commands of this project. `make` alone lists them.
# Needs make and Python 3.11 or newer; every target makes its environment in .venv first if it has none.

VENV := .venv
BIN := $(VENV)/bin

# Which Python to build .venv with: `make setup PYTHON=/path/to/python3`, or the first of these that is new enough.
PYTHON ?= python3.13 python3.12 python3.11 python3

# Written last, so that an environment whose setup was interrupted never looks complete.
LOCKED := $(VENV)/.locked
INSTALLED := $(VENV)/.installed

# An environment that no longer starts (moved, or its Python was removed) is made again.
ifneq ($(wildcard $(LOCKED)),)
ifneq ($(shell $(BIN)/python -c "import pip; print('starts')" 2>/dev/null),starts)
$(shell rm -f $(LOCKED))
endif
endif

PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run reproduce test verify notebooks bench check count docs package lock clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Build .venv with exactly the packages of requirements.lock
	@echo "Ready: $(BIN)/reportsto"

run: $(INSTALLED) ## Run the first experiment in its quick form, into runs/
	$(BIN)/reportsto study run experiments/e0_placement.toml --quick --out runs/e0_placement

# The published studies are those with a folder in results/; the first version's are in results/v1 as text and are not run here.
# `make reproduce STUDIES="map e8_hybrids"` names others. A study in which runs failed (exit code 1) is compared all the same.
PUBLISHED := $(notdir $(patsubst %/,%,$(dir $(wildcard results/*/provenance.json))))
STUDIES ?= $(PUBLISHED)
reproduce: $(INSTALLED) ## Run the published studies again, into runs/reproduce, and compare with results/
	@test -n "$(strip $(STUDIES))" || { echo "Nothing to reproduce: no study has a folder in results/."; exit 0; }; \
	echo "Running again and comparing with results/: $(STUDIES). Studies in results/v1 are of commit 7c1ae15: see results/v1/README.md."; \
	differ=; for study in $(STUDIES); do \
	  $(BIN)/reportsto study run experiments/$$study.toml --yes --out runs/reproduce/$$study > /dev/null || test $$? -eq 1 || exit 1; \
	  $(BIN)/reportsto study compare results/$$study runs/reproduce/$$study || differ="$$differ $$study"; \
	done; \
	test -z "$$differ" || { echo "Not as published:$$differ" >&2; exit 1; }

test: $(INSTALLED) ## Run the tests, without the slow ones
	$(BIN)/python -m pytest -n 2 -q

verify: $(INSTALLED) ## Run the slow tests, and those that draw their cases on cases drawn anew
	$(BIN)/python -m pytest -n 2 -q -m slow
	DRAWS=anew $(BIN)/python -m pytest -n 2 -q -m "hypothesis and not slow"

notebooks: $(INSTALLED) ## Execute the notebooks again, after results changed
	$(BIN)/python notebooks/execute.py

bench: $(INSTALLED) ## Measure how fast the engines are, into results/benchmarks
	$(BIN)/python benchmarks/bench.py --out results/benchmarks

check: $(INSTALLED) ## Check style, layout, types, and who imports whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

count: $(INSTALLED) ## Count lines, lengths, circles and arguments, each beside its aim
	$(BIN)/python tools/count.py --way

# What publishes has an environment and a lock of its own, so that .venv stays as light as it is.
PUBLISH := .venv-docs
PUBLISHING := $(PUBLISH)/.locked
docs: $(PUBLISHING) ## Build the site into build/site and follow its links; no warning passes
	$(PUBLISH)/bin/python -m sphinx -q -W --keep-going -d build/doctrees -c docs/site . build/site
	$(PUBLISH)/bin/python docs/site/follow_links.py build/site
	@echo "Site: build/site/index.html"

package: $(INSTALLED) $(PUBLISHING) ## Build wheel and source distribution into dist/, and check them
	rm -rf dist
	$(BIN)/python -m hatchling build -d dist
	$(PUBLISH)/bin/python -m twine check --strict dist/*

# Keeps the versions that still fit; `make lock UPGRADE=--upgrade` takes the newest of everything.
# Universal: one file for every system and every Python from 3.11, the newest package for each.
# The flags leave out hosts and paths, so the file is the same wherever it is made.
UV ?= uv
UPGRADE ?=
COMPILE := pip compile pyproject.toml --universal --python-version 3.11 --fork-strategy requires-python \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet
LOCKED_EXTRAS := sensitivity discovery selection charts cluster viz notebooks
lock: ## Resolve both locks again from pyproject.toml (needs uv)
	@command -v $(UV) >/dev/null || { echo "make lock needs uv: install it with pip, or name it: make lock UV=/path/to/uv" >&2; exit 1; }
	$(UV) $(COMPILE) $(UPGRADE) $(addprefix --extra ,$(LOCKED_EXTRAS)) --group dev --output-file requirements.lock
	$(UV) $(COMPILE) $(UPGRADE) --group publish --constraints requirements.lock --output-file docs/requirements.lock

clean: ## Remove .venv and caches; runs/ and results/ stay
	rm -rf $(VENV) $(PUBLISH) build dist .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find model tests -name __pycache__ -type d -prune -exec rm -rf {} +

# From nothing whenever the lock changes: packages that left the lock leave the environment too.
$(LOCKED): requirements.lock
	@python=; for candidate in $(PYTHON); do \
	  if "$$candidate" -c "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))" >/dev/null 2>&1; \
	  then python=$$candidate; break; fi; \
	done; \
	test -n "$$python" || { \
	  echo "No Python 3.11 or newer that can make a virtual environment (tried: $(PYTHON)). Name one: make setup PYTHON=/path/to/python3" >&2; exit 1; }; \
	echo "1/3 Making $(VENV) with $$("$$python" --version)"; \
	"$$python" -m venv --clear $(VENV)
	@echo "2/3 Installing the packages of $<, one to two minutes the first time"
	@$(PIP) install --require-hashes -r $<
	@touch $@

$(PUBLISHING): docs/requirements.lock | $(LOCKED)
	$(BIN)/python -m venv --clear $(PUBLISH)
	@$(PUBLISH)/bin/python -m pip --quiet --disable-pip-version-check --no-input install --require-hashes -r $<
	@touch $@

$(INSTALLED): $(LOCKED) pyproject.toml
	@echo "3/3 Installing reportsto itself"
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
