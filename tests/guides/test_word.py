"""A guide in Word: the report's styles, contents with pages, whole rows, described pictures."""

from __future__ import annotations

import re
import tomllib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from guide_contents import FILE, count_pages, written
from PIL import Image

from xlreport.guides._markdown import Grid, Heading, Picture, read_markdown
from xlreport.guides._word import FENCE, build_word
from xlreport.guides._word_grid import column_widths
from xlreport.guides.guide import WORD, build_guide
from xlreport.guides.source import GUIDES, guide_text, picture_bytes
from xlreport.office.theme import default_theme
from xlreport.report.type_area import PAGE_WIDTH
from xlreport.report.word_style import BODY

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

KEYS = [*GUIDES]
DATA = {key: build_guide(GUIDES[key], WORD, default_theme()) for key in KEYS}
BLOCKS = {key: read_markdown(guide_text(key)) for key in KEYS}


def open_guide(key: str) -> Document:
    return docx.Document(BytesIO(DATA[key]))


def headings(key: str) -> list[Heading]:
    return [each for each in BLOCKS[key] if isinstance(each, Heading) and each.level > 1]


@pytest.mark.parametrize("key", KEYS)
def test_the_pages_are_a4_and_numbered_on_either_side(key: str) -> None:
    document = open_guide(key)
    (section,) = document.sections
    assert section.page_width is not None
    assert section.page_height is not None
    assert (210, 297) == (round(section.page_width / Mm(1)), round(section.page_height / Mm(1)))
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml
    assert GUIDES[key].title == document.core_properties.title
    assert "zh-CN" == document.core_properties.language


def test_lines_break_between_the_words_of_commands_and_none_is_called_misspelt() -> None:
    document = open_guide("officer")
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert ("en-US", "zh-CN") == tuple(language.get(qn(f"w:{of}")) for of in ("val", "eastAsia"))
    hidden = ("w:hideSpellingErrors", "w:hideGrammaticalErrors")
    settings = [each.tag for each in document.settings.element]
    at = settings.index(qn("w:proofState"))
    assert [*map(qn, hidden)] == settings[at - 2 : at]


def test_no_line_of_a_paragraph_stands_alone_on_a_page() -> None:
    styles = open_guide("officer").styles
    assert [True, True] == [styles[n].paragraph_format.widow_control for n in (BODY, FENCE)]


@pytest.mark.parametrize("key", KEYS)
def test_headings_have_the_styles_of_the_published_report(key: str) -> None:
    names = {2: "Heading 1", 3: "Heading 2"}
    expected = [(names[each.level], each.numbered) for each in headings(key)]
    shown = [
        (paragraph.style.name, paragraph.text)
        for paragraph in open_guide(key).paragraphs
        if paragraph.style is not None and paragraph.style.name in names.values()
    ]
    assert expected == shown


@pytest.mark.parametrize("key", KEYS)
def test_the_contents_are_words_own_with_every_heading_and_its_page(key: str) -> None:
    document = open_guide(key)
    lines = [p for p in document.paragraphs if p.style and p.style.name == "指南目录"][1:]
    texts = ["".join(n.text or "" for n in line._p.iter(qn("w:t"))) for line in lines]
    listed = zip(headings(key), texts, strict=True)
    pages = {each.anchor: int(text.removeprefix(each.numbered)) for each, text in listed}
    assert tomllib.loads(FILE.read_text(encoding="utf-8"))[key] == pages
    assert sorted(pages.values()) == [*pages.values()]
    xml = document.element.body.xml
    assert 1 == xml.count('TOC \\o "1-2"')
    assert ["begin", "separate", "end"] == re.findall(r'fldCharType="(\w+)"', xml)
    marks = set(re.findall(r'<w:bookmarkStart [^>]*w:name="(\w+)"', xml))
    assert set() == set(re.findall(r'<w:hyperlink [^>]*w:anchor="(\w+)"', xml)) - marks
    assert set() == set(re.findall(r"PAGEREF (\w+)", xml)) - marks


@pytest.mark.parametrize("key", KEYS)
def test_no_table_splits_a_row_and_every_one_repeats_its_header(key: str) -> None:
    tables = open_guide(key).tables
    assert len([b for b in BLOCKS[key] if isinstance(b, Grid)]) == len(tables)
    for table in tables:
        for number, row in enumerate(table.rows):
            properties = row._tr.trPr
            assert properties is not None
            assert properties.find(qn("w:cantSplit")) is not None
            assert (number == 0) == (properties.find(qn("w:tblHeader")) is not None)
        assert table._tblPr.find(qn("w:tblCaption")) is not None


