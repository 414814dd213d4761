"""The summary: what a county's returns add up to, over whom, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.county import (
    ALL,
    D01,
    D02,
    D03,
    FORM,
    ROSTER,
    broken,
    consistent,
    county,
    filling,
    write,
    wrong,
)
from support.departments import make_department
from support.filled import all_values, as_return, as_typed, cells_at, few, fill_form, find
from support.made_up_form import load_made_up
from support.settled import plain_settlement, returns_in, settled
from xlreport.base.errors import InputError
from xlreport.base.finding import Severity
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.second_reader import Difference
from xlreport.formats.sources import Source
from xlreport.office.roster import Roster
from xlreport.outgoing.copies import annotate
from xlreport.reading.one_return import Return
from xlreport.returns.received import read_return, read_returns
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import Opinion, SecondLook
from xlreport.summary.summary import Summary, consolidate

FEES = "proactive.fees.fees_amount"


@few
@given(
    name=st.sampled_from(["ogi-2021", "ogi-2019", "ogi-2021+ogi-supplement"]),
    seeds=st.lists(st.integers(0, 2**32), min_size=1, max_size=6),
)
def test_every_total_is_the_plain_sum_of_the_returns(name: str, seeds: list[int]) -> None:
    form = load_form(name)
    rows = [all_values(form, fill_form(form, seed)) for seed in seeds]
    items = [as_return(form, fill_form(form, s), code=f"D{n}") for n, s in enumerate(seeds)]
    expected = tuple(sum(value or 0 for value in column) for column in zip(*rows, strict=True))
    assert expected == county(items).values


def test_money_adds_up_exactly() -> None:
    # 宿迁市 2023 and 沭阳县 2025; as binary fractions they and their like do not.
    amounts = ["59237.2449", "4068.208", "0.1", "0.2", "0.000001", "99999.999999"]
    cell = find(FORM, FEES)
    items = [
        as_return(FORM, {**filling(1), cell: int(Decimal(amount).scaleb(6))}, code=f"D{number}")
        for number, amount in enumerate(amounts)
    ]
    summary = county(items)
    total = sum(map(Decimal, amounts), Decimal(0))
    assert Decimal("163305.752900") == total
    assert int(total.scaleb(6)) == summary.values[cell]
    assert "163305.7529" == str(summary["proactive"].loc["fees", "fees_amount"])


def test_a_cell_that_nobody_filled_in_is_missing_and_not_zero() -> None:
    rows = cells_at(FORM, {"requests.received.research": 1, "requests.granted.research": 1}, None)
    more = cells_at(FORM, {"requests.received.research": 2, "requests.granted.research": 2}, None)
    summary = county([as_return(FORM, rows), as_return(FORM, more, code="D02")])
    assert 3 == summary.values[find(FORM, "requests.received.total")]
    assert None is summary.values[find(FORM, "requests.petition.research")]
    assert None is summary.values[find(FORM, "remedies.cases.review_total")]


def test_a_typed_total_is_not_added_but_its_parts() -> None:
    inputs = filling(1)
    total = find(FORM, "remedies.cases.review_total")
    right = all_values(FORM, inputs)[total] or 0
    assert right == county([as_return(FORM, inputs, typed={total: right})]).values[total]


def test_a_table_of_the_summary_is_rows_by_columns() -> None:
    summary = county([as_return(FORM, filling(n), code=f"D{n}") for n in (1, 2)])
    frame = summary["requests"]
    table = FORM.table("requests")
    assert (list(table.row_keys), list(table.column_keys)) == (list(frame.index), list(frame))
    cell = find(FORM, "requests.received.total")
    assert summary.values[cell] == frame.loc["received", "total"]


def test_a_table_that_the_form_does_not_have_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        county([as_return(FORM, filling(1))])["nonsense"]


@pytest.fixture(scope="module")
def mixed() -> Summary:
    """Give a county with a department in every status, one that is not counted, and a stranger."""
    warned = {**filling(2), find(FORM, "proactive.regulations.in_force"): 2}
    return county(
        [
            as_return(FORM, filling(1), code="D01"),
            as_return(FORM, warned, code="D02"),
            as_return(FORM, broken(3), code="D03"),
            as_return(FORM, filling(4), code="D04", file="a.xlsx"),
            as_return(FORM, filling(5), code="D04", file="b.xlsx"),
            as_return(FORM, filling(6), code="V01", name="垂管局"),
            as_return(FORM, filling(7), code="X01"),
        ],
        ALL,
    )


def test_returned_conflicting_missing_and_uncounted_departments_are_not_added(
    mixed: Summary,
) -> None:
    assert ["D01", "D02"] == [filing.department.code for filing in mixed.counted]
    warned = {**filling(2), find(FORM, "proactive.regulations.in_force"): 2}
    rows = [all_values(FORM, filling(1)), all_values(FORM, warned)]
    assert [tuple(row) for row in rows] == mixed.rows
    assert tuple(sum(v or 0 for v in column) for column in zip(*rows, strict=True)) == mixed.values


def test_the_scope_says_n_of_m_and_who_is_left_out(mixed: Summary) -> None:
    expected = "合计范围：2／5 个单位（退回修改1个，数据冲突1个，未报送1个，另有1个不计入汇总）"
    assert expected == mixed.scope
    assert f"<Summary 某县 2021 ogi-2021: {expected}>" == repr(mixed)


def test_a_department_that_is_not_counted_and_did_not_report_is_left_out_once() -> None:
    roster = Roster("", (make_department("D01"), make_department("V01", counted=False)))
    summary = county([as_return(FORM, filling(1), code="D01")], roster)
    assert "合计范围：1／1 个单位（另有1个不计入汇总）" == summary.scope


def test_the_scope_of_a_complete_county_says_no_more() -> None:
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2)]
    assert "合计范围：2／2 个单位" == county(items).scope


def test_a_nil_return_is_added_up() -> None:
    nil = frozenset(table.key for table in FORM.tables)
    items = [
        as_return(FORM, cells_at(FORM, {}), nil=nil),
        as_return(FORM, filling(2), code="D02"),
    ]
    summary = county(items)
    assert ("合计范围：2／2 个单位", tuple(all_values(FORM, filling(2)))) == (
        summary.scope,
        summary.values,
    )


def test_the_order_of_the_returns_does_not_matter() -> None:
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2, 3, 4)]
    first, second = county(items, ROSTER), county(items[::-1], ROSTER)
    assert (first.values, first.rows, first.scope) == (second.values, second.rows, second.scope)


# ---- what is refused ----------------------------------------------------------------------------


def test_nothing_to_add_up_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有一份可以计入汇总的报送件"):
        county([as_return(FORM, broken(1))])
    with pytest.raises(InputError, match="没有一份能读取的报送件"):
        consolidate(read_returns(tmp_path), name="某县")


def test_the_roster_of_another_county_is_told_in_one_sentence() -> None:
    other = Roster("别县.csv", (make_department("Z01"), make_department("Z02")))
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2)]
    with pytest.raises(InputError, match=r"2 份报送件都不在单位名录“别县\.csv”中.*用了别处的名录"):
        county(items, other)


def test_a_county_in_which_nobody_has_reported_is_nothing_to_add_up() -> None:
    with pytest.raises(InputError, match="没有一份能读取的报送件"):
        county([], ROSTER)


def test_only_uncounted_departments_are_nothing_to_add_up() -> None:
    with pytest.raises(InputError, match="没有一份可以计入汇总的报送件"):
        county([as_return(FORM, filling(1), code="V01", name="垂管局")], ALL)


def test_a_year_that_cannot_be_told_is_refused() -> None:
    items = [as_return(FORM, filling(n), code=f"D{n}", year=2020 + n) for n in (1, 2)]
    with pytest.raises(InputError, match="年度不一致"):
        county(items)


def test_strict_refuses_errors_and_missing_departments() -> None:
    items = [
        as_return(FORM, filling(1), code="D01"),
        as_return(FORM, broken(2), code="D02"),
        as_return(FORM, filling(3), code="D03"),
    ]
    with pytest.raises(InputError, match="未报送 1 个单位（D04局），退回修改 1 个单位（D02局）"):
        county(items, ROSTER, strict=True)
    items[1] = as_return(FORM, filling(2), code="D02")
    with pytest.raises(InputError, match=r"：未报送 1 个单位（D04局）。$"):
        county(items, ROSTER, strict=True)


def test_strict_refuses_two_files_that_contradict_each_other() -> None:
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2, 3, 4)]
    items[3:] = [as_return(FORM, filling(n), code="D04", file=f"{n}.xlsx") for n in (4, 5)]
    with pytest.raises(InputError, match=r"没有汇总：数据冲突 1 个单位（D04局）。$"):
        county(items, ROSTER, strict=True)


def test_strict_has_nothing_against_a_file_that_was_corrected_since() -> None:
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2, 3)]
    wrong = as_return(FORM, broken(4), code="D04")
    right = replace(as_return(FORM, filling(4), code="D04"), revision=2)
    summary = county([*items, wrong, right], ROSTER, strict=True)
    assert "合计范围：4／4 个单位" == summary.scope


def test_strict_has_nothing_against_a_complete_county_with_warnings() -> None:
    items = [as_return(FORM, filling(n), code=f"D0{n}") for n in (1, 2, 3)]
    warned = {**filling(4), find(FORM, "proactive.regulations.in_force"): 2}
    summary = county([*items, as_return(FORM, warned, code="D04")], ROSTER, strict=True)
    assert "合计范围：4／4 个单位" == summary.scope


# ---- editions -----------------------------------------------------------------------------------


def test_a_return_of_another_edition_is_returned(form_2019: Form) -> None:
    items = [
        as_return(FORM, filling(1), code="D01"),
        as_return(FORM, filling(2), code="D02"),
        as_return(form_2019, filling(3, form_2019), code="D03", year=2021),
    ]
    summary = county(items, Roster("", ROSTER.departments[:3]))
    assert ["D01", "D02"] == [filing.department.code for filing in summary.counted]
    assert "合计范围：2／3 个单位（退回修改1个）" == summary.scope
    (finding,) = [f for f in summary.returns.found if f.code == "S-EDITION"]
    assert ("D03局", Severity.ERROR) == (finding.department, finding.severity)
    assert "报送表是2019年版，本次汇总使用2021年版，没有计入。" == finding.message


def test_another_edition_is_judged_alike_by_who_only_checks(form_2019: Form) -> None:
    items = [
        as_return(FORM, filling(1), code="D01"),
        as_return(FORM, filling(2), code="D02"),
        as_return(form_2019, filling(3, form_2019), code="D03", year=2021),
    ]
    returns = settled(items, Roster("", ROSTER.departments[:3]))
    summed = consolidate(returns, name="某县", verify=False).returns
    assert plain_settlement(summed.settlement) == plain_settlement(returns.settlement)
    assert [f.code for f in summed.found] == [f.code for f in returns.found]


V2 = (
    ('id     = "made-up"', 'id     = "made-up-2"'),
    ("digital     电子资源\n", ""),
    (" + digital", ""),
    ('"电子资源" = ["数字资源", "电子书"]\n', ""),
)
DIGITAL = "loans.digital.adults"
BOOKS = "loans.novels.adults"


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Form, Form]:
    """Give a county's own form and its next version, which leaves one row out."""
    return load_made_up(tmp_path), load_made_up(tmp_path, *V2)


