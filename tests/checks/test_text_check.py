"""Text against tables: a number that fits no reading is a warning, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from support.checked import found_in
from support.filled import all_values, as_return, cells_at, few, fill_form, fillings, find
from support.real_reports import SLUGS, load_reports, read_report
from xlreport import Form, Severity, load_form
from xlreport.base.finding import Finding
from xlreport.checks.statements import draft_sentences
from xlreport.reading.one_return import Return

NEW = load_form("ogi-2021")
# New 10, carried over 2, handled 9, carried forward 3; one review, two lawsuits.
FIGURES = {
    "requests.received.natural_person": 10,
    "requests.carried_over.natural_person": 2,
    "requests.granted.natural_person": 9,
    "requests.carried_forward.natural_person": 3,
    "remedies.cases.review_upheld": 1,
    "remedies.cases.direct_upheld": 1,
    "remedies.cases.appeal_pending": 1,
}


def told(item: Return) -> list[Finding]:
    """Give the findings that compare the text with the tables."""
    found = found_in(item, None, "县", rules_only=False)
    return [finding for finding in found if finding.rule in ("TEXT", "EMPTY-0")]


def saying(form: Form, text: str, figures: dict[str, int] | None = None) -> Return:
    item = as_return(form, cells_at(form, FIGURES if figures is None else figures))
    return replace(item, texts={"overview": text})


@pytest.mark.parametrize(
    "text",
    [
        "新收政府信息公开申请10件。",
        "收到政府信息公开申请10件，办结9件。",
        "收到政府信息公开申请12件，办结7件。",
        "受理政府信息公开申请12件，答复12件。",
        "收到公开申请10件，上年结转2件，结转下年度继续办理3件。",
        "因政府信息公开引起的行政复议1件。因政府信息公开引起的行政诉讼2件。",
        "因政府信息公开引起的行政诉讼1件。",
        "一季度受理，收到公开申请4件。收到公开申请10件。",
        "认真落实各项要求。",
    ],
)
def test_every_reading_that_occurs_is_accepted(form_2021: Form, text: str) -> None:
    assert [] == told(saying(form_2021, text))


@pytest.mark.parametrize(
    ("text", "stated", "expected"),
    [
        ("新收政府信息公开申请12件。", "12", "10"),
        ("收到政府信息公开申请11件。", "11", "10 或 12"),
        ("没有收到政府信息公开申请。", "0", "10 或 12"),
        ("收到公开申请10件，上年结转3件。", "3", "2"),
        ("收到公开申请10件，办结8件。", "8", "9 或 7 或 12"),
        ("收到公开申请10件，结转下年度继续办理2件。", "2", "3"),
        ("因政府信息公开引起的行政复议3件。", "3", "1"),
    ],
)
def test_a_number_that_fits_no_reading_is_a_warning_with_the_sentence_quoted(
    form_2021: Form, text: str, stated: str, expected: str
) -> None:
    (finding,) = told(saying(form_2021, text))
    assert ("TEXT", Severity.WARNING) == (finding.rule, finding.severity)
    assert expected == finding.expected
    assert f"“一、总体情况”中写“{text[:-1]}”" in finding.message
    assert f"读作 {stated}，按表格应为 {expected}" in finding.message


def test_the_cells_of_the_readings_are_named_with_their_values(form_2021: Form) -> None:
    (finding,) = told(saying(form_2021, "收到政府信息公开申请11件。"))
    item = as_return(form_2021, cells_at(form_2021, FIGURES))
    names = ["requests.received.total", "requests.carried_over.total"]
    places = [item.positions[find(form_2021, name)] for name in names]
    expected = [(p.sheet, p.address, v) for p, v in zip(places, ("10", "2"), strict=True)]
    assert expected == [(cell.sheet, cell.cell, cell.value) for cell in finding.cells]


def test_cells_that_hold_no_number_are_not_compared(form_2021: Form) -> None:
    unread = find(form_2021, "requests.received.natural_person")
    item = as_return(form_2021, cells_at(form_2021, FIGURES), unreadable=[unread])
    assert [] == told(replace(item, texts={"overview": "收到政府信息公开申请11件。"}))


def test_a_table_that_is_blank_is_not_compared(form_2021: Form) -> None:
    item = as_return(form_2021, cells_at(form_2021, {}, rest=None))
    assert [] == told(replace(item, texts={"overview": "收到政府信息公开申请11件。"}))


def test_tables_that_are_all_zero_while_the_text_reports_applications_are_said_once(
    form_2021: Form,
) -> None:
    text = "收到政府信息公开申请11件，办结11件。"
    (finding,) = told(saying(form_2021, text, {}))
    assert ("EMPTY-0", Severity.WARNING) == (finding.rule, finding.severity)
    assert text[:-1] in finding.message


@pytest.mark.parametrize("text", ["没有收到政府信息公开申请。", "收到公开申请0件，办结0件。", ""])
def test_tables_that_are_all_zero_and_a_text_that_says_so_are_right(
    form_2021: Form, text: str
) -> None:
    assert [] == told(saying(form_2021, text, {}))


def test_a_case_in_table_four_is_enough_for_tables_that_are_not_empty(form_2021: Form) -> None:
    item = saying(form_2021, "收到公开申请11件。", {"remedies.cases.review_upheld": 1})
    assert ["TEXT"] == [finding.rule for finding in told(item)]


@few
@given(fillings(NEW, largest=2000))
def test_a_draft_never_disagrees_with_its_tables(inputs: dict[int, int]) -> None:
    (draft,) = draft_sentences(NEW, all_values(NEW, inputs), "overview")
    item = replace(as_return(NEW, inputs), texts={"overview": draft})
    assert [] == told(item)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_draft_of_a_published_report_agrees_with_its_tables(slug: str) -> None:
    assert load_reports()[slug].form.narrative.sentences
    item = read_report(slug)
    drafted = draft_sentences(item.form, item.values, "overview")
    assert [] == told(replace(item, texts={"overview": "\n".join(drafted)}))


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        ("shuyang-county-2025", "受理公开申请749件，其中自然人申请741件；结转下一年31件。"),
        ("shuyang-county-2025", "新收公开申请713件，上年结转36件，办结718件。"),
        ("suqian-2023", "收到政府信息公开申请3,607件。"),
        ("suqian-2023", "新收政府信息公开申请3511件，上年结转96件。"),
    ],
)
def test_what_published_reports_count_in_words_agrees_with_their_tables(
    slug: str, text: str
) -> None:
    item = read_report(slug)
    assert [] == told(replace(item, texts={"overview": text}))
    wrong = text.replace("1", "2").replace("7", "8")
    assert [] != told(replace(item, texts={"overview": wrong}))


def test_both_editions_compare_the_same_sentences(form_2019: Form) -> None:
    item = as_return(form_2019, fill_form(form_2019, 1, largest=50))
    found = told(replace(item, texts={"overview": "收到政府信息公开申请99999件。"}))
    assert ["TEXT"] == [finding.rule for finding in found]


FEES = {
    "requests.received.natural_person": 1,
    "requests.fee_not_paid.natural_person": 1,
}


@pytest.mark.parametrize(
    ("texts", "figures", "expected"),
    [
        ({"other": "无。"}, FEES, ["FEE-TOLD"]),
        ({"overview": "没有收取信息处理费。"}, FEES, ["FEE-TOLD"]),
        ({"other": "本年度没有收取信息处理费。"}, FEES, []),
        ({"other": "无。"}, {}, []),
        ({"other": " "}, FEES, []),
        ({}, FEES, []),
    ],
)
def test_a_narrative_that_is_silent_on_what_the_tables_have_is_noticed(
    form_2021: Form, texts: dict[str, str], figures: dict[str, int], expected: list[str]
) -> None:
    item = as_return(form_2021, cells_at(form_2021, figures))
    found = found_in(replace(item, texts=texts), None, "县", rules_only=False)
    noticed = [finding for finding in found if finding.code == "FEE-TOLD"]
    assert expected == [finding.code for finding in noticed]
    assert all(finding.severity is Severity.INFO for finding in noticed)
    assert all("六、其他需要报告的事项" in finding.message for finding in noticed)
