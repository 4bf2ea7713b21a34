# leverage-site: `make site` builds content/ into output/, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto

.PHONY: site serve demo test lint docs soak bench clean
.DEFAULT_GOAL := site

site: $(VENV)/site.stamp ## Set up and build content/ into output/
	$(BIN)/leverage-site build
	@echo "Open output/index.html in a browser."

serve: $(VENV)/site.stamp ## Set up and preview content/ while you write
	$(BIN)/leverage-site serve $(ARGS)

demo: $(VENV)/site.stamp ## Build a year of invented records, to see a site at scale
	$(BIN)/python -m demo demo/site
	$(BIN)/leverage-site --site demo/site build
	@echo "Open demo/site/output/index.html in a browser."

test: lint ## Set up and run every check and test
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term

lint: $(VENV)/dev.stamp ## Style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(VENV)/dev.stamp ## Write the reference pages that are generated from the code
	$(BIN)/python docs/generate.py

soak: $(VENV)/dev.stamp ## The long runs: more kills, more random input
	$(BIN)/pytest -n $(WORKERS) -m soak

bench: $(VENV)/bench.stamp bench/npm/node_modules/stamp ## Measure builds and the preview beside peers (node is needed)
	$(BIN)/python -m bench.build
	$(BIN)/python -m bench.preview

clean: ## Remove the built site, the environment and every cache
	-test ! -x $(BIN)/leverage-site || $(BIN)/leverage-site clean
	rm -rf $(VENV) .leverage-site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* dist demo/site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/site.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/site.stamp

bench/npm/node_modules/stamp: bench/npm/package.json
	npm install --prefix bench/npm --no-package-lock --no-audit --no-fund --silent
	@touch $@

$(VENV)/bench.stamp: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	@touch $@ $(VENV)/site.stamp
