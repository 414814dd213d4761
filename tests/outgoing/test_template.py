"""Templates are complete, named after their departments, and written whole or not at all."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.departments import make_department
from support.made_up_form import load_made_up
from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import file_name
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind, parse_stamp
from xlreport.office.roster import Department, Roster
from xlreport.outgoing.template import build_template
from xlreport.outgoing.templates import write_template, write_templates

BUREAU = make_department("0101", "教育局&体育局<筹>\"办\"'公'")
TOWN = make_department("0201", "花马池镇", level="乡")
ROSTER = Roster("单位名录.csv", (BUREAU, TOWN))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read_field(form: Form, data: bytes, field: Field) -> object:
    place = lay_form(form).fields[field]
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return book[place.sheet][place.address].value


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_last_year(form: Form, path: Path, *, year: int) -> Path:
    """Write the town's return of last year: natural persons carry 7 forward."""
    values: dict[int, int] = {cell.index: 0 for cell in form.inputs}
    values[form.index["requests", "carried_forward", "natural_person"]] = 7
    path.write_bytes(build_template(form, year=year, department=TOWN, values=values))
    return path


def read_stamp(data: bytes) -> Stamp | None:
    book = openpyxl.load_workbook(BytesIO(data))
    return parse_stamp(str(book["_xlreport"]["A1"].value))


def test_a_template_is_stamped_for_its_department_and_year() -> None:
    form = load_form("ogi-2021")
    data = build_template(form, year=2026, department=TOWN, revision=3)
    expected = Stamp(StampKind.TEMPLATE, "ogi-2021", form.digest[:12], Period(2026), "0201", 3)
    assert expected == read_stamp(data)


def test_a_blank_template_is_for_any_department_and_year() -> None:
    form = load_form("ogi-2021")
    expected = Stamp(StampKind.TEMPLATE, "ogi-2021", form.digest[:12], None, "", 1)
    assert expected == read_stamp(build_template(form))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (FieldKind.DEPARTMENT, BUREAU.name),
        (FieldKind.CODE, "0101"),
        (FieldKind.PERIOD, 2026),
    ],
)
def test_the_cover_names_department_code_and_year(kind: FieldKind, expected: object) -> None:
    form = load_form("ogi-2021")
    data = build_template(form, year=2026, department=BUREAU)
    assert expected == read_field(form, data, Field(kind))


def test_standing_sentences_are_filled_in_and_may_be_replaced(tmp_path: Path) -> None:
    form = load_made_up(tmp_path)
    plain = build_template(form)
    other = build_template(form, fields={Field(FieldKind.TEXT, "closing"): "完。"})
    found = [read_field(form, data, Field(FieldKind.TEXT, "closing")) for data in (plain, other)]
    assert ["以上数据已经核对。", "完。"] == found


def test_values_and_nil_declarations_are_written() -> None:
    form = load_form("ogi-2021")
    index = form.index["requests", "received", "natural_person"]
    data = build_template(form, values={index: 7}, nil=frozenset({"remedies"}))
    sheet = openpyxl.load_workbook(BytesIO(data), data_only=True)["三"]
    assert (7, 7) == (sheet["D6"].value, sheet["J6"].value)
    assert "零报送" == read_field(form, data, Field(FieldKind.NIL, "remedies"))


def test_the_same_input_makes_the_same_bytes() -> None:
    form = load_form("ogi-2021")
    one, other = (build_template(form, year=2026, department=BUREAU) for _ in range(2))
    assert one == other


