"""What other spreadsheet programs are reported to do to a template: the return comes through.

The reports are listed in docs/how-to/wps-and-excel.md. None of these programs was run here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from support.edited import codes, read, resaved, with_parts
from support.filled import find
from support.kinds_form import content, kinds_form
from support.mutated import Formula, put, put_together, take_apart
from support.old_workbooks import as_xls
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import Position, lay_form

if TYPE_CHECKING:
    from openpyxl import Workbook

    from xlreport import Form
    from xlreport.reading.one_return import Return

Change = Callable[[bytes], bytes]
PICTURE: Final = Formula(
    '_xlfn.DISPIMG("ID_61D876205F66486D",1)', '=DISPIMG("ID_61D876205F66486D",1)'
)


def in_sheets(pattern: str, replacement: str = "") -> Change:
    """Give a change of the XML of every worksheet that has what is looked for."""
    return in_parts("xl/worksheets/sheet", pattern, replacement)


def in_parts(beginning: str, pattern: str, replacement: str = "") -> Change:
    """Give a change of the XML of all parts whose names begin so; it must change something."""
    searched = re.compile(pattern.encode(), re.DOTALL)

    def change(data: bytes) -> bytes:
        members = take_apart(data).members
        edited = {
            name: searched.sub(replacement.encode(), part)
            for name, part in members.items()
            if name.startswith(beginning)
        }
        assert any(part != members[name] for name, part in edited.items())
        return with_parts(data, edited)

    return change


def without_properties(data: bytes) -> bytes:
    """Leave out the custom properties, of which WPS keeps some of its own."""
    changed = in_parts("_rels/.rels", r'<Relationship [^>]*custom-properties"[^>]*/>')(data)
    changed = in_parts("[Content_Types].xml", r'<Override PartName="/docProps/custom.xml"[^>]*/>')(
        changed
    )
    return with_parts(changed, {"docProps/custom.xml": None})


def renamed(data: bytes) -> bytes:
    """Name all sheets as an online program names them."""

    def change(book: Workbook) -> None:
        for number, sheet in enumerate(book.worksheets, 1):
            sheet.title = f"工作表{number}"

    return resaved(data, change)


def without_merges(data: bytes) -> bytes:
    """Split all merged cells; what they said stays in the first."""

    def change(book: Workbook) -> None:
        for sheet in book.worksheets:
            for area in [str(area) for area in sheet.merged_cells.ranges]:
                sheet.unmerge_cells(area)
            assert not any(isinstance(cell, MergedCell) for row in sheet.rows for cell in row)

    return resaved(data, change)


def with_build(data: bytes) -> bytes:
    """Add the property that WPS writes into every file."""
    build = (
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" '
        'name="KSOProductBuildVer"><vt:lpwstr>2052-12.1.0.16120</vt:lpwstr></property></Properties>'
    )
    return in_parts("docProps/custom.xml", "</Properties>", build)(data)


def with_picture(data: bytes, place: Position) -> bytes:
    """Put a picture into a cell as WPS does: a formula with a text for its result."""
    changed = put_together(put(take_apart(data), {place: PICTURE}))
    return in_sheets(">(<f>_xlfn.DISPIMG)", r' t="str">\1')(changed)


SHOWN: Final = in_parts("xl/workbook.xml", r' state="(veryHidden|hidden)"')
UNLOCKED: Final = in_parts("xl/workbook.xml", r"<workbookProtection[^>]*/>")
UNNAMED: Final = in_parts("xl/workbook.xml", r"<definedNames>.*?</definedNames>")
UNPROMPTED: Final = in_sheets(r"<dataValidations.*?</dataValidations>")
UNCOLOURED: Final = in_sheets(r"<conditionalFormatting.*?</conditionalFormatting>")
UNPROTECTED: Final = in_sheets(r"<sheetProtection[^>]*/>")
VALUES: Final = in_sheets(r"<f>[^<]*</f>|<f [^>]*>[^<]*</f>|<f [^>]*/>")
PLAIN: Final = in_parts("xl/styles.xml", r'numFmtId="\d+" fontId', 'numFmtId="0" fontId')


def all_at_once(data: bytes) -> bytes:
    """Do all that an online program may do, and name the sheets anew."""
    for change in (without_properties, SHOWN, UNLOCKED, UNNAMED, UNPROMPTED, UNCOLOURED):
        data = change(data)
    return renamed(without_merges(VALUES(UNPROTECTED(data))))


MOVED: Final = {"TABLE-MOVED", "SHEETS-BEYOND"}
# What is done to the file, and the findings that this makes.
CHANGES: Final[dict[str, tuple[Change, set[str]]]] = {
    "properties lost": (without_properties, set()),
    "a property of WPS": (with_build, set()),
    "all sheets visible": (SHOWN, set()),
    "structure lock lost": (UNLOCKED, set()),
    "names lost": (UNNAMED, set()),
    "prompts and drop-downs lost": (UNPROMPTED, set()),
    "conditional formats lost": (UNCOLOURED, set()),
    "protection lost": (UNPROTECTED, {"UNPROTECTED"}),
    "formulas as values": (VALUES, {"TOTAL-TYPED"}),
    "number formats lost": (PLAIN, set()),
    "merged cells split": (without_merges, set()),
    "sheets renamed": (renamed, MOVED),
    "a dimension of one cell": (
        in_sheets(r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>'),
        set(),
    ),
    "a creator with a type": (
        in_parts(
            "docProps/core.xml",
            "<dc:creator>",
            '<dc:creator xsi:type="dcterms:W3CDTF">',
        ),
        set(),
    ),
    "an empty fill": (in_parts("xl/styles.xml", r"<fill><patternFill.*?</fill>", "<fill/>"), set()),
    "all at once": (all_at_once, MOVED | {"TOTAL-TYPED"}),
}


def identity(item: Return) -> tuple[object, ...]:
    """Give whose return it is, for when, and all its figures."""
    return (item.form, item.code, item.department, item.year, item.values, item.judged, item.texts)


@pytest.mark.parametrize("name", CHANGES)
def test_a_return_comes_through_what_a_program_loses(name: str, returned: bytes) -> None:
    change, expected = CHANGES[name]
    item = read(change(returned))
    assert identity(read(returned)) == identity(item)
    assert expected == set(codes(item.findings))


def test_a_file_saved_as_et_by_wps_is_read(returned: bytes) -> None:
    data = bytearray(as_xls(returned))
    entry = data.index("Root Entry".encode("utf-16-le"))
    # WPS writes a class where the format has zeros, at which some readers stop.
    data[entry + 80 : entry + 96] = bytes.fromhex("2008020000000000c000000000000046")
    item = read(bytes(data), name="报送表.et")
    assert identity(read(returned)) == identity(item)
    assert {"READ-OTHER", "TOTAL-TYPED"} == set(codes(item.findings))  # xlwt writes no formulas


def test_without_number_formats_no_day_or_percentage_is_guessed_at() -> None:
    form = kinds_form()
    whole, plain = read(content({}), form), read(PLAIN(content({})), form)
    changed = {
        (cell.row, cell.column): plain.values[cell.index]
        for cell in form.cells
        if plain.values[cell.index] != whole.values[cell.index]
    }
    # 46027 is asked for again, and so is 1, which may be 100% or 1%; 0.985 is 98.5%.
    places = [("opened", "main"), ("opened", "other"), ("satisfied", "other")]
    assert dict.fromkeys(places) == changed
    assert {"ENTRY-UNREADABLE", "UNREADABLE", "FORM"} == set(codes(plain.findings))


def test_a_picture_in_a_cell_is_no_figure_and_no_name(returned: bytes, form_2021: Form) -> None:
    layout = lay_form(form_2021)
    contact = layout.fields[Field(FieldKind.CONTACT)]
    index = find(form_2021, "requests.received.natural_person")
    item = read(with_picture(returned, contact))
    assert "" == item.contact
    assert [] == codes(item.findings)
    item = read(with_picture(returned, layout.positions[index]))
    assert None is item.values[index]
    assert "UNREADABLE" in codes(item.findings)


def test_a_picture_in_a_cell_for_a_text_is_no_text() -> None:
    form = kinds_form()
    index = find(form, "sites.name.main")
    item = read(with_picture(content({}), lay_form(form).positions[index]), form)
    assert ["ENTRY-UNREADABLE", "INPUT-FORMULA"] == codes(item.findings)
    assert index not in item.words


@pytest.mark.parametrize("shown", ["0!.0,", '0"."0,"万元"'])  # the second from a menu of WPS
def test_ten_thousands_as_wps_shows_them_are_not_read_as_the_number_stored(
    shown: str, returned: bytes, form_2021: Form
) -> None:
    index = find(form_2021, "requests.received.natural_person")
    place = lay_form(form_2021).positions[index]

    def change(book: openpyxl.Workbook) -> None:
        cell = book[place.sheet][place.address]
        cell.value, cell.number_format = 12345, shown

    item = read(resaved(returned, change))
    assert None is item.values[index]
    assert "UNREADABLE" in codes(item.findings)
