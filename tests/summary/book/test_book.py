"""The summary workbook: live sums with true values, and itself a return for the next level."""

from __future__ import annotations

import errno
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from support.county import D01, D02, D03, FORM, ROSTER, consistent, county, filling, write, wrong
from support.departments import make_department, unchecked
from support.edited import read, resaved
from support.filled import as_return, as_typed, cells_at, fill_form, find
from xlreport.base.errors import OutputError, VerificationError
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.measure import to_number
from xlreport.form.sheet_names import DATA_SHEET, UNCOUNTED_SHEET
from xlreport.formats.sources import Source
from xlreport.layout.field import FieldKind
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.office.theme import default_theme
from xlreport.returns.received import read_returns
from xlreport.summary.book import book
from xlreport.summary.book._columns import data_heading
from xlreport.summary.book.book import build_summary, write_summary
from xlreport.summary.summary import Summary, consolidate

FEES = "proactive.fees.fees_amount"
FINDINGS_SHEET = "审核问题"


def opened(data: bytes, *, cached: bool) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=cached)


def listed(data: bytes, sheet: str, *headings: str) -> list[tuple[Any, ...]]:
    """Give the rows of a list below its title, the columns under the headings asked for."""
    first, *rows = opened(data, cached=True)[sheet].iter_rows(min_row=2, values_only=True)
    return [tuple(row[first.index(heading)] for heading in headings) for row in rows]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder: two counted departments with awkward money, one wrong, one not counted."""
    place = tmp_path_factory.mktemp("收回")
    fees = find(FORM, FEES)
    write(place, D01, {**consistent(1), fees: 59237.2449})
    write(place, D02, {**consistent(2), fees: 4068.208})
    write(place, D03, wrong(3))
    write(place, make_department("V01", "垂管局"), consistent(4))
    return place


COUNTY = Roster("名录.csv", (*ROSTER.departments, make_department("V01", "垂管局", counted=False)))


@pytest.fixture(scope="module")
def summary(folder: Path) -> Summary:
    return consolidate(read_returns(folder, roster=COUNTY), name="某县", code="X")


@pytest.fixture(scope="module")
def workbook(summary: Summary) -> bytes:
    return build_summary(summary)


def test_the_official_tables_come_first_and_the_lists_behind(workbook: bytes) -> None:
    names = opened(workbook, cached=False).sheetnames
    official = ["封面", "二", "三", "四", "文字部分"]
    lists = ["报送情况", DATA_SHEET, "核对", "审核概要", FINDINGS_SHEET, "说明"]
    assert [*official, *lists] == [name for name in names if name in official + lists]


def test_every_official_cell_is_linked_to_its_column_and_keeps_value_and_look(
    workbook: bytes,
) -> None:
    book = opened(workbook, cached=False)
    for index, place in enumerate(lay_form(FORM).positions):
        cell = book[place.sheet][place.address]
        assert cell.hyperlink is not None
        assert data_heading(FORM, index) == cell.hyperlink.location
        assert ("f", None) == (cell.data_type, cell.font.u)


def test_pages_that_need_not_be_printed_say_that_they_are_kept(
    workbook: bytes,
) -> None:
    book = opened(workbook, cached=True)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    headers = {each.title: each.oddHeader for each in shown}
    kept = [name for name, h in headers.items() if h and str(h.right.text).endswith("存档")]
    of_desk = {"报送情况", "文字部分", "检查", "核对", FINDINGS_SHEET, "说明"}
    assert {*of_desk, DATA_SHEET, UNCOUNTED_SHEET} == set(kept)
    assert all(each.sheet_properties.tabColor for each in shown)


def test_only_what_a_person_fills_in_has_the_colour_of_inputs(workbook: bytes) -> None:
    book = opened(workbook, cached=False)
    theme = default_theme()
    for cell in FORM.cells:
        place = lay_form(FORM).positions[cell.index]
        expected = theme.colour("total") if cell.total else "#FFFFFF"
        assert expected[1:] == book[place.sheet][place.address].fill.fgColor.rgb[2:]
    fields = lay_form(FORM).fields.items()
    texts = [place for field, place in fields if field.kind is FieldKind.TEXT]
    colours = {book[place.sheet][place.address].fill.fgColor.rgb[2:] for place in texts}
    assert {theme.colour("input")[1:]} == colours


def test_nothing_is_locked_but_nobody_types_over_the_figures_of_the_departments(
    workbook: bytes,
) -> None:
    book = opened(workbook, cached=False)
    assert [] == [sheet.title for sheet in book.worksheets if sheet.protection.sheet]
    for name, rows in ((DATA_SHEET, (5, 6)), (UNCOUNTED_SHEET, (4, 4))):
        (refused,) = book[name].data_validations.dataValidation
        last = get_column_letter(3 + len(FORM.cells))
        assert (f"D{rows[0]}:{last}{rows[1]}", "FALSE") == (str(refused.sqref), refused.formula1)
        assert "重新汇总" in str(refused.error)
    assert not (book.security and book.security.lockStructure)


def test_every_official_input_is_a_live_sum_over_the_data_sheet_with_its_true_value(
    summary: Summary, workbook: bytes
) -> None:
    formulas, values = (opened(workbook, cached=cached) for cached in (False, True))
    for cell in FORM.inputs:
        place = lay_form(FORM).positions[cell.index]
        formula = str(formulas[place.sheet][place.address].value)
        column = get_column_letter(4 + cell.index)
        area = f"SUM('{DATA_SHEET}'!{column}5:{column}6)"
        assert (f"=ROUND({area},6)" if cell.measure.scale else f"={area}") == formula
        expected = to_number(summary.values[cell.index] or 0, cell.measure)
        assert expected == values[place.sheet][place.address].value
        added = [values[DATA_SHEET][f"{column}{row}"].value for row in (5, 6)]
        assert round(expected, 6) == round(sum(added), 6)


def test_every_official_total_is_a_formula_over_its_table_with_its_true_value(
    summary: Summary, workbook: bytes
) -> None:
    formulas, values = (opened(workbook, cached=cached) for cached in (False, True))
    for index in FORM.fills:
        place = lay_form(FORM).positions[index]
        formula = str(formulas[place.sheet][place.address].value)
        assert (True, False) == (formula.startswith("=SUM("), DATA_SHEET in formula)
        assert summary.values[index] == values[place.sheet][place.address].value


def test_each_table_says_its_scope(workbook: bytes) -> None:
    book = opened(workbook, cached=True)
    expected = "某县　2026年　合计范围：2／4 个单位"
    assert [expected] * 3 == [book[name]["A2"].value for name in ("二", "三", "四")]


def test_the_cover_bears_name_year_and_code(workbook: bytes) -> None:
    back = read(workbook)
    assert ("某县", 2026, "X") == (back.department, back.year, back.code)


def found_at(summary: Summary) -> str:
    first = summary.returns.found[0]
    return first.place


def test_the_list_of_findings_has_each_with_its_place_and_advice(
    summary: Summary, workbook: bytes
) -> None:
    expected = [
        (severity, "D03局", "D03.xlsx", where, f.message, f.advice, rule)
        for f, (severity, where, rule) in zip(
            summary.returns.found,
            (("× 错误", found_at(summary), "T3-ID"), ("– 提示", None, "SLIP")),
            strict=True,
        )
    ]
    headings = ("程度", "单位", "文件", "表", "问题", "怎么办", "规则")
    assert expected == listed(workbook, FINDINGS_SHEET, *headings)


# ---- written ------------------------------------------------------------------------------------


def test_the_summary_is_written_and_its_path_given(
    summary: Summary, workbook: bytes, tmp_path: Path
) -> None:
    path = write_summary(summary, tmp_path / "新建" / "汇总.xlsx")
    assert (tmp_path / "新建" / "汇总.xlsx", workbook) == (path, path.read_bytes())
    assert [path] == list(path.parent.iterdir())


def test_the_same_files_in_any_order_give_the_same_bytes(folder: Path, workbook: bytes) -> None:
    paths = sorted(folder.iterdir())
    for order in (paths, paths[::-1], paths[2:] + paths[:2]):
        returns = read_returns(order, roster=COUNTY)
        assert workbook == build_summary(consolidate(returns, name="某县", code="X"))


def test_what_reads_otherwise_than_it_should_is_not_written(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(b"before")
    data = build_summary(summary)
    more = replace(summary, values=(*summary.values[:-2], 10**6, *summary.values[-1:]))
    monkeypatch.setattr(book, "build_summary", lambda *_: data)
    with pytest.raises(VerificationError, match="1000000"):
        write_summary(more, path)
    assert (b"before", [path]) == (path.read_bytes(), list(tmp_path.iterdir()))


def test_a_summary_that_cannot_be_read_back_is_not_written(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "build_summary", lambda *_: b"PK nothing")
    with pytest.raises(VerificationError, match="读不回来"):
        write_summary(summary, tmp_path / "汇总.xlsx")
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_cannot_be_written_leaves_what_was_there(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(b"before")

    def refuse(*_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match=r"汇总\.xlsx"):
        write_summary(summary, path)
    assert (b"before", [path]) == (path.read_bytes(), list(tmp_path.iterdir()))


def test_a_cell_nobody_could_be_read_in_stays_blank_and_the_summary_is_written(
    form_2019: Form, tmp_path: Path
) -> None:
    # An amount without its unit is not added up; the number of projects beside it is.
    slip: dict[int, Any] = as_typed(form_2019, filling(1, form_2019))
    amount = find(form_2019, "proactive.procurement.procurement_amount")
    slip |= {amount - 1: 3, amount: "8040"}
    path = write(tmp_path, D01, slip, form=form_2019, year=2020)
    summary = consolidate(read_returns(path), name="某县")
    back = read(write_summary(summary, tmp_path / "汇总.xlsx").read_bytes())
    assert (
        (3, None) == back.values[amount - 1 : amount + 1] == summary.values[amount - 1 : amount + 1]
    )


def test_amounts_that_state_their_unit_are_read_back_from_a_summary(
    form_2019: Form, tmp_path: Path
) -> None:
    amount = find(form_2019, "proactive.procurement.procurement_amount")
    for number, who in ((1, D01), (2, D02)):
        values = as_typed(form_2019, {**filling(number, form_2019), amount: 25_100_049 * number})
        write(tmp_path, who, values, form=form_2019, year=2020)
    summary = consolidate(read_returns(tmp_path), name="某县")
    path = write_summary(summary, tmp_path / "汇总.xlsx")
    assert 75_300_147 == read(path.read_bytes()).values[amount]


# ---- text stays text ----------------------------------------------------------------------------


def test_texts_that_look_like_formulas_stay_text_on_every_sheet(tmp_path: Path) -> None:
    odd = '=HYPERLINK("http://example.org","点我")'
    who = replace(make_department("D01", odd), kind="=1+1", contact="=2+2")
    write(tmp_path, who, wrong(1), name="=3+3.xlsx")
    write(tmp_path, replace(make_department("+D02", "@SUM(1)"), kind="-1"), consistent(2))
    roster = unchecked(who, replace(make_department("+D02", "@SUM(1)"), kind="-1"))
    summary = consolidate(read_returns(tmp_path, roster=roster), name="=4+4", code="=X")
    book = opened(build_summary(summary), cached=False)
    lists = [book[name] for name in (DATA_SHEET, "报送情况", "说明", FINDINGS_SHEET)]
    cells = [cell for sheet in lists for row in sheet.iter_rows() for cell in row]
    formulas = {str(cell.value)[:5] for cell in cells if cell.data_type == "f"}
    assert {"=SUM(", "=ROUN"} == formulas
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert {odd, "=1+1", "=2+2", "=3+3.xlsx", "+D02", "@SUM(1)", "-1"} <= texts
    assert "=4+4" == read(build_summary(summary)).department


@pytest.mark.parametrize(
    "name", ['../盐池县\\:*?"<>|', "&[Tab]&P&&", "<b>'县'</b>", "=1+1", "长" * 60]
)
def test_a_county_of_any_name_has_its_summary(name: str) -> None:
    data = build_summary(replace(county([as_return(FORM, filling(1))]), name=name))
    assert name == read(data).department
    header = opened(data, cached=True)[DATA_SHEET].oddHeader
    assert header is not None
    begun = str(header.left.text).removesuffix("…")
    assert name.replace("&", "&&").startswith(begun)
    assert len(begun) >= min(len(name), 15)


def test_texts_of_any_length_and_sign_stand_as_they_are(tmp_path: Path) -> None:
    signs = "<\"'&>"
    who = replace(make_department("D01", signs * 12), kind=signs, contact="长" * 30_000)
    write(tmp_path, who, wrong(1))
    write(tmp_path, D02, consistent(2))
    roster = Roster("", (who, D02))
    data = build_summary(consolidate(read_returns(tmp_path, roster=roster), name="某县"))
    texts = {cell.value for row in opened(data, cached=True)["报送情况"] for cell in row}
    assert {signs, signs * 12, "长" * 30_000} <= texts


# ---- the next level -----------------------------------------------------------------------------


def test_a_summary_reads_as_a_return_of_which_only_its_scope_is_said(
    workbook: bytes, summary: Summary
) -> None:
    back = read(workbook)
    assert (FORM, ["SUMMARY-PARTIAL"]) == (back.form, [f.code for f in back.findings])
    assert summary.values == back.values == back.judged


def test_counties_consolidated_by_the_city_equal_all_departments_at_once(tmp_path: Path) -> None:
    departments = [make_department(f"D{number:02}") for number in range(6)]
    for number, who in enumerate(departments):
        write(tmp_path / f"县{number % 2}", who, consistent(number))
    for number in range(2):
        returns = read_returns(tmp_path / f"县{number}")
        summary = consolidate(returns, name=f"{number}县", code=f"C{number}")
        write_summary(summary, tmp_path / "市" / f"{number}县.xlsx")
    roster = Roster("", tuple(make_department(f"C{n}", f"{n}县", level="县") for n in range(2)))
    city = consolidate(read_returns(tmp_path / "市", roster=roster), name="某市", code="S")
    at_once = consolidate(read_returns([tmp_path / "县0", tmp_path / "县1"]), name="某市")
    assert at_once.values == city.values
    assert ((), "合计范围：2／2 个单位") == (city.returns.found, city.scope)
    again = read(build_summary(city))
    assert city.values == again.values


def test_a_table_that_everybody_declared_nil_is_nil_for_the_county() -> None:
    nil = frozenset({"remedies"})
    items = [
        as_return(FORM, {**filling(n), **dict.fromkeys(REMEDIES, 0)}, code=f"D{n}", nil=nil)
        for n in (1, 2)
    ]
    back = read(build_summary(county(items)))
    assert (nil, ()) == (back.nil, back.findings)
    other = as_return(FORM, filling(3), code="D3")
    assert frozenset() == read(build_summary(county([*items, other]))).nil


REMEDIES = [cell.index for cell in FORM.inputs if cell.table == "remedies"]


@pytest.mark.parametrize(
    "name", ["ogi-2021", "ogi-2019", "ogi-supplement", "ogi-2021+ogi-supplement"]
)
def test_a_summary_of_every_form_reads_back_as_it_was_written(name: str) -> None:
    form = load_form(name)
    items = [as_return(form, fill_form(form, n), code=f"D{n}") for n in range(3)]
    summary = county(items)
    assert summary.values == read(build_summary(summary)).values


def test_rows_that_nobody_filled_in_stay_missing_in_the_summary() -> None:
    figures = {"requests.received.research": 1, "requests.granted.research": 1}
    zeros = cells_at(FORM, figures)
    gone = {"petition", "repeated"}
    inputs = {i: v for i, v in zeros.items() if FORM.cells[i].row not in gone}
    summary = county([as_return(FORM, inputs)])
    back = read(build_summary(summary))
    assert summary.values == back.values
    assert None is back.values[find(FORM, "requests.petition.research")]
    assert ["BLANK"] == [finding.code for finding in back.findings]


def test_two_readers_agree_about_a_summary_with_cells_that_stay_blank(tmp_path: Path) -> None:
    zeros = cells_at(FORM, {"requests.received.research": 1, "requests.granted.research": 1})
    gone = {i: v for i, v in zeros.items() if FORM.cells[i].row != "petition"}
    county_summary = county([as_return(FORM, gone)])
    path = write_summary(county_summary, tmp_path / "汇总.xlsx")
    returns = read_returns(path, roster=Roster("", (make_department("C1", "某县"),)))
    city = consolidate(returns, name="某市")
    assert [] == [f.code for f in city.returns.found if f.code in ("VERIFY", "READ-ONCE")]
    assert county_summary.values == city.values
    # Read as most people do, a blank cell with a link would show the link as its value.
    place = lay_form(FORM).positions[find(FORM, "requests.petition.research")]
    assert None is opened(path.read_bytes(), cached=True)[place.sheet][place.address].value


# ---- the real program ---------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_computes_the_same_sums(
    summary: Summary, workbook: bytes, tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    # openpyxl drops the values that stand beside the formulas, so that they must be computed.
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(resaved(workbook))
    cached = opened(path.read_bytes(), cached=True)["三"].iter_rows(6, 30, 4, 4, values_only=True)
    # What openpyxl shows in the place of a value that is not there is the cell's link.
    assert all(str(value).startswith(f"'{DATA_SHEET}'!") for (value,) in cached)
    computed = convert(path, "xlsx").read_bytes()
    back = read(computed)
    assert summary.values == back.values
    book = opened(computed, cached=True)
    for cell in FORM.cells:
        place = lay_form(FORM).positions[cell.index]
        expected = to_number(summary.values[cell.index] or 0, cell.measure)
        assert expected == book[place.sheet][place.address].value
        last = book[DATA_SHEET].cell(4, 4 + cell.index).value
        assert expected == last


@pytest.mark.libreoffice
def test_a_summary_saved_by_libreoffice_is_still_a_return(
    summary: Summary, workbook: bytes, tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    path = tmp_path / "汇总.xlsx"
    path.write_bytes(workbook)
    saved = convert(path, "xlsx")
    returns = read_returns(saved)
    assert ["SUMMARY-PARTIAL"] == [f.code for f in returns.found if f.severity != "info"]
    city = consolidate(returns, name="某市")
    assert summary.values == city.values
    assert Source(saved) == returns.items[0].source


def parts_of(data: bytes) -> list[tuple[str, bytes]]:
    """Take a workbook apart; XlsxWriter dates what waited on disk some days later in 1980.

    On Windows it ends the lines of what waited there as Windows does, which is the same in XML.
    """
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        return [(name, archive.read(name).replace(b"\r\n", b"\n")) for name in names]


def test_a_large_summary_waits_on_disk_and_is_the_same(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = parts_of(build_summary(summary))
    monkeypatch.setattr(book, "_MANY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    first = build_summary(summary)
    assert expected == parts_of(first)
    assert first == build_summary(summary)
    assert [] == list(tmp_path.iterdir())


def test_a_large_summary_is_refused_where_nothing_can_wait(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "_MANY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "没有"))
    with pytest.raises(OutputError, match=r"汇总表没有保存：临时文件夹 .*没有 无法写入"):
        write_summary(summary, tmp_path / "汇总.xlsx")
    assert [] == list(tmp_path.iterdir())


def test_a_disk_that_fills_up_while_a_large_summary_is_packed_leaves_nothing(
    summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(book, "_MANY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(zipfile.ZipFile, "write", full)
    with pytest.raises(OutputError, match="请检查磁盘空间"):
        build_summary(summary)
    assert [] == list(tmp_path.iterdir())
