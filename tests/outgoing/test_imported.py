"""Published reports written as returns: the same figures, ready to be used as last year's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from support.departments import make_department
from support.numbered_report import COMPLETE, FORM, SAID, TEXTS, TITLE, wanted
from support.published import Grid, cut, draw, html_page, report_parts, word_file
from support.real_reports import load_reports, map_cells
from support.settled import returns_in
from xlreport import (
    InputError,
    OutputError,
    Roster,
    annotate,
    consolidate,
    load_form,
    read_published,
    read_return,
    read_returns,
    write_roster,
)
from xlreport.base.period import Period
from xlreport.commands.main import main
from xlreport.form.totals import fill_totals
from xlreport.layout.stamp import StampKind
from xlreport.office.theme import default_theme
from xlreport.outgoing.imported import write_imported
from xlreport.outgoing.template import build_template
from xlreport.past.last_year_reader import read_last_year
from xlreport.report._page import build_page
from xlreport.report._word import build_word
from xlreport.report.report import Report, Section
from xlreport.report.shown_table import Figures, show_table

NAME = "盐池县退役军人事务局"
ROSTER = Roster("名录.csv", (make_department("D05", NAME), make_department("D06", "盐池县教育局")))
ZEROS = {cell.index: "0" for cell in FORM.cells}


def publish(folder: Path, texts: Mapping[int, str], name: str = "报告.html") -> Path:
    path = folder / name
    write = word_file if name.endswith(".docx") else html_page
    path.write_bytes(write(TITLE, report_parts(FORM, texts, SAID)))
    return path


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, args)], terminal_width=80)


@pytest.mark.parametrize("name", ["报告.html", "报告.docx"])
def test_the_return_holds_what_was_published(name: str, tmp_path: Path) -> None:
    returns = read_published(publish(tmp_path, TEXTS, name))
    out = write_imported(returns, tmp_path / "D05.xlsx", roster=ROSTER)
    item, published = returns_in(read_return(out))[0], returns_in(returns)[0]
    assert item.stamp is not None
    assert (StampKind.TEMPLATE, "D05", 2024) == (item.stamp.kind, item.code, item.year)
    assert (published.values, NAME, SAID) == (item.values, item.department, item.texts)
    assert wanted(FORM, TEXTS) == dict(enumerate(item.values))


@pytest.mark.parametrize("ending", [".html", ".docx"])
@pytest.mark.parametrize("slug", COMPLETE)
def test_real_figures_go_through_our_own_report_and_back(
    slug: str, ending: str, tmp_path: Path
) -> None:
    real = load_reports()[slug]
    form = real.form
    printed = wanted(form, map_cells(real).texts)
    values = [printed.get(cell.index) for cell in form.cells]
    fill_totals(form, values)
    whole = Figures(real.org, values, {})
    sections = [
        Section(table.key, table.heading, table=show_table(table, whole, ()))
        for table in form.tables
    ]
    report = Report(form, real.org, Period(real.year), tuple(values), tuple(sections))
    build = {".html": build_page, ".docx": build_word}[ending]
    path = tmp_path / f"报告{ending}"
    path.write_bytes(build(report, default_theme()))
    returns = read_published(path)
    out = write_imported(returns, tmp_path / "报送件.xlsx")
    known = {i: value for i, value in enumerate(values) if value is not None}
    (item,) = returns_in(read_return(out))
    assert (form, real.org, real.year) == (item.form, item.department, item.year)
    assert known == {i: item.values[i] for i in known}


def test_the_return_can_be_added_up_and_is_last_years_figures(tmp_path: Path) -> None:
    page = publish(tmp_path, ZEROS)
    out = write_imported(read_published(page), tmp_path / "收回" / "D05.xlsx", code="D05")
    summary = consolidate(read_returns(out.parent, roster=ROSTER), name="盐池县")
    assert 0 == summary.values[FORM.index["requests", "received", "total"]]
    for paths in ([out], [page]):
        before = read_last_year(paths)
        assert (2024, [NAME]) == (before.year, [*before.names.values()])
        assert [0] * len(FORM.cells) == [*next(iter(before.rows.values()))]


def test_what_is_no_number_stays_as_it_stands_and_what_is_odd_is_marked(tmp_path: Path) -> None:
    index = FORM.index["requests", "received", "commercial"]
    returns = read_published(publish(tmp_path, ZEROS | {index: "三件"}))
    (item,) = returns_in(read_return(write_imported(returns, tmp_path / "a.xlsx")))
    assert ("三件", {index}) == (item.seen[index], {*item.unreadable})
    place = item.positions[index]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")[place.sheet]
    noted = {cell.coordinate: cell.comment.text for line in sheet for cell in line if cell.comment}
    assert [place.address] == [*noted]
    assert "三件" in noted[place.address]


def test_where_no_name_is_printed_the_cover_is_filled_in_by_hand(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_bytes(html_page(["年度报告"], [draw(table, ZEROS) for table in FORM.tables]))
    returns = read_published(path)
    with pytest.raises(InputError, match="参数 year"):
        write_imported(returns, tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="参数 code"):
        write_imported(returns, tmp_path / "a.xlsx", roster=ROSTER, period=Period(2024))
    item = read_return(write_imported(returns, tmp_path / "a.xlsx", period=Period(2024))).items[0]
    assert ("", 2024) == (item.department, item.year)
    named = write_imported(
        returns, tmp_path / "b.xlsx", roster=ROSTER, code="D06", period=Period(2024)
    )
    assert "盐池县教育局" == read_return(named).items[0].department


def test_what_is_a_return_already_what_exists_and_what_was_not_read_is_refused(
    tmp_path: Path,
) -> None:
    workbook = tmp_path / "D05.xlsx"
    workbook.write_bytes(build_template(load_form("ogi-2021"), year=2024))
    with pytest.raises(InputError, match="已经是报送件"):
        write_imported(read_published(workbook), tmp_path / "a.xlsx")
    returns = read_published(publish(tmp_path, ZEROS))
    with pytest.raises(OutputError, match="已经存在"):
        write_imported(returns, workbook)
    (tmp_path / "空.html").write_bytes(b"")
    with pytest.raises(InputError, match="官方表格"):
        write_imported(read_published(tmp_path / "空.html"), tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="不是一份"):
        read_published(tmp_path)


def test_a_published_report_is_not_sent_back(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="xlreport import"):
        annotate(read_published(publish(tmp_path, ZEROS)), tmp_path / "退回")


def test_the_command_says_what_it_made_and_keeps_messages_apart(tmp_path: Path) -> None:
    write_roster(tmp_path / "名录.csv", ROSTER.departments)
    page, out = publish(tmp_path, ZEROS), tmp_path / "D05.xlsx"
    result = run(page, "--out", out, "--roster", tmp_path / "名录.csv")
    assert (0, f"已生成 {out}。ogi-2021 版的 200 格中读到 200 格。\n") == (
        result.exit_code,
        result.stdout,
    )
    assert "公开发布的报告（网页，2021年版）" in result.stderr
    assert "D05" == read_return(out).items[0].code


def test_a_table_cut_in_half_is_written_as_far_as_it_goes_with_exit_status_1(
    tmp_path: Path,
) -> None:
    tables: list[Grid] = [draw(table, ZEROS) for table in FORM.tables]
    page = tmp_path / "报告.html"
    page.write_bytes(html_page(TITLE, [tables[0], cut(tables[1], 20)[0], tables[2]]))
    result = run(page, "--out", tmp_path / "a.xlsx")
    assert (1, True) == (result.exit_code, (tmp_path / "a.xlsx").exists())
    assert "三、收到和处理政府信息公开申请情况”只读到一部分" in result.stderr


@pytest.mark.parametrize(
    ("data", "name", "out", "status", "said"),
    [
        (b"%PDF-1.7", "a.pdf", "b.xlsx", 3, "PDF"),
        (b"<p>1", "a.html", "b.xlsx", 3, "0 个表格"),
        (b"<p>1", "a.html", "b.xls", 2, ".xlsx 结尾"),
        (b"<p>1", "a.html", "a.html", 2, ".xlsx 结尾"),
    ],
)
def test_what_cannot_be_imported_is_said_in_one_sentence(
    data: bytes, name: str, out: str, status: int, said: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    result = run(tmp_path / name, "--out", tmp_path / out)
    assert (status, "", 1) == (result.exit_code, result.stdout, result.stderr.count("\n"))
    assert said in result.stderr


def test_an_existing_file_is_not_replaced(tmp_path: Path) -> None:
    page, out = publish(tmp_path, ZEROS), tmp_path / "a.xlsx"
    out.write_bytes(b"1")
    assert 2 == run(page, "--out", out).exit_code
    assert b"1" == out.read_bytes()