def of_two_versions(versions: tuple[Form, Form], old: dict[str, int]) -> list[Return]:
    """Give two returns of the new version and one of the old."""
    v1, v2 = versions
    new = [as_return(v2, cells_at(v2, {BOOKS: n}), code=f"D0{n}", year=2021) for n in (1, 2)]
    return [*new, as_return(v1, cells_at(v1, old), code="D03", year=2021)]


def test_a_return_of_another_edition_that_loses_nothing_is_added_up_with_a_notice(
    versions: tuple[Form, Form],
) -> None:
    items = of_two_versions(versions, {BOOKS: 4, DIGITAL: 0})
    summary = county(items, Roster("", ROSTER.departments[:3]))
    v2 = versions[1]
    assert "合计范围：3／3 个单位" == summary.scope
    assert 7 == summary.values[find(v2, BOOKS)] == summary["loans"].loc["novels", "adults"]
    assert [1, 2, 4] == [row[find(v2, BOOKS)] for row in summary.rows]
    (finding,) = [f for f in summary.returns.found if f.code in ("MIGRATED", "S-EDITION")]
    assert ("MIGRATED", Severity.INFO, "D03局", "made-up") == (
        finding.code,
        finding.severity,
        finding.department,
        finding.form,
    )


def test_frames_hold_what_was_migrated_and_what_was_filled_in_is_kept(
    versions: tuple[Form, Form],
) -> None:
    returns = settled(of_two_versions(versions, {BOOKS: 4}))
    summary = consolidate(returns, name="某县", verify=False)
    for each in (returns, summary.returns):
        assert 4 == each["loans"].loc[("D03", "D03局", "novels"), "adults"]
        assert ["D01", "D02", "D03"] == [*each.data["department_code"].unique()]
        migrated = returns_in(each)[2]
        assert (versions[1], versions[0]) == (migrated.form, migrated.as_filed.form)
    assert versions[0] is returns.only("D03局").form


