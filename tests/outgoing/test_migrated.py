"""Migrated returns: a workbook of the other edition, with what is lost and missing in front."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import xlreport as xr
from support.departments import make_department
from support.edited import codes, read, resaved, typed
from support.filled import Inputs, as_typed, cells_at, few, fillings, find
from support.made_up_form import load_made_up
from support.settled import returns_in
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.sheet_names import MIGRATION_SHEET
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.past.migration import Migration, migrate_values
from xlreport.reading.one_return import Return
from xlreport.writing.content import Value

OLD, NEW = load_form("ogi-2019"), load_form("ogi-2021")
WHO = make_department("D05", "盐池县退役军人事务局")
FIELDS = {
    Field(FieldKind.CONTACT): "张三",
    Field(FieldKind.PHONE): "0953-1",
    Field(FieldKind.TEXT, "overview"): "=总体情况<良好>",
    Field(FieldKind.SIGNER, 1): "李四",
}
PUBLISHED = "proactive.regulations.published"
OTHERWISE = "requests.otherwise_handled.natural_person"
NIL = frozenset(table.key for table in OLD.tables)


def filled(form: Form, inputs: Inputs, nil: frozenset[str] = frozenset()) -> bytes:
    values = as_typed(form, inputs)
    return build_template(form, year=2020, department=WHO, values=values, nil=nil, fields=FIELDS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Write a return of 2019's edition with two numbers that have no home in 2021's."""
    target = tmp_path / "D05.xlsx"
    target.write_bytes(filled(OLD, cells_at(OLD, {PUBLISHED: 2, OTHERWISE: 5})))
    return target


