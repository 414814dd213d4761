"""The site builds without a warning in both languages; each finds its words and the other."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from halves import CHINESE, ENGLISH, ROOT, half_of, language_of, pages
from site_hooks import FOLDERS, TAGS

import xlreport
from support.work import PATIENCE
from xlreport.commands.main import main

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
_NO_BROWSER = not (_BROWSER or _BROWSER_REQUIRED)
both_languages = pytest.mark.parametrize("language", [ENGLISH, CHINESE])

SHOWN = [
    page
    for page in pages()
    if page.startswith("docs/") and page != "docs/decisions/README.md"  # for code browsers
]
_TAG = re.compile(r"<[^>]+>")
_SWITCH = re.compile(r"<span class=\"site-languages\">.*?href=\"([^\"]+)\"", re.DOTALL)

# The widths of the lines of all drawn tables, put into the title of the page.
_MEASURE = """
const measure = () => {
  const widths = [];
  for (const block of document.querySelectorAll("pre")) {
    const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      for (const line of texts.currentNode.data.matchAll(/^[┌│├└].*$/gm)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, line.index);
        range.setEnd(texts.currentNode, line.index + line[0].length);
        widths.push(Math.round(range.getBoundingClientRect().width));
      }
    }
  }
  document.title = widths.join(" ");
};
document.fonts.ready.then(() => setTimeout(measure, 500));
"""


def in_a_browser(test: Any) -> Any:
    """Mark a test that needs Chromium."""
    missing = pytest.mark.skipif(_NO_BROWSER, reason="Chromium is not installed")
    return pytest.mark.chromium(missing(test))


def in_browser(url: str, folder: Path) -> str:
    """Return the source of a page as a browser has it once the page's own scripts have run."""
    command = [
        *(_BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"),
        *(f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=10000"),
        *("--allow-file-access-from-files", url),
    ]
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False
    )
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "build_site.py"), str(folder)],
        env={**os.environ, "PYTHONPATH": str(Path(xlreport.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert (0, "") == (done.returncode, done.stderr)
    return folder


def built(page: str) -> str:
    """Give the path of a page within the folder of both sites."""
    language = language_of(page)
    return f"{language}/{page.removeprefix(f'{FOLDERS[language]}/').removesuffix('.md')}.html"


def read(site: Path, name: str) -> str:
    return (site / name).read_text(encoding="utf-8")


def around(text: str) -> str:
    """Give what stands around the article."""
    text = re.sub(r"<article\b.*?</article>", "", text, flags=re.DOTALL)
    return re.sub(
        r"<script\b.*?</script>|<svg\b.*?</svg>|<style\b.*?</style>", "", text, flags=re.S
    )


@cache
def ids(path: Path) -> set[str]:
    return set(re.findall(r"\bid=\"([^\"]+)\"", path.read_text(encoding="utf-8")))


def test_every_page_is_built_in_the_site_of_its_language(site: Path) -> None:
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    made = {f"{language}/{name}.html" for language in TAGS for name in ("search", "genindex")}
    assert {"index.html", *made, *map(built, SHOWN)} == found


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = re.compile(r"<(?:script|img|link|iframe)\b[^>]*(?:src|href)=\"((?:https?:)?//[^\"]+)")
    found = {
        url for path in site.rglob("*.html") for url in loaded.findall(path.read_text("utf-8"))
    }
    assert set() == found


def test_every_page_says_its_language(site: Path) -> None:
    said = {
        path.relative_to(site).parts[0]: re.findall(
            r"<html[^>]* lang=\"([^\"]+)\"", path.read_text("utf-8")
        )
        for path in site.rglob("*.html")
    }
    assert {"en": ["en"], "zh": ["zh-CN"], "index.html": ["zh-CN"]} == said


def test_every_page_leads_to_its_other_half_or_to_the_other_index(site: Path) -> None:
    for page in SHOWN:
        path = site / built(page)
        (link,) = _SWITCH.findall(path.read_text(encoding="utf-8"))
        half = (
            half_of(page)
            if half_of(page) in SHOWN
            else f"{FOLDERS[language_of(half_of(page))]}/index.md"
        )
        assert (site / built(half)).resolve() == (path.parent / link).resolve(), page


@both_languages
def test_the_search_leads_to_the_search_of_the_other_language(language: str, site: Path) -> None:
    (link,) = _SWITCH.findall(read(site, f"{language}/search.html"))
    assert f"../{CHINESE if language == ENGLISH else ENGLISH}/search.html" == link


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    lost = set()
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        for link in {*re.findall(r"<a\b[^>]*href=\"([^\"]*)\"", page)}:
            target, _, anchor = unquote(unescape(link)).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            there = Path(os.path.normpath(path.parent / target)) if target else path
            if not there.is_file() or (anchor and anchor not in ids(there)):
                lost.add((path.relative_to(site).as_posix(), link))
    assert set() == lost


def test_a_link_into_the_other_language_says_so(site: Path) -> None:
    led = 0
    for path in site.rglob("*.html"):
        language = path.relative_to(site).parts[0]
        article = re.search(r"<article\b.*?</article>", path.read_text(encoding="utf-8"), re.S)
        other, said = ("zh", " (in Chinese") if language == "en" else ("en", "（英文")
        for after in re.findall(
            rf"<a [^>]*href=\"(?:\.\./)+{other}/[^>]*>.*?</a>(.{{13}})",
            article[0] if article else "",
            re.S,
        ):
            led += 1
            assert after.startswith(said), (path.name, after)
    assert led > 5


def test_what_stands_around_a_chinese_page_is_chinese(site: Path) -> None:
    text = around(read(site, "zh/clerk.html"))
    labels = re.findall(r"(?:aria-label|placeholder|title)=\"([^\"]+)\"", text)
    assert [] == [label for label in labels if not re.search(r"[一-鿿]", label)]
    words = set(re.findall(r"[A-Za-z]{3,}", _TAG.sub(" ", text)))
    names = {"xlreport", "WPS", "Excel", "TOML", "Python", "pandas", "Dask", "English"}
    assert {"Sphinx", "Furo", "Copyright", "The", "authors"} == words - names


@both_languages
def test_the_index_of_the_search_holds_words_and_pairs_of_han_characters(
    language: str, site: Path
) -> None:
    text = read(site, f"{language}/searchindex.js")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    assert {"勾稽", "稽关", "关系", "dask"} <= {*index["terms"], *index["titleterms"]}


def test_runs_of_three_han_characters_and_more_are_cut_into_pairs() -> None:
    from bigrams import SearchByPairs  # which needs Sphinx

    pairs = ["汇总", "汇总", "总表", "Dask", "勾稽", "稽关", "关系"]
    assert pairs == SearchByPairs({}).split("汇总，汇总表 Dask勾稽关系")


def test_the_words_of_every_option_are_looked_for() -> None:
    from bigrams import SearchByPairs  # which needs Sphinx

    options = {
        opt for each in main.commands.values() for param in each.params for opt in param.opts
    }
    long = {option.removeprefix("--") for option in options if option.startswith("--")}
    words = {word for option in long for word in option.split("-")}
    assert {"against", "no", "with"} <= words
    assert set() == words & SearchByPairs.stopwords


@in_a_browser
@pytest.mark.parametrize(
    ("language", "query", "page"),
    [
        ("zh", "零报送", "clerk"),
        ("zh", "选择性粘贴", "clerk"),
        ("zh", "Dask", "how-to/running-on-dask"),
        ("zh", "--with", "reference/cli"),
        ("zh", "--into", "how-to/registers"),
        ("en", "waivers", "how-to/waivers"),
        ("en", "处理意见", "how-to/decisions"),
    ],
)
def test_the_search_of_a_browser_finds_the_page(
    language: str, query: str, page: str, site: Path, tmp_path: Path
) -> None:
    shown = in_browser(f"{(site / language / 'search.html').as_uri()}?q={quote(query)}", tmp_path)
    found = re.findall(r"<a href=\"([^\"?#]+)\.html[^>]*data-score", shown)
    assert page in found, shown[-500:]


@in_a_browser
def test_the_lines_of_a_drawn_table_are_of_one_width(site: Path, tmp_path: Path) -> None:
    page = site / "zh" / "how-to" / "new-edition.html"
    text = page.read_text(encoding="utf-8").replace(
        "<head>", f'<head><base href="{page.as_uri()}">'
    )
    asking = tmp_path / "page.html"
    asking.write_text(text.replace("</body>", f"<script>{_MEASURE}</script></body>"), "utf-8")
    title = re.search(r"<title>([\d ]+)</title>", in_browser(asking.as_uri(), tmp_path))
    assert title is not None
    widths = [int(width) for width in title[1].split()]
    assert (9, True) == (len(widths), max(widths) - min(widths) <= 1), widths
