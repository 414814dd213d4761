"""Word files as programs write them: merged cells, indented rows, controls, bounds."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from support.published import word_package, word_paragraph
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable
from xlreport.reading.published import read_published_sheets


def read(data: bytes) -> list[RawSheet]:
    return read_published_sheets(data, ".docx")


def rows(sheet: RawSheet) -> dict[tuple[int, int], str]:
    return {spot: cell.text for spot, cell in sheet.cells.items()}


def test_a_table_of_python_docx_is_read_with_its_merges() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 1)).text = "甲"
    table.cell(2, 2).add_table(rows=1, cols=2).cell(0, 1).text = "内"
    document.add_paragraph("文")
    out = BytesIO()
    document.save(out)
    outer, inner, text = read(out.getvalue())
    assert ((0, 0, 1, 1),) == outer.merges
    assert {
        (0, 0): "甲",
        (0, 2): "02",
        (1, 2): "12",
        (2, 0): "20",
        (2, 1): "21",
        (2, 2): "22",
    } == rows(outer)
    assert {(0, 0): "", (0, 1): "内"} == rows(inner)
    assert "文" in rows(text).values()


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{word_paragraph(text)}</w:tc>"


def table(*lines: str) -> bytes:
    return word_package(f"<w:tbl>{''.join(f'<w:tr>{line}</w:tr>' for line in lines)}</w:tbl>")


def test_a_row_may_begin_further_right() -> None:
    before = '<w:trPr><w:gridBefore w:val="2"/></w:trPr>'
    found, _ = read(table(cell("甲") + cell("乙") + cell("丙"), before + cell("丁")))
    assert {(0, 0): "甲", (0, 1): "乙", (0, 2): "丙", (1, 2): "丁"} == rows(found)


def test_a_cell_that_goes_on_where_nothing_stands_above_is_a_cell() -> None:
    found, _ = read(table(cell("甲", "<w:vMerge/>") + cell("乙"), cell("") + cell("丙")))
    assert {(0, 0): "甲", (0, 1): "乙", (1, 0): "", (1, 1): "丙"} == rows(found)


def test_what_stands_in_a_place_that_another_cell_covers_is_not_shown_by_word() -> None:
    top, below = cell("甲", '<w:vMerge w:val="restart"/>'), cell("藏", "<w:vMerge/>")
    found, _ = read(table(top + cell("乙"), below + cell("丙")))
    assert {(0, 0): "甲", (0, 1): "乙", (1, 1): "丙"} == rows(found)
    assert ((0, 0, 1, 0),) == found.merges


def test_tables_in_content_controls_are_read() -> None:
    row = f"<w:sdt><w:sdtContent><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent><w:tbl>{row}</w:tbl></w:sdtContent></w:sdt>"
    found, _ = read(word_package(body))
    assert {(0, 0): "甲", (0, 1): "乙"} == rows(found)


def test_changes_outside_the_tables_count_as_accepted() -> None:
    run = "<w:r><w:t>新</w:t></w:r>"
    gone = "<w:del w:id='2'><w:r><w:delText>旧</w:delText></w:r></w:del>"
    (text,) = read(word_package(f"<w:p><w:ins w:id='1'>{run}</w:ins>{gone}</w:p>"))
    assert {(0, 0): "新"} == rows(text)


@pytest.mark.parametrize("change", ["ins", "del", "moveFrom", "moveTo"])
def test_changes_in_a_table_are_refused(change: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(table(f"<w:tc><w:p><w:{change}/></w:p></w:tc>"))
    assert "PUBLISHED-CHANGES" == refused.value.code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("<w:tbl><w:tr><w:tc>" * 60 + "</w:tc></w:tr></w:tbl>" * 60, "FILE-HOSTILE"),
        ("<w:p/>" * 1_300_000, "FILE-HOSTILE"),
        ("<w:tbl>", "FILE-DAMAGED"),
        ("&x;", "FILE-DAMAGED"),
    ],
)
def test_what_goes_beyond_a_bound_is_refused(body: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(word_package(body))
    assert code == refused.value.code


SPAN = st.sampled_from(["0", "1", "2", "9", "300", "99999999", "-1", "x", "\u0663"])
CELL = st.builds(
    lambda span, merge, text: cell(text, f'<w:gridSpan w:val="{span}"/>{merge}'),
    SPAN,
    st.sampled_from(["", "<w:vMerge/>", '<w:vMerge w:val="restart"/>', '<w:vMerge w:val="?"/>']),
    st.sampled_from(["", "0", "规章"]),
)
LINE = st.builds(
    lambda before, cells: f'<w:trPr><w:gridBefore w:val="{before}"/></w:trPr>{"".join(cells)}',
    SPAN,
    st.lists(CELL, max_size=5),
)


@some
@given(st.lists(LINE, max_size=6))
def test_no_disorder_of_spans_raises_or_leaves_the_bounds(lines: list[str]) -> None:
    for sheet in read(table(*lines)):
        assert all(0 <= row < 5000 and 0 <= column < 256 for row, column in sheet.cells)
        assert all((top, left) in sheet.cells for top, left, _, _ in sheet.merges)


_MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "seen"),
    [
        (run("12", "<w:strike/>") + run("15"), "1215〔其中有删除线“12”〕"),
        (run("12", '<w:dstrike w:val="true"/>') + run("15"), "1215〔其中有删除线“12”〕"),
        (run("12", "<w:strike/><w:vanish/>") + run("15"), "15〔另有隐藏文字“12”〕"),
        (
            run("3") + run("1", '<w:vertAlign w:val="superscript"/>'),
            "31〔其中是上标或下标“1”〕",
        ),
        (run("3") + run("1", '<w:vertAlign w:val="baseline"/>'), "31"),
        (run("15", '<w:strike w:val="0"/>'), "15"),
        (run("15", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"), "15"),
        (
            f"<w:r><w:ruby><w:rt>{run('3')}</w:rt><w:rubyBase>{run('15')}</w:rubyBase></w:ruby></w:r>",
            "315〔其中是注音“3”〕",
        ),
        (
            run("1") + f"<m:oMath {_MATH}><m:r><m:t>5</m:t></m:r></m:oMath>",
            "15〔其中是公式“5”〕",
        ),
        (run("1") + '<w:r><w:sym w:font="Symbol" w:char="F035"/></w:r>', "1〔另有符号“□”〕"),
        (run("行政许可") + run("甲", "<w:strike/>"), "行政许可甲"),
    ],
)
def test_a_figure_of_which_a_part_is_no_plain_print_says_so(runs: str, seen: str) -> None:
    line = f"<w:tc><w:p>{runs}</w:p></w:tc>{cell('9')}"
    assert {(0, 0): seen, (0, 1): "9"} == rows(read(table(line))[0])
