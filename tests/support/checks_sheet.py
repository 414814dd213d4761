"""What the sheet 检查 of a written workbook says of each line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from xlreport.form.form import Form
from xlreport.layout.check_line import CheckLine, check_lines
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form


def shown_on_checks(path: Path, form: Form, kind: FieldKind) -> list[tuple[CheckLine, object]]:
    """List the lines of a form, each with what one of its fields shows."""
    book = openpyxl.load_workbook(path, data_only=True)
    fields = lay_form(form).fields
    places = [(line, fields[Field(kind, line.number)]) for line in check_lines(form)]
    return [(line, book[at.sheet][at.address].value) for line, at in places]
