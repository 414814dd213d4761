"""Style sheets that cannot be read, class names in old pages, and pages made to be slow."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from support.cells_of_pages import page_of
from xlreport.formats._page_media import applies
from xlreport.formats.container import Unreadable
from xlreport.formats.page import read_page

SHEET = "<link rel=stylesheet href=site.css>"
DOUBTFUL = "〔其中有样式看不准的文字“{}”〕"
SECONDS = 10 * 2  # of the processor, with room for a slow machine: most of these once took minutes


def cell(inside: str, head: str = SHEET) -> str:
    page = f"<!DOCTYPE html>{head}<table><tr><td>行<td>{inside}</td><td>9</table>"
    (table, _) = read_page(page.encode())
    return table.cells[0, 1].text


@pytest.mark.parametrize(
    ("inside", "seen"),
    [
        ("<i class=h>8</i>119", "8119" + DOUBTFUL.format("119")),
        ("<i class=h>8</i><i class=s>119</i>", "8119" + DOUBTFUL.format("119")),
        ("<i id=a>8</i><i>119</i>", "8119" + DOUBTFUL.format("119")),
        ("1<b class=u>5</b>", "15" + DOUBTFUL.format("5")),
        ("<p class=p><span class=h>8</span>119</p>", "8119" + DOUBTFUL.format("119")),
        ("119<b class=h>.5</b>", "119.5" + DOUBTFUL.format(".5")),
        ("<i class=n1></i>", "〔这里不是文字，而是“样式看不准的内容”〕"),
        ("<i class=n1></i><i class=n2></i>", "〔这里不是文字，而是“样式看不准的内容”〕"),
        ("<span class=n>119</span>", "119"),
        ("<span class=n>1</span><span class=n>19</span>", "119"),
        ("<span class=n>119</span><span class=u>件</span>", "119件"),
        ("<p class=MsoNormal><b>1</b>19</p>", "119"),
        ("<p class=MsoNormal><o:p>&nbsp;</o:p></p>", ""),
        ("<p class=MsoNormal></p>", ""),
        ("<span></span>", ""),
        ("行政许可的<i class=h>8</i>数量<i class=s>2</i>", "行政许可的8数量2"),
    ],
)
def test_digits_that_a_sheet_in_another_file_may_tell_apart_are_not_read(
    inside: str, seen: str
) -> None:
    assert seen == cell(inside)


@pytest.mark.parametrize(
    "head",
    [
        SHEET,
        "<style>@import 'a.css';</style>",
        "<style>@media (hover){i{color:red}}</style>",
        "<style>@layer a{.h{display:none}}</style>",
        "<style>@container (width>1px){.h{display:none}}</style>",
        "<style>td{& .h{display:none}}</style>",
        "<style>.h:unheard-of{display:none}</style>",
        "<style media='(orientation:landscape)'>.h{display:none}</style>",
        f"<style>.x{{color:red}}{'/**/' * 70_000}</style>",
        f"<style>{'.x{color:red}' * 2_100}</style>",
    ],
)
def test_a_sheet_that_cannot_be_decided_leaves_such_digits_in_doubt(head: str) -> None:
    assert "8119" + DOUBTFUL.format("119") == cell("<i class=h>8</i>119", head)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "<link rel=icon href=a.ico>",
        "<link rel=stylesheet media=print href=a.css>",
        "<link rel='alternate stylesheet' href=a.css>",
        "<style>@media print{.h{display:none}}</style>",
        "<style>@page{margin:1cm}@font-face{font-family:宋体;panose-1:2 1}</style>",
        "<style>.h:-moz-x{display:none}.h::-webkit-x{display:none}</style>",
        "<style>p{margin:0;mso-pagination:none;border:0}</style>",
        "<style type=text/less>.h{display:none}</style>",
        "<noscript><style>.h{display:none}</style></noscript>",
        "<style><!-- p{color:red} --></style>",
    ],
)
def test_a_page_whose_sheets_are_all_read_leaves_no_doubt(head: str) -> None:
    assert "8119" == cell("<i class=h>8</i>119", head)


def test_a_font_that_the_page_brings_along_may_draw_other_figures() -> None:
    head = "<style>@font-face{font-family:x;src:url(x.woff)}.n{font-family:x}</style>"
    assert "119" + DOUBTFUL.format("119") == cell("<i class=n>119</i>", head)
    assert "119" == cell("<i>119</i>", head)


@pytest.mark.parametrize(
    ("doctype", "seen"), [("", "119〔另有隐藏文字“8”〕"), ("<!DOCTYPE html>", "8119")]
)
def test_classes_have_no_case_in_a_page_without_a_document_type(doctype: str, seen: str) -> None:
    page = page_of(".h{display:none}||<i class=H>8</i>119").replace("<!DOCTYPE html>", doctype)
    (table, _) = read_page(page.encode())
    assert seen == table.cells[0, 1].text


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        ("color:white;background-image:url(dark.png)", "119"),
        ("color:#fff;background:url(dark.png) #fff", "119"),
        ("color:white;background-image:none", "119〔其中有看不见或看不清的字“119”〕"),
        ("color:white", "119〔其中有看不见或看不清的字“119”〕"),
    ],
)
def test_on_a_picture_nobody_knows_how_well_a_figure_is_seen(style: str, seen: str) -> None:
    page = f"<!DOCTYPE html><table><tr><td>行<td style='{style}'>119</td><td>9</table>"
    (table, _) = read_page(page.encode())
    assert seen == table.cells[0, 1].text


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("", True),
        ("screen", True),
        ("only screen and (min-width: 64em)", True),
        ("print", False),
        ("screen and (max-width:600px)", False),
        ("print, screen", True),
        ("print, (hover)", None),
        ("not print", None),
        ("(min-width: 1.2.3px)", None),
        ("screen and (max-device-width:9999px)", True),
        ("(prefers-color-scheme:dark)", None),
    ],
)
def test_a_media_query_holds_on_a_screen_or_not_or_nobody_knows(
    query: str, holds: bool | None
) -> None:
    assert holds is applies(query)


SLOW = {
    "a size of zeros": f"<p style='font-size:{'0' * 5_000_000}x'>1",
    "a size of digits": f"<style>p{{font-size:{'9' * 200_000}px}}</style><p>1",
    "a word again and again": f"<p style='{'text-decoration ' * 300_000}'>1",
    "blanks": f"<p style='display{' ' * 5_000_000}:none'>1",
    "brackets": f"<p style='color:{'(' * 200_000}'>1",
    "brackets in a sheet": f"<style>p{{color:{'(' * 200_000}</style><p>1",
    "rules in rules": f"<style>{'@media screen{' * 15_000}</style><p>1",
    "selectors": f"<style>{'* * * * *{color:red}' * 500}</style>{'<div>' * 300}{'<p>1' * 2000}",
    "siblings": f"<style>p ~ p ~ p.x{{color:red}}</style>{'<p class=x>1' * 20_000}",
    "relations": f"<style>div:has(p p){{color:red}}</style>{'<div>' * 3000}",
    "kinds": f"<style>p:nth-of-type(2n){{color:red}}</style>{'<p>1' * 49_000}",
    "negations": f"<style>{':not(' * 90}p{')' * 90}{{color:red}}</style><p>1",
    "depth": f"<style>div{{color:red}}</style>{'<div>' * 49_000}",
    "styles": "".join(f"<p style='font-size:{size}px;color:red'>1" for size in range(49_000)),
    "references": "&amp;" * 3_000_000,
    "tables": f"<table>{'<tr><td>12<td>3' * 60}</table>" * 199,
    "many tables": "<table><tr><td>1<td>2</table>" * 9_000,
    "cells": f"<table>{('<tr>' + '<td>自然人' * 250) * 190}</table>",
    "lists": f"<table><tr><td>{'<ol><li>1' * 24_000}",
    "hidden": f"<table><tr><td>{'<i hidden>1' * 24_000}",
    "a comment": f"<!--{'-' * 15_000_000}",
    "generated": f"<style>td::before{{content:'{'9' * 100_000}'}}</style><table>"
    + "<tr><td>1<td>2" * 4000,
}


@pytest.mark.parametrize("name", SLOW)
def test_a_page_made_to_be_slow_is_read_or_refused_within_its_time(name: str) -> None:
    start = time.process_time()
    with suppress(Unreadable):
        read_page(SLOW[name].encode())
    assert time.process_time() - start < SECONDS
