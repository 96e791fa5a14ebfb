# Each target sets up what it needs; the second time that takes no time.
# PYTHON=python3.12 make lab    chooses the interpreter of the environment
# LAB_ARGS="--no-browser"       is passed on to JupyterLab
# PYTEST_ARGS="-k padding"      is passed on to pytest; so is -n0, which runs the tests in one process
# NOTEBOOK=03_padding           lets make refresh take one notebook instead of all
# WHEELS=required               lets make site fail where it cannot get NumPy for the browser; WHEELS=no does not ask

python = .venv/bin/python
# Where Python is told to write no bytecode, each process of each run would prepare all files of the tests anew.
pytest = env -u PYTHONDONTWRITEBYTECODE $(python) -m pytest
peers = .venv-peers/bin/python
site = .venv-site/bin/python
binder = .venv-binder/bin/python
colab = .venv-colab/bin/python
oldest = .venv-oldest/bin/python
voila = .venv-voila/bin/python
hub = .venv-hub/bin/python

# Some machines set these for older builds of OpenBLAS; they slow the current one, so not in a benchmark.
measured = env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE

# JupyterLab refuses to run as root by default; in a container there often is no other user.
as_root = $$([ "$$(id -u)" != 0 ] || echo --allow-root)

# How many processes the tests run in is in conftest.py. Without xdist, pytest knows no -n.
divided = $(if $(findstring no:xdist,$(PYTEST_ARGS)),,-n auto)

.NOTPARALLEL:
.PHONY: help lab test test-fast test-peers test-binder test-colab test-oldest test-voila refresh pictures bench
.PHONY: bench-hub gallery site site-environment site-packages translations
.PHONY: environment dev-environment peers-environment binder-environment colab-environment oldest-environment
.PHONY: voila-environment hub-environment browser-packages hub-packages

help:
	@echo "make lab         open the notebooks in JupyterLab"
	@echo "make test        run every test: linter, types, unit tests, notebooks, browser"
	@echo "make test-fast   the unit tests alone: no browser, no kernel, no run of a whole notebook, no types"
	@echo "make test-peers  compare the engine with PyTorch (installs it in an environment of its own)"
	@echo "make test-binder check what Binder would build"
	@echo "make test-colab  run the notebooks with what Colab has loaded"
	@echo "make test-oldest the unit tests and the notebooks with the oldest releases that the package asks for"
	@echo "make test-voila  run a notebook as a page of Voila"
	@echo "make refresh     execute the notebooks and save them as they are committed"
	@echo "make translations bring the catalogues up to date, and build the notebooks of other languages"
	@echo "make pictures    take the pictures of the README anew"
	@echo "make site        build the site that runs the notebooks in the browser, without a server: build/site"
	@echo "make gallery     build its first page alone: build/gallery"
	@echo "make bench       measure the engine against its peers, and slider to pixels"
	@echo "make bench-hub   measure how many learners a JupyterHub carries on one core"
	@echo "Each sets up what it needs. PYTHON=python3.12 make … chooses the Python."

lab: environment
	@cd notebooks && ../$(python) -m jupyter lab $(as_root) $(LAB_ARGS) 00_start_here.ipynb

test: dev-environment browser-packages
	$(python) -m ruff check .
	$(python) -m ruff format --check --quiet .
	$(pytest) $(divided) --nbval --nbval-current-env $(PYTEST_ARGS)

test-fast: dev-environment
	$(python) -m ruff check .
	$(pytest) $(divided) -m "not slow" $(PYTEST_ARGS)

test-peers: peers-environment
	$(peers) -m pytest tests/peers $(PYTEST_ARGS)

test-binder: binder-environment
	$(binder) -m pytest tests/binder $(PYTEST_ARGS)

# The packages of that time do what newer Pythons warn of.
test-colab: colab-environment
	$(colab) -m pytest tests/colab -W ignore::DeprecationWarning $(divided) $(PYTEST_ARGS)

