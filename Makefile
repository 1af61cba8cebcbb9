# make run: extract the samples and print the table.   make test: everything that is checked.
# make bench: speed, scale and memory (LIMIT=10000 for a short one).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test coverage mutants evaluate bench docs fuzz clean

run: .make/run
	$(BIN)/guize extract corpus/samples -o out/changes.parquet -o out/changes.csv
	$(BIN)/guize show corpus/samples

test: .make/test
	$(BIN)/ruff check pipeline tests notebooks examples docs benchmarks fuzz
	$(BIN)/ruff format --check pipeline tests notebooks examples docs benchmarks fuzz
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

coverage: .make/test
	@rm -rf .make/coverage && mkdir -p .make/coverage
	$(BIN)/coverage run -m pytest --ignore tests/notebooks --ignore tests/report
	$(BIN)/coverage combine -q
	$(BIN)/coverage report

# Alters the program in SAMPLE places, one after the other, and prints what no test notices.
mutants: .make/test
	$(BIN)/python -m pip install -q --disable-pip-version-check "mutmut>=3.8"
	$(BIN)/python -m benchmarks.mutants --sample $(or $(SAMPLE),400)

docs: .make/test
	$(BIN)/python docs/build.py out/docs

evaluate: .make/test
	$(BIN)/guize evaluate corpus/gold/domain-dev.jsonl --baseline tests/floors.json
	$(BIN)/guize evaluate corpus/gold/fresh.jsonl --baseline tests/floors.json

bench: .make/bench
	$(BIN)/python -m benchmarks --limit $(or $(LIMIT),1000000) -o out/bench.json

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "guize needs Python 3.11 or newer; run: make PYTHON=python3.12 …"; exit 2; }
	$(PYTHON) -m venv $(VENV)

.make/run: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e .
	@mkdir -p .make && touch $@

.make/test: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[test]"
	@mkdir -p .make && touch $@ .make/run

.make/bench: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check -e ".[bench]"
	@mkdir -p .make && touch $@

clean:
	rm -rf $(VENV) .make out build dist

SECONDS_EACH ?= 60
fuzz: .make/test
	$(BIN)/python -m pip install -q --disable-pip-version-check atheris
	@for target in $$($(BIN)/python -c 'import sys; sys.path.insert(0, "fuzz"); import targets; print(*targets.TARGETS)'); do \
		echo "fuzz $$target" && $(BIN)/python fuzz $$target .make/fuzz/$$target -max_total_time=$(SECONDS_EACH) -max_len=1000 \
		-timeout=20 -verbosity=0 -artifact_prefix=.make/fuzz/$$target- || exit 1; done
