"""What differs between two workbooks of one form: pieces of XML, and their places in the sheets.

In two of one shape all else is equal. The pieces are foreseen by the functions that the writer
has its values from; whoever uses them makes sure that they stand in a workbook as foreseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xlreport.base.address import a1
from xlreport.form.duties import cells_without
from xlreport.form.form import Form
from xlreport.layout.layout import Layout, Position, lay_form
from xlreport.writing._cell_values import cell_value
from xlreport.writing._field_values import earlier_formulas, field_values, figures_of
from xlreport.writing._hints import guidance_of, hints_of
from xlreport.writing._link_targets import link_targets
from xlreport.writing.cell import in_xml
from xlreport.writing.content import Content, Formula, Value, text_fields

# As XlsxWriter writes them.
_CELL = re.compile(
    rb'<c r="(?P<at>[A-Z]+\d+)"(?: s="\d+")?(?P<piece>(?: t="\w+")?(?:/>|>.*?</c>))', re.DOTALL
)
_PROMPT = re.compile(rb' prompt="(?P<piece>[^"]*)" sqref="(?P<at>[A-Z]+\d+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a piece: the content of a cell, or the prompt of its validation."""

    sheet: str
    address: str
    is_prompt: bool = False


@dataclass(frozen=True, slots=True)
class Pieces:
    """The XML at the places where workbooks of one `shape` differ."""

    shape: tuple[object, ...]
    texts: Mapping[Place, str]


NO_PIECES = Pieces((), {})


def find_pieces(sheet: str, xml: bytes) -> Iterator[tuple[Place, tuple[int, int]]]:
    """Yield all places in the XML of a sheet, with where a piece begins and ends there."""
    for pattern in (_CELL, _PROMPT):
        for found in pattern.finditer(xml):
            yield Place(sheet, found["at"].decode(), pattern is _PROMPT), found.span("piece")


def pieces_of(form: Form, content: Content) -> Pieces | None:
    """Return the pieces of a locked workbook; None for one that hardly another has the shape of.

    That is one with lists, remarks, figures to be confirmed, or texts beside its figures.
    """
    if content.prefilled or content.marks or content.notes or any(content.lists.values()):
        return None
    if content.values and content.fields != text_fields(form.standing):
        return None
    layout = lay_form(form)
    shape: list[object] = [content.stamp, content.theme, content.department, content.last is None]
    shape += [content.nil, content.no_duties, *content.fields.items()]
    texts: dict[Place, str] = {}
    # Where nothing is filled in, only what is said about earlier figures differs.
    for place, value in (_filled if content.values else _earlier)(layout, content):
        if isinstance(value, str) or (not content.values and _is_sign(value)):
            shape.append((place, value))
        else:
            texts[place] = _xml(value)
    texts |= _prompts(layout, content)
    return Pieces((*shape, *texts), texts)


def _filled(layout: Layout, content: Content) -> Iterator[tuple[Place, Value | None]]:
    """Yield what stands in the cells of tables and in all fields but links."""
    figures = figures_of(layout.form, content)
    without = cells_without(layout.form, content.no_duties)
    for cell in layout.form.cells:
        if cell.index not in without:
            value = cell_value(layout, content, figures, cell)
            yield _place(layout.positions[cell.index]), value
    links = link_targets(layout)
    for field, value in field_values(layout, content).items():
        if field in layout.fields and field not in links:
            yield _place(layout.fields[field]), value


def _earlier(layout: Layout, content: Content) -> Iterator[tuple[Place, Value | None]]:
    """Yield what stands in the lines that compare with earlier figures."""
    if content.last is not None:
        formulas = earlier_formulas(layout, figures_of(layout.form, content))
        for field, value in formulas.items():
            yield _place(layout.fields[field]), value


def _is_sign(value: Value | None) -> bool:
    """Tell whether a formula shows a sign, which is counted in formulas beside those of lines."""
    return isinstance(value, Formula) and isinstance(value.value, str)


def _prompts(layout: Layout, content: Content) -> dict[Place, str]:
    """Return the prompts in which an earlier figure is named."""
    hints = hints_of(layout, content)
    form, without = layout.form, cells_without(layout.form, content.no_duties)
    return {
        _place(layout.positions[index], is_prompt=True): _in_attribute(
            guidance_of(form, form.cells[index], hints).prompt
        )
        for index in hints
        if index not in without
    }


def _place(position: Position, *, is_prompt: bool = False) -> Place:
    return Place(position.sheet, a1(position.row, position.column), is_prompt)


def _in_attribute(text: str) -> str:
    return in_xml(text).replace('"', "&quot;").replace("\n", "&#xA;")


def _xml(value: int | float | Formula | None) -> str:
    """Return what stands in a cell behind its address and look."""
    if value is None:
        return "/>"
    if not isinstance(value, Formula):
        return f"><v>{value:.16G}</v></c>"
    is_text = isinstance(value.value, str) and value.value != ""
    kind, shown = ' t="str"' if is_text else "", in_xml(str(value.value))
    return f"{kind}><f>{in_xml(value.text)}</f><v>{shown}</v></c>"
