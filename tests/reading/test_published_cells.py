"""Cells of published pages that hold no plain figure: named, and never a blank that becomes 0."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from support.cells_of_pages import GENERATED, HIDDEN, MARKED, MOVED, OBJECTS, PLAIN
from support.numbered_report import (
    ALL,
    COMPLETE,
    FORM,
    SAID,
    TEXTS,
    TITLE,
    codes,
    read,
    values,
)
from support.published import html_page, report_parts
from support.real_reports import load_reports, map_cells
from support.settled import return_of
from xlreport import read_published
from xlreport.formats.sources import find_sources
from xlreport.outgoing.imported import write_imported
from xlreport.reading.reader import read_source

INDEX = FORM.index["requests", "received", "natural_person"]
PAGE = html_page(TITLE, report_parts(FORM, TEXTS, SAID)).decode()
BEFORE = f"<td>\n <p><span>{TEXTS[INDEX]}</span></p>\n</td>"
# Rules for all cells of the page say nothing about a single one.
_FOR_ALL = ("td:nth", "td::", "td{background")
# formats/test_page_in_chromium.py reads every one of these; here are some of each kind in a report.
SOME = {
    cell: seen
    for kind in (HIDDEN, MARKED, GENERATED, MOVED)
    for cell, seen in list(kind.items())[::5]
    if not any(rule in cell for rule in _FOR_ALL)
}


def page_with(cell: str) -> bytes:
    style, _, inside = cell.rpartition("||")
    assert 1 == PAGE.count(BEFORE)
    page = PAGE.replace("<head>", f"<head><style>i{{font-style:normal}}{style}</style>")
    return f"<!DOCTYPE html>{page.replace(BEFORE, f'<td>{inside}</td>')}".encode()


@pytest.mark.parametrize("cell", [c for c in OBJECTS if not any(rule in c for rule in _FOR_ALL)])
def test_what_is_no_text_is_named_with_its_place_and_is_never_0(cell: str, tmp_path: Path) -> None:
    item = read(page_with(cell), ".html", tmp_path)
    assert None is item.values[INDEX]
    assert INDEX in item.unreadable
    (found,) = [finding for finding in item.findings if finding.code == "PUBLISHED-CELL"]
    assert ("第2个表", "D4") == (found.sheet, found.cell)
    assert "一、本年新收政府信息公开申请数量｜自然人" in found.message
    assert "〔" in found.seen
    assert "BLANK-ZERO-OTHER" not in codes(item)


@pytest.mark.parametrize("cell", SOME)
def test_a_figure_that_is_no_plain_print_is_as_it_is_seen_or_missing(
    cell: str, tmp_path: Path
) -> None:
    item = read(page_with(cell), ".html", tmp_path)
    figure = SOME[cell] or ""
    seen = int(figure) if figure.isdecimal() else None
    assert item.values[INDEX] in (seen, None)
    assert item.values[INDEX] is not None or INDEX in item.unreadable


def test_the_return_that_is_made_says_what_stands_in_the_cell(tmp_path: Path) -> None:
    page = tmp_path / "报告.html"
    page.write_bytes(page_with("<img src=a.png alt=119>"))
    made = write_imported(read_published(page), tmp_path / "报送件.xlsx")
    again = return_of(read_source(find_sources([made])[0]))
    assert (None, "〔这里不是文字，而是“图片”〕") == (again.values[INDEX], again.seen[INDEX])
    assert "UNREADABLE" in codes(again)
    # The remark that import left on the cell is no correction by a clerk.
    assert not {"CORRECTION-BESIDE", "COMMENT-BESIDE"} & set(codes(again))


@pytest.mark.parametrize(
    "cell",
    [cell for cell, seen in PLAIN.items() if seen == "119" and not cell.startswith("td")][::5],
)
def test_plain_print_of_any_style_is_read_without_a_word(cell: str, tmp_path: Path) -> None:
    item = read(page_with(cell), ".html", tmp_path)
    assert 119 == item.values[INDEX]
    assert "PUBLISHED-CELL" not in codes(item)


# What websites put around a report: sheets in other files, scripts, classes on everything.
HEAD = """<link rel=stylesheet href=/css/site.css><script src=/js/jquery.js></script><style>
@font-face{font-family:宋体;panose-1:2 1 6 0 3 1 1 1 1 1}@page{size:A4}
html{filter:grayscale(1)}body{font:14px/1.5 "Microsoft YaHei";color:#333}
body{background:#fff url(bg.png)}.main{width:1200px;margin:0 auto;position:relative;overflow:hidden;
animation:fade 1s}
.main *{box-sizing:border-box}a:hover{color:red}.clear:after{content:"";display:block;clear:both}
table{border-collapse:collapse;width:100%;table-layout:fixed}td{border:1px solid #000;padding:2px;
vertical-align:middle;text-align:center;word-break:break-all}p.MsoNormal{margin:0cm;text-indent:0;
font-size:10.5pt;mso-style-parent:"";text-justify:inter-ideograph}span.font6{color:black;
letter-spacing:-.3pt}.share,.print{display:none}@media print{.nav{display:none}}
@media (max-width:640px){td{display:block}}</style>"""
CELL = (
    "<td{} class=xl65 width=72 style='width:54.0pt;border:solid windowtext 1.0pt;padding:0cm'>"
    "<p class=MsoNormal align=center style='text-align:center;layout-grid-mode:char;"
    "mso-layout-grid-align:none;vertical-align:middle'><span lang=EN-US class=font6 "
    "style='font-size:10.0pt;font-family:宋体;mso-bidi-font-family:宋体;color:black'>"
    "{}<o:p></o:p></span></p></td>"
)
PLAIN_CELL = re.compile(r"<td([^>]*)>\n <p><span>([^<]*)</span></p>\n</td>")


@pytest.mark.parametrize("slug", COMPLETE)
def test_a_real_report_in_the_dress_of_a_website_reads_as_before(slug: str, tmp_path: Path) -> None:
    report = load_reports()[slug]
    title = [f"{report.org}{report.year}年政府信息公开工作年度报告"]
    parts = report_parts(report.form, dict(map_cells(report).texts), {})
    plain = html_page(title, parts).decode()
    dressed = PLAIN_CELL.sub(lambda match: CELL.format(match[1], match[2]), plain)
    assert dressed.count("MsoNormal") == plain.count("<td")
    dressed = dressed.replace("<head>", f"<head>{HEAD}")
    dressed = dressed.replace("<body>", "<body><div class=nav>首页</div><div class='main clear'>")
    items = [read(page.encode(), ".html", tmp_path) for page in (plain, dressed)]
    assert items[0].judged == items[1].judged
    assert codes(items[0]) == codes(items[1])


def test_a_picture_and_a_note_among_the_labels_do_no_harm(tmp_path: Path) -> None:
    page = PAGE.replace("<p><span>自然人", "<p><img src=a.png><span>自然人")
    page = re.sub(r"<td([^>]*)>\n <p><span></span>", r"<td\1><p><img src=line.png>", page)
    item = read(page.encode(), ".html", tmp_path)
    assert ALL == values(item)
    assert ["PUBLISHED"] == codes(item)
