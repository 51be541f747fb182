# `make run` starts the explorer, `make test` runs every check; each needs nothing before it.

PORT ?= 8501
OUT ?= site
IN_VENV = .venv/bin/python -m

.PHONY: help run site test browser lint format soak lowest audit bench conventions clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

run: ## the explorer on http://localhost:8501 (another port: PORT=9000 make run)
	@scripts/setup.sh requirements.txt
	@$(IN_VENV) streamlit run app.py --server.port $(PORT)

site: ## all examples as static pages, into the folder site (another: make site OUT=public)
	@scripts/setup.sh requirements.txt
	@$(IN_VENV) viz.saved.site $(OUT)

test: browser lint ## every check and every test (some of them: make test ARGS="-k parse")
	$(IN_VENV) pytest $(ARGS)

browser:
	@scripts/setup.sh requirements-test.txt browser proxies

lint: ## style, formatting and types
	@scripts/setup.sh requirements-test.txt
	$(IN_VENV) ruff check
	$(IN_VENV) ruff format --check
	$(IN_VENV) mypy

format: ## puts the code into shape
	@scripts/setup.sh requirements-test.txt
	$(IN_VENV) ruff check --fix
	$(IN_VENV) ruff format

soak: browser ## the long tests, and those that need PyTorch
	@scripts/setup.sh requirements-bench.txt
	$(IN_VENV) pytest tests/viz/readers/test_torch.py tests/autodiff/test_written.py -k torch
	$(IN_VENV) pytest -m soak --timeout 0 $(ARGS)

lowest: browser ## the core of the browser tests against the oldest versions that requirements.txt allows
	@[ -x .venv/lowest/bin/streamlit ] || { $(IN_VENV) venv .venv/lowest && \
	.venv/lowest/bin/python -m pip install --quiet -r requirements.txt -c requirements-lowest.txt; }
	SERVER_PYTHON=.venv/lowest/bin/python $(IN_VENV) pytest tests/browser/test_page.py tests/browser/test_walk.py tests/browser/test_server.py $(ARGS)

audit: ## known weaknesses in what is installed (asks the Python Package Index)
	@scripts/setup.sh requirements.txt
	@scripts/setup.sh requirements-audit.txt
	$(IN_VENV) pip_audit --strict --disable-pip --require-hashes -r deploy/requirements-server.txt

bench: ## the measurements (some of them: make bench ARGS=engine)
	@scripts/setup.sh requirements-bench.txt
	$(IN_VENV) benchmarks $(ARGS)

conventions: ## docs/conventions.md, with what other libraries give today
	@scripts/setup.sh requirements-bench.txt
	$(IN_VENV) benchmarks.conventions

clean: ## removes what these targets made (but not what OUT= has put elsewhere)
	rm -rf .venv .pytest_cache .hypothesis .mypy_cache .ruff_cache screenshots site
	find . -name __pycache__ -prune -exec rm -rf {} +
