"""A guide is one text in three kinds of file, each of which stands alone."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import docx
import pytest
from PIL import Image

import xlreport as xr
from xlreport.guides._markdown import (
    Block,
    Fence,
    Grid,
    Heading,
    Line,
    Listing,
    Paragraph,
    Picture,
    read_markdown,
)
from xlreport.guides.guide import PAGE, WORD, build_guide
from xlreport.guides.source import GUIDES, guide_text, picture_bytes
from xlreport.office.theme import default_theme

KEYS = [*GUIDES]
BLOCKS = {key: read_markdown(guide_text(key)) for key in KEYS}


def inner(block: Block) -> list[Block]:
    """List a block and all that stands in it."""
    if isinstance(block, Listing):
        return [block, *(each for item in block.items for one in item for each in inner(one))]
    return [block]


def blocks_of(key: str) -> list[Block]:
    return [each for block in BLOCKS[key] for each in inner(block)]


def lines_of(block: Block) -> list[Line]:
    match block:
        case Paragraph():
            return [block.line]
        case Grid():
            return [*block.head, *(cell for row in block.rows for cell in row)]
    return []


def words_of(key: str) -> list[str]:
    """List every text of a guide, in its order, blanks left out."""
    found = []
    for block in blocks_of(key):
        if isinstance(block, Heading):
            found.append(block.numbered if block.level > 1 else block.text)
        elif isinstance(block, Fence):
            found.append(block.text)
        elif isinstance(block, Picture):
            found.append(block.numbered)
        found += ["".join(span.text for span in line) for line in lines_of(block)]
    return ["".join(each.split()) for each in found]


class Page(HTMLParser):
    """The texts and attributes of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def values(self, tag: str, name: str) -> list[str]:
        return [v for t, n, v in self.attributes if (t, n) == (tag, name)]


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    theme = default_theme()
    return {key: build_guide(GUIDES[key], PAGE, theme).decode("utf-8") for key in KEYS}


@pytest.fixture(scope="module")
def words() -> dict[str, bytes]:
    return {key: build_guide(GUIDES[key], WORD, default_theme()) for key in KEYS}


@pytest.mark.parametrize("key", KEYS)
def test_every_link_of_a_guide_leads_to_a_heading_of_its_own(key: str) -> None:
    anchors = [block.anchor for block in blocks_of(key) if isinstance(block, Heading)]
    targets = {s.target for b in blocks_of(key) for line in lines_of(b) for s in line if s.target}
    assert len(anchors) == len(set(anchors))
    assert set() == targets - set(anchors)


@pytest.mark.parametrize("key", KEYS)
def test_every_picture_is_there_small_described_and_has_a_caption(key: str) -> None:
    shown = [block for block in blocks_of(key) if isinstance(block, Picture)]
    assert shown
    for picture in shown:
        data = picture_bytes(picture.path)
        assert len(data) < 200_000, picture.path
        assert Image.open(BytesIO(data)).width >= 500
        assert picture.described
        assert picture.caption
        assert picture.described != picture.caption


def test_no_picture_lies_about_that_no_guide_shows() -> None:
    folder = files("xlreport.guides").joinpath("pictures")
    shown = {b.path for key in KEYS for b in blocks_of(key) if isinstance(b, Picture)}
    assert shown == {f"pictures/{each.name}" for each in folder.iterdir()}


@pytest.mark.parametrize("key", KEYS)
def test_the_page_holds_the_whole_text_and_nothing_leads_out_of_it(
    key: str, pages: dict[str, str]
) -> None:
    page = Page(pages[key])
    text = "".join("".join(page.texts).split())
    assert [] == [each for each in words_of(key) if each not in text]
    assert {True} == {src.startswith("data:image/png;base64,") for src in page.values("img", "src")}
    ids = {value for _, name, value in page.attributes if name == "id"}
    assert set() == {href.removeprefix("#") for href in page.values("a", "href")} - ids
    assert all(page.values("img", "alt"))
    assert ["zh-CN"] == page.values("html", "lang")
    assert [] == re.findall(r"https?://|<script|@import|url\(", pages[key])