def test_a_return_of_another_edition_that_loses_a_number_is_returned(
    versions: tuple[Form, Form],
) -> None:
    summary = county(of_two_versions(versions, {BOOKS: 4, DIGITAL: 1}))
    assert "合计范围：2／3 个单位（退回修改1个）" == summary.scope
    assert ["S-EDITION"] == [
        f.code for f in summary.returns.found if f.code in ("MIGRATED", "S-EDITION")
    ]


def test_a_return_of_another_edition_that_breaks_a_rule_of_this_one_is_returned(
    tmp_path: Path,
) -> None:
    v1 = load_made_up(tmp_path)
    science = 'must     = "science.total <= novels.total + 100"\nseverity = "warning"'
    v2 = load_made_up(tmp_path, *V2, (science, science.replace("warning", "error")))
    items = of_two_versions((v1, v2), {"loans.science.adults": 200})
    summary = county(items)
    assert "合计范围：2／3 个单位（退回修改1个）" == summary.scope


def test_a_return_with_an_error_is_not_migrated(versions: tuple[Form, Form]) -> None:
    items = of_two_versions(versions, {})
    total = {find(versions[0], "loans.all_loans.total"): 9}
    right = cells_at(versions[0], {BOOKS: 4})
    items[2] = as_return(versions[0], right, code="D03", year=2021, typed=total)
    summary = county(items)
    assert "合计范围：2／3 个单位（退回修改1个）" == summary.scope
    assert "S-EDITION" in [finding.code for finding in summary.returns.found]
    assert versions[0] is returns_in(summary.returns)[2].form


