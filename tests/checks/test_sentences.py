"""The countable sentences are drafted from the figures, and reading them gives the figures."""

from __future__ import annotations

import pytest
from hypothesis import given

from support.filled import all_values, cells_at, few, fillings
from xlreport import Form, load_form
from xlreport.checks.sentences import add_up, draft_sentences, read_statements
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
