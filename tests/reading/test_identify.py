"""Whose workbook it is: three stamps of which one is enough, else the official labels."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from support.edited import codes, filled_template, read, read_any, resaved, typed
from support.made_up_form import MADE_UP_FORM
from xlreport.base.finding import Severity
from xlreport.base.local_time import local_time
from xlreport.base.period import Period
from xlreport.form.library import SHIPPED
from xlreport.form.load import load_form
from xlreport.form.sheet_names import STAMP_SHEET
from xlreport.formats.workbook import Package
from xlreport.formats.xlsx import read_package
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role
from xlreport.layout.layout import SheetKind, lay_form
from xlreport.layout.stamp import PROPERTY, Stamp, StampKind
from xlreport.reading._locate import locate
from xlreport.reading.identify import identify, saving_time
from xlreport.reading.one_return import Unread

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from xlreport import Department, Form

STAMPS: Final = ("property", "sheet", "cover")
LABELS: Final = (Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL)


def cover_stamp(form: Form) -> tuple[int, int]:
    place = lay_form(form).fields[Field(FieldKind.STAMP)]
    return place.row + 1, place.column + 1


def stripped(data: bytes, form: Form, *, keep: str = "") -> bytes:
    """Take away all stamps but one."""

    def change(book: Workbook) -> None:
        if keep != "property":
            del properties(book)[PROPERTY]
        if keep != "sheet":
            del book[STAMP_SHEET]
        if keep != "cover":
            book.worksheets[0].cell(*cover_stamp(form)).value = None

    return resaved(data, change)


def properties(book: Workbook) -> Any:
    return book.custom_doc_props  # type: ignore[attr-defined] # newer than the type hints


def stamped(text: str) -> Package:
    """Give a package with this text for its only stamp."""
    return Package(
        sheets=(),
        properties={PROPERTY: text},
        names={},
        application="",
        modified="",
        macros=False,
        links=0,
    )


def stamp_of(form: Form, *, name: str = "", digest: str = "", code: str = "D05") -> Stamp:
    return Stamp(StampKind.TEMPLATE, name or form.id, digest or form.digest, Period(2026), code)


@pytest.mark.parametrize("keep", STAMPS)
@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_each_of_the_three_stamps_alone_is_enough(
    keep: str, edition: str, department: Department
) -> None:
    form = load_form(edition)
    data = filled_template(form, department, year=form.first_year)
    whole, alone = read(data), read(stripped(data, form, keep=keep))
    assert (form, "D05", form.first_year) == (whole.form, whole.code, whole.year)
    assert [] == codes(alone.findings)
    assert (whole.stamp, whole.values) == (alone.stamp, alone.values)


@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_a_workbook_without_a_stamp_is_recognised_by_its_labels(
    edition: str, department: Department
) -> None:
    form = load_form(edition)
    data = filled_template(form, department, year=form.first_year)
    whole, bare = read(data), read(stripped(data, form))
    assert ["STAMP-MISSING"] == codes(bare.findings)
    assert f"报送表没有模板标识，按栏目名称识别为{form.name}。" == bare.findings[0].message
    assert None is bare.stamp
    # The cover still says who and when.
    assert (form, "D05", department.name, form.first_year) == (
        bare.form,
        bare.code,
        bare.department,
        bare.year,
    )
    assert whole.values == bare.values


def test_stamps_that_disagree_are_a_finding_and_the_first_counts(
    form_2021: Form, department: Department
) -> None:
    data = filled_template(form_2021, department, year=2026)
    other = str(stamp_of(form_2021, code="D06"))

    def change(book: Workbook) -> None:
        book[STAMP_SHEET]["A1"] = other

    item = read(resaved(data, change))
    assert ["STAMP-DISAGREES"] == codes(item.findings)
    assert Severity.WARNING is item.findings[0].severity
    said = "一处是“政府信息公开工作年度报告（2021年版）、2026年度、单位代码 {}、第1次下发”"
    first, second = said.format("D05"), said.format("D06")
    assert f"报送表的标识前后不一致：{first}，{second}。" == item.findings[0].message
    assert "D05" == item.code


@pytest.mark.parametrize(
    "text", ["xlreport:", "xlreport:template|ogi-2021", "xlreport:other|ogi-2021|ab|2026|D05|1"]
)
def test_what_only_looks_like_a_stamp_is_none(
    form_2021: Form, department: Department, text: str
) -> None:
    data = filled_template(form_2021, department)

    def change(book: Workbook) -> None:
        book[STAMP_SHEET]["A1"] = text

    assert [] == codes(read(resaved(data, change)).findings)
    assert ["FILE-FOREIGN"] == codes(identify(stamped(text), SHIPPED).findings)


def test_a_stamp_typed_into_a_table_is_not_believed(
    form_2021: Form, department: Department
) -> None:
    data = filled_template(form_2021, department, year=2026)
    item = read(typed(data, form_2021, {0: str(stamp_of(form_2021, code="D06"))}))
    assert ["UNREADABLE"] == codes(item.findings)
    assert "D05" == item.code


def test_a_stamp_on_a_cover_with_a_margin_is_found(form_2021: Form, department: Department) -> None:
    data = filled_template(form_2021, department, year=2026)
    row, column = cover_stamp(form_2021)

    def change(book: Workbook) -> None:
        del properties(book)[PROPERTY]
        del book[STAMP_SHEET]
        cover = book.worksheets[0]
        stamp = cover.cell(row, column).value
        (merged,) = (str(area) for area in cover.merged_cells.ranges if area.min_row == row)
        cover.unmerge_cells(merged)
        cover.cell(row, column).value = None
        cover.cell(row, column + 1).value = stamp

    item = read(resaved(data, change))
    assert (["CONTENT-BEYOND"], str(stamp_of(form_2021))) == (
        codes(item.findings),
        str(item.stamp),
    )


def test_a_form_that_nobody_knows_is_named(form_2021: Form) -> None:
    identity = identify(stamped(str(stamp_of(form_2021, name="ogi-1999"))), SHIPPED)
    assert (None, ["FORM-UNKNOWN"]) == (identity.form, codes(identity.findings))
    assert "报送表的版本“ogi-1999”不在可用的报表格式之内。" == identity.findings[0].message


def test_a_return_in_an_unknown_form_still_says_whose_it_is(
    department: Department, tmp_path: Path
) -> None:
    form = made_up(tmp_path)
    item = read_any(filled_template(form, department))
    assert isinstance(item, Unread)
    assert ("D05", ["FORM-UNKNOWN"]) == (item.code, codes(item.findings))


def made_up(folder: Path) -> Form:
    path = folder / "made-up.toml"
    path.write_text(MADE_UP_FORM, "utf-8")
    return load_form(path)


def test_a_path_in_a_stamp_is_never_opened(form_2021: Form, tmp_path: Path) -> None:
    path = tmp_path / "made-up.toml"
    path.write_text(MADE_UP_FORM, "utf-8")
    identity = identify(stamped(str(stamp_of(form_2021, name=str(path)))), SHIPPED)
    assert (None, ["FORM-UNKNOWN"]) == (identity.form, codes(identity.findings))


@pytest.mark.parametrize("year", ["9" * 5000, "20266", "202", "２０２６"])
def test_a_stamp_with_a_year_that_is_none_is_no_stamp(form_2021: Form, year: str) -> None:
    text = str(stamp_of(form_2021)).replace("|2026|", f"|{year}|")
    assert ["FILE-FOREIGN"] == codes(identify(stamped(text), SHIPPED).findings)


def test_another_revision_of_the_form_is_noticed_and_read(
    form_2021: Form, department: Department
) -> None:
    old = filled_template(form_2021, department, year=2026)
    text = str(stamp_of(form_2021, digest="0123456789ab"))

    def change(book: Workbook) -> None:
        properties(book)[PROPERTY].value = text
        book[STAMP_SHEET]["A1"] = text
        book.worksheets[0].cell(*cover_stamp(form_2021)).value = text

    item = read(resaved(old, change))
    assert ["FORM-REVISED"] == codes(item.findings)
    assert read(old).values == item.values


def test_a_countys_own_form_is_known_when_it_is_given(
    tmp_path: Path, department: Department
) -> None:
    form = made_up(tmp_path)
    data = filled_template(form, department)
    assert (form, []) == (read(data, form).form, codes(read(data, form).findings))
    bare = read(stripped(data, form), form)
    assert (form, ["STAMP-MISSING"]) == (bare.form, codes(bare.findings))
    assert ["FILE-FOREIGN"] == codes(read_any(stripped(data, form)).findings)


def test_an_annex_is_part_of_the_form(department: Department) -> None:
    whole = load_form("ogi-2021", annex="ogi-supplement")
    data = filled_template(whole, department)
    assert whole is read(data).form
    bare = stripped(data, whole)
    assert (whole, ["STAMP-MISSING"]) == (read(bare, whole).form, codes(read(bare, whole).findings))
    # Without being told of the annex its tables are recognised beside those of the form.
    assert (whole.id, ["STAMP-MISSING"]) == (read(bare).form_id, codes(read(bare).findings))


def test_labels_are_recognised_in_other_spellings(form_2021: Form, department: Department) -> None:
    data = stripped(filled_template(form_2021, department), form_2021)

    def change(book: Workbook) -> None:
        book["二"]["A6"] = "规范性文件"
        book["三"]["B10"] = "(三) 不予\n公开"
        book["三"]["C12"] = '3.危及"三安全一稳定"'

    item = read(resaved(data, change))
    assert ["STAMP-MISSING"] == codes(item.findings)
    assert read(data).values == item.values


def test_a_workbook_without_stamp_and_with_a_wrong_label_lacks_that_row_alone(
    form_2021: Form, department: Department
) -> None:
    data = stripped(filled_template(form_2021, department), form_2021)

    def change(book: Workbook) -> None:
        book["三"]["C11"] = "2.属于工作秘密"

    item = read(resaved(data, change))
    assert ("ogi-2021", ["STAMP-MISSING", "LABEL-LOST"]) == (item.form_id, codes(item.findings))
    # A form that is named again, or with an annex of which nothing is there, makes no doubt.
    whole = load_form("ogi-2021", annex="ogi-supplement")
    named = read(resaved(data, change), form_2021, whole)
    assert ("ogi-2021", item.values) == (named.form_id, named.values)
    lost = {cell.row for cell in form_2021.inputs if cell.index in item.unreadable}
    assert {"prohibited_by_law"} == lost


def test_half_a_form_is_none(form_2021: Form, department: Department) -> None:
    def change(book: Workbook) -> None:
        del book["三"]

    data = stripped(filled_template(form_2021, department), form_2021)
    item = read_any(resaved(data, change))
    assert isinstance(item, Unread)
    assert ["FILE-FOREIGN"] == codes(item.findings)


def test_tables_of_another_edition_pasted_into_a_form_are_read_as_what_they_are(
    form_2019: Form, form_2021: Form, department: Department
) -> None:
    older = openpyxl.load_workbook(BytesIO(filled_template(form_2019, department)))

    def change(book: Workbook) -> None:
        for name in ("二", "三", "四"):
            del book[name]
            copy = book.create_sheet(name)
            for row in older[name].iter_rows():
                for cell in row:
                    if not isinstance(cell, MergedCell):
                        copy.cell(cell.row, cell.column, cell.value)

    item = read(resaved(filled_template(form_2021, department), change))
    assert ("ogi-2019", 2021) == (item.form_id, item.year)
    assert "FORM-REPLACED" in codes(item.findings)
    assert read(filled_template(form_2019, department)).values == item.values


def test_a_foreign_workbook_is_none_of_the_forms() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "单位", "数量"])
    target = BytesIO()
    book.save(target)
    item = read_any(target.getvalue())
    assert isinstance(item, Unread)
    assert ["FILE-FOREIGN"] == codes(item.findings)
    assert (
        "工作簿不是下发的报送表：没有模板标识，也找不到官方表格的栏目。" == item.findings[0].message
    )


@pytest.mark.parametrize("edition", ["ogi-2019", "ogi-2021"])
def test_a_template_has_no_wrong_label_and_each_one_changed_is_named(
    edition: str, department: Department
) -> None:
    form = load_form(edition)
    package = read_package(filled_template(form, department))
    layout = lay_form(form)
    tables = [sheet for sheet in layout.sheets if sheet.kind is SheetKind.TABLE]
    for number, sheet in enumerate(tables):
        raw = next(each for each in package.sheets if each.name == sheet.name)
        assert () == locate(layout, package)[number].wrong
        labels = [b for b in sheet.blocks if b.role in LABELS and b.text and not b.last]
        assert len(labels) > 10
        for block in labels:
            place = (block.top, block.left)
            changed = dict(raw.cells) | {place: raw.cells[place]._replace(text="别的")}
            sheets = tuple(
                replace(each, cells=changed) if each is raw else each for each in package.sheets
            )
            (wrong,) = locate(layout, replace(package, sheets=sheets))[number].wrong
            assert (sheet.name, block.text, "别的") == (wrong.sheet, wrong.path, wrong.value)


def test_a_saving_time_is_told_by_the_clock_of_this_computer() -> None:
    package = replace(stamped(""), modified="2027-01-08T10:00:00Z")
    assert local_time(package.modified) == saving_time(package, None) != package.modified
