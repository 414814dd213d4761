"""A form that is not yearly goes the whole way: templates, returns, checks, summary, report."""

from __future__ import annotations

from pathlib import Path
from random import Random

import openpyxl
import pytest

import xlreport
from support.checks_sheet import shown_on_checks
from support.command_line import run
from support.departments import make_department
from support.period_forms import period_file, period_form
from xlreport.base.errors import InputError
from xlreport.base.period import Period, PeriodKind
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.formats.sources import find_sources
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form
from xlreport.office.roster import Roster
from xlreport.outgoing.template import build_template
from xlreport.past.last_year import Earlier, LastYear, earlier_rows
from xlreport.reading.one_return import Return
from xlreport.reading.reader import read_source
from xlreport.returns.received import check_and_settle, read_returns
from xlreport.returns.returns import Returns
from xlreport.summary.compare_report import as_json, as_text

D01, D02 = make_department("D01"), make_department("D02")
ROSTER = Roster("某县", (D01, D02))

# calls and visits of the period, then of the year so far
FIRST, SECOND, YEAR_AGO = (3, 4, 3, 4), (2, 2, 5, 6), (9, 1, 20, 20)


@pytest.fixture(scope="module")
def quarterly(tmp_path_factory: pytest.TempPathFactory) -> Form:
    return period_form(tmp_path_factory.mktemp("form"))


def put(folder: Path, form: Form, period: str, *figures: tuple[int, int, int, int]) -> Path:
    """Write the return of each department for a period; return their folder."""
    target = folder / period
    target.mkdir(parents=True)
    for who, numbers in zip(ROSTER.departments, figures, strict=False):
        keys = [
            ("services", row, column)
            for column in ("this", "accumulated")
            for row in ("calls", "visits")
        ]
        values = {form.index[key]: value for key, value in zip(keys, numbers, strict=True)}
        data = build_template(form, period=period, department=who, values=values)
        (target / f"{who.code}.xlsx").write_bytes(data)
    return target


def found(returns: Returns) -> set[tuple[str, str]]:
    return {(finding.rule, finding.department) for finding in returns.found if finding.rule}


def test_in_the_first_period_of_a_year_the_year_so_far_is_the_period_itself(
    quarterly: Form, tmp_path: Path
) -> None:
    folder = put(tmp_path, quarterly, "2026Q1", FIRST, (3, 4, 3, 5))
    returns = read_returns(folder, roster=ROSTER, forms=[quarterly])
    assert {("Y-ACC", "D02局")} == found(returns)
    (wrong,) = [finding for finding in returns.found if finding.rule]
    assert ("5", "上期", "0") == (
        wrong.seen,
        wrong.cells[2].path.split(" › ")[0],
        wrong.cells[2].value,
    )


def test_two_earlier_periods_are_told_apart_by_their_stamps(
    quarterly: Form, tmp_path: Path
) -> None:
    earlier = [
        put(tmp_path, quarterly, "2026Q1", FIRST, FIRST),
        put(tmp_path, quarterly, "2025Q2", YEAR_AGO, (1, 1, 1, 1)),
        put(tmp_path, quarterly, "2025Q1", (7, 7, 7, 7)),
    ]
    this = put(tmp_path, quarterly, "2026Q2", SECOND, (2, 2, 6, 6))
    returns = read_returns(this, roster=ROSTER, forms=[quarterly], last_year=earlier)
    assert {("Y-FALL", "D01局"), ("Y-ACC", "D02局")} == found(returns)
    words = {cell.path.split(" › ")[0] for each in returns.found for cell in each.cells}
    assert {"上期", "上年同期"} <= words
    assert returns.before is not None
    assert ["2025Q2", "2026Q1"] == [str(each.period) for each in returns.before.given]
    assert [("D01.xlsx", "是 2025 年第一季度的，不是 2026 年第一季度或 2025 年第二季度的")] == [
        file for each in returns.before.given for file in each.left_out
    ]


