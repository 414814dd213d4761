"""The workbook writer: XlsxWriter, made strict, with the structure lock it lacks.

XlsxWriter warns and writes nothing where a text is too long; here a refused write is an
`OutputError`, since a template without its validations looks just like one that has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.errors import OutputError
from xlreport.form.form import Form
from xlreport.layout.stamp import made_at
from xlreport.office.theme import Theme, default_theme
from xlreport.writing.style import ALARM, BODY

Properties = Mapping[str, Any]


class Sheet2007(Worksheet):  # type: ignore[misc]  # the library ships no type hints
    """Is a worksheet whose formulas use functions of Excel 2007 alone.

    XlsxWriter looks into every formula for some fifty functions of later versions, which takes
    more time than all else it does with a template of ours; a test holds that we use none.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - the library's signature
        return formula.removeprefix("=")


class Book(xlsxwriter.Workbook):  # type: ignore[misc]  # the library ships no type hints
    """Is a workbook in memory, its sheets locked against moving where `locked` is set."""

    worksheet_class = Sheet2007

    def __init__(self, title: str, year: int, *, locked: bool, theme: Theme | None = None) -> None:
        self.buffer = BytesIO()
        super().__init__(
            self.buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._structure_locked = locked
        self.theme = theme or default_theme()
        self._formats: dict[frozenset[tuple[str, object]], Format] = {}
        self.set_properties({"title": title, "created": made_at(year)})

    def style(self, *layers: Properties) -> Format:
        """Give the format that these properties make together, each combination made once."""
        properties = {**BODY, **{name: value for layer in layers for name, value in layer.items()}}
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self.add_format(self._themed(properties))
        return self._formats[key]

    def _themed(self, properties: Properties) -> dict[str, Any]:
        """Put the theme's fonts and colours in the place of their names."""
        themed = dict(properties)
        for name, value in properties.items():
            if name.endswith("color") and not str(value).startswith("#"):
                themed[name] = self.theme.colour(value)
            elif name == "font_name":
                themed[name] = self.theme.font(value)
        return themed

    def alarm(self) -> Format:
        """Give the look of a cell that breaks a rule: not by colour alone."""
        return self.add_format(self._themed(ALARM))

    def to_bytes(self) -> bytes:
        """Finish the workbook and give its bytes."""
        self.close()
        return self.buffer.getvalue()

    def _write_book_views(self) -> None:
        # XlsxWriter has no call for the structure lock; in the schema it stands just before the
        # views. A test holds the order of the tags.
        if self._structure_locked:
            self._xml_empty_tag("workbookProtection", [("lockStructure", "1")])
        super()._write_book_views()


def done(result: int | None) -> None:
    """Raise `OutputError` where XlsxWriter refused a write with a negative result."""
    if result is not None and result < 0:
        raise OutputError(f"a cell, name or validation was refused by the writer (code {result})")


def link(worksheet: Worksheet, row: int, column: int, target: str) -> None:
    """Link a cell that is written already to a place in the workbook; it keeps value and look."""
    worksheet.ignore_write_string = True
    done(worksheet.write_url(row, column, f"internal:{target}"))
    worksheet.ignore_write_string = False


def form_year(form: Form, year: int | None) -> int:
    """Give the year that dates a workbook: the report's, or the edition's first."""
    return year or form.first_year
