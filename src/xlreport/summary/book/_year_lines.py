"""What the sheets of two periods share: their head, and then, now, change and rate of one line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len
from xlsxwriter.worksheet import Worksheet

from xlreport.base.address import a1
from xlreport.form.measure import Measure, to_number
from xlreport.layout.formulas import rounded
from xlreport.layout.width import NOTE_SIZE, text_height
from xlreport.summary.book._computed import number_format, number_length
from xlreport.summary.summary import Summary
from xlreport.summary.year_on_year import NO_COUNTERPART, YearOnYear
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_value
from xlreport.writing.content import Formula, Value

_PERCENT: Mapping[str, Any] = {"num_format": "+#,##0.0%;-#,##0.0%;0.0%"}
_NO_RATE = "—"
_SIGN, _TENTHS, _AROUND = 1, 3, 1  # characters of a number, and beside it
_LINE_HEIGHT, _CLOSER = 18.0, 1.6  # points; so many lines stand closer than in other lists


@dataclass(frozen=True, slots=True)
class YearsSheet:
    """A sheet of two periods that is being written: the widths of its columns, its figures.

    Last year, this year, the change and its rate stand in four columns, from `first_number` on.
    """

    book: Book
    worksheet: Worksheet
    summary: Summary
    years: YearOnYear
    widths: Sequence[float]
    first_number: int

    @property
    def title(self) -> str:
        """Whose figures are compared, and of which periods."""
        before = self.years.before
        against = before.period.title if before.period else before.word
        return f"{self.summary.name}{self.summary.period.title}与{against}{self.years.sheet}"

    @property
    def headings(self) -> list[str]:
        """The headings of the columns of numbers."""
        this = self.summary.form.period.reword("本年")
        return [self.years.before.word, this, "增减", "增减率"]

    def write_labels(
        self, row: int, labels: Sequence[str], *looks: Mapping[int, Mapping[str, Any]]
    ) -> float:
        """Write the labels of a line; return its height, as they need it. `looks` are by column."""
        height = _LINE_HEIGHT
        for column, label in enumerate(labels):
            look = self.book.style(
                style.TEXT_CELL, style.SMALL, *(each.get(column, {}) for each in looks)
            )
            write_value(self.worksheet, row, column, label, look)
            need = text_height(label, self.widths[column], NOTE_SIZE) - _CLOSER
            height = max(height, need)
        done(self.worksheet.set_row(row, height))
        return height

    def write_numbers(
        self,
        row: int,
        measure: Measure,
        values: tuple[int | None, int | None],
        this: Value | None,
        *,
        same: bool,
        bold: bool = False,
    ) -> None:
        """Write last year, this year, the change and its rate.

        `values` are last year's and this year's (scaled integers), `this` is written for the
        latter. `same` tells whether last year's edition has the indicator.
        """
        look = {**(style.SUM_CELL if bold else style.NUMBER_CELL), **style.SMALL}
        plain, signed = number_format(measure), number_format(measure, signed=True)
        last: Value | None = plain_number(values[0], measure) if same else NO_COUNTERPART
        change, rate = self._change(row, measure, values) if same else (None, None)
        shown = (last, plain), (this, plain), (change, signed), (rate, _PERCENT)
        for column, (value, shown_as) in enumerate(shown, self.first_number):
            number = value.value if isinstance(value, Formula) else value
            quiet = {} if bold or (number and number != _NO_RATE) else style.QUIET
            write_value(self.worksheet, row, column, value, self.book.style(look, shown_as, quiet))

    def _change(
        self, row: int, measure: Measure, values: tuple[int | None, int | None]
    ) -> tuple[Value | None, Value | None]:
        """Return the change and its rate, as formulas; None where there is none."""
        last, this = values
        has_change = last is not None or this is not None
        if not measure.adds:
            has_change = last is not None and this is not None
        if not has_change:
            return None, None
        last_at, this_at, change_at = (a1(row, self.first_number + number) for number in range(3))
        difference = (this or 0) - (last or 0)
        text = rounded(f"{this_at}-{last_at}", measure.scale)
        change = Formula(text, to_number(difference, measure))
        if last is not None and last > 0 and measure.adds:
            return change, Formula(f"{change_at}/{last_at}", difference / last)
        return change, _NO_RATE


def number_widths(
    lines: Iterable[tuple[Measure, int | None, int | None]], least: Sequence[float]
) -> list[float]:
    """Return the widths, none below `least`, that hold the four numbers of every line.

    Each line is given by its measure with last year's and this year's value (scaled integers).
    """
    widths = list(least)
    for measure, last, this in lines:
        change = (this or 0) - (last or 0)
        rate = abs(change) * 100 // last if last else 0
        needs = (
            number_length(last, measure),
            number_length(this, measure),
            number_length(abs(change), measure) + _SIGN,
            cell_len(f"{rate:,}") + _SIGN + _TENTHS,
        )
        widths = [max(width, need + _AROUND) for width, need in zip(widths, needs, strict=True)]
    return widths


def plain_number(value: int | None, measure: Measure) -> int | float | None:
    """Return the number of a value, None for a missing one."""
    return None if value is None else to_number(value, measure)
