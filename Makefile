# Each target does all its own set-up: a bare clone, Python 3.11 or newer and make are enough.
PYTHON ?= python3
RUN := .venv/bin/python

.PHONY: test demo templates bench pictures ooxml clean

test: .venv/ready
	$(RUN) -m pytest

demo: .venv/ready
	rm -rf xlreport-demo
	$(RUN) -m xlreport demo --out xlreport-demo

templates: .venv/ready
	$(RUN) templates/build.py

bench: .venv/ready
	$(RUN) benchmarks/run.py

# The Open XML SDK rules that tests/test_ooxml.py runs every kind of workbook through; needs npm.
ooxml:
	mkdir -p build/ooxml
	cp tests/ooxml/package.json build/ooxml/
	npm install --prefix build/ooxml --no-package-lock --no-audit --no-fund --loglevel=error

clean:
	rm -rf .venv xlreport-demo

.venv/ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	$(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --editable '.[dev]'
	touch $@

pictures: .venv/ready
	$(RUN) docs/pictures/render.py
