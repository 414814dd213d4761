"""What a report is made of: of a blank narrative part the countable sentences, as a draft."""

from __future__ import annotations

from support.county import county
from support.filled import as_return, fill_form
from support.to_publish import returns_to_publish
from xlreport import Form
from xlreport.checks.statements import draft_sentences
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
