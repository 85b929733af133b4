# Two commands do everything: `make demo` shows the newsletter working, `make test` holds it together.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ISSUE ?= 2017-06

.PHONY: demo test lint unit golden judges caniemail schemas reference art pictures mail-pictures wheel bench bench-scale \
	torture clean help

help: ## List the targets.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -e 's/:.*##/\t/' | expand -t 12

$(VENV)/.ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip -c constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --editable . --group dev
	@touch $@

demo: $(VENV)/.ready ## Compile the June 2017 issue and send it to the example list, into the sandbox.
	@rm -rf build/outbox
	$(BIN)/iki-news compile $(ISSUE)
	$(BIN)/iki-news send $(ISSUE) --smtp sandbox: --to subscribers.example.csv --yes
	@echo
	@echo "Look at it:   build/$(ISSUE)/es.html in a browser; the mails as sent are in build/outbox/new/"
	@echo "Type next:    $(BIN)/iki-news preview $(ISSUE) --language de"
	@echo "              $(BIN)/iki-news deliveries $(ISSUE) --smtp sandbox:"

test: lint unit ## Lint, types, import contracts and all tests.

lint: $(VENV)/.ready ## Style, types (here and as Windows sees them), import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32
	$(BIN)/lint-imports

unit: $(VENV)/.ready ## The tests, two at a time.
	$(BIN)/pytest -n 2

judges: tests/judges/node_modules/.ready ## Install what judges the mails in the tests: vnu, html-validate, axe-core.

tests/judges/node_modules/.ready: tests/judges/package.json
	cd tests/judges && npm install --no-package-lock --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error
	@touch $@

caniemail: $(VENV)/.ready tests/judges/node_modules/.ready ## Take over newer data about mail programs, after raising tests/judges/package.json.
	$(BIN)/python tools/take_caniemail.py

golden: $(VENV)/.ready ## Write the golden files anew; look at the difference before you commit it.
	IKI_NEWS_GOLDEN=write $(BIN)/pytest -q -p no:cacheprovider -k golden

schemas: $(VENV)/.ready ## Write the JSON Schemas anew from the models.
	$(BIN)/python -m iki_newsletter.content.schemas schemas

reference: $(VENV)/.ready ## Write the reference pages that are made from the program.
	$(BIN)/python tools/write_reference.py

art: $(VENV)/.ready ## Draw the header and the illustrations anew.
	$(BIN)/python tools/draw.py

wheel: $(VENV)/.ready ## Build the wheel, install it into an empty environment, and go all the way with it.
	rm -rf dist build/wheel-check
	$(BIN)/python -m hatchling build -t wheel
	$(PYTHON) -m venv build/wheel-check/venv
	build/wheel-check/venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt dist/*.whl
	cd build/wheel-check && venv/bin/iki-news init ours
	cd build/wheel-check/ours && ../venv/bin/iki-news compile $(ISSUE)
	cd build/wheel-check/ours && ../venv/bin/iki-news preview $(ISSUE) --plain >/dev/null
	cd build/wheel-check/ours && ../venv/bin/iki-news send $(ISSUE) --yes

pictures: $(VENV)/.ready ## Draw the documentation's pictures of the terminal, the mails, the site and the form anew.
	$(BIN)/python tools/terminal_picture.py
	$(BIN)/python tools/mail_pictures.py
	$(BIN)/python tools/report_picture.py
	$(BIN)/python tools/site_pictures.py
	$(BIN)/python tools/form_picture.py

mail-pictures: $(VENV)/.ready ## Photograph the issue in Thunderbird and Roundcube; look at the difference before you commit it.
	$(BIN)/python -m tools.mail_program_pictures

bench: $(VENV)/.ready ## Measure start-up, stamping, compiling, publishing and sending, as ratios to a peer in the same run.
	$(BIN)/python bench/run.py

bench-scale: $(VENV)/.ready ## Plan and send 1,000 to 100,000 messages; `make bench-scale PEOPLE=1000000` is the long run.
	$(BIN)/python bench/scale.py $(PEOPLE)

torture: $(VENV)/.ready ## Kill senders at every system call and at random, cut the power: some minutes, as root for all of it.
	IKI_NEWS_TORTURE=1 $(BIN)/pytest -p no:cacheprovider -s tests/torture

clean: ## Remove what can be made again; the ledger and the secret under var/ stay.
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
