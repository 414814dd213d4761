"""What a workbook carries for programs: its stamp, the lists of choices, the figures filled in."""

from __future__ import annotations

from xlreport.base.address import Area
from xlreport.form.form import Form
from xlreport.form.sheet_names import STAMP_SHEET
from xlreport.layout.choice_lists import FIRST_LIST_ROW, choice_lists
from xlreport.layout.formulas import area_reference
from xlreport.layout.prefilled import prefilled_rows
from xlreport.layout.stamp import PROPERTY
from xlreport.writing.book import Book, done
from xlreport.writing.content import Content


def write_stamp(book: Book, form: Form, content: Content) -> None:
    """Write the stamp as a property and on a very hidden sheet; the cover has it as a field.

    The lists of choices stand below it, and below them the figures that were filled in before.
    """
    stamp = str(content.stamp)
    done(book.set_custom_property(PROPERTY, stamp, "text"))
    worksheet = book.add_worksheet(STAMP_SHEET)
    done(worksheet.write_string(0, 0, stamp))
    for row, (choices, name) in enumerate(choice_lists(form).items(), FIRST_LIST_ROW):
        for column, choice in enumerate(choices):
            done(worksheet.write_string(row, column, choice))
        area = area_reference(STAMP_SHEET, Area(row, 0, row, len(choices) - 1), absolute=True)
        done(book.define_name(name, f"={area}"))
    below = FIRST_LIST_ROW + len(choice_lists(form))
    for row, line in enumerate(prefilled_rows(form, content.prefilled), below):
        for column, text in enumerate(line):
            done(worksheet.write_string(row, column, text))
    worksheet.very_hidden()
    if content.locked:
        worksheet.protect("")