def test_strict_refuses_a_migrated_return(versions: tuple[Form, Form]) -> None:
    with pytest.raises(InputError, match=r"：报表版本不同 1 个单位（D03局）。$"):
        county(of_two_versions(versions, {BOOKS: 4}), strict=True)


def test_a_nil_return_of_the_edition_of_2019_is_added_up(form_2019: Form) -> None:
    nil = frozenset(table.key for table in form_2019.tables)
    items = [
        as_return(FORM, filling(1), code="D01"),
        as_return(FORM, filling(2), code="D02"),
        as_return(form_2019, cells_at(form_2019, {}), code="D03", year=2021, nil=nil),
    ]
    summary = county(items)
    assert "合计范围：3／3 个单位" == summary.scope
    assert summary.item(summary.counted[2]).is_nil
    rows = [all_values(FORM, filling(seed)) for seed in (1, 2)]
    assert tuple(sum(v or 0 for v in column) for column in zip(*rows, strict=True)) == (
        summary.values
    )


def test_what_is_migrated_is_verified_and_sent_back_in_the_edition_it_was_filled_in(
    versions: tuple[Form, Form], tmp_path: Path
) -> None:
    v1, v2 = versions
    science = find(v1, "loans.science.adults")
    for number, department in enumerate((D01, D02), 1):
        inputs = cells_at(v2, {BOOKS: number})
        write(tmp_path / "收回", department, as_typed(v2, inputs), form=v2)
    warned = as_typed(v1, cells_at(v1, {BOOKS: 4, "loans.science.adults": 200}))
    write(tmp_path / "收回", D03, warned, form=v1)
    summary = consolidate(read_returns(tmp_path / "收回", forms=versions), name="某县")
    assert (7, 200) == (summary.values[find(v2, BOOKS)], summary.values[science])
    assert "VERIFY" not in {finding.code for finding in summary.returns.found}
    (copy,) = annotate(summary.returns, tmp_path / "退回")
    (again,) = returns_in(read_return(copy, forms=versions))
    assert (v1, 200) == (again.form, again.values[science])