def test_a_template_is_written_and_its_path_given(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    path = tmp_path / "发放" / "表.xlsx"
    written = write_template(form, path, year=2026, department=TOWN, deadline="2027-01-20")
    assert path == written
    assert "2027-01-20" == read_field(form, path.read_bytes(), Field(FieldKind.DEADLINE))


def test_a_roster_gets_one_template_each_in_its_order(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    paths = write_templates(form, ROSTER, year=2026, folder=tmp_path)
    expected = [
        "0101_教育局&体育局_筹__办_'公'_2026_政府信息公开工作年度报告.xlsx",
        "0201_花马池镇_2026_政府信息公开工作年度报告.xlsx",
    ]
    assert expected == [path.name for path in paths]
    assert sorted(expected) == names_in(tmp_path)
    found = [read_field(form, path.read_bytes(), Field(FieldKind.DEPARTMENT)) for path in paths]
    assert [BUREAU.name, TOWN.name] == found


def test_a_template_of_a_roster_says_what_one_built_alone_says(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    paths = write_templates(form, ROSTER, year=2026, folder=tmp_path, deadline="2027-01-20")
    fields = {Field(FieldKind.DEADLINE): "2027-01-20"}
    for department, path in zip((BUREAU, TOWN), paths, strict=True):
        alone = build_template(form, year=2026, department=department, fields=fields)
        assert parts_of(alone) == parts_of(path.read_bytes())


def test_last_years_figures_are_shown_to_the_departments_that_have_them(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    write_last_year(form, tmp_path / "上年.xlsx", year=2025)
    paths = write_templates(
        form, ROSTER, year=2026, folder=tmp_path / "发放", last_year=tmp_path / "上年.xlsx"
    )
    alone = write_template(
        form,
        tmp_path / "表.xlsx",
        year=2026,
        department=TOWN,
        last_year=[tmp_path / "上年.xlsx"],
    )
    sheets = [openpyxl.load_workbook(path, data_only=True)["三"] for path in (*paths, alone)]
    # Row 32 stands below the table: what was carried forward last year.
    assert [None, 7, 7] == [sheet["D32"].value for sheet in sheets]
    assert parts_of(paths[1].read_bytes()) == parts_of(alone.read_bytes())


def test_counts_of_a_register_are_compared_with_last_years_figures() -> None:
    form = load_form("ogi-register")
    last = [3] * len(form.cells)
    data = build_template(form, year=2027, department=TOWN, last=last)
    checks = openpyxl.load_workbook(BytesIO(data), data_only=True)["检查"]
    # An empty register counts 0, where 3 were carried forward.
    assert {(0, 3, -3, "×")} <= {row[4:8] for row in checks.iter_rows(values_only=True)}


def test_figures_of_another_year_are_refused(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    last = write_last_year(form, tmp_path / "上年.xlsx", year=2024)
    with pytest.raises(InputError) as error:
        write_templates(form, ROSTER, year=2026, folder=tmp_path / "发放", last_year=last)
    expected = "上年数据是 2024 年度的；本次是 2026 年度，应为 2025 年度的。"
    assert (expected, False) == (str(error.value), (tmp_path / "发放").exists())


def test_figures_of_another_county_are_refused(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    last = write_last_year(form, tmp_path / "上年.xlsx", year=2025)
    strangers = Roster("单位名录.csv", (BUREAU,))
    with pytest.raises(InputError) as error:
        write_templates(form, strangers, year=2026, folder=tmp_path / "发放", last_year=last)
    expected = "上年数据中没有名录里的任何单位，请核对是不是别的县的数据。"
    assert (expected, False) == (str(error.value), (tmp_path / "发放").exists())


def test_a_theme_names_the_issuing_office_on_every_cover(tmp_path: Path) -> None:
    form = load_form("ogi-2021")
    theme = tmp_path / "盐池.toml"
    theme.write_text('office = "盐池县政务公开办公室"\n', encoding="utf-8")
    folder = tmp_path / "发放"
    paths = write_templates(form, ROSTER, year=2026, folder=folder, theme=theme)
    paths.append(write_template(form, tmp_path / "表.xlsx", theme=theme))
    expected = "（国办公开办函〔2021〕30号）　下发单位：盐池县政务公开办公室"
    assert [expected] * 3 == [
        read_field(form, path.read_bytes(), Field(FieldKind.ISSUED)) for path in paths
    ]


def test_a_theme_that_cannot_be_used_is_an_error_before_anything_is_written(tmp_path: Path) -> None:
    theme = tmp_path / "盐池.toml"
    theme.write_text('colour = "red"\n', encoding="utf-8")
    folder = tmp_path / "发放"
    with pytest.raises(InputError, match=r"盐池\.toml"):
        write_templates(load_form("ogi-2021"), ROSTER, year=2026, folder=folder, theme=theme)
    assert not folder.exists()


def test_progress_is_told_after_each_file(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_templates(
        load_form("ogi-2021"),
        ROSTER,
        year=2026,
        folder=tmp_path,
        progress=lambda done, total: told.append((done, total)),
    )
    assert [(1, 2), (2, 2)] == told


@pytest.mark.parametrize("year", [26, 1999, 20260, 0, -2026])
def test_a_year_that_is_none_is_refused(tmp_path: Path, year: int) -> None:
    with pytest.raises(InputError) as error:
        write_template(load_form("ogi-2021"), tmp_path / "表.xlsx", year=year)
    expected = f"年度 {year} 不对，请填写四位数字的年度，如 2026。"
    assert (expected, []) == (str(error.value), names_in(tmp_path))


@pytest.mark.parametrize(("name", "year"), [("ogi-2019", 2021), ("ogi-2021", 2020)])
def test_a_year_of_another_edition_is_refused(tmp_path: Path, name: str, year: int) -> None:
    with pytest.raises(InputError) as error:
        write_templates(load_form(name), ROSTER, year=year, folder=tmp_path)
    expected = f"{name} 不是 {year} 年度的报表格式，请选用该年度的格式。"
    assert (expected, []) == (str(error.value), names_in(tmp_path))


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "发放").write_bytes(b"old")
    with pytest.raises(OutputError, match="无法写入"):
        write_templates(load_form("ogi-2021"), ROSTER, year=2026, folder=tmp_path / "发放")
    assert b"old" == (tmp_path / "发放").read_bytes()


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("0101", "教育局", "2026"), "0101_教育局_2026"),
        (("../../etc/passwd",), "_.._etc_passwd"),
        (('a/b\\c:d*e?f"g<h>i|j',), "a_b_c_d_e_f_g_h_i_j"),
        (("换\n行\t键\x7f",), "换_行_键_"),
        ((" . ", "", "…"), "____…"),
        (("教育局.",), "教育局"),
    ],
)
def test_what_no_file_system_takes_becomes_a_low_line(
    parts: tuple[str, ...], expected: str
) -> None:
    assert expected == file_name(*parts)


@given(st.lists(st.text(max_size=120), min_size=1, max_size=4))
def test_a_file_name_is_never_empty_too_long_or_a_path(parts: list[str]) -> None:
    name = file_name(*parts)
    assert name.strip(" .")
    assert not set(name) & set('\\/:*?"<>|\0\n\r\t')
    assert len(f"{name}.xlsx".encode()) <= 255
    assert name == Path(name).name


def test_a_long_name_is_cut_between_characters() -> None:
    assert f"0101_{'局' * 65}" == file_name("0101", "局" * 100, "2026")


def test_a_template_that_may_be_filled_in_is_never_replaced(
    form_2021: Form, department: Department, tmp_path: Path
) -> None:
    path = write_template(form_2021, tmp_path / "D05.xlsx", year=2026, department=department)
    before = path.read_bytes()
    assert path == write_template(form_2021, path, year=2026, department=department)
    path.write_bytes(before + b"filled in")
    with pytest.raises(OutputError, match="已经存在"):
        write_template(form_2021, path, year=2026, department=department)
    assert before + b"filled in" == path.read_bytes()
