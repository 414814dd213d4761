"""The workbook that is being written: XlsxWriter, made strict, with the structure lock it lacks.

Where a text is too long, XlsxWriter warns and writes nothing. Here a refused write raises
`OutputError`, because a template without its validations looks just like one that has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xlreport.base.errors import OutputError
from xlreport.base.period import Period
from xlreport.form.form import Form
from xlreport.layout.stamp import made_at
from xlreport.office.theme import Theme, default_theme
from xlreport.writing.edges import Edges, write_edges
from xlreport.writing.style import BODY

Properties = Mapping[str, Any]

# Excel measures columns in digits of the usual font: those of 宋体 11 take 8 pixels, a column 72,
# a row 18. A program without 宋体 then measures by the font that it takes for it, not by Calibri's.
_USUAL_SIZE, _USUAL_WIDTH, _USUAL_HEIGHT = 11, 72, 18


class Sheet2007(Worksheet):  # type: ignore[misc]  # the library ships no type hints
    """A worksheet whose formulas use only functions of Excel 2007.

    XlsxWriter searches every formula for some fifty functions of later versions, which takes more
    time than all its other work on a template. A test makes sure that we use none of them.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - the library's signature
        return formula.removeprefix("=")


class Book(xlsxwriter.Workbook):  # type: ignore[misc]  # the library ships no type hints
    """A workbook in memory; `locked` protects its sheets against being moved or renamed.

    `edges` are what every printed page of every sheet says above and below.
    """

    worksheet_class = Sheet2007

    def __init__(
        self,
        title: str,
        year: int,
        *,
        locked: bool,
        theme: Theme | None = None,
        edges: Edges | None = None,
    ) -> None:
        self.buffer = BytesIO()
        self.theme = theme or default_theme()
        self.edges = edges or Edges()
        super().__init__(
            self.buffer,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {
                    "font_name": self.theme.font("body"),
                    "font_size": _USUAL_SIZE,
                    "font_scheme": "none",
                    "font_charset": BODY["font_charset"],
                },
                "default_column_width": _USUAL_WIDTH,
                "default_row_height": _USUAL_HEIGHT,
            },
        )
        self._structure_locked = locked
        self._formats: dict[frozenset[tuple[str, object]], Format] = {}
        self.set_properties({"title": title, "created": made_at(year)})

    def add_worksheet(
        self, name: str | None = None, worksheet_class: type[Worksheet] | None = None
    ) -> Worksheet:
        """Add a sheet whose printed pages say whose they are."""
        worksheet = super().add_worksheet(name, worksheet_class)
        write_edges(worksheet, self.edges)
        return worksheet

    def style(self, *layers: Properties) -> Format:
        """Return the format of these properties together; each combination is made once."""
        properties = dict(BODY)
        for layer in layers:
            properties.update(layer)
        key = frozenset(properties.items())
        if key not in self._formats:
            self._formats[key] = self.add_format(self._themed(properties))
        return self._formats[key]

    def _themed(self, properties: Properties) -> dict[str, Any]:
        """Replace the names of fonts and colours by those of the theme."""
        themed = dict(properties)
        for name, value in properties.items():
            if name.endswith("color"):
                themed[name] = self.theme.colour(value)
            elif name == "font_name":
                themed[name] = self.theme.font(value)
        return themed

    def conditional(self, properties: Properties) -> Format:
        """Return the look of a cell as long as a condition holds; all else stays as it is."""
        return self.add_format(self._themed(properties))

    def add_chart(self, options: Properties) -> Any:
        """Add a chart whose fonts are for Han letters, too: XlsxWriter names those of Latin alone.

        A test makes sure that each is named.
        """
        chart = super().add_chart(options)
        write_latin = chart._write_a_latin

        def write_both(attributes: list[tuple[str, str]]) -> None:
            write_latin(attributes)
            chart._xml_empty_tag("a:ea", attributes)

        chart._write_a_latin = write_both
        return chart

    def to_bytes(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self.close()
        return self.buffer.getvalue()

    def _write_book_views(self) -> None:
        # XlsxWriter has no call for the structure lock. The schema wants it just before the views;
        # a test makes sure of the order.
        if self._structure_locked:
            self._xml_empty_tag("workbookProtection", [("lockStructure", "1")])
        super()._write_book_views()


def done(result: int | None) -> None:
    """Raise `OutputError` where XlsxWriter refused a write with a negative result."""
    if result is not None and result < 0:
        raise OutputError(f"a cell, name or validation was refused by the writer (code {result})")


def form_year(form: Form, period: Period | None) -> int:
    """Return the year that dates a workbook: that of the report, else the first of the edition."""
    return period.year if period else form.first_year
