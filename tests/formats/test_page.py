"""Web pages as servers send them: encodings, spans, hidden text, and what no server sends."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import some
from xlreport import InputError
from xlreport.formats._page_tree import parse_page
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable
from xlreport.reading.published import read_published_sheets


def read(page: str | bytes) -> list[RawSheet]:
    return read_published_sheets(page if isinstance(page, bytes) else page.encode(), ".html")


def rows(sheet: RawSheet) -> dict[tuple[int, int], str]:
    return {spot: cell.text for spot, cell in sheet.cells.items()}


def text(page: str | bytes) -> list[str]:
    return [cell.text for cell in read(page)[-1].cells.values()]


@pytest.mark.parametrize(
    "end", ["</html>", "</body></html>\n<!doctype html><html><body>", "</BODY >"]
)
def test_what_stands_behind_the_end_of_a_page_belongs_to_it(end: str) -> None:
    (html,) = parse_page(f"<html><body><p>甲</p>{end}<p>乙</p>")
    (body,) = html
    assert ["甲", "乙"] == [each.text for each in body]


def test_a_cell_stands_beside_those_that_reach_down_to_its_row() -> None:
    page = "<table><tr><td rowspan=2 colspan=2>甲<td>乙<tr><td>丙<tr><td>丁<td>戊<td>己</table>"
    (table, _) = read(page)
    assert {
        (0, 0): "甲",
        (0, 2): "乙",
        (1, 2): "丙",
        (2, 0): "丁",
        (2, 1): "戊",
        (2, 2): "己",
    } == rows(table)
    assert ((0, 0, 1, 1),) == table.merges


@pytest.mark.parametrize(
    ("span", "last"), [("0", 1), ("99999999", 1), ("x", 0), ("-3", 0), ("2.7", 1), ("", 0)]
)
def test_a_span_is_read_as_a_browser_does_and_ends_with_the_table(span: str, last: int) -> None:
    (table, _) = read(f"<table><tr><td rowspan='{span}'>甲<td>乙<tr><td>丙<td>丁</table>")
    assert ((0, 0, last, 0),) * bool(last) == table.merges


def test_a_very_wide_cell_is_clipped() -> None:
    (table, _) = read("<table><tr><td colspan=1000000>甲<td>乙<tr><td>丙</table>")
    assert ((0, 0, 0, 255),) == table.merges


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "big5hkscs"])
def test_a_page_is_read_in_its_own_encoding(encoding: str) -> None:
    page = "<meta charset='{}'><p>政府信息公開工作年度報告</p>".format(
        encoding.removesuffix("hkscs")
    )
    assert ["政府信息公開工作年度報告"] == text(page.encode(encoding))


def test_a_page_saved_in_another_encoding_than_it_declares_is_read() -> None:
    assert ["盐池县"] == text("<meta charset=gb2312><p>盐池县".encode())
    assert ["盐池县年度"] == text("<meta charset=utf-8><p>盐池县年度".encode("gbk"))


def test_one_broken_byte_spoils_one_sign_alone() -> None:
    (line,) = text("<p>盐池县".encode() + b"\xff" + "年度报告".encode())
    assert ("盐池县", "年度报告") == (line[:3], line[-4:])


def test_what_a_browser_does_not_show_is_not_read() -> None:
    page = (
        "<head><title>网站</title></head><script>var a='<table>'</script><style>p{}</style>"
        "<div style='display: none'><p>隐<table><tr><td>1<td>2</table></div><!-- 注 -->"
        "<input hidden><p hidden>藏</p><p>见"
    )
    assert [["见"]] == [[cell.text for cell in sheet.cells.values()] for sheet in read(page)]


def test_a_paragraph_is_one_line_and_a_line_break_makes_two() -> None:
    page = "<p>一、<b>总体</b>\n  情况</p>二<br>三<div>四</div><span>五</span>"
    assert ["一、总体 情况", "二", "三", "四", "五"] == text(page)


def test_a_table_of_one_column_or_around_tables_is_text_of_the_page() -> None:
    page = "<table><tr><td>甲<table><tr><td>1<td>2</table>乙<tr><td>丙</table>"
    (table, _) = read(page)
    assert {(0, 0): "1", (0, 1): "2"} == rows(table)
    assert ["甲", "乙", "丙"] == text(page)


def test_a_table_of_one_cell_is_the_text_of_the_cell_around_it() -> None:
    (table, _) = read("<table><tr><td><table><tr><td>7</table><td>8</table>")
    assert {(0, 0): "7", (0, 1): "8"} == rows(table)


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<table><tr><td>" * 60, "FILE-HOSTILE"),
        ("<table></table>" * 600, "FILE-HOSTILE"),
        ("<table>" + "<tr><td>0" * 6000, "FILE-HOSTILE"),
        ("<table>" + ("<tr>" + "<td colspan=200>0" * 2) * 1000, "FILE-HOSTILE"),
        ("<" * 1_300_000, "FILE-HOSTILE"),
        (" " * (21 << 20), "FILE-LARGE"),
    ],
)
def test_what_goes_beyond_a_bound_is_refused(page: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(page)
    assert code == refused.value.code


def test_entities_are_not_expanded_and_nothing_is_fetched() -> None:
    page = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>&x;终</p>'
    assert "终" == text(page)[-1][-1]
    assert not any("root" in line for line in text(page))


def test_a_deeply_nested_page_is_read_as_far_as_it_goes() -> None:
    assert ["底"] == text("<div>" * 5000 + "底")


def test_without_lxml_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("lxml"):
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(InputError, match=r'pip install "xlreport\[report\]"'):
        read("<p>1")


TAGS = ["table", "tr", "td", "th", "p", "br", "div", "tbody", "caption", "span", "li", "script"]
SPANS = st.sampled_from(["0", "1", "2", "3", "9", "300", "99999999", "-1", "x", "1e3", "\u0663"])
OPEN = st.builds(
    "<{} rowspan='{}' colspan={}>".format, st.sampled_from([*TAGS[:4] * 3, *TAGS]), SPANS, SPANS
)
CLOSE = st.sampled_from([f"</{tag}>" for tag in TAGS])
PIECES = st.lists(OPEN | CLOSE | st.text(max_size=4) | st.just("第二十条"), max_size=40)


@some
@given(PIECES)
def test_no_disorder_of_tags_and_spans_raises_or_leaves_the_bounds(pieces: list[str]) -> None:
    for sheet in read("".join(pieces).encode("utf-8", "replace")):
        assert all(0 <= row < 5000 and 0 <= column < 256 for row, column in sheet.cells)
        assert all((top, left) in sheet.cells for top, left, _, _ in sheet.merges)
        assert all(t <= b < 5000 and left <= r < 256 for t, left, b, r in sheet.merges)


@some
@given(st.binary(max_size=300))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    assert "正文" == read(data)[-1].name


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("3<sup>1</sup>", "31〔其中是上标或下标“1”〕"),
        ("3<span style='vertical-align:super'>1</span>", "31〔其中是上标或下标“1”〕"),
        ("<del>12</del>15", "1215〔其中有删除线“12”〕"),
        ("<s>12</s>15", "1215〔其中有删除线“12”〕"),
        ("<strike><b>12</b></strike>15", "1215〔其中有删除线“12”〕"),
        (
            "<i style='text-decoration: underline line-through'>12</i>15",
            "1215〔其中有删除线“12”〕",
        ),
        ("<i style='visibility:hidden'>12</i>15", "15〔另有隐藏文字“12”〕"),
        ("<i style='display:none'>12</i>15", "15〔另有隐藏文字“12”〕"),
        ("<i style='color:red;font-size:0'>12</i>15", "15〔另有隐藏文字“12”〕"),
        ("<i style='opacity:0'>12</i>15", "15〔另有隐藏文字“12”〕"),
        ("<math><mn>15</mn></math>", "15〔其中是公式“15”〕"),
        ("<table><tr><td>3<sup>1</sup></table>", "31〔其中是上标或下标“1”〕"),
        ("<p style='font-size:0'><i style='font-size:14px'>15</i></p>", "15"),
        ("<p style='font-size:0.5em'>15</p>", "15"),
        ("<script>12</script>15", "15〔这里不是文字，而是“脚本”〕"),
        ("<script type='text/template'>12</script>15", "15"),
        ("15<span style='display:none'> </span>", "15"),
        ("行政许可<sup>1</sup><s>甲</s>", "行政许可1甲"),
        ("行政许可<i style='display:none'>2</i>", "行政许可"),
    ],
)
def test_a_figure_of_which_a_part_is_no_plain_print_says_so(inside: str, seen: str) -> None:
    page = read(f"<table><tr><td>行<td>{inside}<td>9</table>")
    assert [{(0, 0): "行", (0, 1): seen, (0, 2): "9"}] == [
        rows(sheet) for sheet in page[:-1] if len(sheet.cells) == 3
    ]
