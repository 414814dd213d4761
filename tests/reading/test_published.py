"""Published reports read back: every figure as printed, and what is missing named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from support.numbered_report import (
    ALL,
    COMPLETE,
    FORM,
    SAID,
    TABLES,
    TEXTS,
    TITLE,
    codes,
    numbered,
    read,
    read_any,
    values,
    wanted,
)
from support.published import (
    Drawn,
    Grid,
    cut,
    cut_row,
    draw,
    html_page,
    html_table,
    report_parts,
    without_columns,
    word_file,
    word_package,
    word_paragraph,
    word_table,
)
from support.real_reports import RealReport, load_reports, map_cells
from support.scenes import OLE
from support.settled import returns_in
from xlreport import read_published
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.container import Unreadable
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_sheets, read_published_source

Write = Callable[[Sequence[str], Sequence[str | Grid]], bytes]
WRITERS: Mapping[str, Write] = {".html": html_page, ".docx": word_file}
OLD_WORD = OLE + "WordDocument\0".encode("utf-16-le")
REQUESTS = draw(FORM.table("requests"), TEXTS)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_every_figure_the_name_the_year_and_the_narrative_are_read(
    edition: str, ending: str, tmp_path: Path
) -> None:
    form = load_form(edition)
    texts = numbered(form)
    item = read(WRITERS[ending](TITLE, report_parts(form, texts, SAID)), ending, tmp_path)
    assert wanted(form, texts) == values(item)
    assert ("盐池县退役军人事务局", 2024) == (item.department, item.year)
    assert SAID == item.texts
    assert ["PUBLISHED"] == codes(item)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("slug", COMPLETE)
def test_a_real_report_is_read_back_as_it_was_published(
    slug: str, ending: str, tmp_path: Path
) -> None:
    report: RealReport = load_reports()[slug]
    texts = dict(map_cells(report).texts)
    data = WRITERS[ending](
        [f"{report.org}{report.year}年政府信息公开工作年度报告"],
        report_parts(report.form, texts, {}),
    )
    item = read(data, ending, tmp_path)
    printed = wanted(report.form, texts)
    got = {i: item.judged[i] for i, value in printed.items() if value is not None}
    assert {i: value for i, value in printed.items() if value is not None} == got
    assert (report.form, report.org, report.year) == (item.form, item.department, item.year)
    assert not {"PUBLISHED-PART", "PUBLISHED-TABLE"} & set(codes(item))


def in_layout(parts: Sequence[str | Grid]) -> bytes:
    """Put the report into tables that only arrange the page, menu beside it."""
    inner = "".join(f"<p>{p}</p>" if isinstance(p, str) else html_table(p) for p in parts)
    inner = f"<h1>{''.join(TITLE)}</h1>{inner}"
    one = f"<table><tr><td><table><tr><td>{inner}</table></table>"
    menu = "<table><tr><td>首页</td><td>公开</td></tr></table>"
    page = f"<table><tr><td>{menu}<td>{one}<tr><td colspan=2>版权所有：县政府</table>"
    return f"<html><body>{page}".encode("gb18030")


def test_tables_that_arrange_the_page_are_looked_through(tmp_path: Path) -> None:
    item = read(in_layout(report_parts(FORM, TEXTS, SAID)), ".html", tmp_path)
    assert ALL == values(item)
    assert (SAID, "盐池县退役军人事务局", 2024) == (item.texts, item.department, item.year)
    assert ["PUBLISHED"] == codes(item)


def test_all_tables_may_stand_in_the_cells_of_another_table(tmp_path: Path) -> None:
    cells = "".join(f"<td>{html_table(grid)}" for grid in TABLES)
    item = read(f"<table><tr><td>表<td>{cells}</table>".encode(), ".html", tmp_path)
    assert ALL == values(item)
    assert ["PUBLISHED", "PUBLISHED-UNNAMED"] == codes(item)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("header", [0, 3])
@pytest.mark.parametrize("row", [5, 11, 17, 26])
def test_a_table_cut_by_a_page_break_is_joined(
    row: int, header: int, ending: str, tmp_path: Path
) -> None:
    proactive, _, remedies = TABLES
    parts: list[str | Grid] = [proactive, *cut(REQUESTS, row, header), remedies]
    item = read(WRITERS[ending](TITLE, parts), ending, tmp_path)
    assert ALL == values(item)
    assert ["PUBLISHED"] == codes(item)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_table_on_three_pages_is_joined(ending: str, tmp_path: Path) -> None:
    upper, rest = cut(REQUESTS, 9, 3)
    middle, lower = cut(rest, 12, 3)
    item = read(WRITERS[ending](TITLE, [TABLES[0], upper, middle, lower]), ending, tmp_path)
    requests = {cell.index for cell in FORM.table("requests").cells}
    assert {i: ALL[i] for i in requests} == {i: item.values[i] for i in requests}


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("apart", [False, True])
def test_a_label_cut_in_two_by_a_page_break_is_joined(
    ending: str, apart: bool, tmp_path: Path
) -> None:
    row = next(d.top for d in REQUESTS if d.text == "6.属于四类过程性信息")
    torn = cut_row(REQUESTS, row, 2, len("6.属于四类过程"))
    pieces = cut(torn, row + 1) if apart else (torn,)
    item = read(WRITERS[ending](TITLE, [TABLES[0], *pieces, TABLES[2]]), ending, tmp_path)
    assert ALL == values(item)
    assert ["PUBLISHED"] == codes(item)


def test_a_lost_column_of_totals_is_computed_anew(tmp_path: Path) -> None:
    parts: list[str | Grid] = [TABLES[0], without_columns(REQUESTS, 9), TABLES[2]]
    item = read(html_page(TITLE, parts), ".html", tmp_path)
    assert ALL == values(item)
    assert frozenset() == item.unreadable
    assert ["PUBLISHED", "PUBLISHED-TOTALS"] == codes(item)


def test_a_table_cut_in_half_gives_what_is_there_and_names_the_rest(tmp_path: Path) -> None:
    upper, _ = cut(REQUESTS, 20)
    item = read(html_page(TITLE, [TABLES[0], upper]), ".html", tmp_path)
    rows = FORM.table("requests").row_keys[:17]
    there = [c.index for c in FORM.table("requests").cells if c.row in rows]
    assert [ALL[i] for i in there] == [item.values[i] for i in there]
    part, table = (f for f in item.findings if f.severity.value == "error")
    assert ("PUBLISHED-PART", "PUBLISHED-TABLE") == (part.code, table.code)
    assert "（七）总计" in part.message or "等" in part.message
    assert "行政复议" in table.message


def test_the_rest_of_a_table_is_not_taken_where_its_width_is_another(tmp_path: Path) -> None:
    upper, lower = cut(REQUESTS, 20)
    narrow = [
        Drawn(d.top, max(d.left - 1, 0), d.bottom, d.right - 1, d.text) for d in lower if d.right
    ]
    item = read(html_page(TITLE, [TABLES[0], upper, narrow]), ".html", tmp_path)
    rows = FORM.table("requests").row_keys[17:]
    lost = {c.index for c in FORM.table("requests").cells if c.row in rows}
    assert lost <= item.unreadable
    assert "PUBLISHED-PART" in codes(item)


def test_a_row_that_lacks_a_cell_is_not_read_since_nobody_knows_which(tmp_path: Path) -> None:
    lost = next(
        d for d in REQUESTS if d.text == TEXTS[FORM.index["requests", "granted", "research"]]
    )
    page = html_page(TITLE, TABLES).decode()
    page = page.replace(f"<td>\n <p><span>{lost.text}</span></p>\n</td>", "", 1)
    item = read(page.encode(), ".html", tmp_path)
    row = {c.index for c in FORM.table("requests").cells if c.row == "granted"}
    assert row <= {i for i, value in values(item).items() if value is None}
    assert {i: v for i, v in ALL.items() if i not in row and i not in FORM.fills} == {
        i: v for i, v in values(item).items() if i not in row and i not in FORM.fills
    }
    assert ["PUBLISHED", "PUBLISHED-PART"] == codes(item)


def test_a_published_total_that_differs_from_its_parts_counts_as_typed(tmp_path: Path) -> None:
    index = FORM.index["requests", "received", "total"]
    table = FORM.table("requests")
    parts: list[str | Grid] = [TABLES[0], draw(table, TEXTS | {index: "7"}), TABLES[2]]
    item = read(html_page(TITLE, parts), ".html", tmp_path)
    assert (7, ALL[index]) == (item.judged[index], item.values[index])
    found = read_published(tmp_path / "报告.html").found
    assert "TOTAL-WRONG" in {finding.code for finding in found}


@pytest.mark.parametrize(
    ("data", "ending", "code"),
    [
        (b"%PDF-1.7\n", ".pdf", "PUBLISHED-FORMAT"),
        ("<html><p>没有表格".encode(), ".html", "PUBLISHED-NONE"),
        (b"", ".html", "PUBLISHED-NONE"),
        (b"<html><table><tr><td>1<td>2</table>", ".htm", "PUBLISHED-NONE"),
        (word_package(word_paragraph("没有表格")), ".docx", "PUBLISHED-NONE"),
        (b"\xff\xd8\xff\xe0", ".docx", "PUBLISHED-FORMAT"),
        (b"", ".docx", "FILE-EMPTY"),
        (word_package("<w:p>"), ".docx", "FILE-DAMAGED"),
    ],
)
def test_what_is_no_report_is_refused_in_one_sentence(
    data: bytes, ending: str, code: str, tmp_path: Path
) -> None:
    item = read_any(data, ending, tmp_path)
    assert isinstance(item, Unread)
    assert [code] == codes(item)


def test_changes_in_a_table_that_nobody_accepted_are_refused(tmp_path: Path) -> None:
    table = word_table(TABLES[1]).replace("<w:r>", '<w:ins w:id="1"><w:r>', 1)
    item = read_any(word_package(table.replace("</w:r>", "</w:r></w:ins>", 1)), ".docx", tmp_path)
    assert ["PUBLISHED-CHANGES"] == codes(item)
    assert "接受或拒绝" in item.findings[0].advice


def test_a_table_in_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = "<w:txbxContent>{}</w:txbxContent>".format("".join(map(word_table, TABLES)))
    twice = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = f"{word_paragraph(''.join(TITLE))}<w:p><w:r>{twice}</w:r></w:p>"
    item = read(word_package(body), ".docx", tmp_path)
    assert ALL == values(item)
    assert ["PUBLISHED"] == codes(item)


@pytest.mark.libreoffice
def test_a_page_saved_as_a_word_file_by_a_real_program_is_read(
    convert: Callable[..., Path], tmp_path: Path
) -> None:
    page = tmp_path / "报告.html"
    page.write_bytes(html_page(TITLE, report_parts(FORM, TEXTS, SAID)))
    word = convert(page, "docx:MS Word 2007 XML", "HTML (StarWriter)")
    (item,) = returns_in(read_published(word))
    assert ALL == values(item)
    assert (SAID, "盐池县退役军人事务局", 2024) == (item.texts, item.department, item.year)


def test_page_and_word_file_of_one_report_are_the_same_sheets(form_2021: Form) -> None:
    texts = {cell.index: str(cell.index) for cell in form_2021.cells}
    tables = [draw(table, texts) for table in form_2021.tables]
    parts: list[str | Grid] = ["一、总体情况", *tables, "完"]
    page = read_published_sheets(html_page(["题目", "年度"], parts), ".html")
    word = read_published_sheets(word_file(["题目", "年度"], parts), ".docx")
    assert [(s.name, dict(s.cells), sorted(s.merges)) for s in page] == [
        (s.name, dict(sorted(s.cells.items())), sorted(s.merges)) for s in word
    ]
    assert ["题目", "年度", "一、总体情况", "完"] == [c.text for c in page[-1].cells.values()]


def test_another_ending_is_refused() -> None:
    with pytest.raises(Unreadable):
        read_published_sheets(b"", ".doc")


@pytest.mark.parametrize("name", ["a.doc", "a.html", "a.shtml", "a.jsp", "a", "a.xlsx"])
@pytest.mark.parametrize("ending", WRITERS)
def test_a_report_is_read_by_its_content_whatever_its_name(
    ending: str, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(WRITERS[ending](TITLE, report_parts(FORM, TEXTS, SAID)))
    item = read_published_source(Source(path))
    assert isinstance(item, Return)
    assert ALL == values(item)
    kinds = {".html": "网页", ".docx": "Word 文件"}
    assert [("PUBLISHED", kinds[ending])] == [(f.code, f.facts["kind"]) for f in item.findings]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{\\rtf1 }", "RTF 文字文档"),
        (b"%PDF-1.7", "PDF 文件"),
        (b"From: a@b.cn\nTo: c@d.cn\n\n<html>", "电子邮件"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "单个文件网页"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包（.7z）"),
        (OLD_WORD, "旧版 Word 或 WPS 文字文档"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.docx", "a.doc"])
def test_what_is_no_report_is_named_for_what_it_is(
    name: str, data: bytes, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (finding,) = read_published(path).found
    assert ("PUBLISHED-FORMAT", True) == (finding.code, kind in finding.message)
