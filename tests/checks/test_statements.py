"""The numbers that a narrative states: drafted from the figures, and read with care."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.filled import all_values, cells_at, few, fillings, some
from xlreport import Form, load_form
from xlreport.checks.statements import _plain, add_up, draft_sentences, read_statements
from xlreport.form.rule import Term

NEW = load_form("ogi-2021")


def test_the_clauses_over_one_table_make_a_sentence(form_2021: Form) -> None:
    figures = {
        "requests.received.natural_person": 1200,
        "requests.carried_over.commercial": 2,
        "requests.granted.research": 1199,
        "requests.carried_forward.research": 3,
        "remedies.cases.review_upheld": 4,
        "remedies.cases.direct_other": 1,
        "remedies.cases.appeal_other": 1,
    }
    expected = (
        "本年新收政府信息公开申请1200件，上年结转2件，本年办结1199件，结转下年度继续办理3件。"
        "因政府信息公开被申请行政复议4件，因政府信息公开被提起行政诉讼2件。"
    )
    values = all_values(form_2021, cells_at(form_2021, figures))
    assert (expected,) == draft_sentences(form_2021, values, "overview")


def test_both_editions_draft_the_same_sentences(form_2019: Form, form_2021: Form) -> None:
    drafts = [[s.draft for s in form.narrative.sentences] for form in (form_2019, form_2021)]
    assert drafts[0] == drafts[1]


def test_nothing_is_said_of_a_table_without_figures(form_2021: Form) -> None:
    remedies = [cell for cell in form_2021.inputs if cell.table == "remedies"]
    values = all_values(form_2021, dict.fromkeys((cell.index for cell in remedies), 0))
    expected = "因政府信息公开被申请行政复议0件，因政府信息公开被提起行政诉讼0件。"
    assert (expected,) == draft_sentences(form_2021, values, "overview")


@pytest.mark.parametrize("key", ["problems", "opening"])
def test_a_part_without_sentences_has_no_draft(form_2021: Form, key: str) -> None:
    values = all_values(form_2021, cells_at(form_2021, {}))
    assert () == draft_sentences(form_2021, values, key)


def test_without_any_figure_there_is_no_draft(form_2021: Form) -> None:
    assert () == draft_sentences(form_2021, [None] * len(form_2021.cells), "overview")


def test_a_missing_cell_counts_as_zero_in_a_sum() -> None:
    assert 3 == add_up([5, None, 2], (Term(0, 1), Term(1, 1), Term(2, -1)))


@few
@given(fillings(NEW, largest=2000))
def test_every_number_of_a_draft_is_read_back(inputs: dict[int, int]) -> None:
    values = all_values(NEW, inputs)
    (draft,) = draft_sentences(NEW, values, "overview")
    drafted = [sentence for sentence in NEW.narrative.sentences if sentence.draft]
    expected = [(s.id, add_up(values, s.readings[0])) for s in drafted]
    found = read_statements(NEW.narrative, "overview", draft, 2026)
    assert expected == [(statement.sentence.id, statement.number) for statement in found]


NARRATIVE = load_form("ogi-2021").narrative
BOTH = "received_or_carried_over"


def stated(text: str, year: int | None = 2025) -> dict[str, int]:
    """Give what a text states, by the sentence of the form."""
    found = read_statements(NARRATIVE, "overview", text, year)
    assert len(found) == len({statement.sentence for statement in found})
    return {statement.sentence.id: statement.number for statement in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本年新收政府信息公开申请5件。", {"received": 5}),
        ("全年共收到政府信息公开申请3,259件。", {BOTH: 3259}),
        ("全年共收到政府信息公开申请３，２５９件。", {BOTH: 3259}),
        ("全年共收到 12 件政府信息公开申请。", {BOTH: 12}),
        ("受理依申请公开共计 1 2 件，均已答复。", {BOTH: 12}),
        ("收到公民、法人和其他组织提出的政府信息公开申请总数为三十二件。", {BOTH: 32}),
        ("接到公开申请一百零五宗。", {BOTH: 105}),
        ("收到政府信息公开申请十件。", {BOTH: 10}),
        ("收到政府信息公开申请两件。", {BOTH: 2}),
        ("全年没有收到政府信息公开申请。", {BOTH: 0}),
        ("未收到政府信息公开申请，也没有投诉。", {BOTH: 0}),
        ("收到政府信息公开申请5件，上年结转1件。", {BOTH: 5, "carried_over": 1}),
        ("依申请公开方面，办结6件，结转下年度继续办理1件。", {"handled": 6, "carried_forward": 1}),
        ("收到申请公开的材料7份，答复6件，1件结转下年度。", {"handled": 6, "carried_forward": 1}),
        ("收到公开申请5件（其中网上3件），办结5件。", {BOTH: 5, "handled": 5}),
        ("收到公开申请5件，其中网上3件；办结5件。", {BOTH: 5, "handled": 5}),
        ("因政府信息公开引起的行政复议2件。", {"review": 2}),
        ("因政府信息公开被申请行政复议3件，办结2件。", {"review": 3}),
        ("未发生因政府信息公开引起的行政复议、行政诉讼。", {"review": 0, "litigation": 0}),
        ("2025年收到政府信息公开申请5件。", {BOTH: 5}),
        ("收到政府\u200b信息公开申请5件。", {BOTH: 5}),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written(text: str, expected: dict[str, int]) -> None:
    assert expected == stated(text)


@pytest.mark.parametrize(
    "text",
    [
        "办理建议提案3件，办结3件。",
        "收到政府信息公开申请、建议提案，办结20件。",
        "推进依申请公开，受理热线工单900件，办结900件。",
        "收到行政许可申请30件，办结30件。",
        "2024年收到政府信息公开申请7件。",
        "2024年收到政府信息公开申请7件，今年收到政府信息公开申请8件。",
        "上年收到政府信息公开申请7件。",
        "收到政府信息公开申请同比增加3件。",
        "累计收到政府信息公开申请70件。",
        "2019年以来收到政府信息公开申请70件。",
        "上半年收到政府信息公开申请2件。",
        "收到自然人政府信息公开申请4件、收到企业政府信息公开申请1件。",
        "其中，收到公开申请4件。",
        "通过信函收到政府信息公开申请2件。",
        "收到政府信息公开申请约30件、近40件、50余件、3万件。",
        "收到政府信息公开申请后，当场答复1件。",
        "收到一件公开申请、办结一件。",
        "未收到政府信息公开申请引起的投诉。",
        "政府信息公开申请须在20日内答复。",
        "主动公开行政复议决定30件，公开行政诉讼判决5件。",
        "收到政府信息公开申请5.5件。",
        "",
    ],
)
def test_a_number_about_something_else_is_passed_over(text: str) -> None:
    assert {} == stated(text)


def test_of_a_year_nothing_is_known_where_the_return_has_none() -> None:
    assert {} == stated("2025年收到政府信息公开申请5件。", None)
    assert {BOTH: 5} == stated("收到政府信息公开申请5件。", None)


def test_another_part_of_the_report_is_not_read() -> None:
    text = "收到政府信息公开申请5件。"
    assert [] == read_statements(NARRATIVE, "problems", text, 2025)


def test_a_number_is_quoted_with_its_sentence_as_it_stands_there() -> None:
    text = "概述。\n本年收到 政府信息公开申请（含网上）5 件，均已答复。另有培训2次。"
    (found,) = read_statements(NARRATIVE, "overview", text, 2025)
    assert "本年收到 政府信息公开申请（含网上）5 件，均已答复" == found.quote


def test_of_a_long_sentence_only_the_clause_is_quoted() -> None:
    text = f"{'认真落实各项要求，' * 12}本年收到政府信息公开申请5件，{'持续改进，' * 5}均已办理。"
    (found,) = read_statements(NARRATIVE, "overview", text, 2025)
    assert "本年收到政府信息公开申请5件" == found.quote


@some
@given(st.text(st.sampled_from("收到政府信息公开申请5３,，。（）\n 件一十其中上年结转{}…")))
def test_any_text_can_be_read(text: str) -> None:
    for found in read_statements(NARRATIVE, "overview", text, 2025):
        assert found.quote in text
        assert found.number >= 0


@some
@given(st.text(st.sampled_from("件（()） \n\t\u3000\u200b\ue0001２.，"), max_size=40))
def test_blanks_and_bracketed_remarks_are_dropped_and_the_original_is_quoted(text: str) -> None:
    bracketed = (match.span() for match in re.finditer(r"[（(][^（()）\n]*[）)]", text))
    inside = {at for span in bracketed for at in range(*span)}
    kept = [
        at
        for at, sign in enumerate(text)
        if at not in inside and (sign == "\n" or (sign.isprintable() and not sign.isspace()))
    ]
    plain = _plain(text)
    assert "".join(text[at] for at in kept).replace("２", "2") == plain.text
    assert [text[at] for at in kept] == [plain.quote(at, at + 1) for at in range(len(kept))]
    if kept:
        assert text[kept[0] : kept[-1] + 1] == plain.quote(0, len(kept))
