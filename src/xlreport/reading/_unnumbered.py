"""Labels that lost their numbers: 一、（一）1. are often automatic, and stay behind when copied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from xlreport.form.form import Form
from xlreport.form.heading import without_number
from xlreport.form.label import LONGEST_LABEL, normalise_label, spellings
from xlreport.formats.cell import RawSheet


@cache
def unnumbered(form: Form) -> Form:
    """Return a copy of a form whose labels are known without their numbers too."""
    variants = dict(form.variants)
    for label in _labels(form):
        known = (label, *variants.get(label, ()))
        bare = {without_number(each) for each in known} - set(known)
        variants[label] = (*known[1:], *sorted(bare))
    return replace(form, variants=variants)


def _labels(form: Form) -> Iterator[str]:
    """Yield the labels of all rows and columns, each once."""
    parts = (part for table in form.tables for part in table.parts)
    nodes = (node for part in parts for axis in (part.rows, part.columns) for node in axis.walk())
    return iter(dict.fromkeys(node.text for node in nodes))


def lacks_numbers(form: Form, sheets: Iterable[RawSheet]) -> bool:
    """Tell whether any cell of the sheets holds a label of the form without its number."""
    bare = _bare_labels(form)
    texts = (cell.text for sheet in sheets for cell in sheet.cells.values())
    return any(len(text) <= LONGEST_LABEL and normalise_label(text) in bare for text in texts)


@cache
def _bare_labels(form: Form) -> frozenset[str]:
    """Collect the spellings of labels without their numbers that are no other label's."""
    labels = list(_labels(form))
    known = {spelling for label in labels for spelling in spellings(form, label)}
    bare = {spelling for label in labels for spelling in spellings(unnumbered(form), label)}
    return frozenset(bare - known)