def test_earlier_figures_of_no_period_that_is_looked_at_are_refused(
    quarterly: Form, tmp_path: Path
) -> None:
    this = put(tmp_path, quarterly, "2026Q2", SECOND)
    other = put(tmp_path, quarterly, "2025Q3", FIRST)
    with pytest.raises(InputError, match="应是 2026 年第一季度或 2025 年第二季度的，没有找到"):
        read_returns(this, forms=[quarterly], last_year=other)
    with pytest.raises(InputError, match="看不出本次是哪一期"):
        read_returns([this, other], forms=[quarterly], last_year=other)
    with pytest.raises(InputError, match="看不出本次是哪一期"):
        xlreport.write_template(quarterly, tmp_path / "空.xlsx", department=D01, last_year=other)


def test_a_summary_compares_with_both_and_is_published_and_read_back(
    quarterly: Form, tmp_path: Path
) -> None:
    earlier = [
        put(tmp_path, quarterly, "2026Q1", FIRST, FIRST),
        put(tmp_path, quarterly, "2025Q2", YEAR_AGO, (1, 1, 1, 1)),
    ]
    this = put(tmp_path, quarterly, "2026Q2", SECOND, SECOND)
    returns = read_returns(this, roster=ROSTER, forms=[quarterly], last_year=earlier)
    summary = xlreport.consolidate(returns, name="某县")
    path = xlreport.write_summary(summary, tmp_path / "汇总.xlsx")
    book = openpyxl.load_workbook(path)
    assert ["某县2026年第二季度与2025年第二季度同比", "某县2026年第二季度与2026年第一季度环比"] == [
        book[name]["A1"].value for name in ("同比", "环比")
    ]
    assert ["上年同期", "本期"] == [cell.value for cell in book["同比"][3][4:6]]
    back = read_returns(path, forms=[quarterly])
    assert ("2026Q2", "某县", ()) == (str(back.period), back.items[0].department, back.found)
    page = xlreport.write_report(back, tmp_path / "报告.html")
    assert "某县2026年第二季度便民服务情况表" in page.read_text(encoding="utf-8")
    published = xlreport.read_published(page, forms=[quarterly])
    (item,) = published.items
    assert isinstance(item, Return)
    assert ("2026Q2", summary.values) == (str(item.period), item.values)
    last = xlreport.compare(path, earlier[0], forms=[quarterly])
    assert as_text(last).startswith("2026年第二季度与2026年第一季度环比：")


