# Everything here works in a fresh clone with Python 3.11+ and its venv, and nothing else.
.PHONY: setup demo test test-stores check bench soak fmt lock

BIN := .venv/bin
# Packages are installed without bytecode: where an image forbids to write it, as many do, each of
# the hundreds of processes that the suite starts would compile all of them again.
unexport PYTHONDONTWRITEBYTECODE
# With the environment's own programs first: Node may be one of them.
IN := PATH="$(CURDIR)/$(BIN):$$PATH"
# The suite waits more than it computes: six at a time, spread by tests/services/spread.py.
SPREAD := -n 6 --dist loadfile --no-loadscope-reorder

setup:
	@.ci/setup

# make demo ARGS="--port 9000"
demo:
	@started=$$(date +%s) && .ci/setup demo && ONELOT_STARTED_AT_S=$$started $(BIN)/onelot demo $(ARGS)

# make test ARGS="tests/geo -x"
test: setup
	@$(IN) python -m pytest $(SPREAD) $(ARGS)

# The same on Debian's PostgreSQL and Redis, then on a Valkey Cluster of three nodes.
test-stores: setup
	@$(IN) python -m pytest $(SPREAD) --stores debian $(ARGS)
	@$(IN) python -m pytest $(SPREAD) --stores cluster $(ARGS)

# The long forms of the fault and load tests; each writes its section of docs/soak.md.
soak: setup
	@$(IN) ONELOT_SOAK_REPORT=docs/soak.md python -m pytest -m soak --timeout 3600 $(ARGS)

# One JSON line per figure; make bench ONLY=nearby_http_share
bench:
	@.ci/setup >&2
	@$(IN) python -m tests.bench $(ONLY)

check: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(IN) npm --prefix api/web run check

fmt: setup
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Newer packages: needs uv.
lock:
	@.ci/lock --upgrade
