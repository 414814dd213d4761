"""Waivers turn warnings into notices that say who, why and until; errors never."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from support.departments import make_department
from support.filled import as_return, cells_at, fill_form, find
from support.work import counted
from xlreport import Form, InputError, Returns, Roster, Severity, Waiver, Waivers
from xlreport.base.finding_fields import finding_row
from xlreport.base.period import Period
from xlreport.form.load import load_form
from xlreport.returns.received import check_and_settle
from xlreport.settlement.file import Settlement
from xlreport.settlement.settlement import receive
from xlreport.settlement.status import DepartmentStatus
from xlreport.settlement.waiving import apply_waivers, check_waivers, unused_lines

TODAY = date(2027, 1, 20)
ROSTER = Roster("", (make_department("D01"), make_department("D02")))
REGULATIONS = Waiver("T2-REG", "D01", 2026, "代行市级职权", "李四", date(2027, 3, 31), 2)


def checked(form: Form, *entries: Waiver, today: date = TODAY, year: int = 2026) -> Returns:
    """Check two departments that report a 规章 of their own, which a county has not."""
    cells = {"proactive.regulations.in_force": 1}
    items = [
        as_return(form, cells_at(form, cells), code=code, year=year) for code in ("D01", "D02")
    ]
    return check_and_settle(
        items,
        roster=ROSTER,
        period=Period(2026),
        before=None,
        prefer={},
        waivers=Waivers("核准.csv", entries),
        today=today,
    )


def severities(returns: Returns) -> list[tuple[str, str]]:
    """List department and severity of the findings about 规章."""
    found = [finding for finding in returns.found if finding.rule == "T2-REG"]
    return sorted((finding.department, finding.severity.value) for finding in found)


def statuses(returns: Returns) -> list[DepartmentStatus]:
    return [filing.status for filing in returns.settlement.filings]


def test_a_waived_warning_is_a_notice_that_says_who_why_and_until(form_2021: Form) -> None:
    returns = checked(form_2021, REGULATIONS)
    assert [("D01局", "info"), ("D02局", "warning")] == severities(returns)
    (waived,) = [finding for finding in returns.found if finding.waiver]
    assert "已由 李四 核准：代行市级职权（至 2027-03-31）" == waived.waiver
    assert waived.full_message.endswith("（已由 李四 核准：代行市级职权（至 2027-03-31））")
    assert waived.waiver == finding_row(waived)["waiver"]


def test_a_department_of_whose_warnings_none_is_left_is_accepted(form_2021: Form) -> None:
    returns = checked(form_2021, REGULATIONS)
    assert [DepartmentStatus.ACCEPTED, DepartmentStatus.WARNINGS] == statuses(returns)


def test_a_department_is_accepted_only_where_its_last_warning_is_waived(form_2021: Form) -> None:
    inputs = cells_at(form_2021, {"proactive.regulations.in_force": 1})
    item = as_return(form_2021, inputs, code="D01", name="别的局", year=2026)
    name = replace(REGULATIONS, rule="NAME-DISAGREES", line=3)
    for entries, status in (
        ((REGULATIONS,), DepartmentStatus.WARNINGS),
        ((REGULATIONS, name), DepartmentStatus.ACCEPTED),
    ):
        waivers = Waivers("", entries)
        returns = check_and_settle(
            [item],
            roster=ROSTER,
            period=Period(2026),
            before=None,
            prefer={},
            waivers=waivers,
            today=TODAY,
        )
        assert status is statuses(returns)[0]


@pytest.mark.parametrize(
    ("changes", "waived"),
    [
        ({"code": ""}, ["D01局", "D02局"]),
        ({"code": "ｄ０１"}, ["D01局"]),
        ({"year": None}, ["D01局"]),
        ({"year": 2025}, []),
        ({"rule": "BLANK"}, []),
        ({"until": None}, ["D01局"]),
        ({"until": TODAY}, ["D01局"]),
        ({"until": date(2027, 1, 19)}, []),
    ],
)
def test_a_waiver_fits_by_rule_department_year_and_date(
    form_2021: Form, changes: dict[str, object], waived: list[str]
) -> None:
    returns = checked(form_2021, replace(REGULATIONS, **changes))  # type: ignore[arg-type]
    assert waived == sorted(finding.department for finding in returns.found if finding.waiver)


def test_a_waiver_without_an_end_names_none(form_2021: Form) -> None:
    returns = checked(form_2021, replace(REGULATIONS, until=None))
    assert {"", "已由 李四 核准：代行市级职权"} == {finding.waiver for finding in returns.found}


def test_an_expired_waiver_leaves_the_warning_and_is_told_once_by_a_notice(
    form_2021: Form,
) -> None:
    returns = checked(form_2021, REGULATIONS, today=date(2027, 4, 1))
    assert [("D01局", "warning"), ("D02局", "warning")] == severities(returns)
    (notice,) = [finding for finding in returns.found if finding.code == "WAIVER-EXPIRED"]
    assert ("D01局", Severity.INFO) == (notice.department, notice.severity)
    assert "李四对“T2-REG”的核准已于 2027-03-31 到期，相应的警告不再免除。" == notice.message


def test_a_renewed_waiver_counts_and_the_old_one_is_not_told(form_2021: Form) -> None:
    old = replace(REGULATIONS, until=date(2026, 3, 31), line=3)
    returns = checked(form_2021, old, REGULATIONS)
    assert [("D01局", "info"), ("D02局", "warning")] == severities(returns)
    assert "WAIVER-EXPIRED" not in {finding.code for finding in returns.found}


def test_returns_keep_what_was_applied_how_often_and_what_fits_nothing(form_2021: Form) -> None:
    everybody = replace(REGULATIONS, code="")
    typo = replace(REGULATIONS, code="D0l", line=3)
    other_year = replace(REGULATIONS, code="D99", year=2025, line=4)
    expired = replace(REGULATIONS, code="D99", until=date(2026, 1, 1), line=5)
    returns = checked(form_2021, everybody, typo, other_year, expired)
    assert (replace(everybody, times=2),) == returns.waivers
    assert (typo,) == returns.unused_waivers
    assert ["核准.csv 第 3 行没有用上：单位代码“D0l”2026年度没有“T2-REG”的警告。"] == unused_lines(
        "核准.csv", returns.unused_waivers
    )
    anybody = replace(typo, code="", year=None)
    assert ["a 第 3 行没有用上：各单位没有“T2-REG”的警告。"] == unused_lines("a", [anybody])


def test_the_same_waivers_on_the_same_day_give_the_same_findings(form_2021: Form) -> None:
    first, second = (checked(form_2021, REGULATIONS) for _ in range(2))
    assert first.found == second.found


def test_without_a_date_the_computers_own_counts(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {"proactive.regulations.in_force": 1}))
    for until, severity in ((date.max, "info"), (date.min, "warning")):
        waivers = Waivers("", (replace(REGULATIONS, year=None, until=until),))
        returns = check_and_settle(
            [item], roster=ROSTER, period=None, before=None, prefer={}, waivers=waivers
        )
        assert [("D01局", severity)] == severities(returns)


# ---- what may be waived ------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["T3-ID", "INT", "T4-SUM", "BLANK-TABLE", "VERIFY"])
def test_an_error_cannot_be_waived(form_2021: Form, rule: str) -> None:
    with pytest.raises(InputError) as caught:
        checked(form_2021, REGULATIONS, replace(REGULATIONS, rule=rule, line=3))
    said = f"核准.csv：第 3 行：“{rule}”是错误；错误不能核准，只能更正。请删除这一行。"
    assert said == str(caught.value)


@pytest.mark.parametrize("rule", ["T3-XX", "规则", "Y-DRIFT", "DUPLICATE"])
def test_what_is_no_warning_is_refused_and_the_warnings_are_named(
    form_2021: Form, rule: str
) -> None:
    with pytest.raises(InputError) as caught:
        checked(form_2021, replace(REGULATIONS, rule=rule, line=7))
    head, _, known = str(caught.value).partition("可以核准的有：")
    assert f"核准.csv：第 7 行：“{rule}”不是可以核准的规则；" == head
    said = dict(line.split("　", 1) for line in known.strip().splitlines())
    assert {"T2-VALID", "Y-CARRY", "T2-REG", "BLANK", "TOTAL-BLANK", "T2-MIX"} <= said.keys()
    assert all(0 < len(sentence) <= 31 for sentence in said.values())


@pytest.mark.parametrize(
    ("rule", "near"), [("t2-reg", "T2-REG"), ("YCARRY", "Y-CARRY"), ("TOTAL-BLNK", "TOTAL-BLANK")]
)
def test_a_slip_in_a_rule_is_answered_with_the_rule_that_is_like_it(
    form_2021: Form, rule: str, near: str
) -> None:
    with pytest.raises(InputError) as caught:
        checked(form_2021, replace(REGULATIONS, rule=rule, line=7))
    said = f"核准.csv：第 7 行：“{rule}”不是可以核准的规则；是不是 {near}？"
    assert said == str(caught.value)


def test_whatever_warns_can_be_waived_and_nothing_else(form_2021: Form) -> None:
    form_2019 = load_form("ogi-2019")
    warnings = {rule.id for rule in form_2019.rules if rule.severity is Severity.WARNING}
    errors = {rule.id for rule in form_2021.rules if rule.severity is Severity.ERROR}
    for rule in sorted(warnings):
        # The file is kept over the years: a rule of an older edition is no slip.
        check_waivers(Waivers("", (replace(REGULATIONS, rule=rule),)), [form_2021])
    for rule in sorted(errors):
        with pytest.raises(InputError, match="错误不能核准"):
            check_waivers(Waivers("", (replace(REGULATIONS, rule=rule),)), [form_2021])


def test_no_waiver_touches_an_error(form_2021: Form) -> None:
    inputs = fill_form(form_2021, 1)
    inputs[find(form_2021, "requests.received.natural_person")] += 1
    entries = [
        replace(REGULATIONS, rule=rule, code="", year=None, line=line)
        for line, rule in enumerate(("T2-REG", "T2-VALID", "Y-CARRY", "BLANK", "FORM"))
    ]
    plain, waived = (
        check_and_settle(
            [as_return(form_2021, inputs)],
            roster=ROSTER,
            period=None,
            before=None,
            prefer={},
            waivers=waivers,
            today=TODAY,
        )
        for waivers in (None, Waivers("", tuple(entries)))
    )
    errors = [finding for finding in plain.found if finding.severity is Severity.ERROR]
    assert errors
    assert errors == [finding for finding in waived.found if finding.severity is Severity.ERROR]
    assert DepartmentStatus.RETURNED is statuses(waived)[0]


def test_a_file_is_held_against_the_waivers_of_its_own_department_alone(form_2021: Form) -> None:
    item = as_return(form_2021, {}, year=2026)

    def work(count: int) -> int:
        codes = [f"D{number:02}" for number in range(count)]
        files = tuple(receive(replace(item, code=code), None, 0) for code in codes)
        given = tuple(replace(REGULATIONS, code=c, line=n) for n, c in enumerate(codes))
        settlement, waivers = Settlement(files, ()), Waivers("", given)
        done = counted(lambda: apply_waivers(waivers, settlement, Period(2026), TODAY))
        return done[1].calls

    assert work(40) < 2.2 * work(20)
