"""The sheet of working days, on which the formulas of limits look them up without any library."""

from __future__ import annotations

from datetime import date
from typing import Final

from xlreport.base.address import Area
from xlreport.base.workdays import known_years, workdays_of
from xlreport.form.measure import Kind, Measure, day_number
from xlreport.form.sheet_names import WORKDAYS_SHEET
from xlreport.layout.formulas import area_reference, reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position
from xlreport.layout.limit_formulas import WORKDAYS, WORKDAYS_END
from xlreport.layout.width import BODY_SIZE, text_height
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.cell import write_link
from xlreport.writing.page import set_up_page
from xlreport.writing.sheet_setup import ALLOWED
from xlreport.writing.title import set_widths

_NOTE: Final = (
    "期限按左列的日期计算：国务院办公厅公布的节假日不算，调休上班的周六、周日算。"
    "没有列出的年度，其安排还没有列入，要用到那一年的期限不计算，也不推测。"
)
_WIDTHS: Final = (16.0, 3.0, 12.0, 12.0, 60.0)
_TOP: Final = 3  # the row of the first day, below title, note and headings
_YEAR, _COUNT = 2, 3  # columns
_DAYS: Final = style.look_of_kind(Measure(Kind.DATE, "", adds=False), locked=True)


def write_workdays(book: Book, *, locked: bool) -> None:
    """Write the sheet, and the names by which formulas find the days and the last known one.

    Beside the days stands how many each year has, with a link to the first of them.
    """
    worksheet = book.add_worksheet(WORKDAYS_SHEET)
    last = len(_WIDTHS) - 1
    set_widths(worksheet, _WIDTHS)
    title, note = book.style(style.ROLE[Role.TITLE]), book.style(style.ROLE[Role.NOTE])
    done(worksheet.merge_range(0, 0, 0, last, WORKDAYS_SHEET, title))
    done(worksheet.merge_range(1, 0, 1, last, _NOTE, note))
    done(worksheet.set_row(0, 34.0))
    done(worksheet.set_row(1, text_height(_NOTE, sum(_WIDTHS), BODY_SIZE)))
    heading = book.style(style.HEADING)
    for column, text in ((0, WORKDAYS_SHEET), (_YEAR, "年度"), (_COUNT, "工作日数")):
        done(worksheet.write_string(_TOP - 1, column, text, heading))
    entry, figure = book.style(style.ROLE[Role.FIGURE], _DAYS), book.style(style.ROLE[Role.FIGURE])
    row = _TOP
    for at, year in enumerate(known_years(), _TOP):
        days = workdays_of(year) or ()
        first = reference(Position(WORKDAYS_SHEET, row, 0))
        write_link(worksheet, at, _YEAR, first, figure, str(year))
        done(worksheet.write_number(at, _COUNT, len(days), figure))
        for day in days:
            done(worksheet.write_number(row, 0, day_number(day), entry))
            row += 1
    area = area_reference(WORKDAYS_SHEET, Area(_TOP, 0, row - 1, 0), absolute=True)
    end = date(known_years().stop, 1, 1).toordinal() - 1
    done(book.define_name(WORKDAYS, f"={area}"))
    done(book.define_name(WORKDAYS_END, f"={day_number(end)}"))
    worksheet.freeze_panes(_TOP, 0)
    worksheet.repeat_rows(0, _TOP - 1)
    set_up_page(worksheet, landscape=False)
    done(worksheet.print_area(0, 0, _TOP + len(known_years()) - 1, last))  # not thousands of days
    if locked:
        worksheet.protect("", ALLOWED)
