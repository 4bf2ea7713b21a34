# leverage-site: `make site` builds content/ into output/, `make test` proves it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
QUICK := -m "not soak and not browser and not npm and not site"
CONSTRAINTS := constraints.txt
# What builds a package is held to the same versions: older pips take them from the first name, newer from the second.
held = PIP_CONSTRAINT=$(1) PIP_BUILD_CONSTRAINT=$(1)
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check
INSTALL := $(call held,$(CONSTRAINTS)) $(BIN)/python $(PIP_INSTALL)

.PHONY: site serve demo test quick coverage test-newest test-oldest test-3.12 test-3.13 lint lock docs soak bench dist clean
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
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

quick: lint ## Style, types, layers, and the tests that take no browser, no process, no whole site and no corpus
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(QUICK)

coverage: $(VENV)/dev.stamp ## Which lines and branches the quick tests reach
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(QUICK) --cov --cov-report=term

# $(call lane,NAME,CONSTRAINTS): the quick tests, and a wheel at work, in an environment of their own.
define lane
$(call held,$(2)) .venv-$(1)/bin/python $(PIP_INSTALL) --upgrade --upgrade-strategy eager -e '.[dev]'
CONSTRAINTS=$(2) .venv-$(1)/bin/pytest -n $(WORKERS) --dist worksteal $(QUICK)
CONSTRAINTS=$(2) .venv-$(1)/bin/pytest tests/test_packaging.py::test_the_wheel_works_in_an_empty_environment
endef

test-newest: | .venv-newest/bin/python ## The quick tests with the newest of everything that pyproject.toml allows
	$(call lane,newest,/dev/null)

test-oldest: | .venv-oldest/bin/python ## The quick tests with the oldest libraries that pyproject.toml allows
	.venv-oldest/bin/python -m tools.lock oldest >.venv-oldest/constraints.txt
	$(call lane,oldest,.venv-oldest/constraints.txt)

test-3.12 test-3.13: test-%: | .venv-%/bin/python ## The quick tests with the lock, on another Python than the oldest
	$(call lane,$*,$(CONSTRAINTS))

lint: $(VENV)/dev.stamp ## Style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock: ## Write constraints.txt anew: the newest versions that pyproject.toml allows
	$(PYTHON) -m tools.lock
	-npm update --prefix tests/npm --package-lock-only --no-audit --no-fund --silent

docs: $(VENV)/dev.stamp ## Write the parts of docs/ that are generated from the code
	$(BIN)/python -m docs.generate

soak: $(VENV)/dev.stamp ## The long runs: more kills, more random input
	$(BIN)/pytest -n $(WORKERS) -m soak

bench: $(VENV)/bench.stamp ## Measure builds and the preview beside Hugo's, for up to an hour on a quiet machine
	$(BIN)/python -m bench.build --save
	$(BIN)/python -m bench.preview --save

dist: $(VENV)/dev.stamp ## Build the wheel and the source distribution into dist/
	$(BIN)/hatchling build

clean: ## Remove the built site, the environment and every cache
	-test ! -x $(BIN)/leverage-site || $(BIN)/leverage-site clean
	rm -rf $(VENV) .venv-* .leverage-site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* dist demo/site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

%/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $*

.venv-3.%/bin/python:
	python3.$* -m venv .venv-3.$*

$(VENV)/site.stamp: pyproject.toml $(CONSTRAINTS) | $(VENV)/bin/python
	$(INSTALL) -e .
	@touch $@

$(VENV)/dev.stamp: pyproject.toml $(CONSTRAINTS) | $(VENV)/bin/python
	$(INSTALL) -e '.[dev]'
	@touch $@ $(VENV)/site.stamp

$(VENV)/bench.stamp: pyproject.toml $(CONSTRAINTS) | $(VENV)/bin/python
	$(INSTALL) -e '.[bench]'
	@touch $@ $(VENV)/site.stamp
