"""Workbooks changed cell by cell without a spreadsheet library: hundreds of them in a second."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from support.departments import make_department
from support.filled import as_typed, fill_form
from xlreport.base.finding import Finding
from xlreport.form.form import Form
from xlreport.layout.layout import Position, lay_form
from xlreport.outgoing.template import build_template
from xlreport.returns.received import read_returns

_CACHED = re.compile(rb"(</f>)<v>[^<]*</v>")


@dataclass(frozen=True)
class Formula:
    """A formula with the value saved beside it, an error value if it begins with #."""

    text: str
    cached: str = ""


Content = int | float | str | Formula | None
Members = Mapping[str, bytes]


@dataclass(frozen=True)
class Opened:
    """A workbook taken apart: its members, and which of them holds which sheet."""

    members: Members
    parts: Mapping[str, str]


def take_apart(data: bytes, *, cached: bool = True) -> Opened:
    """Take a workbook of XlsxWriter apart, if asked without the values saved with formulas."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        sheets = re.findall(r'<sheet name="([^"]*)"', members["xl/workbook.xml"].decode())
    parts = {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(sheets, 1)}
    if not cached:
        for part in parts.values():
            members[part] = _CACHED.sub(rb"\1", members[part])
    return Opened(members, parts)


def put(opened: Opened, entries: Mapping[Position, Content]) -> Opened:
    """Write contents into cells, whatever stood there, keeping their style."""
    members = dict(opened.members)
    for place, content in entries.items():
        part = opened.parts[place.sheet]
        cell = re.compile(rf'<c r="{place.address}"( s="\d+")?[^>]*?(/>|>.*?</c>)'.encode())
        new = _cell_xml(content)
        members[part], count = cell.subn(
            lambda old, new=new, place=place: (  # type: ignore[misc]
                f'<c r="{place.address}"{(old[1] or b"").decode()}{new}'.encode()
            ),
            members[part],
        )
        assert count == 1, place
    return Opened(members, opened.parts)


def put_together(opened: Opened) -> bytes:
    """Pack the members again, not compressed, which takes no time."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in opened.members.items():
            archive.writestr(name, content)
    return target.getvalue()


def _cell_xml(content: Content) -> str:
    if content is None:
        return "/>"
    if isinstance(content, Formula):
        kind = ' t="e"' if content.cached.startswith("#") else ""
        value = f"<v>{content.cached}</v>" if content.cached else ""
        return f"{kind}><f>{escape(content.text)}</f>{value}</c>"
    if isinstance(content, str):
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'
    return f"><v>{content}</v></c>"


@cache
def filled_form(form: Form, seed: int = 1) -> tuple[Opened, Mapping[int, int]]:
    """Give a return in which every rule holds, without saved totals, and its figures."""
    figures = fill_form(form, seed, largest=20)
    data = build_template(
        form,
        year=form.first_year,
        department=make_department("D05"),
        values=as_typed(form, figures),
    )
    return take_apart(data, cached=False), figures


def findings_of(
    folder: Path, books: Mapping[str, bytes], *forms: Form
) -> dict[str, tuple[Finding, ...]]:
    """Read and check many workbooks at once, as an officer does, each as another department's.

    Gives the findings by the name of the book; that the files are one department's is no matter.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    found: dict[str, list[Finding]] = {name: [] for name in books}
    for finding in read_returns(folder, forms=forms).found:
        if finding.code not in ("CONFLICT", "CONFLICT-TOLD", "DUPLICATE"):
            found[finding.file.removesuffix(".xlsx")].append(finding)
    return {name: tuple(findings) for name, findings in found.items()}


def places(finding: Finding) -> set[str]:
    """List the addresses of a finding's cells."""
    return {cell.place for cell in finding.cells if cell.sheet}


def where(form: Form, index: int) -> str:
    """Give the physical address of a cell in a workbook as it was sent out."""
    place = lay_form(form).positions[index]
    return place.place


@cache
def totals_over(form: Form, index: int) -> frozenset[int]:
    """List the totals that a cell goes into, and those that these go into."""
    own = {total for total, balance in form.fills.items() if index in dict(balance.right)}
    return frozenset(own).union(*(totals_over(form, total) for total in own))
