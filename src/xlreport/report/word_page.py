"""The pages of the published Word file: paper, margins, grid and page numbers (GB/T 9704-2012)."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from xlreport.report.type_area import LINE, PAGE_WIDTH
from xlreport.report.word_style import BODY_SIZE, NUMBER, make

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer
    from docx.text.paragraph import Paragraph

_WIDTH, _HEIGHT = 210, 297  # mm: A4
_TOP, _RIGHT, _BOTTOM, _LEFT = 37, 26, 35, 28  # mm; 5.2.1
# mm; 7.5: the dashes are 7 mm below the type area, so the foot of the line is here.
_FOOT = 25
_CHARACTERS = 28  # in a line; 5.2.3
_NUMBER_INDENT = 280  # twips: a character of the number's size from the edge; 7.5


def set_page(section: Section, *, landscape: bool) -> None:
    """Set paper, margins and grid of a section's pages, portrait or landscape.

    On landscape pages the binding edge is on top, as 7.6 demands of odd pages.
    """
    from docx.enum.section import WD_ORIENT
    from docx.shared import Mm

    edges = (_LEFT, _TOP, _RIGHT, _BOTTOM) if landscape else (_TOP, _RIGHT, _BOTTOM, _LEFT)
    top, right, bottom, left = (Mm(edge) for edge in edges)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width = Mm(_HEIGHT if landscape else _WIDTH)
    section.page_height = Mm(_WIDTH if landscape else _HEIGHT)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Mm(_FOOT - (_BOTTOM - edges[2]))
    _set_grid(section)


def _set_grid(section: Section) -> None:
    """Set 22 lines of 28 characters to a page; Word wants the space added to a character."""
    from docx.oxml.ns import qn

    properties = section._sectPr  # python-docx has no call for the grid
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    added = floor((PAGE_WIDTH / 20 / _CHARACTERS - BODY_SIZE) * 4096)
    properties.append(
        make("w:docGrid", type="linesAndChars", linePitch=str(LINE), charSpace=str(added))
    )


def number_pages(document: Document) -> None:
    """Write page numbers such as — 1 —: right on odd pages, left on even ones (7.5)."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Twips

    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    odd = _write_number(section.footer)
    odd.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    odd.paragraph_format.right_indent = Twips(_NUMBER_INDENT)
    even = _write_number(section.even_page_footer)
    even.alignment = WD_ALIGN_PARAGRAPH.LEFT
    even.paragraph_format.left_indent = Twips(_NUMBER_INDENT)


def _write_number(footer: _Footer) -> Paragraph:
    """Write the number as a field, which Word fills in on every page."""
    footer.is_linked_to_previous = False
    paragraph: Paragraph = footer.paragraphs[0]
    paragraph.style = NUMBER
    paragraph.add_run("— ")
    field = make("w:fldSimple", instr="PAGE")
    shown = paragraph.add_run("1")
    paragraph._p.append(field)  # python-docx has no call for fields
    field.append(shown._r)
    paragraph.add_run(" —")
    return paragraph
