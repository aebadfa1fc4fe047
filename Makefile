# Two commands matter: `make demo` and `make test`. Both work on a bare clone with python3 (3.9 or later) and make.
# Further arguments go in ARGS, e.g. `make demo ARGS="--residents 20000"` or `make test ARGS="-k closing"`.

PYTHON3 ?= python3
BOOTSTRAP = @$(PYTHON3) scripts/bootstrap.py
ARGS ?=

.PHONY: help setup demo test lint check assets bench

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: ## install only; afterwards .venv/bin/linli is there
	$(BOOTSTRAP) setup

demo: ## set up, make the sample town, serve it at http://127.0.0.1:8000 (LINLI_PORT)
	$(BOOTSTRAP) demo $(ARGS)

test: ## all tests, on SQLite and on PostgreSQL
	$(BOOTSTRAP) test $(ARGS)

lint: ## format, lint, types, import directions, migrations, templates, spelling
	$(BOOTSTRAP) lint

check: ## what CI does: lint, then test
	$(BOOTSTRAP) check $(ARGS)

assets: ## build the scripts and styles of the pages
	$(BOOTSTRAP) assets

bench: setup ## measure speed, e.g. make bench ARGS="locate file list"
	@.venv/bin/linli bench $(ARGS)
