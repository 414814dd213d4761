"""Workbooks as they come back: changed by a program, by a clerk, or part by part in the zip."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from support.filled import as_typed, fill_form
from support.settled import return_of
from xlreport.form.library import Library
from xlreport.formats.sources import Source
from xlreport.layout.field import Field
from xlreport.layout.layout import lay_form
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Unread
from xlreport.reading.reader import read_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlreport.base.finding import Finding
    from xlreport.form.form import Form
    from xlreport.office.roster import Department
    from xlreport.reading.one_return import Return

Entries = Mapping[int, Any] | Mapping[Field, Any] | Mapping[int | Field, Any]
Edit = bytes | Callable[[bytes], bytes] | None


@lru_cache(maxsize=64)
def filled_template(
    form: Form, who: Department, seed: int = 1, *, year: int | None = None
) -> bytes:
    """Give a template of `who`, filled in so that every rule holds, as numbers."""
    values = as_typed(form, fill_form(form, seed))
    return build_template(form, year=year or form.first_year, department=who, values=values)


@lru_cache(maxsize=64)
def blank_template(form: Form, who: Department | None = None, year: int | None = None) -> bytes:
    """Give a template with nothing in it but, where they are named, department and year."""
    return build_template(form, year=year, department=who)


def read(data: bytes, *forms: Form, name: str = "报送表.xlsx") -> Return:
    """Read the bytes of a return."""
    return return_of(read_any(data, *forms, name=name))


def read_any(data: bytes, *forms: Form, name: str = "报送表.xlsx") -> Unread | Return:
    """Read the bytes of a file."""
    return read_bytes(Source(Path(name)), data, Library(forms))


def resaved(data: bytes, change: Callable[[Workbook], None] | None = None) -> bytes:
    """Give what openpyxl makes of a workbook, changed; it drops the values of all formulas."""
    book = _restored(_parsed(data))
    if change:
        change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@lru_cache(maxsize=32)
def _parsed(data: bytes) -> bytes:
    """Parse a workbook by openpyxl, once: to restore it takes a quarter of the time."""
    return pickle.dumps(openpyxl.load_workbook(BytesIO(data)), pickle.HIGHEST_PROTOCOL)


def _restored(parsed: bytes) -> Workbook:
    book: Any = pickle.loads(parsed)  # noqa: S301 - this process has written it
    for sheet in book.worksheets:  # pickle forgets how these make what they lack
        sheet.row_dimensions.default_factory = sheet._add_row
        sheet.column_dimensions.default_factory = sheet._add_column
    restored: Workbook = book
    return restored


def typed(data: bytes, form: Form, entries: Entries) -> bytes:
    """Type into cells by their index, or into fields of cover and narrative."""
    layout = lay_form(form)

    def change(book: Workbook) -> None:
        for key, value in entries.items():
            place = layout.fields[key] if isinstance(key, Field) else layout.positions[key]
            cell = book[place.sheet].cell(place.row + 1, place.column + 1)
            cell.value = value

    return resaved(data, change)


def with_parts(data: bytes, edits: Mapping[str, Edit]) -> bytes:
    """Change members of the zip: new bytes, None to leave one out, or a function of the old."""
    target = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    for name, edit in edits.items():
        content = edit(members[name]) if callable(edit) else edit
        if content is None:
            del members[name]
        else:
            members[name] = content
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            new.writestr(name, content)
    return target.getvalue()


def part_of(data: bytes, sheet: str) -> str:
    """Name the member that holds a sheet; XlsxWriter numbers them in their order."""
    names = openpyxl.load_workbook(BytesIO(data), read_only=True).sheetnames
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def codes(findings: tuple[Finding, ...]) -> list[str]:
    """List the codes of findings as they were found."""
    return [finding.code for finding in findings]
