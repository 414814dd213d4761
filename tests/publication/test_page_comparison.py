"""One page compared with one return, cell by cell."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from support.county import filling
from support.filled import as_return, some
from xlreport import Cell, PublicationStatus, Return, load_form
from xlreport.publication._page_comparison import compare_page
from xlreport.publication._reported import Reported

FORM = load_form("ogi-2021")
RETURN = as_return(FORM, filling(1, FORM))
REPORTED = Reported(FORM, RETURN.values)


def page_with(index: int, value: int | None) -> Return:
    judged = [*RETURN.judged]
    judged[index] = value
    return replace(RETURN, judged=tuple(judged))


@some
@given(st.sampled_from(FORM.cells), st.integers(0, 10**9) | st.none())
def test_exactly_the_cell_with_another_value_is_named(cell: Cell, value: int | None) -> None:
    index = cell.index
    found = compare_page(page_with(index, value), REPORTED)
    differs = (value or 0) != (RETURN.values[index] or 0)
    assert [FORM.cells[index].path] * differs == [each.path for each in found.differences]
    assert (found.status is PublicationStatus.EQUAL) is not differs


@some
@given(st.sampled_from(FORM.cells))
def test_no_page_with_an_unread_cell_is_equal(cell: Cell) -> None:
    index = cell.index
    found = compare_page(replace(RETURN, unreadable=frozenset({index})), REPORTED)
    assert (PublicationStatus.INCOMPLETE, (FORM.cells[index].path,)) == (found.status, found.unread)


def test_an_annex_alone_is_not_the_report() -> None:
    whole, annex = load_form("ogi-2021+ogi-supplement"), load_form("ogi-supplement")
    reported = as_return(whole, {cell.index: 0 for cell in whole.inputs})
    for form, status in ((annex, PublicationStatus.INCOMPLETE), (FORM, PublicationStatus.EQUAL)):
        page = as_return(form, {cell.index: 0 for cell in form.inputs})
        assert status is compare_page(page, Reported(whole, reported.values)).status
