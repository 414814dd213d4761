"""How much is wrong on the sheet of a list (台账), for the sentence on top of the 检查 sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xlreport.base.address import Area
from xlreport.form.deadline import EXPIRED, Standing
from xlreport.form.form import Form
from xlreport.form.limit import Limit
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.layout.choice_lists import choice_lists
from xlreport.layout.count_formulas import column_area, lines_formula
from xlreport.layout.kind_formulas import count_wrong, is_told, is_wrong, may_be_negative
from xlreport.layout.line_formulas import line_faults, say_faults
from xlreport.layout.list_grid import FIRST_COLUMN, first_row
from xlreport.writing._line_entries import entries_seen, is_filled
from xlreport.writing.book import Book, done
from xlreport.writing.content import Formula, Value

_Lines = Sequence[Sequence[Value | None]]

_LONGEST: Final = 8_000  # characters; Excel allows 8,192 in a formula


def define_faults(book: Book, form: Form, open_list: OpenList, lines: int) -> None:
    """Define the names of the counts that `wrong_cells` and `wrong_lines` use, over so many lines.

    Where a list has too many columns for a formula, the last are left to the reader.
    """
    rows = max(open_list.most, lines)
    terms, length = [], 0
    for term in _cell_counts(form, open_list, rows):
        length += len(term) + 1
        if length > _LONGEST:
            break
        terms.append(term)
    done(book.define_name(_cells_name(open_list), f"={'+'.join(terms) or '0'}"))
    if (limit := _saying(open_list)) is not None:
        done(book.define_name(_lines_name(open_list), f"={_line_count(open_list, limit, rows)}"))


def wrong_cells(open_list: OpenList, lines: _Lines) -> Formula:
    """Return the formula that counts the cells that are red for what stands in them, or is missing.

    What a rule asks of them is left to `wrong_lines`.
    """
    filled = list(filter(is_filled, lines))
    columns = list(enumerate(open_list.columns))
    missing = sum(line[n] is None for line in filled for n, each in columns if each.required)
    wrong = sum(_is_wrong(each, line[n]) for line in filled for n, each in columns)
    return Formula(_cells_name(open_list), missing + wrong)


def wrong_lines(open_list: OpenList, lines: _Lines) -> tuple[str, Formula] | None:
    """Return the label of the column in which lines say what is wrong, and how many do.

    None where the list has no such column.
    """
    limit = _saying(open_list)
    if limit is None or limit.state is None:
        return None
    top = first_row(open_list)
    bottom = top + max(open_list.most, len(lines)) - 1
    faults = line_faults(open_list, Area(top, FIRST_COLUMN, bottom, len(open_list.columns)))
    said = say_faults(open_list, faults, [entries_seen(open_list, line) for line in lines])
    return open_list.labels[limit.state], Formula(_lines_name(open_list), sum(map(bool, said)))


def _cells_name(open_list: OpenList) -> str:
    return f"wrong_cells_{open_list.key}"


def _lines_name(open_list: OpenList) -> str:
    return f"wrong_lines_{open_list.key}"


def _saying(open_list: OpenList) -> Limit | None:
    """Return the limit in whose state the lines say what is wrong with them."""
    return next((limit for limit in open_list.limits if limit.state is not None), None)


def _cell_counts(form: Form, open_list: OpenList, rows: int) -> Iterator[str]:
    """Yield the formulas of the red cells of a list, to be added up."""
    for number, column in enumerate(open_list.columns):
        measure, area = column.measure, column_area(open_list, number, rows)
        if column.required:  # a line that has it is filled
            yield f"{lines_formula(open_list, rows)}-COUNTA({area})"
        if _is_guarded(column):
            signed = may_be_negative(measure)
            yield count_wrong(area, measure, choice_lists(form), signed=signed)


def _is_guarded(column: ListColumn) -> bool:
    measure = column.measure
    return is_told(measure) and not measure.unit_required and not column.computed


def _is_wrong(column: ListColumn, value: Value | None) -> bool:
    if value is None or isinstance(value, Formula) or not _is_guarded(column):
        return False
    is_negative = not isinstance(value, str) and value < 0
    return is_wrong(value, column.measure) or (is_negative and not may_be_negative(column.measure))


def _line_count(open_list: OpenList, limit: Limit, rows: int) -> str:
    """Return the formula that counts the lines whose state is none of how a line may stand."""
    assert limit.state is not None
    area = column_area(open_list, limit.state, rows)
    waits = dict(limit.waits)
    words = [*Standing, *waits.values(), *(waits[asked] + EXPIRED for asked, _ in limit.expires)]
    stands = (word.replace('"', '""') for word in dict.fromkeys(words) if word)
    return f'SUMPRODUCT(({area}<>"")-{"-".join(f"({area}={chr(34)}{w}{chr(34)})" for w in stands)})'
