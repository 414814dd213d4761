"""From a form file to the summary and back, with a form that the library has never seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import xlreport
from support.departments import make_department
from support.edited import typed
from support.filled import Inputs, all_values, as_return, as_typed, cells_at, fill_form, find
from support.made_up_form import MADE_UP_FORM
from support.settled import returns_in
from xlreport import Form, Roster
from xlreport.layout.drawing import draw_form
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template

BRANCHES = Roster("名录.csv", tuple(make_department(f"L{number}") for number in (1, 2, 3)))
GIFT_VALUE = "funds.donations.gift_value"


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    path = tmp_path_factory.mktemp("报表格式") / "made-up.toml"
    path.write_text(MADE_UP_FORM, encoding="utf-8")
    return xlreport.load_form(path)


def blank(form: Form, folder: Path) -> Path:
    branch = BRANCHES.departments[0]
    return xlreport.write_template(form, folder / "a.xlsx", year=2026, department=branch)


def fill_in(path: Path, form: Form, inputs: Mapping[int, int]) -> None:
    """Type figures into a template as a clerk does; the file loses the values of its formulas."""
    path.write_bytes(typed(path.read_bytes(), form, as_typed(form, inputs)))


def sent_out_and_filled(form: Form, folder: Path, year: int, figures: list[Inputs]) -> Path:
    paths = xlreport.write_templates(form, BRANCHES, year=year, folder=folder)
    for path, inputs in zip(paths, figures, strict=True):
        fill_in(path, form, inputs)
    return folder


def summed(form: Form, figures: list[Inputs]) -> tuple[int, ...]:
    rows = [all_values(form, inputs) for inputs in figures]
    return tuple(sum(value or 0 for value in column) for column in zip(*rows, strict=True))


def test_a_form_file_is_drawn_with_all_its_labels(form: Form) -> None:
    drawing = draw_form(form)
    labels = [
        "一、借阅情况",
        "成年人",
        "馆藏",
        "图书",
        "科普",
        "电子资源",
        "二、经费和人员",
        "受赠图书",
    ]
    assert [] == [label for label in labels if label not in drawing]


def test_a_county_goes_from_form_file_to_summary_and_back(form: Form, tmp_path: Path) -> None:
    figures = [fill_form(form, seed) for seed in (1, 2, 3)]
    folder = sent_out_and_filled(form, tmp_path / "收回", 2026, figures)
    returns = xlreport.read_returns(folder, roster=BRANCHES, forms=[form])
    assert [] == list(returns.found)
    assert ["accepted"] * 3 == list(returns.status["status"])
    summary = xlreport.consolidate(returns, name="某市图书馆", code="L")
    assert summed(form, figures) == summary.values
    path = xlreport.write_summary(summary, tmp_path / "汇总.xlsx")
    back = xlreport.read_return(path, forms=[form])
    assert ((), "L", 2026) == (back.found, back.items[0].code, back.year)
    assert summary.values == returns_in(back)[0].values
    again = xlreport.consolidate(back, name="某省图书馆")
    assert summary.values == again.values


def test_frames_of_the_form_are_validated_by_its_own_rules(form: Form, tmp_path: Path) -> None:
    figures = [fill_form(form, seed) for seed in (1, 2, 3)]
    folder = sent_out_and_filled(form, tmp_path, 2026, figures)
    returns = xlreport.read_returns(folder, forms=[form])
    assert [(3 * 5, 3), (3 * 5, 5)] == [returns[key].shape for key in ("loans", "funds")]
    science = all_values(form, figures[1])[find(form, "loans.science.total")]
    assert science == returns["loans"].loc[("L2", "L2局", "science"), "total"]
    spent = all_values(form, figures[1])[find(form, "funds.spending.spent")] or 0
    assert spent / 10**6 == returns["funds"].loc[("L2", "L2局", "spending"), "spent"]


# Rule, severity, the slip over zeros, the first cell.
SLIPS = [
    ("L-SCIENCE", "warning", {"loans.science.adults": 101}, "表一 F6"),
    ("F-STAFF", "error", {"funds.librarians.staff_change": -1}, "表二 B10"),
    ("A-GIFTS", "warning", {"funds.donations.gifts": 1, GIFT_VALUE: 100}, "表二 B13"),
    ("T2-AMT", "warning", {GIFT_VALUE: 100}, "表二 C13"),
    ("INT", "error", {"loans.digital.children": -1, "loans.digital.adults": 1}, "表一 E8"),
]


@pytest.mark.parametrize(("rule", "severity", "slip", "place"), SLIPS, ids=[s[0] for s in SLIPS])
def test_each_rule_of_the_form_is_judged_on_the_workbook(
    form: Form, tmp_path: Path, rule: str, severity: str, slip: dict[str, int], place: str
) -> None:
    path = blank(form, tmp_path)
    fill_in(path, form, cells_at(form, slip))
    found = xlreport.read_return(path, forms=[form]).found
    ruled = [f for f in found if f.code != "SLIP"]
    assert [(rule, severity, place)] == [(f.rule, f.severity, f.place) for f in ruled]


def test_a_total_typed_over_three_levels_is_judged(form: Form, tmp_path: Path) -> None:
    path = blank(form, tmp_path)
    figures: dict[int, Any] = as_typed(form, cells_at(form, {"loans.novels.adults": 3}))
    figures[find(form, "loans.all_loans.adults")] = 4
    path.write_bytes(typed(path.read_bytes(), form, figures))
    finding, slip = xlreport.read_return(path, forms=[form]).found
    # One book more among the novels would do as well, and stands before the total.
    assert ("SLIP", "表一 D5", "4") == (slip.code, slip.place, slip.expected)
    assert ("L-SUM", "TOTAL-WRONG", "表一 D9", "4", "3") == (
        finding.rule,
        finding.code,
        finding.place,
        finding.seen,
        finding.expected,
    )
    sides = " ".join(cell.cell for cell in finding.cells if cell.side == "right")
    assert "D5 D6 D7 D8" == sides


def test_an_amount_must_state_its_unit_where_the_form_says_so(form: Form, tmp_path: Path) -> None:
    path = blank(form, tmp_path)
    figures: dict[int, Any] = as_typed(form, cells_at(form, {"loans.novels.adults": 3}))
    figures |= {find(form, "funds.donations.gifts"): 1, find(form, GIFT_VALUE): "0.5万元"}
    path.write_bytes(typed(path.read_bytes(), form, figures))
    (item,) = returns_in(xlreport.read_return(path, forms=[form]))
    assert 500_000 == item.values[find(form, GIFT_VALUE)]
    path.write_bytes(typed(path.read_bytes(), form, {find(form, GIFT_VALUE): 5000}))
    returns = xlreport.read_return(path, forms=[form])
    assert ["UNIT-UNKNOWN"] == [finding.code for finding in returns.found]
    assert None is returns_in(returns)[0].values[find(form, GIFT_VALUE)]


def test_two_years_of_the_form_are_compared_by_summary_and_by_folder(
    form: Form, tmp_path: Path
) -> None:
    before = [cells_at(form, {"loans.novels.adults": number}) for number in (5, 6, 7)]
    now = [cells_at(form, {"loans.novels.adults": number}) for number in (5, 4, 8)]
    last = sent_out_and_filled(form, tmp_path / "2025", 2025, before)
    this = sent_out_and_filled(form, tmp_path / "2026", 2026, now)
    summary = xlreport.consolidate(xlreport.read_returns(last, forms=[form]), name="某市")
    kept = xlreport.write_summary(summary, tmp_path / "2025年汇总.xlsx")
    for path in (last, kept):
        returns = xlreport.read_returns(this, roster=BRANCHES, last_year=path, forms=[form])
        assert {("L-LAST", "L2局", "6")} == {
            (f.rule, f.department, f.expected) for f in returns.found
        }


def test_a_workbook_of_a_form_that_is_not_given_is_told_so(form: Form, tmp_path: Path) -> None:
    path = blank(form, tmp_path)
    (finding,) = xlreport.read_return(path).found
    assert ("FORM-UNKNOWN", True) == (finding.code, "made-up" in finding.message)


def test_two_forms_are_read_from_one_folder(form: Form, tmp_path: Path) -> None:
    sent_out_and_filled(form, tmp_path, 2026, [fill_form(form, seed) for seed in (1, 2, 3)])
    official = xlreport.load_form("ogi-2021")
    other = make_department("L9")
    xlreport.write_template(official, tmp_path / "L9.xlsx", year=2026, department=other)
    fill_in(tmp_path / "L9.xlsx", official, cells_at(official, {}))
    returns = xlreport.read_returns(tmp_path, forms=[form])
    assert {"made-up": 3, "ogi-2021": 1} == {
        name: sum(item.form_id == name for item in returns.items)
        for name in ("made-up", "ogi-2021")
    }
    assert form is returns.form


@pytest.mark.parametrize("name", ["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"])
def test_the_returns_that_tests_make_are_those_that_reading_gives(
    name: str, tmp_path: Path
) -> None:
    form = xlreport.load_form(name)
    inputs = fill_form(form, 5)
    path = tmp_path / "a.xlsx"
    book = build_template(
        form,
        year=form.first_year,
        department=BRANCHES.departments[0],
        values=as_typed(form, inputs),
    )
    path.write_bytes(book)
    (item,) = returns_in(xlreport.read_return(path))
    made = as_return(form, inputs, code="L1", file="a.xlsx")
    assert (made.judged, made.values, made.positions) == (item.judged, item.values, item.positions)
    assert (made.code, made.department, made.year) == (item.code, item.department, item.year)
    shown = {index: text.removesuffix("元") for index, text in item.seen.items()}
    assert shown.keys() == made.seen.keys()
    assert {i: Decimal(text) for i, text in made.seen.items()} == {
        i: Decimal(text) for i, text in shown.items()
    }


# ---- with the annex -----------------------------------------------------------------------------


def test_a_form_with_its_annex_goes_the_same_way(tmp_path: Path) -> None:
    form = xlreport.load_form("ogi-2021", annex="ogi-supplement")
    figures = [fill_form(form, seed) for seed in (1, 2, 3)]
    figures = [
        {**f, **{c.index: 0 for c in form.inputs if c.row == "regulations"}} for f in figures
    ]
    folder = sent_out_and_filled(form, tmp_path / "收回", 2026, figures)
    book = openpyxl.load_workbook(next(folder.iterdir()))
    tables = ["二", "三", "四", "附表"]
    assert tables == [name for name in book.sheetnames if name in tables]
    # It is known by its stamp alone: nobody has to name the annex again.
    returns = xlreport.read_returns(folder, roster=BRANCHES)
    assert (form, [], 4) == (returns.form, list(returns.found), len(form.tables))
    summary = xlreport.consolidate(returns, name="某县", code="X")
    assert summed(form, figures) == summary.values
    duties = sum(inputs[find(form, "supplement.benefits.duties")] for inputs in figures)
    assert duties == summary["supplement"].loc["benefits", "duties"]
    path = xlreport.write_summary(summary, tmp_path / "汇总.xlsx")
    assert summary.values == returns_in(xlreport.read_return(path))[0].values


def test_a_slip_in_the_annex_is_found_beside_one_in_the_official_tables(tmp_path: Path) -> None:
    form = xlreport.load_form("ogi-2021", annex="ogi-supplement")
    slip = {"supplement.newsletter.adopted_briefs": 2, "requests.received.research": 1}
    path = blank(form, tmp_path)
    fill_in(path, form, cells_at(form, slip))
    found = xlreport.read_return(path).found
    ruled = {(f.rule, f.sheet) for f in found if f.code != "SLIP"}
    assert {("T3-ID", "三"), ("S3-ADOPTED", "附表")} == ruled
    (likeliest,) = (f for f in found if f.code == "SLIP")
    assert {"三", "附表"} == {cell.sheet for cell in likeliest.cells}


# ---- the real program ---------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_computes_the_totals_of_the_form(
    form: Form, tmp_path: Path, convert: Callable[[Path, str], Path]
) -> None:
    path = blank(form, tmp_path)
    inputs = fill_form(form, 4, fixed={find(form, "funds.donations.gifts"): 1})
    fill_in(path, form, inputs)
    saved = convert(path, "xlsx")
    book = openpyxl.load_workbook(saved, data_only=True)
    for index, place in enumerate(lay_form(form).positions):
        if form.cells[index].total:
            scale = 10 ** form.cells[index].measure.scale
            expected = (all_values(form, inputs)[index] or 0) / scale
            assert expected == book[place.sheet][place.address].value
    returns = xlreport.read_return(saved, forms=[form])
    assert ([], tuple(all_values(form, inputs))) == (
        list(returns.found),
        returns_in(returns)[0].values,
    )
