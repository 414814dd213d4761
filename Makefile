# Each target does all its own set-up: a bare clone, Python 3.11 or newer and make are enough.
PYTHON ?= python3
RUN := .venv/bin/python

.PHONY: test january looks demo templates pages notebooks docs bench national profiles plots pictures wheels folder windows windows-tenth ooxml axe writers clean

test: .venv/ready
	$(RUN) -m pytest

# A made January of sixty departments, day by day, as tests/support/january.py knows them.
january: .venv/ready
	PYTHONPATH=tests $(RUN) -m support.january_days

# What is wrong with the looks of every kind of file, printed and on the screen.
looks: .venv/ready
	PYTHONPATH=tests $(RUN) -m support.looks

demo: .venv/running
	rm -rf xlreport-demo
	$(RUN) -m xlreport demo --out xlreport-demo

templates: .venv/ready
	$(RUN) templates/build.py

# The notebooks of examples/notebooks, made from the scripts of examples and run; a page shows them.
notebooks: .venv/ready
	$(RUN) docs/notebooks.py

pages: notebooks
	$(RUN) docs/build.py

# The site in both languages, in build/site; needs the network once, to install Sphinx.
docs: .venv/docs
	$(RUN) docs/build_site.py

# Everything for an installation without a network, in dist/offline; needs the network.
wheels: .venv/ready
	$(RUN) offline/wheels.py

# A folder for Windows that runs without an installation, in dist/年报汇总; needs the network.
folder: .venv/ready
	$(RUN) offline/folder.py

# The library on a Windows Python under Wine; needs the network once, and Debian's packages that
# windows/wine.py names. The second takes a tenth of the tests.
windows: .venv/ready
	$(RUN) windows/trial.py

windows-tenth: .venv/ready
	$(RUN) windows/trial.py --chosen

# What is measured is kept in benchmarks/results.json; each of these writes all that shows it:
# benchmarks/RESULTS.md, benchmarks/plots and the tables of docs/scale.md. `plots` measures nothing.
bench: .venv/ready build/as-they-come
	$(RUN) benchmarks/run.py $(if $(BEFORE),--before $(BEFORE))
	$(RUN) benchmarks/national.py

# Returns saved by five programs, made once; needs LibreOffice, gnumeric, node and npm.
build/as-they-come: .venv/ready
	$(MAKE) writers
	$(RUN) benchmarks/as_they_come.py

national: .venv/ready
	$(RUN) benchmarks/national.py

profiles: .venv/ready build/as-they-come
	$(RUN) benchmarks/profiles.py $(if $(BEFORE),--before $(BEFORE))

plots: .venv/ready
	$(RUN) benchmarks/draw.py

# The Open XML SDK rules that tests/whole/test_ooxml.py runs every kind of workbook through; needs npm.
ooxml:
	mkdir -p build/ooxml
	cp tests/support/ooxml/package.json build/ooxml/
	npm install --prefix build/ooxml --no-package-lock --no-audit --no-fund --loglevel=error

# The rules of axe-core that tests/support/browser.py runs pages through; needs npm.
axe:
	mkdir -p build/axe
	cp tests/support/axe/package.json build/axe/
	npm install --prefix build/axe --no-package-lock --no-audit --no-fund --loglevel=error

# ExcelJS and SheetJS, which save some of the returns that benchmarks/run.py reads; needs npm.
writers:
	mkdir -p build/writers
	cp benchmarks/writers/package.json build/writers/
	npm install --prefix build/writers --no-package-lock --no-audit --no-fund --loglevel=error

clean:
	rm -rf .venv xlreport-demo

$(RUN):
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv

# What running needs, and nothing else; pip shows what it fetches.
.venv/running: pyproject.toml | $(RUN)
	@echo 'Installing xlreport and what it needs to run, once ...'
	$(RUN) -m pip install --disable-pip-version-check --editable .
	touch $@

# What the tests need too: about a hundred packages, which takes some minutes.
.venv/ready: pyproject.toml | $(RUN)
	@echo 'Installing the tools of the tests, once; this takes some minutes ...'
	$(RUN) -m pip install --quiet --editable '.[dev]'
	touch $@

.venv/docs: .venv/ready
	$(RUN) -m pip install --quiet --editable '.[docs]'
	touch $@

# Every picture of the pages and of the guides; needs LibreOffice, Chromium and poppler-utils.
pictures: plots
	$(RUN) docs/pictures/render.py
	$(RUN) docs/pictures/gallery_sheets.py
	$(RUN) docs/guide_contents.py
