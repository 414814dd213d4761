"""What a report is made of: of a blank narrative part the countable sentences, as a draft."""

from __future__ import annotations

from datetime import date

import pytest

from support.county import county
from support.departments import make_department
from support.filled import as_return, cells_at, fill_form
from support.to_publish import NAME, returns_to_publish
from xlreport import Form, Returns, Roster, Summary
from xlreport.checks.statements import draft_sentences
from xlreport.form.parts import UNWRITTEN
from xlreport.office.theme import default_theme
from xlreport.reading._published_texts import read_narrative
from xlreport.reading.published import read_published_sheets
from xlreport.report._page import build_page
from xlreport.report._word import build_word
from xlreport.report.report import Report, Section, make_report


def section(report: Report, key: str) -> Section:
    return next(section for section in report.sections if key == section.key)


def test_a_blank_part_with_countable_sentences_is_drafted_from_the_figures(form_2021: Form) -> None:
    report = make_report(returns_to_publish(form_2021))
    found = section(report, "overview")
    assert found.draft
    assert draft_sentences(form_2021, report.values, "overview") == found.paragraphs


def test_what_was_written_is_never_overwritten(form_2021: Form) -> None:
    returns = returns_to_publish(form_2021, texts={"overview": "工作平稳。"})
    found = section(make_report(returns), "overview")
    assert (("工作平稳。",), False) == (found.paragraphs, found.draft)


def test_a_blank_part_without_countable_sentences_stays_blank(form_2021: Form) -> None:
    found = section(make_report(returns_to_publish(form_2021)), "problems")
    assert ((), False) == (found.paragraphs, found.draft)


def test_the_county_s_draft_is_made_from_its_totals(form_2021: Form) -> None:
    items = [
        as_return(form_2021, fill_form(form_2021, seed), code=f"D0{seed}", year=2026)
        for seed in (1, 2)
    ]
    summary = county(items)
    found = section(make_report(summary), "overview")
    assert found.draft
    assert draft_sentences(form_2021, summary.values, "overview") == found.paragraphs


def test_a_text_that_is_given_takes_the_place_of_the_draft(form_2021: Form) -> None:
    summary = county([as_return(form_2021, fill_form(form_2021, 1), year=2026)])
    found = section(make_report(summary, {"overview": "全县工作平稳。"}), "overview")
    assert (("全县工作平稳。",), False) == (found.paragraphs, found.draft)


FIVE_REQUESTS = {"requests.received.natural_person": 5, "requests.granted.natural_person": 5}


def five_requests(form: Form, overview: str = "") -> Returns:
    """Give a return with five requests and a text about them."""
    texts = {"overview": overview} if overview else {}
    return returns_to_publish(form, inputs=cells_at(form, FIVE_REQUESTS), texts=texts)


def wrong_texts(source: Returns | Summary, overview: str) -> list[tuple[str, str]]:
    """Give the code of each finding in a report with a given text, and what was expected."""
    report = make_report(source, {"overview": overview})
    return [(finding.code, finding.expected) for finding in report.findings]


def test_a_text_that_is_given_is_compared_with_the_tables(form_2021: Form) -> None:
    returns = five_requests(form_2021)
    assert [("TEXT", "5")] == wrong_texts(returns, "本年新收政府信息公开申请6件。")
    assert [] == wrong_texts(returns, "本年新收政府信息公开申请5件。")


def test_a_county_s_text_is_compared_with_its_totals(form_2021: Form) -> None:
    inputs = cells_at(form_2021, FIVE_REQUESTS)
    summary = county([as_return(form_2021, inputs, year=2026)])
    assert [("TEXT", "5")] == wrong_texts(summary, "本年新收政府信息公开申请6件。")
    assert [] == wrong_texts(summary, "本年新收政府信息公开申请5件。")


def test_what_was_found_in_a_text_that_is_not_printed_does_not_count(form_2021: Form) -> None:
    returns = five_requests(form_2021, "本年新收政府信息公开申请6件。")
    assert ["TEXT"] == [finding.code for finding in make_report(returns).findings]
    assert [] == wrong_texts(returns, "本年新收政府信息公开申请5件。")


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_an_unwritten_part_says_so_and_is_read_back_as_nothing(
    form_2021: Form, ending: str
) -> None:
    report = make_report(returns_to_publish(form_2021, texts={"problems": "问题不少。"}))
    build = build_word if ending == ".docx" else build_page
    *_, text = read_published_sheets(build(report, default_theme()), ending)
    lines = [cell.text for cell in text.cells.values()]
    assert "六、其他需要报告的事项" == lines[lines.index(UNWRITTEN) - 1]
    assert 1 == lines.count(UNWRITTEN)
    assert {"opening", "overview", "problems"} == read_narrative(form_2021, lines, NAME).keys()


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_a_report_ends_with_its_office_and_day_which_are_read_back_as_no_text(
    form_2021: Form, ending: str
) -> None:
    source = returns_to_publish(form_2021, texts={"other": "无。"})
    report = make_report(source, signed_on=date(2023, 1, 9))
    build = build_word if ending == ".docx" else build_page
    *_, text = read_published_sheets(build(report, default_theme()), ending)
    lines = [cell.text for cell in text.cells.values()]
    assert ["无。", NAME, "2023年1月9日"] == lines[-3:]
    assert "无。" == read_narrative(form_2021, lines, NAME)["other"]


@pytest.mark.parametrize("typed", [f"无。\n{NAME}", f"无。\n{NAME}\n2023 年 1 月 9 日"])
def test_a_text_that_ends_with_the_office_is_not_signed_again(form_2021: Form, typed: str) -> None:
    report = make_report(returns_to_publish(form_2021, texts={"other": typed}))
    page = build_page(report, default_theme()).decode()
    assert [True, 1] == [report.is_signed, page.count(f">{NAME}</p>")]


@pytest.mark.parametrize("ending", [".docx", ".html"])
def test_a_report_without_some_departments_says_so_below_its_title(
    form_2021: Form, ending: str
) -> None:
    roster = Roster("名录.csv", (make_department("D01"), make_department("D02", "民政局")))
    summary = county([as_return(form_2021, fill_form(form_2021, 1), code="D01")], roster=roster)
    report = make_report(summary, partial=True)
    build = build_word if ending == ".docx" else build_page
    *_, text = read_published_sheets(build(report, default_theme()), ending)
    left_out = "本稿只含 1／2 个单位（未报送 1 个：民政局）"
    mark = f"【{left_out}；请补齐后重新生成，确定按此公布的删去本段】"
    assert mark in [cell.text for cell in text.cells.values()][:3]
