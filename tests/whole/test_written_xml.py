"""What the rules of Open XML do not say and Excel minds all the same, in the XML as written."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils.cell import range_boundaries

import xlreport as xr
from support.examples import EXAMPLES_FILLED, load_example, title_of
from support.workbooks import LONG_NAME, NAME, NAMES, SHIPPED, every_workbook, form_named
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.layout import lay_form

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Those of Excel 2007 that we use; an addition here needs a look at when Excel and WPS got it.
FUNCTIONS_OF_2007 = {
    *("AND", "COUNT", "COUNTA", "COUNTBLANK", "COUNTIF", "FIND", "IF", "INT", "ISNUMBER", "LEN"),
    *("CHAR", "HYPERLINK", "INDEX", "MATCH", "NOT", "SUBSTITUTE", "TODAY"),
    *("DATE", "EXACT", "IFERROR", "LEFT", "MAX", "OR", "RIGHT", "ROUND", "ROWS", "SUM"),
    *("ISERROR", "MID", "MOD", "REPT", "SUMPRODUCT", "TEXT", "TRIM"),
}
_OFFICERS = (", findings", ", summary", ", summary of two years")
# Not those of departments without duties, in which cells are locked.
TEMPLATES = [n for n in NAMES if not n.endswith(_OFFICERS) and not n.startswith("enforcement,")]


@cache
def parts(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(every_workbook()[name])) as archive:
        return {member: archive.read(member) for member in archive.namelist()}


@cache
def sheets(name: str) -> dict[str, ET.Element]:
    """Parse every sheet of a workbook, by its name."""
    book = ET.fromstring(parts(name)["xl/workbook.xml"])  # noqa: S314 - our own
    names = [sheet.attrib["name"] for sheet in book.iter(f"{_SHEET}sheet")]
    return {
        each: ET.fromstring(parts(name)[f"xl/worksheets/sheet{number}.xml"])  # noqa: S314
        for number, each in enumerate(names, 1)
    }


def elements(name: str, tag: str) -> Iterator[tuple[str, ET.Element]]:
    for sheet, root in sheets(name).items():
        for element in root.iter(_SHEET + tag):
            yield sheet, element


def formulas(name: str) -> list[str]:
    """List the formulas of cells, conditional formats and validations."""
    return [
        element.text or ""
        for tag in ("f", "formula", "formula1", "formula2")
        for _, element in elements(name, tag)
    ]


def without_texts(formula: str) -> str:
    return re.sub(r'"[^"]*"|\'[^\']*\'', "", formula)


def depth(formula: str) -> int:
    """Count the brackets that are open at most, those of functions and others alike."""
    deepest = opened = 0
    for sign in without_texts(formula):
        opened += {"(": 1, ")": -1}.get(sign, 0)
        deepest = max(deepest, opened)
    assert not opened, formula
    return deepest


@pytest.mark.parametrize("name", TEMPLATES)
def test_prompts_and_stop_texts_have_the_lengths_that_excel_takes(name: str) -> None:
    # 255 and 32 characters, counted as Excel counts: in UTF-16.
    limits = {"prompt": 255, "error": 255, "promptTitle": 32, "errorTitle": 32}
    for _, rule in elements(name, "dataValidation"):
        # A rule that refuses nothing explains a locked cell, or offers texts to choose from.
        refuses = rule.attrib.get("type", "none") != "none" and "showErrorMessage" in rule.attrib
        attributes = [*limits] if refuses else [*limits][::2]
        for attribute, limit in ((each, limits[each]) for each in attributes):
            assert 0 < len(rule.attrib[attribute].encode("utf-16-le")) // 2 <= limit


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_input_has_a_validation_and_so_have_the_cover_s_lists(name: str) -> None:
    form = form_named(name)
    layout = lay_form(form)
    open_places = [layout.positions[cell.index] for cell in form.inputs]
    asked = dict.fromkeys(cell.table for cell in form.inputs)
    open_places += [layout.fields[Field(FieldKind.NIL, table)] for table in asked]
    if name.endswith(", blank"):
        open_places.append(layout.fields[Field(FieldKind.PERIOD)])
    open_places += [layout.fields[Field(FieldKind.DUTY, duty.key)] for duty in form.duties]
    of_lines = (each for each in layout.fields if each.kind is FieldKind.EXPLANATION)
    explained = {(layout.fields[e].sheet, layout.fields[e].address) for e in of_lines}
    lists = {each.sheet for each in form.lists}  # theirs are of whole columns
    rules = [each for each in elements(name, "dataValidation") if each[0] not in lists]
    found = [(sheet, rule.attrib["sqref"]) for sheet, rule in rules]
    places = sorted((place.sheet, place.address) for place in open_places)
    assert places == sorted(place for place in found if place not in explained)
    assert bool(form.explanations) is any(place in explained for place in found)
    for sheet in sheets(name).keys() - lists:
        root = sheets(name)[sheet]
        counts = [int(rules.attrib["count"]) for rules in root.iter(f"{_SHEET}dataValidations")]
        assert counts == ([n] if (n := sum(each == sheet for each, _ in found)) else [])


@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_defined_twice_or_looks_like_a_cell(name: str) -> None:
    book = ET.fromstring(parts(name)["xl/workbook.xml"])  # noqa: S314 - our own
    names = [
        (element.attrib.get("localSheetId"), element.attrib["name"].lower())
        for element in book.iter(f"{_SHEET}definedName")
    ]
    assert len(names) == len(set(names))
    looks_like_a_cell = re.compile(r"[a-z]{1,3}[0-9]+|r[0-9]*c[0-9]*|[rc]")
    assert [] == [each for _, each in names if looks_like_a_cell.fullmatch(each)]
    own = [each for _, each in names if not each.startswith("_xlnm.")]
    assert all(re.fullmatch(r"[a-z_][a-z0-9_.]*", each) for each in own)


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_a_formula_is_defined(name: str) -> None:
    book = ET.fromstring(parts(name)["xl/workbook.xml"])  # noqa: S314 - our own
    defined = {element.attrib["name"] for element in book.iter(f"{_SHEET}definedName")}
    used = {n for text in formulas(name) for n in re.findall(r"\bcheck_\d+", without_texts(text))}
    assert used <= defined


@pytest.mark.parametrize("name", NAMES)
def test_no_conditional_format_or_validation_refers_to_another_sheet(name: str) -> None:
    # Excel 2007 repairs a file that does, by leaving the format out.
    for tag in ("formula", "formula1", "formula2"):
        assert [] == [e.text for _, e in elements(name, tag) if "!" in without_texts(e.text or "")]


@pytest.mark.parametrize("name", NAMES)
def test_formulas_use_functions_of_excel_2007_alone(name: str) -> None:
    used = {f for text in formulas(name) for f in re.findall(r"([A-Z_a-z.0-9]+)\(", text)}
    assert used <= FUNCTIONS_OF_2007


@pytest.mark.parametrize("name", NAMES)
def test_formulas_are_as_short_and_as_flat_as_excel_2007_takes_them(name: str) -> None:
    texts = formulas(name)
    assert max(map(len, texts), default=0) <= 8192
    assert max(map(depth, texts), default=0) <= 64
    arguments = (
        call.count(",") + 1 for text in texts for call in re.findall(r"\(([^()]*)\)", text)
    )
    assert max(arguments, default=0) <= 255


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_structure_is_locked_and_the_lock_stands_before_the_views(name: str) -> None:
    book = ET.fromstring(parts(name)["xl/workbook.xml"])  # noqa: S314 - our own
    tags = [element.tag.removeprefix(_SHEET) for element in book]
    assert tags.index("workbookProtection") == tags.index("bookViews") - 1
    lock = book.find(f"{_SHEET}workbookProtection")
    assert lock is not None
    assert {"lockStructure": "1"} == lock.attrib


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_sheet_is_locked_without_a_password_and_columns_may_be_widened(name: str) -> None:
    for sheet, root in sheets(name).items():
        locks = [element.attrib for element in root.iter(f"{_SHEET}sheetProtection")]
        assert 1 == len(locks), sheet
        assert "1" == locks[0]["sheet"]
        assert not {"password", "hashValue", "algorithmName"} & set(locks[0])
        # 0 is allowed, and selecting cells is unless it is forbidden.
        wanted = {"formatColumns": "0", "autoFilter": "0"} if sheet != "_xlreport" else {}
        assert wanted.items() <= locks[0].items()
        assert not {"selectLockedCells", "selectUnlockedCells"} & set(locks[0])


def merges(name: str) -> dict[str, list[tuple[int, int, int, int]]]:
    """Give the merges of each sheet: first column and row, last column and row."""
    found: dict[str, list[tuple[int, int, int, int]]] = {sheet: [] for sheet in sheets(name)}
    for sheet, element in elements(name, "mergeCell"):
        left, top, right, bottom = range_boundaries(element.attrib["ref"])
        assert left
        assert top
        assert right
        assert bottom
        found[sheet].append((left, top, right, bottom))
    assert any(found.values())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_no_input_lies_in_a_merge(name: str) -> None:
    form, merged = form_named(name), merges(name)
    for cell in form.inputs if "findings" not in name else ():
        place = lay_form(form).positions[cell.index]
        row, column = place.row + 1, place.column + 1
        assert [] == [
            (left, top, right, bottom)
            for left, top, right, bottom in merged[place.sheet]
            if left <= column <= right and top <= row <= bottom
        ]


@pytest.mark.parametrize("name", NAMES)
def test_merges_of_a_sheet_do_not_overlap(name: str) -> None:
    for sheet, merged in merges(name).items():
        cells = [
            (row, column)
            for left, top, right, bottom in merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        ]
        assert len(cells) == len(set(cells)), sheet


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_takes_at_most_60_kilobytes_and_a_register_600(name: str) -> None:
    lines = sum(each.most for each in form_named(name).lists)
    assert len(every_workbook()[name]) <= 60_000 + 270 * lines


@pytest.mark.parametrize("name", TEMPLATES)
def test_headers_and_footers_are_read_by_another_library(name: str) -> None:
    form = form_named(name)
    book: Any = openpyxl.load_workbook(BytesIO(every_workbook()[name]))
    example = next((each for each in EXAMPLES_FILLED if load_example(each) is form), None)
    year = f"{form.first_year + 1}年" if example is None else title_of(example)
    for sheet in lay_form(form).sheets:
        for element in sheets(name)[sheet.name].findall(f"{_SHEET}headerFooter/*"):
            assert 0 < len(element.text or "") <= 255
        header, footer = book[sheet.name].oddHeader, book[sheet.name].oddFooter
        assert "第 &P 页 共 &N 页" == footer.center.text
        if name.endswith(", blank"):
            assert {""} == {header.left.text, header.right.text}
        else:
            assert year == header.right.text
            said = header.left.text.replace("&&", "&")
            assert said == NAME or LONG_NAME.startswith(said.rstrip("…") or "?")


@pytest.mark.parametrize("name", NAMES)
def test_what_was_typed_is_never_a_formula(name: str) -> None:
    for sheet, cell in elements(name, "c"):
        formula = cell.find(f"{_SHEET}f")
        assert formula is None or "1+1" not in (formula.text or ""), sheet
        assert cell.attrib.get("t") != "s" or formula is None
    shared = parts(name).get("xl/sharedStrings.xml", b"").decode()
    assert ("words" in name) <= ("=1+1" in shared)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_links_to_anywhere_outside_the_workbook(name: str) -> None:
    for member, content in parts(name).items():
        assert b"TargetMode=" not in content, member
        assert not member.startswith(("xl/externalLinks", "xl/connections")), member


def test_every_form_is_looked_at() -> None:
    assert set(xr.list_forms()) <= set(SHIPPED)
    assert {"blank", "of a department", "last year", "words"} <= {
        name.partition(", ")[2] for name in TEMPLATES
    }