@pytest.mark.parametrize("key", KEYS)
def test_a_table_is_as_wide_as_the_page_and_no_column_is_narrow(key: str) -> None:
    for grid in (block for block in BLOCKS[key] if isinstance(block, Grid)):
        widths = column_widths(grid)
        assert PAGE_WIDTH == sum(widths)
        assert min(widths) > 500


@pytest.mark.parametrize("key", KEYS)
def test_every_picture_is_described_and_fits_the_page(key: str) -> None:
    document = open_guide(key)
    pictures = [each for each in BLOCKS[key] if isinstance(each, Picture)]
    shown = document.inline_shapes
    assert len(pictures) == len(shown)
    for picture, shape in zip(pictures, shown, strict=True):
        assert picture.described == shape._inline.docPr.get("descr")
        assert shape.width <= PAGE_WIDTH * 635
        assert picture.numbered in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize("key", KEYS)
def test_the_file_asks_nothing_when_it_is_opened(key: str) -> None:
    """A field that Word is to renew makes it ask a clerk a question first."""
    with zipfile.ZipFile(BytesIO(DATA[key])) as archive:
        texts = [
            archive.read(name) for name in archive.namelist() if name.endswith((".xml", "rels"))
        ]
    assert [] == [each for each in texts if b"updateFields" in each or b"dirty" in each]
    assert [] == [each for each in texts if b'TargetMode="External"' in each]


SMALL = """# 指南

开头。

## 章

1. 甲
2. 乙

   - **丙**丁

```console
$ xlreport
```

见[章](#章)。

| 一 | 二 |
|---|---|
| 三 | 四 |

![所见](pictures/cover.png "封面")
"""


@pytest.fixture(scope="module")
def small() -> Document:
    data = build_word(GUIDES["clerk"], read_markdown(SMALL), default_theme())
    return docx.Document(BytesIO(data))


def paragraph_of(document: Document, text: str) -> Paragraph:
    (found,) = (each for each in document.paragraphs if each.text == text)
    return found


def test_items_are_numbered_or_marked_and_stand_below_one_another(small: Document) -> None:
    first, second, inner = (paragraph_of(small, t) for t in ("1.\t甲", "2.\t乙", "●\t丙丁"))
    indents = [each.paragraph_format.left_indent for each in (first, second, inner)]
    assert indents[0] == indents[1]
    assert indents[2] == 2 * (indents[0] or 0)
    assert [None, True, None] == [run.bold for run in inner.runs]


def test_a_command_stands_on_a_ground_of_its_own(small: Document) -> None:
    shading = paragraph_of(small, "$ xlreport")._p.find(f".//{qn('w:shd')}")
    assert default_theme().colour("label") == f"#{shading.get(qn('w:fill'))}"


def test_a_chapter_begins_below_the_contents_on_a_new_page(small: Document) -> None:
    assert paragraph_of(small, "一、章").paragraph_format.page_break_before


def test_a_short_table_stays_on_one_page_with_the_text_above_it(small: Document) -> None:
    (table,) = small.tables
    kept = [
        [cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells]
        for row in table.rows
    ]
    assert [[True, True], [None, None]] == kept
    (above,) = (each for each in small.paragraphs if each._p.getnext() is table._tbl)
    assert above.paragraph_format.keep_with_next


def test_a_picture_keeps_its_shape_and_has_a_line_around_it(small: Document) -> None:
    (shape,) = small.inline_shapes
    with Image.open(BytesIO(picture_bytes("pictures/cover.png"))) as picture:
        assert abs(picture.width / picture.height - shape.width / shape.height) < 0.01
    assert 1 == len(shape._inline.graphic.graphicData.pic.spPr.findall(qn("a:ln")))
    shown = paragraph_of(small, "图1　封面")._p.getprevious()
    assert shown.find(f".//{qn('w:keepNext')}") is not None


@pytest.mark.libreoffice
def test_the_pages_of_the_contents_are_those_that_libreoffice_counts() -> None:
    assert written(count_pages()) == FILE.read_text(encoding="utf-8"), "run `make pictures`"
