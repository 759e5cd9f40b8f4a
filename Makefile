# `make help` lists the commands. Needs python3 (3.11 or newer) with its venv module, and make.

PORT ?= 8000
PYTHON ?= python3
SIZES ?= 200,20000,200000
VENV := .venv
BIN := $(VENV)/bin
# The stamps carry a checksum of the requirements: a changed file means a new stamp, hence a new installation.
BASE := $(VENV)/.base-$(firstword $(shell cksum < requirements/base.txt))
DEV := $(VENV)/.dev-$(firstword $(shell cksum < requirements/dev.txt))
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --only-binary :all:
RUN := $(BIN)/python -m config.postgres run --

export PORT
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check format bench help-pictures requirements

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

demo: $(BASE) ## the demo city on http://127.0.0.1:PORT/ (PORT=8000); Ctrl-C ends it
	@exec $(BIN)/python -m config.demo

test: $(DEV) ## all tests (one part: make test TESTS=tests/unions)
	@LINGXIAN_ENV=test exec $(RUN) $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(DEV) ## static checks: style, types, layers, migrations, translations, templates, CSS
	@exec $(RUN) $(BIN)/python -m tools.check

format: $(DEV) ## rewrite Python and templates as the checks want them
	@$(BIN)/ruff check --quiet --fix . ; $(BIN)/ruff format --quiet .
	@$(BIN)/djangofmt check --quiet --fix templates ; $(BIN)/djangofmt --quiet templates

bench: $(BASE) ## timings of pages on made registers (SIZES=200,20000,200000; SIZES= for the demo city)
	@exec $(RUN) sh -c '$(BIN)/python manage.py collectstatic --noinput --verbosity 0 \
	  && $(BIN)/python manage.py bench --studios "$(SIZES)" --serve && $(BIN)/python manage.py bench_ledger \
	  && exec $(BIN)/python manage.py bench_exports $(if $(findstring 20000,$(SIZES)),--studios 20000)'

help-pictures: $(DEV) ## take the help's pictures that are missing or old (STEPS=all, or names); needs Chromium
	@exec $(RUN) $(BIN)/python -m tools.help_pictures $(STEPS)

requirements: $(DEV) ## compile requirements/*.txt again (needs uv)
	@for set in base dev; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links requirements/$$set.in -o requirements/$$set.txt || exit 1; done

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	  || { echo 'Python 3.11 or newer is needed. Debian, Ubuntu: sudo apt-get install -y python3 python3-venv'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "Python's venv module is missing. Debian, Ubuntu: sudo apt-get install -y python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(BASE): $(BIN)/python
	@echo 'Installing what the application needs …'
	@$(PIP) -r requirements/base.txt
	@rm -f $(VENV)/.base-* && touch $@

$(DEV): $(BASE)
	@echo 'Installing what tests and checks need …'
	@$(PIP) -r requirements/dev.txt
	@rm -f $(VENV)/.dev-* && touch $@