def migrated(data: bytes, old: Form, new: Form) -> tuple[Migration, Return]:
    """Migrate the bytes of a return; give what became of it, and the new workbook read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        (path / "旧.xlsx").write_bytes(data)
        found = xr.migrate(path / "旧.xlsx", new, path / "新.xlsx", forms=[old])
        return found, read((path / "新.xlsx").read_bytes(), new)


def migrated_book(path: Path, name: str = "新.xlsx") -> tuple[Any, Path]:
    out = path.with_name(name)
    xr.migrate(path, NEW, out)
    return openpyxl.load_workbook(out), out


@few
@given(st.sampled_from([(OLD, NEW), (NEW, OLD)]), st.data())
def test_a_migrated_workbook_reads_back_with_the_same_values(
    pair: tuple[Form, Form], data: st.DataObject
) -> None:
    old, new = pair
    inputs = data.draw(fillings(old))
    migration, again = migrated(filled(old, inputs), old, new)
    assert new is again.form
    for index in migration.moved:
        assert migration.values[index] == again.values[index]


def test_identity_and_the_clerks_words_are_kept_one_revision_higher(path: Path) -> None:
    book, out = migrated_book(path)
    (again,) = returns_in(xr.read_return(out))
    assert ("ogi-2021", "D05", WHO.name, 2020, 2) == (
        again.form_id,
        again.code,
        again.department,
        again.year,
        again.revision,
    )
    assert FIELDS[Field(FieldKind.TEXT, "overview")] == again.texts["overview"]
    fields = lay_form(NEW).fields
    seen = {
        field: book["封面"][fields[field].address].value
        for field in (
            Field(FieldKind.CONTACT),
            Field(FieldKind.PHONE),
            Field(FieldKind.SIGNER, 1),
        )
    }
    # Who signed has signed the old workbook.
    assert {
        Field(FieldKind.CONTACT): "张三",
        Field(FieldKind.PHONE): "0953-1",
        Field(FieldKind.SIGNER, 1): None,
    } == seen


def test_totals_are_formulas(path: Path) -> None:
    book, _ = migrated_book(path)
    place = lay_form(NEW).positions[find(NEW, "requests.total_handled.natural_person")]
    assert str(book[place.sheet][place.address].value).startswith("=SUM(")


def test_the_first_sheet_says_what_is_lost_and_what_is_missing(path: Path) -> None:
    book, _ = migrated_book(path)
    sheet = book.worksheets[0]
    assert MIGRATION_SHEET == sheet.title
    assert (
        "迁移说明　2019年版转为2021年版：转入 158 个数，没有对应栏目 2 个，需要补填 8 格。"
        == sheet["A1"].value
    )
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [
        (1, "没有对应栏目", "原表二 C5", "规章｜本年新公开数量", "2件"),
        (2, "没有对应栏目", "原表三 D26", OLD.cells[find(OLD, OTHERWISE)].labels, "5件"),
    ] == [row[:5] for row in rows[:2]]
    assert [(n, "需要补填") for n in range(3, 11)] == [row[:2] for row in rows[2:]]
    assert ("表二 C5", NEW.cells[find(NEW, "proactive.regulations.repealed")].labels) == rows[2][
        2:4
    ]


def test_links_lead_to_the_marked_cells_that_must_be_filled_in(path: Path) -> None:
    book, _ = migrated_book(path)
    links = {
        row[2].hyperlink.location for row in book.worksheets[0].iter_rows(3) if row[2].hyperlink
    }
    marked = {
        f"'{sheet.title}'!{cell.coordinate}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }
    places = lay_form(NEW).positions
    anew = migrate_values(OLD, NEW, read(path.read_bytes()).values).anew
    assert {f"'{places[i].sheet}'!{places[i].address}" for i in anew} == links == marked


def test_a_copy_with_something_missing_does_not_count_before_somebody_has_worked_on_it(
    path: Path,
) -> None:
    _, out = migrated_book(path)
    assert "UNANSWERED" in codes(read(out.read_bytes()).findings)
    assert "UNANSWERED" not in codes(read(resaved(out.read_bytes())).findings)


def test_a_copy_that_lacks_nothing_is_a_return_at_once(path: Path) -> None:
    path.write_bytes(filled(OLD, {}, NIL))
    (path.parent / "收回").mkdir()
    out = path.parent / "收回" / "D05.xlsx"
    assert xr.migrate(path, NEW, out).lossless
    again = read(out.read_bytes())
    assert (True, {0}) == (again.is_nil, set(again.values))
    assert [] == [code for code in codes(again.findings) if code != "BLANK-ZERO"]


def test_what_was_blank_beside_a_number_stays_blank_and_is_read_as_0_again(tmp_path: Path) -> None:
    inputs = cells_at(OLD, {"requests.received.natural_person": 3})
    del inputs[OLD.index["requests", "received", "research"]]
    (tmp_path / "D05.xlsx").write_bytes(filled(OLD, inputs))
    book, out = migrated_book(tmp_path / "D05.xlsx")
    blank = NEW.index["requests", "received", "research"]
    zero = NEW.index["requests", "received", "commercial"]
    sheet = book[lay_form(NEW).positions[blank].sheet]
    addresses = (lay_form(NEW).positions[index].address for index in (blank, zero))
    assert [None, 0] == [sheet[address].value for address in addresses]
    (again,) = returns_in(xr.read_return(out))
    assert (0, True) == (again.values[blank], blank not in again.seen)


def test_a_blank_that_the_rules_read_as_0_is_written_where_its_row_has_no_other_number(
    tmp_path: Path,
) -> None:
    inputs = cells_at(OLD, {PUBLISHED: 2})
    row = [OLD.index["proactive", "regulations", column] for column in ("made", "published_total")]
    for index in row:
        del inputs[index]
    (tmp_path / "D05.xlsx").write_bytes(filled(OLD, inputs))
    book, _ = migrated_book(tmp_path / "D05.xlsx")
    place = lay_form(NEW).positions[NEW.index["proactive", "regulations", "made"]]
    assert 0 == book[place.sheet][place.address].value


def test_a_word_is_carried_as_it_was_typed(path: Path) -> None:
    cell = find(OLD, "requests.received.research")
    path.write_bytes(typed(path.read_bytes(), OLD, {cell: "三件", find(OLD, OTHERWISE): "若干"}))
    book, _ = migrated_book(path)
    place = lay_form(NEW).positions[find(NEW, "requests.received.research")]
    assert "三件" == book[place.sheet][place.address].value
    assert "若干" in [row[4].value for row in book.worksheets[0].iter_rows(3)]


def test_an_amount_whose_unit_must_be_written_is_written_with_it(tmp_path: Path) -> None:
    v1 = load_made_up(tmp_path)
    v2 = load_made_up(tmp_path, ('id     = "made-up"', 'id     = "made-up-2"'))
    amount, zero = find(v1, "funds.donations.gift_value"), find(v1, "funds.purchases.spent")
    values: dict[int, Value] = {amount: "251000元", zero: 0}
    data = build_template(v1, year=2020, department=WHO, values=values)
    _, again = migrated(data, v1, v2)
    assert ("251000元", 25100000) == (again.seen[amount], again.values[amount])


def test_narrative_that_has_no_place_is_listed(tmp_path: Path) -> None:
    v1 = load_made_up(tmp_path)
    v2 = load_made_up(
        tmp_path,
        ('id     = "made-up"', 'id     = "made-up-2"'),
        ('key     = "remarks"', 'key     = "notes"'),
    )
    fields = {Field(FieldKind.TEXT, "remarks"): "另有说明"}
    data = build_template(v1, year=2020, department=WHO, values={0: 1}, fields=fields)
    (tmp_path / "v1.xlsx").write_bytes(data)
    xr.migrate(tmp_path / "v1.xlsx", v2, tmp_path / "v2.xlsx", forms=[v1])
    sheet = openpyxl.load_workbook(tmp_path / "v2.xlsx").worksheets[0]
    assert ("三、说明", "另有说明") in [(r[3].value, r[4].value) for r in sheet.iter_rows(3)]


def test_the_same_return_gives_the_same_workbook(path: Path) -> None:
    first = migrated_book(path)[1].read_bytes()
    assert first == migrated_book(path, "又.xlsx")[1].read_bytes()


# ---- what is refused ----------------------------------------------------------------------------


def test_no_file_is_written_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(xr.OutputError, match="已经存在，为避免覆盖没有写入"):
        xr.migrate(path, NEW, path)
    assert before == path.read_bytes()


def test_a_return_of_the_same_edition_is_refused(path: Path) -> None:
    with pytest.raises(xr.InputError, match="已经是2019年版"):
        xr.migrate(path, OLD, path.with_name("新.xlsx"))


def test_a_form_with_nothing_in_common_is_refused(path: Path) -> None:
    with pytest.raises(xr.InputError, match="没有一个数可以转入 ogi-supplement 版"):
        xr.migrate(path, load_form("ogi-supplement"), path.with_name("新.xlsx"))


def test_a_return_without_department_or_year_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(build_template(OLD, values=as_typed(OLD, cells_at(OLD, {}))))
    with pytest.raises(xr.InputError, match="没有写明填报单位或年度"):
        xr.migrate(path, NEW, tmp_path / "新.xlsx")


def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(b"")
    with pytest.raises(xr.InputError, match=r"x\.xlsx：.*空"):
        xr.migrate(tmp_path / "x.xlsx", NEW, tmp_path / "新.xlsx")
    (tmp_path / "收回").mkdir()
    with pytest.raises(xr.InputError, match="不是一份报送件"):
        xr.migrate(tmp_path / "收回", NEW, tmp_path / "新.xlsx")


def test_formulas_hold_the_values_that_a_program_would_compute(path: Path) -> None:
    out = migrated_book(path)[1]
    book = openpyxl.load_workbook(BytesIO(out.read_bytes()), data_only=True)
    values = migrate_values(OLD, NEW, read(path.read_bytes()).values).values
    places = lay_form(NEW).positions
    totals = [cell.index for cell in NEW.cells if cell.total]
    cached = [book[places[i].sheet][places[i].address].value for i in totals]
    assert [values[i] or 0 for i in totals] == cached


@pytest.mark.parametrize("form", [OLD, NEW])
def test_figures_of_this_year_in_last_year_s_workbook_get_this_year(
    form: Form, tmp_path: Path
) -> None:
    path, out = tmp_path / "去年.xlsx", tmp_path / "今年.xlsx"
    path.write_bytes(filled(form, cells_at(form, {OTHERWISE: 5} if form is OLD else {})))
    xr.migrate(path, NEW, out, year=2026)
    again = read(out.read_bytes(), NEW)
    assert (2026, "D05", 2) == (again.year, again.code, again.revision)
    assert "2026" == str(openpyxl.load_workbook(out)["封面"]["C6"].value or "")[:4]


def test_a_workbook_of_this_edition_and_year_is_not_migrated(tmp_path: Path) -> None:
    path = tmp_path / "D05.xlsx"
    path.write_bytes(filled(NEW, cells_at(NEW, {})))
    with pytest.raises(xr.InputError, match="已经是2021年版，不需要迁移；要改换报告年度的"):
        xr.migrate(path, NEW, tmp_path / "新.xlsx", year=2020)