# Where packages of that time meet newer ones, they do what these warn of: matplotlib 3.10.0 does of pyparsing.
test-oldest: oldest-environment
	$(oldest) -m pytest tests/oldest
	$(oldest) -m pytest -W ignore::DeprecationWarning $(divided) -m "not slow" --nbval --nbval-current-env \
		--ignore=tests/browser --ignore=tests/project $(PYTEST_ARGS)

test-voila: voila-environment browser-packages
	$(voila) -m pytest tests/voila $(PYTEST_ARGS)

refresh: dev-environment
	$(python) tools/refresh.py $(NOTEBOOK)
	$(python) tools/thumbnails.py

# LANGUAGES="ko" takes one language; one that is named for the first time gets an empty catalogue.
translations: dev-environment
	$(python) tools/translate.py $(LANGUAGES)

# The pictures of the README are taken by two of the browser tests.
shots = tests/browser/screenshots/readme,
pictures: dev-environment browser-packages
	CNNLIB_REQUIRE_BROWSER=1 $(python) -m pytest tests/browser/test_explorer.py tests/browser/test_start.py -k readme
	cp "$(shots) drawing.gif" .github/drawing.gif
	cp "$(shots) explorer.png" .github/explorer.png

# The first page of the site: explorers that move without Python.
gallery: environment
	@$(python) tools/build_gallery.py

site: site-environment site-packages gallery
	$(site) tools/build_site.py $(if $(WHEELS),--wheels=$(WHEELS))

bench: dev-environment peers-environment browser-packages
	$(measured) $(peers) benchmarks/engine.py
	$(measured) $(python) benchmarks/slider.py
	$(measured) $(python) benchmarks/controls.py
	$(measured) $(python) benchmarks/film.py

bench-hub: hub-environment hub-packages
	$(measured) $(hub) benchmarks/hub.py

# What the first kernel would otherwise do: compile cnnlib, and build matplotlib's cache of fonts, of which it speaks
# on stderr, in somebody's first cell.
fonts = -c "import matplotlib.font_manager"
prepare = $(python) -m compileall -q cnnlib && $(python) $(fonts)

environment:
	@tools/environment.sh .venv requirements.txt
	@$(prepare)

dev-environment:
	@tools/environment.sh .venv requirements-dev.txt
	@$(prepare)

peers-environment:
	@tools/environment.sh .venv-peers requirements-peers.txt

binder-environment:
	@tools/environment.sh .venv-binder requirements-binder.txt

# The pins are the point: not LATEST.
colab-environment:
	@env -u LATEST tools/environment.sh .venv-colab requirements-colab.txt
	@$(colab) $(fonts)

oldest-environment:
	@env -u LATEST tools/environment.sh .venv-oldest requirements-oldest.txt
	@$(oldest) $(fonts)

voila-environment:
	@tools/environment.sh .venv-voila requirements-voila.txt

# No cache of fonts is built here: each learner's first kernel builds one, as on a real hub.
hub-environment:
	@tools/environment.sh .venv-hub requirements-hub.txt
	@$(hub) -m compileall -q cnnlib

# What runs in the browser fits one release of Pyodide: not LATEST, but pinned as a whole.
site-environment:
	@env -u LATEST tools/environment.sh .venv-site requirements-site.txt

site-packages: site/node_modules/.package-lock.json

site/node_modules/.package-lock.json: site/package-lock.json
	@command -v npm >/dev/null || { echo "npm is not installed: it brings Python for the browser."; exit 1; }
	@cd site && npm ci --no-fund --no-audit --silent && touch node_modules/.package-lock.json

hub-packages: benchmarks/node_modules/.package-lock.json

benchmarks/node_modules/.package-lock.json: benchmarks/package-lock.json
	@command -v npm >/dev/null || { echo "npm is not installed: it brings the proxy of JupyterHub."; exit 1; }
	@cd benchmarks && npm ci --no-fund --no-audit --silent && touch node_modules/.package-lock.json

# The browser tests check accessibility with a package of npm's; where npm is missing, they say so.
browser-packages: tests/browser/node_modules/.package-lock.json

tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@if command -v npm >/dev/null; then cd tests/browser && npm ci --no-fund --no-audit --silent && touch node_modules/.package-lock.json; \
	else echo "npm is not installed: the accessibility tests that need it are skipped."; fi
