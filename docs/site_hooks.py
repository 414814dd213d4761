"""What differs by language when Sphinx builds the site.

Each language is a site of its own, in folders side by side. On GitHub a page leads to a page of the
other language by its path in docs/; on the site the same link leads out of one site and into the
other, and says which language is to be expected. Whatever furo says in English on a Chinese page is
replaced.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from halves import CHINESE, ENGLISH, NAMES, ROOT, half_of, language_of
from page_parts import resolved

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

TITLES: Mapping[str, str] = {ENGLISH: "xlreport", CHINESE: "xlreport 使用手册"}
TAGS: Mapping[str, str] = {ENGLISH: "en", CHINESE: "zh-CN"}
"""What the attribute `lang` says of a page."""

FOLDERS: Mapping[str, str] = {ENGLISH: "docs", CHINESE: "docs/zh"}
"""Where the pages of a language stand."""

_NOTES: Mapping[str, str] = {ENGLISH: " (in Chinese)", CHINESE: "（英文）"}
_WORDS: Mapping[str, Mapping[str, str]] = {
    ENGLISH: {"languages": "Languages", "front": "First page"},
    CHINESE: {"languages": "语言", "front": "首页"},
}
_FURO: Mapping[str, str] = {
    "Toggle site navigation sidebar": "打开或收起目录",
    "Toggle table of contents sidebar": "打开或收起本页目录",
    "Toggle Light / Dark / Auto color theme": "切换浅色、深色、随系统",
    "Menu": "目录",
    "Expand": "展开",
    "Light mode": "浅色",
    "Dark mode": "深色",
    "Auto light/dark, in light mode": "随系统，现为浅色",
    "Auto light/dark, in dark mode": "随系统，现为深色",
    "On this page": "本页目录",
    "Next": "下一篇",
    "Previous": "上一篇",
    "Home": "首页",
    "Error": "出错",
    "Please activate JavaScript to enable the search functionality.": (
        "搜索要用 JavaScript，请启用。"
    ),
    "Skip to content": "跳到正文",
    "Back to top": "回到顶部",
}
_CREDIT = re.compile(r"Made with\s+(<a [^>]*>Sphinx</a>) and\s+<a [^>]*>@pradyunsg</a>'s\s+")
_WORDING = re.compile(r"(?<=[>\"\s])(?:" + "|".join(map(re.escape, _FURO)) + r")(?=\s*[<\"])")
_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_SIGN = r"[\u3001-\u3011\uff01-\uff1f“”‘’…—]"
_HAN = r"[\u3001-\u3011\u4e00-\u9fff\uff01-\uff1f“”‘’…—]"
_OPEN, _CLOSE = r"((?:<(?:a|em|strong|span)\b[^>]*>)*)", r"((?:</(?:a|em|strong|span)>)*)"
_BREAK = re.compile(
    rf"(?<={_HAN}){_CLOSE}\n{_OPEN}(?={_HAN})|(?<={_SIGN}){_CLOSE}\n{_OPEN}(?=\w|<code)"
)
# The blank that Markdown needs between a bold sentence and the next one.
_AFTER_BOLD = re.compile(rf"(?<={_SIGN})</strong> ")
_ARTICLE = re.compile(r"(<article\b.*?</article>)", re.DOTALL)
_ALIGNED = ' align="top"'
_LINK = re.compile(
    r"(?<!!)\[(?P<words>[^\]]*)\]\((?P<link>[^)\s:]+)\)(?P<after>(?:（英文| \(in Ch)?)"
)
_SWITCH = re.compile(r"^\[(?:English|中文)\]\([^)]+\)\n\n", re.MULTILINE)


def connect(app: Sphinx) -> None:
    """Have Sphinx call what stands here."""
    app.connect("config-inited", _name_site)
    app.connect("source-read", _read_page)
    app.connect("html-page-context", _add_switch)
    app.connect("build-finished", _finish_chinese)


def site_text(page: str, text: str) -> str:
    """Return the text of a page as its site shows it.

    The link to the page's own half is left out, since every page of the site has a switch. Where a
    picture stands in its line is said by the site's own style.
    """
    own = language_of(page)

    def lead(found: re.Match[str]) -> str:
        target, anchor = resolved(page, found["link"])
        if language_of(target) == own or not _is_shown(target):
            return found[0]
        there = _address(target, anchor)
        up = "../" * (1 + page.removeprefix(f"{FOLDERS[own]}/").count("/"))
        return f"[{found['words']}](other:{up}{there}){found['after'] or _NOTES[own]}"

    return _LINK.sub(lead, _SWITCH.sub("", text.replace(_ALIGNED, ""), count=1))


def other_page(page: str) -> str:
    """Return where the switch of a page leads, from the folder of both sites."""
    half = half_of(page)
    there = language_of(half)
    return _address(half if (ROOT / half).is_file() else f"{FOLDERS[there]}/index.md", "")


def _is_shown(target: str) -> bool:
    return target.startswith("docs/") and target.endswith(".md") and (ROOT / target).is_file()


def _address(page: str, anchor: str) -> str:
    language = language_of(page)
    path = posixpath.relpath(page, FOLDERS[language]).removesuffix(".md")
    return f"{language}/{path}.html" + (f"#{anchor}" if anchor else "")


def _language(config: Config) -> str:
    return CHINESE if config.language.startswith("zh") else ENGLISH


def _page(app: Sphinx, name: str) -> str:
    return f"{FOLDERS[_language(app.config)]}/{name}.md"


def _name_site(_app: Sphinx, config: Config) -> None:
    config.html_title = TITLES[_language(config)]


def _read_page(app: Sphinx, name: str, source: list[str]) -> None:
    source[0] = site_text(_page(app, name), source[0])


def _add_switch(
    app: Sphinx, name: str, _template: str, context: dict[str, Any], _doctree: object
) -> None:
    """Give the template what the bar above the page says; a page of Sphinx's own has a twin."""
    own = _language(app.config)
    other = ENGLISH if own == CHINESE else CHINESE
    page = _page(app, name)
    made = not (ROOT / page).is_file()  # the search and the index of words
    up = "../" * (1 + name.count("/"))
    context.update(
        site_words=_WORDS[own],
        front=f"{up}index.html",
        own_language=NAMES[own],
        other_language=NAMES[other],
        other_lang=TAGS[other],
        other_page=up + (f"{other}/{name}.html" if made else other_page(page)),
    )


def _finish_chinese(app: Sphinx, failure: Exception | None) -> None:
    """Say in Chinese what furo says in English whatever the language, and join lines."""
    if failure or _language(app.config) == ENGLISH:
        return
    for path in Path(app.outdir).rglob("*.html"):
        parts = _ARTICLE.split(path.read_text(encoding="utf-8"))
        if path.name not in ("search.html", "genindex.html"):  # whose article is Sphinx's own
            parts[::2] = map(_in_chinese, parts[::2])
        else:
            parts = [*map(_in_chinese, parts)]
        path.write_text(joined("".join(parts)), encoding="utf-8")


def joined(text: str) -> str:
    """Join the lines and sentences of Chinese prose, between which a browser shows a blank."""
    parts = _PRE.split(text)
    lines = [_BREAK.sub(r"\1\2\3\4", part) for part in parts[::2]]
    parts[::2] = [_AFTER_BOLD.sub("</strong>", part) for part in lines]
    return "".join(parts)


def _in_chinese(text: str) -> str:
    said = _WORDING.sub(lambda found: _FURO.get(found[0], found[0]), text)
    return _CREDIT.sub(r"制作工具：\1、", said)
