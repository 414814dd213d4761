"""Figures of many years by the keys of the form: whose they are, and what is not compared."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from support.county import D01, write
from support.departments import make_department
from support.filled import all_values, cells_at, find
from support.two_years import PERSON, fill, inputs, summarise, two_years
from support.two_years import received as received_of
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.office.roster import Roster
from xlreport.past.last_year import rows_for
from xlreport.summary.history._figures import Gathered
from xlreport.summary.history._owners import own_figures
from xlreport.summary.history.history import History
from xlreport.summary.history.period_figures import Gap, Indicator, PeriodFigures, Provenance
from xlreport.summary.history.reader import history

OLD, NEW = load_form("ogi-2019"), load_form("ogi-2021")
RECEIVED = Indicator(NEW, NEW.cells[find(NEW, "requests.received.total")])


def stated(
    year: int,
    received: int,
    *,
    code: str = "D01",
    name: str = "甲局",
    provenance: Provenance = Provenance.RETURN,
    share: tuple[int, int] | tuple[None, None] = (None, None),
    more: Mapping[str, int] | None = None,
) -> PeriodFigures:
    form = OLD if year < 2021 else NEW
    values = tuple(
        all_values(form, {**inputs(received, form), **(cells_at(form, more) if more else {})})
    )
    return PeriodFigures(
        Period(year),
        form,
        code,
        name,
        values,
        provenance,
        f"{name}{year}",
        counted=share[0],
        expected=share[1],
    )


def gathered(
    *figures: PeriodFigures, rows: tuple[PeriodFigures, ...] = (), roster: Roster | None = None
) -> tuple[History, list[str]]:
    found = Gathered([*figures], [*rows])
    departments = tuple(own_figures(found, roster, ()))
    return History(NEW, departments), [f"{who}：{why}" for who, why in found.left_out]


def received(found: History) -> dict[str, list[tuple[int, int | None]]]:
    return {
        who.department: [(f.period.year, f.of(RECEIVED)) for f in who.figures]
        for who in found.departments
    }


def test_summaries_and_returns_of_many_years_are_one_history(tmp_path: Path) -> None:
    paths = [summarise(fill(tmp_path, 2023, D01=3, D02=4)), fill(tmp_path, 2025, D01=5)]
    this = two_years({"D01": 7, "D02": 9}, None)
    found = history(paths, this=this)
    expected = {
        "某县": [(2023, 7), (2026, 16)],
        "D01局": [(2023, 3), (2025, 5), (2026, 7)],
        "D02局": [(2023, 4), (2026, 9)],
    }
    assert expected == received(found)
    assert found.county is not None
    shares = [(figures.counted, figures.expected) for figures in found.county.figures]
    assert [(2, 2), (2, 2)] == shares
    assert () == found.left_out


def test_the_frame_has_a_line_for_each_period_department_and_indicator() -> None:
    found, _ = gathered(stated(2020, 3), stated(2022, 5))
    frame = found.frame()
    assert 2 * len(found.indicators) == len(frame)
    total = frame.query("table == 'requests' and row == 'received' and column == 'total'")
    assert [3, 5] == total.value.to_list()
    gaps = frame[frame.missing == "not in this edition"].groupby("year").size()
    # 5 cells and 3 rows of 7 are new in 2021; 17 cells of 2019 were dropped.
    assert {2020: 26, 2022: 17} == gaps.to_dict()


def test_what_an_edition_lacks_has_no_value_and_the_reason() -> None:
    old, new = stated(2020, 3), stated(2022, 3)
    found, _ = gathered(old, new)
    only_old = [each for each in found.indicators if each.form is OLD]
    only_new = [e for e in found.indicators if e.form is NEW and old.gap(e) is Gap.NO_CELL]
    assert only_old
    assert only_new
    assert {None} == {old.of(each) for each in only_new}
    assert {None} == {new.of(each) for each in only_old if new.gap(each) is Gap.NO_CELL}


def test_a_row_that_the_newer_edition_divides_is_the_sum_of_its_parts() -> None:
    parts = ("not_corrected", "fee_not_paid", "other_handling")
    values = {f"requests.{row}.natural_person": number for number, row in enumerate(parts, 1)}
    new = stated(2022, 3, more=values)
    found, _ = gathered(stated(2020, 3), new)
    (whole,) = (
        each
        for each in found.indicators
        if (each.cell.row, each.cell.column) == ("otherwise_handled", "natural_person")
    )
    assert OLD is whole.form
    assert 6 == new.of(whole)


def test_a_name_is_followed_where_the_code_changed() -> None:
    found, _ = gathered(stated(2022, 3, code="A"), stated(2023, 5, code="B"))
    assert {"甲局": [(2022, 3), (2023, 5)]} == received(found)
    assert "B" == found.departments[0].code


def test_two_codes_of_one_name_in_one_period_are_two_departments() -> None:
    found, _ = gathered(stated(2023, 3, code="A"), stated(2023, 5, code="B"))
    assert 2 == len(found.departments)


def test_a_published_report_without_a_code_is_found_by_its_name() -> None:
    page = stated(2022, 3, code="", provenance=Provenance.PUBLISHED)
    found, said = gathered(page, stated(2023, 5))
    assert {"甲局": [(2022, 3), (2023, 5)]} == received(found)
    assert [] == said


def test_files_that_differ_are_said_and_the_summary_is_used() -> None:
    row = stated(2023, 5, provenance=Provenance.SUMMARY_ROW)
    page = stated(2023, 6, code="", provenance=Provenance.PUBLISHED)
    found, (said,) = gathered(page, rows=(row,))
    assert {"甲局": [(2023, 5)]} == received(found)
    assert "2023 年度的汇总表分单位数据（甲局2023）与公开报告（甲局2023）有" in said
    assert "：5与6" in said


def test_predecessors_stand_for_a_department_before_it_was_formed() -> None:
    new = make_department("N", "新局", predecessors=("A", "B"))
    older = [stated(2022, 3, code="A", name="甲"), stated(2022, 4, code="B", name="乙")]
    found, _ = gathered(*older, stated(2023, 9, code="N", name="新局"), roster=Roster("", (new,)))
    assert [(2022, 7), (2023, 9)] == received(found)["新局"]
    assert Provenance.PREDECESSORS is found.departments[0].figures[0].provenance


def test_a_department_is_not_the_half_of_its_predecessors() -> None:
    new = make_department("N", "新局", predecessors=("A", "B"))
    older = [stated(2022, 3, code="A", name="甲"), stated(2021, 4, code="B", name="乙")]
    found, _ = gathered(*older, stated(2023, 9, code="N", name="新局"), roster=Roster("", (new,)))
    assert [(2023, 9)] == received(found)["新局"]


def test_summaries_of_two_counties_do_not_become_one() -> None:
    one = stated(2022, 3, code="X", name="甲县", provenance=Provenance.SUMMARY)
    other = stated(2023, 5, code="Y", name="乙县", provenance=Provenance.SUMMARY)
    found, (said,) = gathered(one, other, rows=(stated(2022, 3),))
    assert {"乙县": [(2023, 5)], "甲县": [(2022, 3)]} == received(found)
    assert found.county is None
    assert "2 个不同单位的汇总表" in said


def test_a_report_that_may_be_the_county_s_is_said_with_what_to_do() -> None:
    county = stated(2023, 9, code="X", name="某县", provenance=Provenance.SUMMARY)
    page = stated(2022, 7, code="", name="某县人民政府", provenance=Provenance.PUBLISHED)
    known = stated(2023, 2, name="某县教育局", provenance=Provenance.SUMMARY_ROW)
    found, (said,) = gathered(county, page, rows=(known,))
    assert {"某县": [(2023, 9)], "某县人民政府": [(2022, 7)]}.items() <= received(found).items()
    assert said.startswith("某县人民政府：没有并入“某县”的合计；")


def test_a_name_of_the_county_joins_its_reports_to_its_totals() -> None:
    county = stated(2023, 9, code="X", name="某县", provenance=Provenance.SUMMARY)
    page = stated(2022, 7, code="", name="某县人民政府", provenance=Provenance.PUBLISHED)
    found = Gathered([county, page])
    (who,) = own_figures(found, None, ["某县人民政府"])
    assert who.is_county
    assert [2022, 2023] == [each.period.year for each in who.figures]
    assert [] == found.left_out


def test_only_a_total_over_all_departments_is_whole() -> None:
    whole, part, unknown = (
        stated(2023, 3, provenance=Provenance.SUMMARY, share=share)
        for share in ((30, 30), (28, 30), (None, None))
    )
    assert [False, True, True] == [each.is_partial for each in (whole, part, unknown)]
    assert not stated(2023, 3).is_partial


def test_a_year_is_given_in_the_newest_edition_for_this_years_departments() -> None:
    found, _ = gathered(stated(2020, 3), stated(2022, 5))
    last = found.before(Period(2020))
    assert NEW is last.form
    (row,) = rows_for(last, NEW, [make_department("D01")], None)
    assert row is not None
    assert 3 == row[RECEIVED.cell.index]


def test_what_cannot_be_read_is_left_out_with_its_reason(tmp_path: Path) -> None:
    folder = fill(tmp_path, 2025, D01=3)
    (folder / "说明.txt").write_text("无", "utf-8")
    found = history(folder)
    ((name, why),) = found.left_out
    assert "说明.txt" in name
    assert why.startswith("无法读取")


def test_without_any_figures_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "说明.txt").write_text("无", "utf-8")
    with pytest.raises(InputError, match=r"没有能使用的历年数据。.*说明"):
        history(tmp_path)


def test_the_errors_of_a_return_are_said_and_its_figures_stay(tmp_path: Path) -> None:
    write(tmp_path / "1", D01, {**received_of(3), find(NEW, PERSON): 4})
    found = history(tmp_path / "1")
    ((name, why),) = found.left_out
    assert name.startswith("D01局（")
    assert "的报送件有 1 个错误没有改正，数字照原样列出" in why
    assert [(2026, 4)] == received(found)["D01局"]
