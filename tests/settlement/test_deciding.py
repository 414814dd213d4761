"""What an officer decided is obeyed: files used or ignored, figures corrected, all of it said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from support.departments import number_departments
from support.filled import as_return, cells_at
from support.settled import return_of, returns_in
from support.work import counted
from xlreport import consolidate
from xlreport.base.finding import make_finding
from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.formats.sources import Source
from xlreport.layout.cell_name import cells_by_name
from xlreport.layout.layout import lay_form
from xlreport.office.decisions import Decision, DecisionKind, Decisions
from xlreport.reading.one_return import Return, Unread
from xlreport.returns.received import check_and_settle
from xlreport.returns.returns import Returns
from xlreport.settlement.deciding import apply_decisions
from xlreport.settlement.settlement import receive

FORM = load_form("ogi-2021")
ROSTER = number_departments(2)
RECEIVED, GRANTED, TOTAL = (
    FORM.index["requests", row, "natural_person"]
    for row in ("received", "granted", "total_handled")
)


def filed(received: int = 0, **named: Any) -> Return:
    """Make a return of 2026 with so many requests received, and 7 granted."""
    figures = {
        "requests.received.natural_person": received,
        "requests.granted.natural_person": 7,
    }
    return as_return(FORM, cells_at(FORM, figures), **{"year": 2026, **named})


def of(kind: str, **named: Any) -> Decision:
    told = {"decided_by": "李四", "day": date(2027, 1, 18), "line": 2}
    return Decision(DecisionKind(kind), **{"code": "D01", **told, **named})


def correction(cell: str = "requests.received.natural_person", **named: Any) -> Decision:
    return of("correct", **{"cell": cell, "old": "6", "new": "7", "told_by": "张三", **named})


def decided(items: Sequence[Unread | Return], *decisions: Decision) -> Returns:
    return check_and_settle(
        items,
        roster=ROSTER,
        period=Period(2026),
        before=None,
        prefer={},
        decisions=Decisions("处理意见.csv", decisions),
    )


def became(returns: Returns) -> list[str]:
    return [file.status.value for file in returns.settlement.files]


def reasons(returns: Returns) -> list[str]:
    return [reason for _, reason in returns.undecided]


def used(returns: Returns) -> Return:
    filing = returns.settlement.filings[0]
    assert filing.used is not None
    return filing.used.item


def errors(returns: Returns) -> list[str]:
    return [finding.code for finding in returns.found if finding.is_open_error]


def test_a_conflict_is_settled_by_the_file_that_is_named() -> None:
    items = [filed(7, file="a.xlsx"), filed(7, file="b.xlsx", nil=frozenset({"remedies"}))]
    assert ["conflicting", "conflicting"] == became(decided(items))
    returns = decided(items, of("use", file="b.xlsx"))
    assert ["superseded", "used"] == became(returns)
    assert (1, []) == (len(returns.decided), reasons(returns))


def test_a_file_is_known_by_its_content_whatever_its_name() -> None:
    items = [
        replace(filed(7, file="a.xlsx"), sha256="1" * 64),
        replace(filed(7, file="a.xlsx", nil=frozenset({"remedies"})), sha256="2" * 64),
    ]
    assert ["有 2 个文件叫“a.xlsx”，请填写文件校验"] == reasons(
        decided(items, of("use", file="a.xlsx"))
    )
    assert ["superseded", "used"] == became(decided(items, of("use", file="z", digest="2" * 12)))
    told = "“a.xlsx”的内容与作出意见时不同（文件校验不符），请重新决定"
    assert [told] == reasons(decided(items, of("use", file="a.xlsx", digest="3" * 12)))


def test_an_ignored_file_counts_for_nothing_and_its_errors_for_none() -> None:
    wrong = filed(3, file="旧.xlsx")
    returns = decided([wrong], of("ignore", code="", file="旧.xlsx", reason="旧稿"))
    assert (["ignored"], []) == (became(returns), errors(returns))
    assert "missing" == returns.settlement.filings[0].status.value
    told = [finding.message for finding in returns.found if finding.code == "IGNORED"]
    assert ["按处理意见没有采用这个文件（李四 2027-01-18 决定：旧稿）。"] == told


def test_a_file_of_no_department_may_be_used_for_one() -> None:
    stray = replace(filed(7, file="x.xlsx"), code="", department="某局")
    assert ["not on the roster"] == became(decided([stray]))
    returns = decided([stray], of("use", file="x.xlsx"))
    assert (["used"], "D01") == (became(returns), returns.settlement.filings[0].department.code)


def test_a_decision_that_a_later_file_overtakes_is_said() -> None:
    first = replace(filed(7, file="a.xlsx"), modified="2027-01-10T09:00:00")
    changed = filed(7, file="b.xlsx", nil=frozenset({"remedies"}))
    later = replace(changed, modified="2027-01-19T09:00:00")
    decision = of("use", file="a.xlsx")
    codes = [finding.code for finding in decided([first, later], decision).found]
    assert "DECISION-OVERTAKEN" in codes
    before = replace(later, modified="2027-01-18T09:00:00")
    codes = [finding.code for finding in decided([first, before], decision).found]
    assert "DECISION-OVERTAKEN" not in codes


def test_a_corrected_figure_is_judged_and_added_up_and_the_sent_one_is_kept() -> None:
    item = filed(6)
    assert "returned for correction" == decided([item]).settlement.filings[0].status.value
    returns = decided([item], correction())
    assert ([], "accepted") == (errors(returns), returns.settlement.filings[0].status.value)
    new = used(returns)
    total = FORM.index["requests", "received", "total"]
    assert (7, 7) == (new.values[RECEIVED], new.values[total])
    assert (6, 6) == (new.as_sent.values[RECEIVED], new.as_sent.values[total])
    told = [finding.message for finding in returns.found if finding.code == "CORRECTED"]
    assert [
        "表三 D6（一、本年新收政府信息公开申请数量｜自然人）按处理意见由“6”更正为“7”"
        "（李四 2027-01-18 决定，张三 提供）。"
    ] == told


def test_a_cell_may_be_named_by_its_address_in_the_file() -> None:
    position = filed().positions[RECEIVED]
    for name in (
        position.place,
        f"表{position.sheet} {position.address.lower()}",
        FORM.cells[RECEIVED].path,
    ):
        assert [] == reasons(decided([filed(6)], correction(name)))


def test_what_could_not_be_read_is_corrected_and_asked_for_no_more() -> None:
    cell = filed().reference(RECEIVED)
    item = replace(
        filed(),
        seen={RECEIVED: "约六"},
        unreadable=frozenset({RECEIVED}),
        findings=(make_finding("FORM", cell, meaning="x"),),
    )
    returns = decided([item], correction(old="约六"))
    assert frozenset() == used(returns).unreadable
    assert "FORM" not in [finding.code for finding in returns.found]


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (correction(code="D02"), f"没有收到{ROSTER.departments[1].name}的报送件"),
        (correction(code="D09"), "单位名录中没有单位代码“D09”"),
        (
            correction("表三 ZZ9"),
            "（2021年版）的一个单元格；请写成 表三 D6 这样的表页和单元格",
        ),
        (correction(old="5"), "现在是“6”，不是“5”"),
        (correction(old="5", new="6"), "现在已是“6”，不用再更正"),
        (correction(new="约七"), "更正为“约七”："),
        (correction("requests.received.total"), "由各项相加得出，请更正各项"),
        (correction(file="没有.xlsx"), "没有收到文件“没有.xlsx”"),
    ],
)
def test_a_correction_that_does_not_fit_changes_nothing_and_is_said(
    decision: Decision, reason: str
) -> None:
    item = replace(filed(6), seen={RECEIVED: "6"})
    returns = decided([item], decision)
    assert [True] == [reason in each for each in reasons(returns)]
    assert item.values == used(returns).values
    assert {} == used(returns).corrections


@pytest.mark.parametrize(
    ("old", "reason"), [("6", []), ("5", ["现在是“6”，不是“5”"])], ids=["fits", "another figure"]
)
def test_a_confirmed_figure_stays_as_it_is(old: str, reason: list[str]) -> None:
    item = replace(filed(6), seen={RECEIVED: "6"})
    cell = "requests.received.natural_person"
    returns = decided([item], of("confirm", cell=cell, old=old, told_by="张三"))
    told = [each.partition(f"{cell} ")[2] for each in reasons(returns)]
    assert (reason, int(not reason)) == (told, len(returns.decided))
    assert (item.values, {}) == (used(returns).values, used(returns).corrections)


def test_a_total_that_a_person_typed_is_corrected_alone() -> None:
    total = FORM.index["requests", "received", "total"]
    item = filed(7)
    judged = tuple(9 if index == total else value for index, value in enumerate(item.values))
    item = replace(item, judged=judged, typed_totals=frozenset({total}), seen={total: "9"})
    returns = decided([item], correction("requests.received.total", old="9", new="7"))
    assert ([], item.values) == (errors(returns), return_of(used(returns)).judged)


def test_a_correction_that_the_used_file_lacks_is_said() -> None:
    old = filed(6, file="a.xlsx")
    for received, reason in (
        (8, "b.xlsx：requests.received.natural_person 现在是“8”，不是“6”"),
        (7, "b.xlsx：requests.received.natural_person 现在已是“7”，不用再更正"),
    ):
        new = filed(received, file="b.xlsx", revision=2)
        returns = decided([old, new], correction())
        assert ([reason], ()) == (reasons(returns), returns.decided)
    named = decided([old, filed(6, file="b.xlsx", revision=2)], correction(file="a.xlsx"))
    assert ["“a.xlsx”没有采用，采用的是“b.xlsx”"] == reasons(named)


def test_a_cell_is_corrected_once() -> None:
    position = filed().positions[RECEIVED]
    address = position.place
    returns = decided([filed(6)], correction(), correction(address, old="7", new="8", line=3))
    assert [f"D01.xlsx：{address} 已按第 2 行更正；请只保留一行"] == reasons(returns)
    assert 7 == used(returns).values[RECEIVED]


def test_a_correction_of_another_period_says_so() -> None:
    assert ["D01.xlsx：不是2026年度的报送件（2025年度）"] == reasons(
        decided([filed(6, year=2025)], correction())
    )


def test_a_corrected_return_shows_its_new_totals() -> None:
    total = FORM.index["requests", "received", "total"]
    item = used(decided([filed(6)], correction(new="9")))
    assert ("6", "9") == (item.as_sent.seen[total], item.reference(total).value)


def test_a_form_beside_the_collected_one_is_corrected_only_where_its_file_is_named() -> None:
    enforced = load_form("enforcement-2021")
    name = "表二B5"  # 表二 B5 of one form, 表表二 B5 of the other
    inputs = cells_at(enforced, {enforced.cells[_named(enforced, name)].key: 6})
    beside = as_return(enforced, inputs, year=2026, file="执法.xlsx")
    collected = as_return(FORM, cells_at(FORM, {FORM.cells[_named(FORM, name)].key: 6}), year=2026)
    items = [collected, replace(collected, code="D02", department="D02局"), beside]
    for file, expected in (("", {"D01.xlsx"}), ("执法.xlsx", {"执法.xlsx"})):
        returns = decided(items, correction(name, file=file))
        changed = {item.file for item in returns_in(returns) if item.corrections}
        assert (expected, []) == (changed, reasons(returns))


def _named(form: Form, name: str) -> int:
    return cells_by_name(form, lay_form(form).positions)[comparable(name)]


def test_a_decision_looks_at_no_file_but_its_own() -> None:
    def work(count: int) -> int:
        items = [
            replace(filed(7, code=f"D{n:02}", file=f"{n}.xlsx"), sha256=f"{n:064x}")
            for n in range(1, count + 1)
        ]
        files = [receive(item, None, number) for number, item in enumerate(items)]
        told = Decisions(
            "处理意见.csv",
            tuple(of("ignore", code="", file=item.file, line=n) for n, item in enumerate(items)),
        )
        return counted(lambda: apply_decisions(told, files, None, Period(2026)))[1].calls

    assert work(80) < 2.2 * work(40)


def test_what_a_department_has_no_duty_for_is_not_corrected() -> None:
    form = load_form("enforcement-2021")
    item = replace(as_return(form, {}, year=2026), no_duties=frozenset({"detaining"}))
    index = min(cells_without(form, item.no_duties))
    returns = decided([item], correction(form.cells[index].key, old="空白", new="5"))
    assert [True] == ["是“无此项职责”的单位没有的数" in each for each in reasons(returns)]
    assert used(returns).values[index] is None


def test_an_ignored_file_says_nothing_of_what_is_collected() -> None:
    enforced = as_return(load_form("enforcement-2021"), {}, code="D02", year=2025, file="执法.xlsx")
    items = [filed(7), filed(7, code="D02", year=2025, file="旧.xlsx"), enforced]
    told = [of("ignore", code="", file=name, reason="发错") for name in ("旧.xlsx", "执法.xlsx")]
    for decisions, period in (([], Period(2025)), (told, Period(2026))):
        returns = check_and_settle(
            items,
            roster=ROSTER,
            period=None,
            before=None,
            prefer={},
            decisions=Decisions("处理意见.csv", tuple(decisions)),
        )
        assert period == returns.period
    assert items[:1] == [*returns.considered]
    assert 1 == len(consolidate(returns, name="盐池县", verify=False).counted)


def test_without_a_roster_an_ignored_sender_owns_no_dead_file_of_its_archive() -> None:
    sent = replace(filed(7), source=Source(Path("教育局.zip"), member="a.xlsx"))
    photo = Unread(
        Source(Path("教育局.zip"), member="签字页.jpg"), "", (make_finding("FILE-IMAGE"),)
    )
    returns = check_and_settle(
        [sent, photo],
        roster=None,
        period=Period(2026),
        before=None,
        prefer={},
        decisions=Decisions("", (of("ignore", file="a.xlsx"),)),
    )
    assert ["ignored", "unreadable"] == became(returns)
