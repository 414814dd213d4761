"""The Word file says what the report says, and is set as GB/T 9704-2012 has it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from support.filled import fill_form
from support.made_up_form import load_made_up
from support.to_publish import NAME, returns_to_publish
from xlreport import Form, load_form
from xlreport.layout.grid import lay_table
from xlreport.office.theme import default_theme, load_theme
from xlreport.report._table_fit import ABOVE_TABLE
from xlreport.report._word import DRAFT_MARK, build_word
from xlreport.report.report import Report, make_report
from xlreport.report.word_style import (
    BODY,
    DRAFT,
    HEADING,
    OPENING_WORDS,
    SIGNED,
    SUBHEADING,
    SUCCESSORS,
    TITLE,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FORMS = ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement", "made-up"]


@pytest.fixture
def form(request: pytest.FixtureRequest, tmp_path: Path) -> Form:
    if request.param == "made-up":
        return load_made_up(tmp_path)
    return load_form(request.param)


def report_of(
    form: Form, texts: Mapping[str, str] | None = None, name: str = NAME, largest: int = 0
) -> Report:
    inputs = fill_form(form, 5, largest=largest) if largest else None
    return make_report(returns_to_publish(form, texts=texts, name=name, inputs=inputs))


def open_word(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def word_of(report: Report) -> Document:
    return open_word(build_word(report, default_theme()))


def written(document: Document, style: str) -> list[Paragraph]:
    return [each for each in document.paragraphs if each.style and each.style.name == style]


def overview(form: Form, text: str) -> Document:
    """Write a report whose 总体情况 is this text alone, all else blank."""
    report = report_of(form, {"overview": text})
    sections = tuple(s for s in report.sections if s.key == "overview")
    return word_of(replace(report, sections=sections))


# ---- the tables --------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_every_label_and_value_stands_in_its_place_with_its_merges(form: Form) -> None:
    report = report_of(form)
    tables = [section.table for section in report.sections if section.table]
    written_tables = word_of(report).tables
    assert len(tables) == len(written_tables)
    for table, shown in zip(tables, written_tables, strict=True):
        rows = [row.cells for row in shown.rows]
        grid = lay_table(table.table)
        assert (grid.rows, grid.columns) == (len(rows), len(rows[0]))
        for block in grid.blocks:
            text = block.text if block.cell < 0 else table.shown(block.cell)
            places = [
                rows[row][column]
                for row in range(block.top, block.bottom + 1)
                for column in range(block.left, block.right + 1)
            ]
            assert {text} == {place.text for place in places}
            assert {places[0]._tc} == {place._tc for place in places}
        assert len(grid.blocks) == len({cell._tc for row in rows for cell in row})


@pytest.mark.parametrize("form", FORMS, indirect=True)
def test_no_row_breaks_and_the_header_is_repeated(form: Form) -> None:
    document = word_of(report_of(form))
    for table, shown in zip(form.tables, document.tables, strict=True):
        headers = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in shown.rows]
        assert lay_table(table).header_rows == headers.count(True)
        assert sorted(headers, reverse=True) == headers
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in shown.rows)


def test_a_table_that_fits_a_page_is_kept_on_one(form_2021: Form) -> None:
    for table in word_of(report_of(form_2021)).tables:
        kept = [
            all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in row.cells)
            for row in table.rows
        ]
        assert [*[True] * (len(kept) - 1), False] == kept


def test_table_three_begins_a_page_and_the_others_follow_the_text(form_2021: Form) -> None:
    headings = written(word_of(report_of(form_2021)), HEADING)
    breaks = [each.text[0] for each in headings if each.paragraph_format.page_break_before]
    assert ["三"] == breaks


def test_a_table_with_numbers_too_long_for_an_upright_page_has_a_landscape_one(
    form_2021: Form,
) -> None:
    document = word_of(report_of(form_2021, largest=99999999))
    landscape = [s.orientation == WD_ORIENT.LANDSCAPE for s in document.sections]
    assert [False, True, False] == landscape
    turned = document.sections[1]
    assert (round(Mm(297), -4), round(Mm(210), -4)) == (
        round(turned.page_width or 0, -4),
        round(turned.page_height or 0, -4),
    )


def test_a_report_of_a_county_is_upright_throughout(form_2021: Form) -> None:
    assert 1 == len(word_of(report_of(form_2021)).sections)


def test_a_heading_keeps_a_distance_from_its_table_and_none_from_its_text(
    form_2021: Form,
) -> None:
    headings = written(word_of(report_of(form_2021)), HEADING)
    spaces = [each.paragraph_format.space_after for each in headings]
    assert [None, *[Twips(ABOVE_TABLE)] * 3, None, None] == spaces


def test_a_table_tells_those_who_hear_it_what_it_is_and_where_its_labels_stand(
    form_2021: Form,
) -> None:
    texts = [
        [
            table._tblPr.find(qn(f"w:{name}")).get(qn("w:val"))
            for name in ("tblCaption", "tblDescription")
        ]
        for table in word_of(report_of(form_2021)).tables
    ]
    assert [table.heading for table in form_2021.tables] == [caption for caption, _ in texts]
    assert [
        "共 14 行、4 列；每一段的开头是栏目，左边 1 列是指标。",
        "共 28 行、10 列；前 3 行是栏目，左边 3 列是指标。",
        "共 4 行、15 列；前 3 行是栏目。",
    ] == [description for _, description in texts]


@pytest.mark.parametrize(
    ("name", "day", "text", "ends"),
    [
        (NAME, None, "　　　　年　　月　　日", [5, 2]),
        (NAME, date(2023, 1, 9), "2023年1月9日", [2, 4]),
        ("某局", date(2023, 12, 29), "2023年12月29日", [9, 2]),
        ("某" * 60, date(2023, 1, 9), "2023年1月9日", [2, 18]),
    ],
)
def test_below_the_report_stand_office_and_day_or_room_for_it(
    name: str, day: date | None, text: str, ends: list[int]
) -> None:
    form = load_form("ogi-2021+ogi-supplement")
    report = make_report(returns_to_publish(form, name=name), signed_on=day)
    document = word_of(report)
    signed = written(document, SIGNED)
    assert [name, text] == [each.text for each in signed]
    assert ends == [(each.paragraph_format.right_indent or 0) / Pt(16) for each in signed]
    assert document.element.body[-2] is signed[-1]._p


@pytest.mark.parametrize("signed", [False, True])  # by the library, by the text itself
def test_office_and_day_stand_on_the_page_of_the_last_paragraph(
    form_2021: Form, signed: bool
) -> None:
    end = [NAME, "2022年1月20日"] if signed else []
    document = word_of(report_of(form_2021, {"other": "\n".join(["没有。", *end])}))
    *_, text, name, day = document.paragraphs
    assert ("没有。", NAME) == (text.text, name.text)
    kept = [each.paragraph_format.keep_with_next for each in (text, name, day)]
    assert [True, True, None] == kept


# ---- the page ----------------------------------------------------------------------------------


def test_paper_margins_and_grid_are_those_of_the_standard(form_2021: Form) -> None:
    section = word_of(report_of(form_2021)).sections[0]
    sizes = [
        *(section.page_width, section.page_height, section.top_margin),
        *(section.left_margin, section.right_margin, section.bottom_margin),
    ]
    assert [210, 297, 37, 28, 26, 35] == [round(size.mm) for size in sizes if size]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None
    assert "linesAndChars" == grid.get(qn("w:type"))
    pitch, added = (int(grid.get(qn(f"w:{name}"), "")) for name in ("linePitch", "charSpace"))
    width, height, top, left, right, bottom = (size.twips for size in sizes if size)
    assert 22 == int((height - top - bottom) / pitch)
    assert 28 == int((width - left - right) / 20 / (16 + added / 4096))


def test_pages_are_numbered_at_the_right_and_on_even_pages_at_the_left(form_2021: Form) -> None:
    document = word_of(report_of(form_2021))
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert "— 1 —" == "".join(text.text or "" for text in line._p.iter(qn("w:t")))
        assert "PAGE" == line._p.find(qn("w:fldSimple")).get(qn("w:instr"))
        assert Pt(14) == getattr(line.paragraph_format, f"{side}_indent")
        assert line.style is not None
        assert Pt(14) == line.style.font.size


@pytest.mark.parametrize(
    ("style", "size", "indent"),
    [(TITLE, 22, None), (HEADING, 16, "200"), (SUBHEADING, 16, "200"), (BODY, 16, "200")],
)
def test_type_is_set_by_the_standard(
    form_2021: Form, style: str, size: int, indent: str | None
) -> None:
    shown = word_of(report_of(form_2021)).styles[style]
    assert Pt(size) == shown.font.size
    # 28.99 points, in the twentieths of a point that Word counts in; a twentieth more, and the
    # 22nd line would not fit.
    assert Twips(579) == shown.paragraph_format.line_spacing
    indents = shown.element.pPr.find(qn("w:ind"))
    assert indent == (None if indents is None else indents.get(qn("w:firstLineChars")))


# ---- the fonts ---------------------------------------------------------------------------------


def fonts(document: Document, style: str) -> set[str | None]:
    names = document.styles[style].element.rPr.rFonts
    return {names.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia", "cs")}


def test_fonts_are_those_of_the_standard_for_chinese_and_latin_alike(form_2021: Form) -> None:
    document = word_of(report_of(form_2021))
    expected = {
        TITLE: "方正小标宋简体",
        HEADING: "黑体",
        SUBHEADING: "楷体_GB2312",
        OPENING_WORDS: "楷体_GB2312",
        BODY: "仿宋_GB2312",
        "报告表格10.5磅": "宋体",
    }
    assert {style: {font} for style, font in expected.items()} == {
        style: fonts(document, style) for style in expected
    }


def test_a_county_s_theme_names_other_fonts(form_2021: Form, tmp_path: Path) -> None:
    path = tmp_path / "主题.toml"
    path.write_text('[report]\nbody = "方正仿宋_GBK"\ntitle = "某&体"', encoding="utf-8")
    data = build_word(report_of(form_2021), load_theme(path))
    document = open_word(data)
    assert [{"方正仿宋_GBK"}, {"某&体"}, {"黑体"}] == [
        fonts(document, style) for style in (BODY, TITLE, HEADING)
    ]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        listed = archive.read("word/fontTable.xml").decode()
    assert 'w:name="某&amp;体"' in listed


def test_a_font_that_windows_renamed_is_found_under_its_new_name(form_2021: Form) -> None:
    with zipfile.ZipFile(BytesIO(build_word(report_of(form_2021), default_theme()))) as archive:
        listed = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,FangSong"/>' in listed


def test_every_font_of_the_report_is_replaced_by_one_that_comes_with_chinese_windows() -> None:
    of_windows = {"宋体", "仿宋", "楷体", "黑体", "SimSun", "FangSong", "KaiTi", "SimHei"}
    fonts_used = {font for _, font in default_theme().report_fonts}
    assert fonts_used == set(SUCCESSORS)
    assert of_windows >= {names.split(",")[-1] for names in SUCCESSORS.values()}


# ---- the text ----------------------------------------------------------------------------------


def test_title_and_headings_stand_in_official_order(form_2021: Form) -> None:
    report = report_of(form_2021)
    document = word_of(report)
    assert [report.title] == [each.text.replace("\n", "") for each in written(document, TITLE)]
    headings = [each.text for each in written(document, HEADING)]
    assert [s.heading for s in report.sections if not s.is_opening] == headings
    assert ["一", "二", "三", "四", "五", "六"] == [heading[0] for heading in headings]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("盐池县", "盐池县2022年政府信息公开工作年度报告"),
        (NAME, f"{NAME}2022年\n政府信息公开工作年度报告"),
    ],
)
def test_a_title_too_long_for_a_line_breaks_by_its_sense(
    form_2021: Form, name: str, title: str
) -> None:
    assert title == word_of(report_of(form_2021, name=name)).paragraphs[0].text


def test_a_numbered_line_is_a_second_heading_and_a_numbered_sentence_opens_like_one(
    form_2021: Form,
) -> None:
    text = "（一）主动公开\n公开若干件。\n（二）依申请公开。收到若干件。\n(三) 监督保障。"
    document = overview(form_2021, text)
    assert ["（一）主动公开", "(三) 监督保障。"] == [p.text for p in written(document, SUBHEADING)]
    assert ["公开若干件。", "（二）依申请公开。收到若干件。"] == [
        p.text for p in written(document, BODY)
    ]
    runs = written(document, BODY)[1].runs
    assert [("（二）依申请公开。", OPENING_WORDS), ("收到若干件。", "Default Paragraph Font")] == [
        (run.text, run.style.name) for run in runs
    ]


def test_a_numbered_paragraph_without_a_short_first_sentence_is_text(form_2021: Form) -> None:
    text = f"（一）{'某' * 60}。后文。"
    assert [text] == [each.text for each in written(overview(form_2021, text), BODY)]


def test_a_draft_is_marked_before_its_text_and_behind_it(form_2021: Form) -> None:
    report = report_of(
        form_2021,
        {"overview": "（一）新收申请。12件。\n办结10件。", "problems": "甲。", "other": "无。"},
    )
    sections = tuple(replace(s, draft=s.key == "overview") for s in report.sections)
    document = word_of(replace(report, sections=sections))
    drafts = written(document, DRAFT)
    assert [f"{DRAFT_MARK}（一）新收申请。12件。", f"{DRAFT_MARK}办结10件。"] == [
        each.text for each in drafts
    ]
    shading = document.styles[DRAFT].element.pPr.find(qn("w:shd"))
    assert default_theme().colour("input") == f"#{shading.get(qn('w:fill'))}"
    assert 2 == sum(DRAFT_MARK in each.text for each in document.paragraphs)


def test_text_of_a_return_is_text_whatever_it_holds(form_2021: Form) -> None:
    hostile = "<w:br/>]]>&amp;\x00\x08\x0b\ud800\uffff{{ 1 }} =1+1\t“甲”"
    texts = [each.text for each in written(overview(form_2021, hostile), BODY)]
    assert ["<w:br/>]]>&amp;", "{{ 1 }} =1+1 “甲”"] == texts


def test_thirty_thousand_characters_are_written_to_the_last(form_2021: Form) -> None:
    text = "某" * 30_000
    assert [text] == [each.text for each in written(overview(form_2021, text), BODY)]


# ---- the file ----------------------------------------------------------------------------------


def test_the_same_report_gives_the_same_bytes_whenever_it_is_made(form_2021: Form) -> None:
    report = report_of(form_2021)
    data = build_word(report, default_theme())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert {(1980, 1, 1, 0, 0, 0)} == {member.date_time for member in archive.infolist()}
    properties = open_word(data).core_properties
    moment = datetime(report.period.year, 1, 1, tzinfo=UTC)
    assert [moment, moment] == [
        each and each.replace(tzinfo=UTC) for each in (properties.created, properties.modified)
    ]
    assert data == build_word(report, default_theme())


def test_the_file_says_whose_report_it_is_and_in_which_language(form_2021: Form) -> None:
    report = report_of(form_2021, name="某" * 300)
    document = word_of(report)
    properties = document.core_properties
    assert (report.title[:255], "某" * 255, "zh-CN", "") == (
        *(properties.title, properties.author, properties.language),
        properties.comments,
    )
    language = document.styles.element.find(f".//{qn('w:docDefaults')}//{qn('w:lang')}")
    assert {"zh-CN"} == {language.get(qn(f"w:{name}")) for name in ("val", "eastAsia")}


def test_nothing_of_the_library_s_template_is_left(form_2021: Form) -> None:
    data = build_word(report_of(form_2021), default_theme())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = set(archive.namelist())
    assert set() == {part for part in parts if re.search("custom|thumb|numb|Effects|app", part)}
    names = {style.name for style in open_word(data).styles}
    assert set() == {name for name in names if name and name.startswith(("List", "Light", "Med"))}


@pytest.mark.libreoffice
@pytest.mark.parametrize("form", FORMS[:2], indirect=True)
def test_libreoffice_finds_the_same_tables_and_each_on_one_page(
    form: Form, tmp_path: Path, convert: Callable[..., Path]
) -> None:
    report = report_of(form, {"overview": "某" * 600, "problems": "某", "other": "无"}, "盐池县")
    path = tmp_path / "报告.docx"
    path.write_bytes(build_word(report, default_theme()))
    saved = docx.Document(str(convert(path, "docx")))
    expected = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in word_of(report).tables
    ]
    assert expected == [
        [[cell.text for cell in row.cells] for row in table.rows] for table in saved.tables
    ]
    # The text and table two, table three, the rest: a table that did not fit would add a page.
    pages = re.findall(rb"/Type\s*/Page\b", convert(path, "pdf").read_bytes())
    assert len(pages) in {3, 4}
