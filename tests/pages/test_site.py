"""The site builds without a warning, and its search finds Chinese as well as English."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

import xlreport
from support.work import PATIENCE

DOCS = Path(__file__).parents[2] / "docs"
_MISSING = any(importlib.util.find_spec(name) is None for name in ("sphinx", "myst_parser", "furo"))
_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_SITE"))
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_BROWSER = next((found for name in _NAMES if (found := shutil.which(name))), "")
_BROWSER_REQUIRED = bool(os.environ.get("XLREPORT_REQUIRE_CHROMIUM"))

pytestmark = [
    pytest.mark.site,
    pytest.mark.skipif(
        _MISSING and not _REQUIRED, reason="Sphinx is not installed; `make docs` installs it"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", str(DOCS), str(folder)],
        env={**os.environ, "PYTHONPATH": str(Path(xlreport.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (0, "") == (done.returncode, done.stderr)
    return folder


def test_every_page_is_built(site: Path) -> None:
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")}
    built = {path.relative_to(site).with_suffix("").as_posix() for path in site.rglob("*.html")}
    assert {"decisions/README"} == pages - built


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = re.compile(r"<(?:script|img|link|iframe)\b[^>]*(?:src|href)=\"((?:https?:)?//[^\"]+)")
    found = {
        url for path in site.rglob("*.html") for url in loaded.findall(path.read_text("utf-8"))
    }
    assert set() == found


def test_the_index_of_the_search_holds_words_and_pairs_of_han_characters(site: Path) -> None:
    text = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert {"勾稽", "稽关", "关系", "roster"} <= set(index["terms"])
    guide = index["docnames"].index("zh/officer")
    # A word of a heading is listed with the headings alone.
    pages = [index[words].get("催报", []) for words in ("terms", "titleterms")]
    assert guide in {page for each in pages for page in ([each] if isinstance(each, int) else each)}


@pytest.mark.chromium
@pytest.mark.skipif(not (_BROWSER or _BROWSER_REQUIRED), reason="Chromium is not installed")
@pytest.mark.parametrize(
    ("query", "page"),
    [("催报名单", "zh/officer"), ("选择性粘贴", "zh/clerk"), ("waivers", "how-to/waivers")],
)
def test_the_search_of_a_browser_finds_the_page(
    query: str, page: str, site: Path, tmp_path: Path
) -> None:
    command = [
        *(_BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *(f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=10000"),
        f"{(site / 'search.html').as_uri()}?q={quote(query)}",
    ]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    found = re.findall(r"<a href=\"([^\"?#]+)\.html[^>]*data-score", done.stdout)
    assert page in found, done.stdout[-500:]