@pytest.mark.parametrize("key", KEYS)
def test_the_contents_of_the_page_name_every_chapter_and_section(
    key: str, pages: dict[str, str]
) -> None:
    headings = [each for each in BLOCKS[key] if isinstance(each, Heading) and each.level > 1]
    (contents,) = re.findall(r"<nav\b.*?</nav>", pages[key], re.DOTALL)
    assert [f"#{each.anchor}" for each in headings] == Page(contents).values("a", "href")


@pytest.mark.parametrize("key", KEYS)
def test_the_word_file_holds_the_whole_text_in_the_same_order(
    key: str, words: dict[str, bytes]
) -> None:
    document = docx.Document(BytesIO(words[key]))
    body = document.element.body
    texts = [node.text or "" for node in body.iter() if node.tag.endswith("}t")]
    text = re.sub(r"（第\d*页）", "", "".join("".join(texts).split()))
    at = 0
    for each in words_of(key):
        assert each in text[at:]
        at = text.index(each, at)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("ending", [WORD, PAGE])
def test_the_same_guide_gives_the_same_bytes(key: str, ending: str) -> None:
    theme = default_theme()
    assert build_guide(GUIDES[key], ending, theme) == build_guide(GUIDES[key], ending, theme)


def test_a_guide_is_written_under_its_name_and_never_over_another_file(tmp_path: Path) -> None:
    path = tmp_path / "给单位" / "填报指南.docx"
    assert path == xr.write_guide("clerk", path)
    before = path.read_bytes()
    with pytest.raises(xr.OutputError, match="已经存在"):
        xr.write_guide("officer", path)
    assert before == path.read_bytes()
    assert [path] == [*path.parent.iterdir()]


def test_a_guide_goes_into_a_file_object(tmp_path: Path) -> None:
    buffer = BytesIO()
    xr.write_guide("clerk", buffer, ending=".html")
    assert buffer.getvalue().startswith(b"<!DOCTYPE html>")
    with pytest.raises(xr.InputError, match=r"请用 \.docx、\.html 或 \.pdf 结尾"):
        xr.write_guide("clerk", tmp_path / "填报指南.txt")
    with pytest.raises(xr.InputError, match="没有指南“all”，请写 clerk"):
        xr.write_guide("all", tmp_path / "填报指南.docx")
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize(
    ("ending", "lacking"),
    [
        *((".docx", "docx"), (".html", "jinja2"), (".html", "markdown_it")),
        *((".pdf", "docx"), (".pdf", "jinja2"), (".pdf", "markdown_it")),
    ],
)
def test_without_the_extra_a_guide_says_what_to_install(
    ending: str, lacking: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"docx", "jinja2", "markdown_it"} - {lacking}
    monkeypatch.setattr("xlreport.base.ending.find_spec", lambda name: name in found or None)
    with pytest.raises(xr.InputError, match=rf'{lacking}，请运行 pip install "xlreport\[report\]"'):
        xr.write_guide("clerk", tmp_path / f"指南{ending}")
    assert [] == [*tmp_path.iterdir()]


def test_a_theme_changes_fonts_and_colours(tmp_path: Path) -> None:
    theme = tmp_path / "主题.toml"
    theme.write_text('[report]\nbody = "楷体"\n[colours]\nlabel = "#ABCDEF"\n', encoding="utf-8")
    xr.write_guide("clerk", tmp_path / "指南.docx", theme=theme)
    styles = docx.Document(str(tmp_path / "指南.docx")).styles
    assert "楷体" == styles["Body Text"].font.name
    xr.write_guide("clerk", tmp_path / "指南.html", theme=theme)
    assert "#ABCDEF" in (tmp_path / "指南.html").read_text("utf-8")
