# make quick   style, types, direction of imports and a core of the tests, in under a minute
# make try     see it work: the command line and the language server on examples/
# make test    every test, linter, formatter check, type check and the import-direction check, and
#              the extension in the real VS Code
# make vsix    the extension for VS Code, with everything inside, in dist/
# make site    the site of the documentation, in build/site
# make release the wheel, the source and the bill of materials, in dist/release
# make bench   figures beside their targets, in one table; nothing fails
# make bench-trees  the same for scans of 100,000 files, beside ripgrep and other tools; makes 1 GB of files
# make refresh compare our data with the newest packages; ARGS=--apply writes what they decide
# make format  rewrite the code in the house style
# make clean   remove what these commands made
#
# Each of them sets up a private environment in .venv first; a second time that costs nothing.

# The first Python on the path that is new enough; `make PYTHON=/path/to/python` overrides it.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1 && echo "$$python" && break; done)

# Where the environment keeps its commands; it is the other one on Windows.
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)

.PHONY: quick try test vsix site release bench bench-trees refresh format clean setup

quick: setup
	@$(BIN)/python scripts/run_checks.py --quick

try: setup
	@$(BIN)/python scripts/demo.py

test: setup
	@$(BIN)/python scripts/run_checks.py

vsix: setup
	@$(BIN)/python packaging/build_vsix.py

site: setup
	@$(BIN)/python -m mkdocs build --quiet

release: setup
	@$(BIN)/python packaging/build_release.py

bench: setup
	@$(BIN)/python benchmarks/bench.py $(ARGS)

bench-trees: setup
	@test -d build/trees || $(BIN)/python benchmarks/scan.py build build/trees
	@$(BIN)/python benchmarks/scan.py run build/trees $(ARGS)

refresh: setup
	@$(BIN)/python scripts/refresh_knowledge.py $(ARGS)

format: setup
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

clean:
	rm -rf .venv build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@test -n "$(PYTHON)" || { echo "claude-preflight needs Python 3.10 or newer on the path, or make PYTHON=/path/to/python." >&2; exit 1; }
	@"$(PYTHON)" scripts/set_up.py
