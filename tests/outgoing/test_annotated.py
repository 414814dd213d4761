"""Annotated copies: marked, whole again, and ready to be corrected and sent once more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

import xlreport as xr
from support.departments import make_department
from support.edited import resaved
from support.settled import returns_in
from xlreport.base.finding import make_finding
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.outgoing._letter import verdict
from xlreport.outgoing.template import build_template
from xlreport.writing.content import Value

DEPARTMENT = make_department("D05", "盐池县退役军人事务局")
ROSTER = Roster("名录", (DEPARTMENT,))
FIELDS = {Field(FieldKind.CONTACT): "张三", Field(FieldKind.TEXT, "overview"): "=总体情况<良好>"}


@pytest.fixture
def values(form_2021: Form) -> dict[int, Value]:
    """Fill in zeros, a word for a number, a number with a unit and a wrong total."""
    index = form_2021.index
    return {
        **{cell.index: 0 for cell in form_2021.inputs},
        index["requests", "received", "natural_person"]: 3,
        index["requests", "granted", "natural_person"]: "三件",
        index["requests", "repeated", "natural_person"]: "3件",
        index["requests", "total_handled", "natural_person"]: 99,
    }


def annotated(form: Form, values: dict[int, Value], folder: Path) -> Path:
    """Write a return of these values, check it, and give its annotated copy."""
    data = build_template(form, year=2026, department=DEPARTMENT, values=values, fields=FIELDS)
    (folder / "D05.xlsx").write_bytes(data)
    returns = xr.read_returns(folder / "D05.xlsx", roster=ROSTER)
    (path,) = xr.annotate(
        returns, folder / "退回", deadline=date(2027, 1, 15), contact="县政务公开办 李敏"
    )
    return path


def lines_of(sheet: Worksheet) -> list[tuple[Cell | MergedCell, ...]]:
    """Give the lines of the letter: what stands below the headings."""
    top = next(row[0].row for row in sheet.iter_rows() if row[0].value == "序号")
    return list(sheet.iter_rows(top + 1))


def test_a_copy_holds_what_was_typed_as_it_was_typed(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(annotated(form_2021, values, tmp_path))
    places = lay_form(form_2021).positions
    carried = {
        cell.index: book[places[cell.index].sheet][places[cell.index].address].value
        for cell in form_2021.inputs
    }
    assert {cell.index: values[cell.index] for cell in form_2021.inputs} == carried


def test_a_copy_has_the_formula_of_an_overwritten_total_again(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(annotated(form_2021, values, tmp_path))
    total = form_2021.index["requests", "total_handled", "natural_person"]
    place = lay_form(form_2021).positions[total]
    assert "=SUM(D8:D28)" == book[place.sheet][place.address].value
    assert book[place.sheet].protection.sheet is True


def test_offending_cells_bear_a_remark_with_what_to_do(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(annotated(form_2021, values, tmp_path))
    place = lay_form(form_2021).positions[form_2021.index["requests", "granted", "natural_person"]]
    remark = book[place.sheet][place.address].comment
    assert remark is not None
    assert remark.text.startswith("错误：表三 D8（（一）予以公开｜自然人）填写的“三件”不能读作数字")
    assert "只填写数字" in remark.text


def test_a_finding_about_many_cells_marks_all_of_them_and_says_why_at_the_first(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    index = form_2021.index
    typed = {
        index["requests", row, "natural_person"]: values[index["requests", row, "natural_person"]]
        for row in ("received", "granted", "repeated")
    }
    book = openpyxl.load_workbook(annotated(form_2021, typed, tmp_path))
    (blanks,) = (
        each
        for each in xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER).found
        if each.code == "BLANK" and each.table == "requests"
    )
    cells = [book[each.sheet][each.cell] for each in blanks.cells]
    error = book["三"]["D8"]
    assert 50 < len(cells)
    assert [True, False] == [each.comment is not None for each in cells[:2]]
    assert 1 == sum(each.comment is not None for each in cells)
    assert {"dashed"} == {each.border.bottom.style for each in cells}
    assert ("medium", True) == (error.border.bottom.style, error.comment is not None)


def test_a_number_that_its_format_made_another_stays_unreadable_when_the_copy_comes_back(
    form_2021: Form, tmp_path: Path
) -> None:
    fees = lay_form(form_2021).positions[form_2021.index["proactive", "fees", "fees_amount"]]

    def change(book: openpyxl.Workbook) -> None:
        cell = book[fees.sheet][fees.address]
        cell.value, cell.number_format = 251000, '0!.0,"万元"'

    values: dict[int, Value] = {cell.index: 0 for cell in form_2021.inputs}
    data = build_template(form_2021, year=2026, department=DEPARTMENT, values=values)
    (tmp_path / "D05.xlsx").write_bytes(resaved(data, change))
    (path,) = xr.annotate(xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER), tmp_path / "退回")
    again = xr.read_return(path)
    assert ["251000？"] == [each.seen for each in again.found if each.code == "UNREADABLE"]


def test_the_first_sheet_lists_every_error_and_warning_with_a_link(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    path = annotated(form_2021, values, tmp_path)
    returns = xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    said = [finding for finding in returns.found if finding.severity is not xr.Severity.INFO]
    assert "问题清单" == sheet.title
    told = [f"{finding.message}\n→ {finding.advice}" for finding in said]
    assert told == [row[5].value for row in lines_of(sheet)]
    assert [f"'{f.sheet}'!{f.cell}" for f in said if f.cell] == [
        row[2].hyperlink.location for row in lines_of(sheet) if row[2].hyperlink
    ]


def test_the_letter_says_whose_it_is_what_is_asked_by_when_and_whom_to_ask(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    path = annotated(form_2021, values, tmp_path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    texts = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert ["2026年政府信息公开工作年度报告问题清单", f"{DEPARTMENT.name}（D05）："] == texts[:2]
    assert (
        "× 退回修改　有 1 处错误须改正，1 处警告请核实。改好以前，贵单位的数据不能采用。"
        == texts[2]
    )
    by = "请在2027年1月15日前重新报送；这一天已经过了的，请尽快重新报送"
    assert {"D05.xlsx", by, "县政务公开办 李敏"} <= set(texts)
    words = [str(row[1].value) for row in lines_of(sheet)]
    assert sorted(words, key=["× 错误", "! 警告", "– 提示"].index) == words


def test_a_file_issued_for_another_year_is_filled_in_anew_and_not_corrected(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    data = build_template(form_2021, year=2026, department=DEPARTMENT, values=values)
    (tmp_path / "D05.xlsx").write_bytes(data)
    returns = xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER, year=2027)
    (message,) = xr.make_messages(xr.board(returns), copies=True)
    assert "请在 2027 年度的报送表上填写后报送" in message.text
    assert ("退回件" in message.text, message.copy) == (False, "")
    (path,) = xr.annotate(returns, tmp_path / "退回")
    letter = [row[0] for row in openpyxl.load_workbook(path).worksheets[0].values]
    assert any("请不要在上面修改" in str(text) for text in letter)


def test_an_accepted_return_is_told_so_and_asked_to_verify() -> None:
    doubt = replace(make_finding("FILE-PDF"), severity=xr.Severity.WARNING)
    assert "贵单位的数据已经采用，有 1 处警告请核实。有误的，请改正后重新报送。" == verdict(
        xr.DepartmentStatus.WARNINGS, [doubt]
    )


def test_a_copy_is_a_return_one_revision_higher_with_the_clerks_words(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    (again,) = returns_in(xr.read_return(annotated(form_2021, values, tmp_path)))
    assert (2, "D05", 2026, DEPARTMENT.name) == (
        again.revision,
        again.code,
        again.year,
        again.department,
    )
    assert "=总体情况<良好>" == again.texts["overview"]


def test_annotating_a_copy_again_leaves_no_old_mark(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    path = annotated(form_2021, values, tmp_path)
    returns = xr.read_returns(path, roster=ROSTER)
    (second,) = xr.annotate(returns, tmp_path / "再退回")
    book = openpyxl.load_workbook(second)
    said = [finding for finding in returns.found if finding.severity is not xr.Severity.INFO]
    marked = {
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    assert {(cell.sheet, cell.cell) for finding in said for cell in finding.cells} >= marked
    assert 3 == xr.read_return(second).items[0].revision
    assert 1 == book.sheetnames.count("问题清单")


def test_a_return_without_fault_is_not_sent_back(form_2021: Form, tmp_path: Path) -> None:
    values: dict[int, Value] = {cell.index: 0 for cell in form_2021.inputs}
    data = build_template(form_2021, year=2026, department=DEPARTMENT, values=values)
    (tmp_path / "D05.xlsx").write_bytes(data)
    returns = xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER)
    assert [] == xr.annotate(returns, tmp_path / "退回")


def test_the_same_return_gives_the_same_copy(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    first = annotated(form_2021, values, tmp_path).read_bytes()
    assert first == annotated(form_2021, values, tmp_path).read_bytes()
    assert openpyxl.load_workbook(BytesIO(first)).sheetnames[0] == "问题清单"


def test_a_copy_that_nobody_has_worked_on_does_not_take_the_place_of_an_answer(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    path = annotated(form_2021, values, tmp_path)
    path.rename(tmp_path / "退回件.xlsx")
    returns = xr.read_returns(tmp_path, roster=ROSTER)
    said = [finding.code for finding in returns.found if finding.file == "退回件.xlsx"]
    assert "UNANSWERED" in said
    assert ["returned for correction"] == list(returns.status["status"])


def test_a_copy_that_was_saved_again_is_an_answer(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(annotated(form_2021, values, tmp_path))
    book["三"]["D8"], book["三"]["D22"], book["三"]["D6"] = 3, 0, 3
    book.save(tmp_path / "改正.xlsx")
    returns = xr.read_returns(tmp_path / "改正.xlsx", roster=ROSTER)
    assert "UNANSWERED" not in [finding.code for finding in returns.found]
    assert ["accepted"] == list(returns.status["status"])


def test_a_copy_of_a_return_with_a_moved_table_holds_its_figures_in_their_places(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    data = build_template(form_2021, year=2026, department=DEPARTMENT, values=values)
    book = openpyxl.load_workbook(BytesIO(data))
    book["三"].title = "表三"
    book.save(tmp_path / "D05.xlsx")
    (path,) = xr.annotate(xr.read_returns(tmp_path / "D05.xlsx", roster=ROSTER), tmp_path / "退回")
    copy = openpyxl.load_workbook(path)
    assert (3, "三件") == (copy["三"]["D6"].value, copy["三"]["D8"].value)
    assert copy["三"]["D8"].comment is not None
    assert "'三'!D8" in [
        row[2].hyperlink.location for row in lines_of(copy.worksheets[0]) if row[2].hyperlink
    ]


def test_the_likeliest_slip_is_listed_and_marks_no_cell_of_its_own(
    form_2021: Form, tmp_path: Path
) -> None:
    index = form_2021.index
    values: dict[int, Value] = {cell.index: 0 for cell in form_2021.inputs}
    values[index["requests", "received", "natural_person"]] = 12
    values[index["requests", "repeated", "natural_person"]] = 21
    book = openpyxl.load_workbook(annotated(form_2021, values, tmp_path))
    line = lines_of(book["问题清单"])[-1]
    severity, place, _, column, message = (entry.value for entry in line[1:])
    cell = lay_form(form_2021).positions[index["requests", "received", "natural_person"]]
    assert ("– 提示", cell.place) == (severity, place)
    assert "最可能：" in str(message)
    assert "自然人" == column
    # 表三 D6 takes part in the balance that fails, and its remark says the suggestion as well.
    marked = book[cell.sheet][cell.address].comment
    assert marked is not None
    assert "错误：" in marked.text
    assert "提示：推测的笔误" in marked.text
    repeated = lay_form(form_2021).positions[index["requests", "repeated", "natural_person"]]
    assert book[repeated.sheet][repeated.address].comment is None


def test_what_a_copy_does_not_carry_is_listed_in_it(form_2021: Form, tmp_path: Path) -> None:
    values: dict[int, Value] = {cell.index: 0 for cell in form_2021.inputs}
    values[form_2021.inputs[0].index] = "若干"
    data = build_template(form_2021, year=2026, department=make_department("D05"), values=values)
    book = openpyxl.load_workbook(BytesIO(data))
    book.create_sheet("草稿")["A1"] = 7
    book["三"]["A40"] = "另有3件"
    path = tmp_path / "D05.xlsx"
    book.save(path)
    (copy,) = xr.annotate(xr.read_returns(path), tmp_path / "退回")
    issues = openpyxl.load_workbook(copy)["问题清单"]
    said = [str(row[5].value) for row in lines_of(issues)]
    assert any("草稿" in text for text in said)
    assert any("另有3件" in text for text in said)
    assert "草稿" not in openpyxl.load_workbook(copy).sheetnames


def test_a_return_of_another_edition_is_told_once_to_be_filled_in_anew(
    form_2019: Form, tmp_path: Path
) -> None:
    path = annotated(form_2019, {cell.index: 0 for cell in form_2019.inputs}, tmp_path)
    texts = [str(row[0]) for row in openpyxl.load_workbook(path)["问题清单"].values]
    assert not any("请直接在本文件中修改" in text for text in texts)
    assert any("请在本年度下发的报送表上重新填写并报送" in text for text in texts)


def test_no_copy_is_made_of_a_file_that_was_changed_since_it_was_read(
    form_2021: Form, values: dict[int, Value], tmp_path: Path
) -> None:
    path = tmp_path / "D05.xlsx"
    path.write_bytes(build_template(form_2021, year=2026, department=DEPARTMENT, values=values))
    returns = xr.read_returns(path, roster=ROSTER)
    changed = {**values, form_2021.index["requests", "received", "natural_person"]: 4}
    path.write_bytes(build_template(form_2021, year=2026, department=DEPARTMENT, values=changed))
    with pytest.raises(xr.InputError, match=r"D05\.xlsx 在读取之后被改动"):
        xr.annotate(returns, tmp_path / "退回")
