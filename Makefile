# make        sets up what redraft needs, then sets the documents as PDF under build/
# make test   sets up what tests need, then checks and tests
# make help   names the other targets

.DELETE_ON_ERROR:
.SUFFIXES:

# The first Python here that is new enough
PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$each && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
REDRAFT := $(BIN)/redraft
DEMO := build/demo

# An environment whose Python was taken away or upgraded is made anew
$(shell test ! -e $(VENV) || $(BIN)/python -c '' 2>/dev/null || rm -rf $(VENV))

SOURCES := $(shell find recommendations styles -type f 2>/dev/null)
CODE := $(shell find pipeline -name '*.py') pyproject.toml

.PHONY: all
all: build/recommendations.pdf build/demo-v3.pdf build/demo-v2-v3.pdf
	@echo
	@echo 'build/recommendations.pdf  the rolling document of recommendations/'
	@echo 'build/demo/                the demonstration: a Git repository with versions v1 to v3'
	@echo 'build/demo-v3.pdf          its version 3'
	@echo 'build/demo-v2-v3.pdf       its redline from version 2 to version 3, with authors'

.PHONY: help
help:
	@echo 'make               set up, then set the documents as PDF under build/'
	@echo 'make tool          set up redraft alone, at $(REDRAFT)'
	@echo 'make test          set up what tests need, then check and test'
	@echo 'make check         ruff, mypy and import-linter'
	@echo 'make test-long     the suites that take minutes'
	@echo 'make bench         measure against other programs [REPOSITORIES="path …"]'
	@echo 'make docs          build the documentation into build/docs/'
	@echo 'make pictures      take the pictures of the documentation anew'
	@echo 'make lock          renew requirements/ from pyproject.toml'
	@echo 'make clean         remove build/ and caches (with .venv: make distclean)'

# --- Setting up ------------------------------------------------------------------------------

.PHONY: system system-test
system system-test: python
system:
	@sh requirements/system.sh run $(PYTHON)
system-test:
	@sh requirements/system.sh test $(PYTHON)

.PHONY: python
python:
	@test -n '$(PYTHON)' || { echo 'redraft needs Python 3.11 or newer (python3)' >&2; exit 1; }

$(BIN)/python: | system
	@echo 'Making $(VENV)'
	@$(PYTHON) -m venv --clear $(VENV)

# Locked by hash; wheels only, so that no compiler is needed and no code runs while installing
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	@echo 'Installing what redraft needs into $(VENV)'
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo 'Installing what tests need into $(VENV)'
	@$(PIP) install --require-hashes --no-deps --only-binary :all: -r requirements/dev.txt
	@touch $@

.PHONY: tool
tool: $(VENV)/run.stamp | system

# --- The documents ---------------------------------------------------------------------------

# Changes when the commit, its tags or the list of changed files do: all three are on the cover
build/state: always
	@mkdir -p build
	@{ git rev-parse HEAD; git for-each-ref refs/tags; git status --porcelain; } >$@.new 2>/dev/null \
		|| true
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
.PHONY: always
always:

build/recommendations.pdf: $(SOURCES) $(CODE) build/state $(VENV)/run.stamp | system
	@echo 'Setting $@'
	@$(REDRAFT) build -o $@

$(DEMO).stamp: $(SOURCES) $(CODE) $(VENV)/run.stamp | system build/state
	@echo 'Writing $(DEMO)'
	@rm -rf $(DEMO)
	@$(REDRAFT) demo --quiet $(DEMO)
	@touch $@

build/demo-v3.pdf: $(DEMO).stamp
	@echo 'Setting $@'
	@$(REDRAFT) -C $(DEMO) build v3 -o $@

build/demo-v2-v3.pdf: $(DEMO).stamp
	@echo 'Setting $@'
	@$(REDRAFT) -C $(DEMO) redline v2 v3 -o $@

# --- Checks ----------------------------------------------------------------------------------

.PHONY: check
check: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --cache-dir .import_linter_cache

.PHONY: test
test: system-test check
	$(BIN)/pytest -n auto -m 'not long'

.PHONY: test-long
test-long: system-test $(VENV)/dev.stamp
	$(BIN)/pytest -n auto -m long

.PHONY: bench
bench: system-test $(VENV)/dev.stamp
	$(BIN)/python -m bench $(REPOSITORIES)

# --- Documentation --------------------------------------------------------------------------

.PHONY: docs
docs: $(VENV)/dev.stamp
	$(BIN)/mkdocs build --strict --quiet
	@echo 'build/docs/index.html'

.PHONY: pictures
pictures: system-test $(VENV)/dev.stamp
	$(BIN)/python -m docs.take_pictures

# --- Upkeep ----------------------------------------------------------------------------------

# For every system and Python at once; no registry's host gets into the files
COMPILE := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-annotate --no-header pyproject.toml

.PHONY: lock
lock: $(VENV)/dev.stamp
	$(PIP) install 'uv>=0.9'
	$(COMPILE) --extra chinese --extra serve --group install -o requirements/run.txt
	$(COMPILE) --extra chinese --extra serve --group dev -c requirements/run.txt -o requirements/dev.txt

.PHONY: clean distclean
clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
distclean: clean
	rm -rf $(VENV)
