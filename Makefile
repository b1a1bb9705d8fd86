# Two commands on a fresh machine: `make episode` makes one, `make test` checks everything.
# They need Python 3.11 to 3.13 and make; everything else comes into .venv.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: episode test quick lint bench parse-report cast-report jingles clean

episode: .venv/installed
	@$(BIN)/presscast render

test: .venv/checks lint
	$(BIN)/python -m pytest -n auto

quick: .venv/checks lint
	$(BIN)/python -m pytest -q -n auto -m "not slow"

lint: .venv/checks
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

bench: .venv/checks ## what things cost, as ratios measured side by side
	$(BIN)/python -m bench.read_scripts
	$(BIN)/python -m bench.speak_scripts
	$(BIN)/python -m bench.render_scripts

parse-report: .venv/checks ## how well the titled cases are read, word by word
	$(BIN)/python -m tests.scripts.parse_report

cast-report: .venv/checks ## how far apart the voices of casts of 2 to 12 sound, pair by pair
	$(BIN)/python -m tests.voices.cast_report

jingles: .venv/installed ## compose the built-in music anew
	$(BIN)/presscast jingle --output src/presscast/audio/built_in

clean:
	rm -rf .venv output/*/

.venv/installed: pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" \
	  || { echo "presscast needs Python 3.11, 3.12 or 3.13: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/checks: .venv/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@
