"""The demonstration: the planted mistakes are found, all of them and nothing else."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from xlreport import Form, OutputError
from xlreport.base.errors import InputError
from xlreport.commands._demo_figures import MARK, demo_departments
from xlreport.commands._demonstration import Demo, demo_lines, run_demo
from xlreport.form.measure import Kind
from xlreport.layout.layout import lay_form

# By department: how it stands, and the code and first cell of everything that is found.
PLANTED: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "D02": ("accepted", [("BLANK-ZERO", "表三 E6")]),
    "D04": ("accepted with warnings", [("FORM", "表二 B5")]),
    "D07": ("accepted with warnings", [("FORM", "表二 B13")]),
    "D10": ("returned for correction", [("RULE", "表三 D6"), ("SLIP", "")]),
    "D13": ("returned for correction", [("TOTAL-WRONG", "表三 D29"), ("SLIP", "表三 D29")]),
    "D15": ("returned for correction", [("S-EDITION", ""), ("EDITION", "")]),
    "D19": ("conflict", [("CONFLICT", "表二 B9"), ("CONFLICT-TOLD", "")]),
    "D20": ("nil return", []),
    "X03": ("accepted", [("DUPLICATE", "")]),
    "X06": ("missing", []),
}
LEFT_OUT = {"D10", "D13", "D15", "D19", "X06"}
UNCOUNTED = {"D22"}


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Demo:
    """Run the demonstration once."""
    return run_demo(tmp_path_factory.mktemp("demo") / "演示", tell=told.append)


def code_of(path: Path) -> str:
    return path.name.partition("_")[0]


def test_each_step_is_told(demo: Demo, told: list[str]) -> None:
    assert ["1/4", "2/4", "3/4", "4/4"] == [line[:3] for line in told]
    assert demo.files


def test_each_department_stands_as_planned(demo: Demo) -> None:
    planned = {
        d.code: PLANTED[d.code][0] if d.code in PLANTED else "accepted" for d in demo_departments()
    }
    filings = demo.summary.returns.settlement.filings
    assert planned == {filing.department.code: filing.status.value for filing in filings}


def test_exactly_the_planted_mistakes_are_found(demo: Demo) -> None:
    codes = {department.name: department.code for department in demo_departments()}
    found = Counter((codes[f.department], f.code, f.place) for f in demo.summary.returns.found)
    planned = Counter(
        (code, finding, cell)
        for code, (_, findings) in PLANTED.items()
        for finding, cell in findings
    )
    assert planned == found


def test_each_planted_file_says_what_is_planted_in_it(demo: Demo) -> None:
    told = {code_of(path): what for path, what in demo.files if path.parent.name == "收回"}
    assert set(PLANTED) - {"X06"} == {code for code, what in told.items() if what != "报送件"}


def test_every_file_ends_in_the_planned_status(demo: Demo) -> None:
    returns = demo.summary.returns
    counts = Counter(file.status.value for file in returns.settlement.files)
    assert {"used": 29, "duplicate": 1, "conflicting": 2} == counts
    assert len(returns.items) == counts.total()


def test_the_totals_are_those_of_the_accepted_departments_as_openpyxl_reads_them(
    demo: Demo, form_2021: Form
) -> None:
    accepted = {d.code for d in demo_departments()} - LEFT_OUT - UNCOUNTED
    workbooks = {code_of(path): path for path, _ in demo.files if path.parent.name == "收回"}
    sums: Counter[int] = Counter()
    for code in accepted:
        for index, value in figures(form_2021, openpyxl.load_workbook(workbooks[code])):
            sums[index] += value
    inputs = [cell.index for cell in form_2021.inputs]
    assert [sums[index] for index in inputs] == [demo.summary.values[i] or 0 for i in inputs]
    assert 25 == len(accepted) == len(demo.summary.counted)
    assert all(sums[form_2021.index[key]] for key in SHOWN)


SHOWN = [
    ("requests", "received", "natural_person"),
    ("proactive", "licences", "decisions"),
    ("proactive", "fees", "fees_amount"),
]


def figures(form: Form, book: Workbook) -> Iterator[tuple[int, int]]:
    """Read the inputs of a filled template by themselves: numbers, 3件, and blanks as nothing."""
    layout = lay_form(form)
    for cell in form.inputs:
        place = layout.positions[cell.index]
        seen = str(book[place.sheet][place.address].value or 0).removesuffix("件").replace("/", "0")
        assert re.fullmatch(r"[0-9]+(\.[0-9]+)?", seen)
        # Money of this form is in 万元, held in hundredths of a yuan.
        scale = 1_000_000 if cell.measure.kind is Kind.MONEY else 1
        yield cell.index, int(Decimal(seen) * scale)


def test_the_county_workbook_shows_the_totals(demo: Demo, form_2021: Form) -> None:
    path = next(path for path, what in demo.files if what == "汇总表")
    book = openpyxl.load_workbook(path, data_only=True)
    read = dict(figures(form_2021, book))
    assert {i: demo.summary.values[i] or 0 for i in read} == read


def test_every_file_with_figures_is_marked_as_a_demonstration(demo: Demo) -> None:
    for path, what in demo.files:
        if what in {"填报模板", "单位名录"}:
            continue  # no figures in them
        data = path.read_bytes()
        if path.suffix == ".txt":
            assert data.decode("utf-8-sig").startswith(f"（{MARK}）\n")
            continue
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        texts = (str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row)
        assert any(MARK in text or "（演示）" in text for text in texts), path.name


def test_two_runs_give_the_same_bytes_and_the_same_report(demo: Demo, tmp_path: Path) -> None:
    again = run_demo(tmp_path / "演示")
    first, second = (
        {path.relative_to(each.folder): path.read_bytes() for path, _ in each.files}
        for each in (demo, again)
    )
    assert list(first) == list(second)
    assert [] == [path for path in first if first[path] != second[path]]
    assert list(demo_lines(demo))[1:] == list(demo_lines(again))[1:]


def test_a_folder_that_holds_something_is_refused_and_nothing_in_it_changes(demo: Demo) -> None:
    before = {path: path.read_bytes() for path in demo.folder.rglob("*") if path.is_file()}
    with pytest.raises(InputError, match="不是空文件夹"):
        run_demo(demo.folder)
    after = {path: path.read_bytes() for path in demo.folder.rglob("*") if path.is_file()}
    assert before == after


def test_the_files_named_are_those_in_the_folder(demo: Demo) -> None:
    there = sorted(path for path in demo.folder.rglob("*") if path.is_file())
    assert there == sorted(path for path, _ in demo.files)


def test_a_file_in_the_way_of_the_folder_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "演示").touch()
    with pytest.raises(OutputError, match="不能用作文件夹"):
        run_demo(tmp_path / "演示")
