"""The countable sentences drafted from the figures, for a narrative part that is blank."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlreport._form import Form
from xlreport._narrative import NUMBER, Sentence, Terms
from xlreport._values import format_value


def draft_sentences(form: Form, values: Sequence[int | None], key: str) -> tuple[str, ...]:
    """Draft the paragraphs of narrative part `key` from `values` (scaled integers by cell index).

    The clauses over one table make a sentence. A clause none of whose cells has a value is left
    out; where nothing can be said there is no paragraph.
    """
    known = [
        sentence
        for sentence in form.narrative.sentences
        if sentence.text == key
        and sentence.draft
        and any(values[index] is not None for index, _ in sentence.readings[0])
    ]
    said = [
        "，".join(_clause(form, values, sentence) for sentence in sentences)
        for _, sentences in groupby(known, lambda sentence: _table(form, sentence))
    ]
    return (f"{'。'.join(said)}。",) if said else ()


def add_up(values: Sequence[int | None], terms: Terms) -> int:
    """Add up the cells of a reading; a missing one counts as 0, as in SUM."""
    return sum((values[index] or 0) * factor for index, factor in terms)


def _clause(form: Form, values: Sequence[int | None], sentence: Sentence) -> str:
    terms = sentence.readings[0]
    number = format_value(add_up(values, terms), form.cells[terms[0][0]].measure)
    return sentence.draft.replace(NUMBER, number)


def _table(form: Form, sentence: Sentence) -> str:
    return form.cells[sentence.readings[0][0][0]].table
