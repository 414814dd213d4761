"""Annotated copies (退回件): a return sent back with its findings marked, ready to be corrected.

It is written anew from the form, so that formulas and locks are whole again and no mark of an
earlier copy remains; only what was typed is carried over, as it was typed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlreport import _style
from xlreport._address import quoted
from xlreport._book import Book, done, write_file
from xlreport._content import Content, Value
from xlreport._finding import Finding, Severity
from xlreport._grid import Role
from xlreport._layout import ISSUES_SHEET, Layout, lay_form
from xlreport._list_sheet import Column, write_list
from xlreport._package import Package, read_package
from xlreport._progress import Progress, silent
from xlreport._return import Return
from xlreport._returns import Returns
from xlreport._roster import Department
from xlreport._sheets import open_book
from xlreport._stamp import Stamp, StampKind
from xlreport._template import file_name
from xlreport._theme import default_theme

_CARRIED = {"contact", "phone", "deadline", "signer", "date", "text", "explain"}
_HOW = "请按下面的说明逐项改正：直接在本文件中修改，核对“检查”表页后重新报送本文件。"
_COLUMNS = (
    Column("序号", 7),
    Column("程度", 8),
    Column("位置", 12),
    Column("指标", 40),
    Column("问题", 60),
    Column("怎么办", 46),
)


def annotate(
    returns: Returns, folder: str | os.PathLike[str], progress: Progress = silent
) -> list[Path]:
    """Write an annotated copy for each department whose return has an error or a warning.

    A copy's revision is one higher than that of the return. Gives the paths in the roster's
    order; raises `OutputError` where a file cannot be written.
    """
    paths = []
    filings = [filing for filing in returns.settlement.filings if filing.used is not None]
    for number, filing in enumerate(filings, 1):
        assert filing.used is not None  # the others are left out above
        item = returns.items[filing.used]
        found = [f for f in returns.found if _is_about(f, item, filing.department)]
        if found:
            name = file_name(
                filing.department.code,
                filing.department.name,
                str(item.year or ""),
                f"退回件{item.revision + 1}",
            )
            path = Path(folder) / f"{name}.xlsx"
            write_file(path, build_annotated(item, filing.department, found))
            paths.append(path)
        progress(number, len(filings))
    return paths


_SENT_BACK = (Severity.ERROR, Severity.WARNING)


def _is_about(finding: Finding, item: Return, department: Department) -> bool:
    """Tell whether a finding goes back with a return; two folders may hold files of one name."""
    whose = (finding.file, finding.department) == (item.file, department.name)
    return whose and finding.severity in _SENT_BACK


def build_annotated(item: Return, department: Department, found: Sequence[Finding]) -> bytes:
    """Build the bytes of one annotated copy; `found` are the findings to be marked in it."""
    assert item.form is not None  # only files that were read are sent back
    layout = lay_form(item.form)
    package = read_package(item.source.read())
    content = Content(
        Stamp(
            StampKind.ANNOTATED,
            item.form.id,
            item.form.digest,
            item.year,
            department.code,
            item.revision + 1,
        ),
        department=department.name,
        values=_typed(item, package),
        nil=item.nil,
        fields=_fields(layout, package),
        marks=_marks(item, found),
        theme=default_theme(),
    )
    return open_book(
        item.form, content, first=lambda book: _write_issues(book, item, found)
    ).to_bytes()


def _typed(item: Return, package: Package) -> dict[int, Value]:
    """Carry over what was typed, wherever its table stood: numbers as numbers, the rest as text."""
    assert item.form is not None  # only files that were read are sent back
    sheets = {sheet.name: sheet.cells for sheet in package.sheets}
    values: dict[int, Value] = {}
    for cell in item.form.inputs:
        place = item.places[cell.index]
        raw = sheets.get(place.sheet, {}).get((place.row, place.column))
        if raw is None or not raw.text:
            continue
        if raw.kind == "number" and raw.shown != "date":
            number = float(raw.text)
            whole = math.isfinite(number) and number == int(number)
            values[cell.index] = (
                int(number) if whole else raw.text if math.isinf(number) else number
            )
        else:
            values[cell.index] = raw.text
    return values


def _fields(layout: Layout, package: Package) -> Mapping[str, str]:
    """Carry over what the clerk wrote outside the tables."""
    sheets = {sheet.name: sheet.cells for sheet in package.sheets}
    found = {}
    for name, place in layout.fields.items():
        raw = sheets.get(place.sheet, {}).get((place.row, place.column))
        if raw is not None and raw.text and name.partition(":")[0] in _CARRIED:
            found[name] = raw.text
    return found


def _indexes(item: Return) -> dict[tuple[str, str], int]:
    """Map the addresses in the file that came back to cell indexes."""
    return {(place.sheet, place.address): index for index, place in enumerate(item.places)}


def _marks(item: Return, found: Sequence[Finding]) -> dict[int, str]:
    """Give the remark of each cell that a finding is about, by cell index."""
    indexes = _indexes(item)
    remarks: dict[int, list[str]] = {}
    for finding in found:
        # A wrong total is marked alone: which of its parts is wrong nobody knows.
        for cell in finding.cells[:1] if finding.code == "TOTAL-WRONG" else finding.cells:
            index = indexes.get((cell.sheet, cell.cell))
            if index is not None:
                said = f"{finding.severity.chinese}：{finding.message}\n{finding.advice}"
                remarks.setdefault(index, []).append(said)
    return {index: "\n".join(dict.fromkeys(said)) for index, said in remarks.items()}


def _write_issues(book: Book, item: Return, found: Sequence[Finding]) -> None:
    """Write the list of what is to be corrected, with links to the cells."""
    rows: list[list[Value]] = [
        [
            number,
            finding.severity.chinese,
            f"{finding.sheet}!{finding.cell}" if finding.cell else "",
            finding.path,
            finding.message,
            finding.advice,
        ]
        for number, finding in enumerate(found, 1)
    ]
    worksheet = write_list(book, ISSUES_SHEET, f"{ISSUES_SHEET}　{_HOW}", _COLUMNS, rows)
    assert item.form is not None  # only files that were read are sent back
    indexes, places = _indexes(item), lay_form(item.form).places
    link = book.style(_style.ROLE[Role.FIGURE])
    for row, finding in enumerate(found, 2):
        index = indexes.get((finding.sheet, finding.cell))
        if index is not None:
            # In the copy every table stands at its own place again.
            place = places[index]
            target = f"internal:{quoted(place.sheet)}!{place.address}"
            shown = f"{place.sheet}!{place.address}"
            done(worksheet.write_url(row, 2, target, link, shown))
    worksheet.protect("", {"format_columns": True, "autofilter": True})
