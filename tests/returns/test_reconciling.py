"""Second sources: figures of other offices are held against those of the returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from support.departments import make_department
from support.filled import as_return, cells_at
from xlreport.base.errors import InputError
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.office.roster import Roster
from xlreport.office.second_sources import SecondSources, SourceFigure
from xlreport.reading.one_return import Return
from xlreport.returns import _bound_figures
from xlreport.returns.received import check_and_settle
from xlreport.returns.reconciling import MatchResult
from xlreport.returns.returns import Returns
from xlreport.settlement.status import FileStatus

FORM = load_form("ogi-2021")
ROSTER = Roster(
    "名录.csv",
    (make_department("D01", "盐池县教育局"), make_department("D02", "盐池县公安局")),
)
UPHELD = "remedies.cases.review_upheld"
FEES = "proactive.fees.fees_amount"


def filed(code: str = "D01", **figures: int) -> Return:
    """Make a return of 2026 with these figures, scaled, by table__row__column."""
    values = {name.replace("__", "."): value for name, value in figures.items()}
    return as_return(FORM, cells_at(FORM, values), code=code, year=2026)


def given(*lines: tuple[str, str, str], source: str = "司法局") -> SecondSources:
    """Give figures of a source: department, cell and value."""
    return SecondSources(
        "对账.csv",
        tuple(
            SourceFigure(source, code, "", cell, value, line=number)
            for number, (code, cell, value) in enumerate(lines, 2)
        ),
    )


def held(
    items: Sequence[Return],
    sources: SecondSources | None,
    roster: Roster | None = ROSTER,
) -> Returns:
    return check_and_settle(
        items,
        roster=roster,
        period=Period(2026),
        before=None,
        prefer={},
        sources=sources,
        forms=[FORM],
    )


def refusal(sources: SecondSources) -> list[str]:
    with pytest.raises(InputError) as caught:
        held([filed()], sources)
    return str(caught.value).split("\n")[1:]


def results(returns: Returns) -> list[tuple[str, MatchResult]]:
    return [(match.department.code, match.result) for match in returns.matches]


def test_a_difference_is_a_warning_with_both_numbers() -> None:
    returns = held([filed(remedies__cases__review_upheld=2)], given(("D01", UPHELD, "3")))
    (finding,) = (each for each in returns.found if each.code == "SOURCE-DIFFERS")
    assert ("warning", "2", "3", "-1") == (
        finding.severity.value,
        finding.seen,
        finding.expected,
        finding.difference,
    )
    said = "表四 A6（行政复议｜结果维持）填报 2，司法局掌握的是 3，相差 -1。"
    assert said == finding.message
    assert "accepted with warnings" == returns.settlement.filings[0].status.value


def test_equal_figures_a_blank_for_0_and_amounts_in_other_units_are_no_difference() -> None:
    item = filed(remedies__cases__review_upheld=3, proactive__fees__fees_amount=27_270000)
    sources = given(
        ("D01", UPHELD, "3"),
        ("D01", FEES, "272700元"),
        ("D01", "remedies.cases.direct_upheld", "0"),
    )
    returns = held([item], sources)
    assert [("D01", MatchResult.EQUAL)] * 3 == results(returns)
    assert [] == [each for each in returns.found if each.code == "SOURCE-DIFFERS"]


@pytest.mark.parametrize("name", ["!".join(FORM.address(UPHELD)), FORM.cell(UPHELD).path, UPHELD])
def test_a_cell_is_named_by_address_path_or_keys(name: str) -> None:
    (match,) = held([filed(remedies__cases__review_upheld=3)], given(("D01", name, "3"))).matches
    assert FORM.cell(UPHELD) == match.cell


@pytest.mark.parametrize("name", ["盐池县教育局", "教育局", "盐池县 教育局"])
def test_a_department_is_named_with_or_without_the_county(name: str) -> None:
    figure = SourceFigure("司法局", "", name, UPHELD, "3", line=2)
    (match,) = held([filed()], SecondSources("对账.csv", (figure,))).matches
    assert "D01" == match.department.code


def test_what_fits_nothing_is_refused_all_at_once_with_its_lines() -> None:
    sources = given(
        ("X-77", UPHELD, "约三件"),
        ("D01", "表三 A1", "3"),
        ("D01", UPHELD, "三件左右"),
        ("D01", UPHELD, "4"),
        ("D01", "!".join(FORM.address(UPHELD)), "4"),
    )
    told = refusal(sources)
    assert [2, 2, 3, 4, 6] == [int(line[2]) for line in told]
    assert "第 2 行：单位名录“名录.csv”中没有“X-77”；请更正单位代码或单位名称。" == told[0]
    assert "（2021年版）的一个单元格；请写成 表三 D6 这样" in told[2]
    assert "第 6 行：与第 5 行是同一来源、单位和单元格；请只保留一行。" == told[4]


def test_a_department_that_is_nearly_on_the_roster_is_named() -> None:
    figure = SourceFigure("司法局", "", "盐池县教育", UPHELD, "3", line=2)
    (told,) = refusal(SecondSources("对账.csv", (figure,)))
    assert told.endswith("没有“盐池县教育”；是不是“盐池县教育局”？")


def test_a_code_and_a_name_that_disagree_are_refused() -> None:
    figure = SourceFigure("司法局", "D01", "公安局", UPHELD, "3", line=2)
    (told,) = refusal(SecondSources("对账.csv", (figure,)))
    assert told.startswith("第 2 行：代码“D01”是盐池县教育局的，名称“公安局”是盐池县公安局的")


@pytest.mark.parametrize("roster", [ROSTER, None])
def test_who_has_not_reported_is_listed_without_a_figure(roster: Roster | None) -> None:
    returns = held([filed()], given(("D01", UPHELD, "0"), ("D02", UPHELD, "3")), roster)
    assert [("D01", MatchResult.EQUAL), ("D02", MatchResult.OPEN)] == results(returns)
    assert ("未报送", None) == (returns.matches[1].why, returns.matches[1].reported)


def test_a_figure_that_cannot_be_read_is_not_called_different() -> None:
    wrong = as_return(FORM, {}, year=2026, unreadable=[FORM.cell(UPHELD).index])
    returns = held([wrong], given(("D01", UPHELD, "3")))
    assert [("D01", MatchResult.OPEN)] == results(returns)
    assert "报送件中没有可比的数" == returns.matches[0].why


def test_files_that_are_not_used_are_held_against_the_source_too() -> None:
    old, new = filed(remedies__cases__review_upheld=3), filed()
    returns = held([old, replace(new, revision=2)], given(("D01", UPHELD, "3")))
    statuses = {file.status: file for file in returns.settlement.files}
    codes = [finding.code for finding in statuses[FileStatus.USED].findings]
    assert "SOURCE-DIFFERS" in codes
    assert [("D01", MatchResult.DIFFERENT)] == results(returns)


def test_the_frame_has_both_numbers_and_their_keys() -> None:
    frame = held(
        [filed(proactive__fees__fees_amount=10_000000)],
        given(("D01", FEES, "9.5"), ("D02", FEES, "1")),
    ).reconciliation
    assert ["different", "open"] == [*frame["result"]]
    assert [10.0, 9.5, 0.5] == [*frame.loc[0, ["reported", "given", "difference"]]]
    assert ["proactive", "fees", "fees_amount"] == [*frame.loc[0, ["table", "row", "column"]]]
    assert [True, "未报送"] == [frame["reported"].isna()[1], frame["why"][1]]


def test_only_problems_that_are_listed_look_for_the_name_that_was_meant(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_through = []

    def look(_: str, names: Sequence[str], __: int) -> list[str]:
        looked_through.append(len(names))
        return []

    monkeypatch.setattr(_bound_figures, "get_close_matches", look)
    with pytest.raises(InputError, match="对账数据有 300 处问题"):
        held([filed()], given(*((f"不存在{number}局", UPHELD, "1") for number in range(300))))
    assert 10 == sum(map(bool, looked_through))