def test_data_name_the_period_beside_the_year(quarterly: Form, tmp_path: Path) -> None:
    this = put(tmp_path, quarterly, "2026Q2", SECOND, (2, 2, "x", 6))  # type: ignore[arg-type]
    returns = read_returns(this, roster=ROSTER, forms=[quarterly])
    assert ["year", "period", "table"] == [*returns.data.columns][2:5]
    assert {"2026Q2"} == set(returns.data["period"]) == set(returns.findings["period"])
    xlreport.export(returns, tmp_path / "a.csv")
    head, first, *_ = (tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("code,department,status,counted,year,period,form")
    assert ",2026,2026Q2,services," in first
    package = (tmp_path / "a.csv.datapackage.json").read_text(encoding="utf-8")
    assert '"title": "便民服务情况表2026年第二季度数据"' in package
    before = put(tmp_path, quarterly, "2025Q2", YEAR_AGO)
    text = as_json(xlreport.compare(this, before, forms=[quarterly]))
    assert '"period": "2026Q2"' in text
    assert '"last_period": "2025Q2"' in text


def test_a_template_shows_what_both_earlier_periods_demand(quarterly: Form, tmp_path: Path) -> None:
    earlier = [
        put(tmp_path, quarterly, "2026Q1", FIRST),
        put(tmp_path, quarterly, "2025Q2", YEAR_AGO),
    ]
    (path, _) = xlreport.write_templates(
        quarterly, ROSTER, period="2026Q2", folder=tmp_path / "发放", last_year=earlier
    )
    assert path.name.startswith("D01_D01局_2026Q2")
    (first, *_) = zip(*openpyxl.load_workbook(path)["检查"].values, strict=True)
    assert 1 == sum(str(text).startswith("与以前各期报告核对。") for text in first)
    shown = shown_on_checks(path, quarterly, FieldKind.RIGHT)
    right = {(line.id, line.location): value for line, value in shown}
    assert (3, 9) == (right["Y-ACC", "一　接听电话"], right["Y-FALL", "一　接听电话"])


def test_a_template_of_the_first_period_shows_the_rule_that_restarts(
    quarterly: Form, tmp_path: Path
) -> None:
    path, _ = xlreport.write_templates(quarterly, ROSTER, period="2026Q1", folder=tmp_path)
    shown = shown_on_checks(path, quarterly, FieldKind.VERDICT)
    verdicts = {line.id: sign for line, sign in shown}
    assert ("—", "—") == (verdicts["Y-ACC"], verdicts["Y-FALL"])


def test_within_a_year_the_clerk_chooses_the_period(quarterly: Form, tmp_path: Path) -> None:
    path, _ = xlreport.write_templates(quarterly, ROSTER, year=2026, folder=tmp_path)
    place = lay_form(quarterly).fields[Field(FieldKind.PERIOD)]
    book = openpyxl.load_workbook(path)
    cover = book[place.sheet]
    choices = [
        each.formula1
        for each in cover.data_validations.dataValidation
        if place.address in each.sqref
    ]
    assert ['"2026年第一季度,2026年第二季度,2026年第三季度,2026年第四季度"'] == choices
    assert not cover[place.address].protection.locked
    for chosen, expected in (
        ("2026年第三季度", ["2026Q3"]),
        ("2025Q3", ["2026", "PERIOD-WRONG", "COVER-DISAGREES"]),
        (None, ["2026", "PERIOD-WRONG"]),
    ):
        cover[place.address] = chosen
        book.save(tmp_path / "填好.xlsx")
        back = read_returns(tmp_path / "填好.xlsx", roster=ROSTER, forms=[quarterly])
        codes = {finding.code for finding in back.found} & {"PERIOD-WRONG", "COVER-DISAGREES"}
        assert (expected[0], set(expected[1:])) == (str(back.items[0].period), codes)


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2026H1", "按季度报送，没有 2026 年上半年的报告；请写明报告期，如 2026Q1。"),
        ("2023Q4", "services 不是 2023 年度的报表格式"),
        ("第一季度", "报告期“第一季度”无法识别"),
    ],
)
def test_no_template_is_made_for_a_period_that_the_form_does_not_have(
    quarterly: Form, tmp_path: Path, period: str, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        xlreport.write_templates(quarterly, ROSTER, period=period, folder=tmp_path)


def test_returns_of_a_form_are_not_collected_for_a_period_that_it_does_not_have(
    quarterly: Form, tmp_path: Path
) -> None:
    folder = put(tmp_path, quarterly, "2026Q1", FIRST)
    with pytest.raises(InputError, match="没有 2026 年度的报告"):
        read_returns(folder, forms=[quarterly], year=2026)
    with pytest.raises(InputError, match="只能写一个"):
        read_returns(folder, forms=[quarterly], year=2026, period="2026Q1")


def test_a_return_of_another_quarter_is_not_added_up(quarterly: Form, tmp_path: Path) -> None:
    folder = put(tmp_path, quarterly, "2026Q1", FIRST, FIRST)
    returns = read_returns(folder, roster=ROSTER, forms=[quarterly], period="2026Q2")
    assert ["报送表的报告期是 2026年第一季度，本次汇总的是 2026 年第二季度，没有计入。"] * 2 == [
        finding.message for finding in returns.found if finding.code == "WRONG-YEAR"
    ]


@pytest.mark.parametrize(
    ("kind", "last", "this"), [("half_year", "2026H1", "2026H2"), ("month", "2026-01", "2026-02")]
)
def test_half_years_and_months_are_reported_alike(
    tmp_path: Path, kind: str, last: str, this: str
) -> None:
    form = period_form(tmp_path, kind)
    before = put(tmp_path, form, last, FIRST, FIRST)
    folder = put(tmp_path, form, this, SECOND, (2, 2, 5, 7))
    returns = read_returns(folder, roster=ROSTER, forms=[form], last_year=before)
    assert (this, {("Y-ACC", "D02局")}) == (str(returns.period), found(returns))


@pytest.mark.parametrize("seed", range(6))
def test_the_sheet_of_checks_says_what_the_reader_says(
    quarterly: Form, tmp_path: Path, seed: int
) -> None:
    drawn = Random(seed)
    period = drawn.choice([Period(2026, PeriodKind.QUARTER, number) for number in (1, 2)])

    def figures(of: Period) -> LastYear | None:
        values = [drawn.choice([None, 0, 1, 3]) for _ in quarterly.cells]
        return LastYear(quarterly, of, {"D01": values}, {}) if drawn.random() < 0.7 else None

    earlier = Earlier(figures(period.previous()), figures(period.year_before()))
    row = earlier_rows(earlier, quarterly, period, [D01], ROSTER)[0]
    values = {cell.index: drawn.choice([0, 1, 2, 3]) for cell in quarterly.inputs}
    path = tmp_path / "D01.xlsx"
    path.write_bytes(
        build_template(quarterly, period=period, department=D01, values=values, last=row)
    )
    item = read_source(find_sources([path])[0], Library((quarterly,)))
    returns = check_and_settle([item], roster=ROSTER, period=period, before=earlier, prefer={})
    shown = shown_on_checks(path, quarterly, FieldKind.VERDICT)
    failed = {line.id for line, sign in shown if sign == "×"}
    assert failed == {finding.rule for finding in returns.found if finding.code == "RULE"}


def test_the_commands_take_a_period(
    quarterly: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    form = period_file(tmp_path)
    Path("名录.csv").write_text("单位代码,单位名称\nD01,D01局\nD02,D02局\n", encoding="utf-8")
    put(tmp_path, quarterly, "2026Q1", FIRST, FIRST)
    put(tmp_path, quarterly, "2025Q2", YEAR_AGO, YEAR_AGO)
    put(tmp_path, quarterly, "2026Q2", SECOND, SECOND)
    named = ("--period", "2026Q2", "--roster", "名录.csv", "--last", "2026Q1", "--last", "2025Q2")
    made = run("template", form, *named, "--out", "发放")
    said = ["上年同期数据：2 个单位都有上年同期数据。", "上期数据：2 个单位都有上期数据。"]
    assert (0, said) == (made.exit_code, made.stderr.splitlines())
    assert all("2026Q2" in path.name for path in Path("发放").iterdir())
    own = (*named, "--form", form)
    assert 0 == run("check", "2026Q2", *own).exit_code
    summed = run("consolidate", "2026Q2", *own, "--name", "某县", "--out", "汇总.xlsx")
    assert 0 == summed.exit_code
    assert 0 == run("export", "2026Q2", *own, "--out", "数据.csv").exit_code
    drawn = run("forms", form).stdout.partition("\n")[0]
    assert drawn.endswith("按季度报送")
    refused = run("check", "2026Q2", "--period", "2026H1", "--form", form)
    assert (2, True) == (refused.exit_code, "没有 2026 年上半年的报告" in refused.stderr)
    doubted = run("check", "2026Q1", "--period", "2026Q2", "--form", form, "--roster", "名录.csv")
    assert "多数报送件是 2026 年第一季度的，而 --period 写的是 2026Q2" in doubted.stderr
    mixed = run("check", "2026Q1", "2026Q2", "--form", form, "--roster", "名录.csv")
    counted = "2026 年第一季度 2 份、2026 年第二季度 2 份"
    assert f"报送件的报告期不一致（{counted}），看不出是哪一期；请用 --period" in mixed.stderr