# ---- the second opinion -------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, D01, consistent(1))
    write(tmp_path, D02, consistent(2))
    write(tmp_path, D03, wrong(3))
    return tmp_path


def test_a_return_about_which_two_readers_disagree_is_returned(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    returns = read_returns(folder, roster=Roster("", ROSTER.departments[:3]))
    second = returns.items[1].source

    def look(_: Form, look: SecondLook) -> Opinion:
        return Opinion(Difference("三", 5, 3, "10", "1") if look.source == second else None)

    monkeypatch.setattr(_second_opinion, "second_opinion", look)
    summary = consolidate(returns, name="某县")
    assert ["D01"] == [filing.department.code for filing in summary.counted]
    assert tuple(all_values(FORM, filling(1))) == summary.values
    said = [(f.code, f.department, f.file, f.year) for f in summary.returns.found]
    assert ("VERIFY", "D02局", "D02.xlsx", 2026) in said
    status = dict(
        zip(
            summary.returns.status["department_code"], summary.returns.status["status"], strict=True
        )
    )
    assert "returned for correction" == status["D02"]
    # What was read before is left as it was.
    assert "VERIFY" not in {finding.code for finding in returns.found}


def test_only_what_is_added_up_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Source] = []

    def look(_: Form, look: SecondLook) -> Opinion:
        looked.append(look.source)
        return Opinion()

    monkeypatch.setattr(_second_opinion, "second_opinion", look)
    returns = read_returns(folder, roster=ROSTER)
    told: list[tuple[int, int]] = []
    consolidate(returns, name="某县", progress=lambda done, total: told.append((done, total)))
    assert [item.source for item in returns.items[:2]] == looked
    assert [(1, 2), (2, 2)] == told


def test_the_second_opinion_can_be_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(_second_opinion, "second_opinion", refuse)
    returns = read_returns(folder, roster=ROSTER)
    assert 2 == len(consolidate(returns, name="某县", verify=False).counted)


def test_a_file_read_once_is_added_up_and_said_so(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_second_opinion, "second_opinion", lambda *_: Opinion(refusal="打不开"))
    summary = consolidate(read_returns(folder, roster=ROSTER), name="某县")
    assert 2 == len(summary.counted)
    assert 2 == sum(finding.code == "READ-ONCE" for finding in summary.returns.found)


def test_a_returned_department_keeps_its_place_and_its_file() -> None:
    items = [as_return(FORM, filling(1), code="D01"), as_return(FORM, broken(2), code="D02")]
    summary = county(items, Roster("", ROSTER.departments[:2]))
    filings = summary.returns.settlement.filings
    expected = [("D01", items[0]), ("D02", items[1])]
    assert expected == [(f.department.code, f.used and f.used.item) for f in filings]
    assert summary.item(filings[1]) is items[1]


def test_a_summary_without_a_roster_counts_who_reported() -> None:
    item = replace(as_return(FORM, filling(1)), code="", department="")
    assert ("合计范围：1／1 个单位", "D01.xlsx") == (
        county([item]).scope,
        county([item]).counted[0].department.name,
    )
