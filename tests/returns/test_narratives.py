"""Narratives that are blank where others wrote, or alike to another one, are noticed."""

from __future__ import annotations

from dataclasses import replace

from support.copied import COPIED
from support.county import ROSTER
from support.filled import as_return, cells_at
from xlreport import Form, Period, Return, Returns, Severity
from xlreport.past.earlier_reader import gather_earlier
from xlreport.returns.received import check_and_settle


def returned(form: Form, code: str, text: str, *, year: int = 2026, revision: int = 1) -> Return:
    """Give the return of a department with a text about its work."""
    item = as_return(form, cells_at(form, {}), code=code, year=year)
    return replace(item, texts={"overview": text}, revision=revision)


def settled(*items: Return, last: Return | None = None) -> Returns:
    before = gather_earlier([last], Period(2026)) if last else None
    return check_and_settle(items, roster=ROSTER, period=None, before=before, prefer={})


def alike(returns: Returns) -> list[tuple[str, str, str]]:
    """Give for each notice the code of its department, the text compared, and the share."""
    found = [finding for finding in returns.found if finding.code == "TEXT-ALIKE"]
    return [(each.department_code, each.facts["other"], each.facts["share"]) for each in found]


def test_departments_with_the_same_text_are_named_to_each_other(form_2021: Form) -> None:
    returns = settled(
        returned(form_2021, "D01", COPIED),
        returned(form_2021, "D02", COPIED),
        returned(form_2021, "D03", COPIED[:20]),
    )
    one, two, *_ = [department.name for department in ROSTER.departments]
    assert [
        ("D01", f"“{two}”的同一部分", "100%"),
        ("D02", f"“{one}”的同一部分", "100%"),
    ] == alike(returns)
    assert {Severity.INFO} == {f.severity for f in returns.found if f.code == "TEXT-ALIKE"}


def test_an_older_file_of_the_same_department_is_not_compared(form_2021: Form) -> None:
    returns = settled(
        returned(form_2021, "D01", COPIED), returned(form_2021, "D01", COPIED, revision=2)
    )
    assert [] == alike(returns)


def test_a_department_that_repeats_its_report_before_is_told(form_2021: Form) -> None:
    last = returned(form_2021, "D01", COPIED, year=2025)
    returns = settled(returned(form_2021, "D01", COPIED), last=last)
    assert [("D01", "本单位上年的同一部分", "100%")] == alike(returns)
    returns = settled(returned(form_2021, "D02", COPIED), last=last)
    assert [] == alike(returns)


def test_the_opening_that_all_reports_have_is_not_compared(form_2021: Form) -> None:
    items = [
        replace(returned(form_2021, code, ""), texts={"opening": COPIED}) for code in ("D01", "D02")
    ]
    assert [] == alike(settled(*items))


def blank(returns: Returns) -> list[tuple[str, str]]:
    """Give for each notice the code of its department and the parts that are blank."""
    found = [finding for finding in returns.found if finding.code == "NARRATIVE-BLANK"]
    return [(each.department_code, each.facts["parts"]) for each in found]


def test_a_part_that_others_wrote_is_missed_in_a_return_without_it(form_2021: Form) -> None:
    with_problems = replace(
        returned(form_2021, "D01", "工作平稳。"),
        texts={"overview": "工作平稳。", "problems": "人手不足。"},
    )
    returns = settled(
        with_problems,
        returned(form_2021, "D02", "工作平稳。"),
        returned(form_2021, "D03", " "),
    )
    overview, problems = "“一、总体情况”", "“五、存在的主要问题及改进情况”"
    assert [("D02", problems), ("D03", f"{overview}、{problems}")] == blank(returns)


def test_the_first_part_is_missed_where_anything_was_written(form_2021: Form) -> None:
    item = replace(returned(form_2021, "D01", ""), texts={"other": "无。"})
    assert [("D01", "“一、总体情况”")] == blank(settled(item))


def test_a_county_that_collects_tables_alone_asks_for_no_text(form_2021: Form) -> None:
    items = [replace(returned(form_2021, code, ""), texts={}) for code in ("D01", "D02")]
    assert [] == blank(settled(*items))
