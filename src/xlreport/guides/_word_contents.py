"""The contents of a guide in Word, with page numbers that stand there before Word counts them.

Word fills in the numbers of pages when a person asks it to, or asks that person on opening. So the
numbers stand in the file already: pages.toml keeps them as LibreOffice counts them, and since every
line has a fixed height, other programs break pages at the same lines or nearly so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING
from zlib import crc32

from xlreport.guides._markdown import Heading
from xlreport.guides.source import Guide
from xlreport.report.type_area import PAGE_WIDTH
from xlreport.report.word_style import make

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

CONTENTS = "指南目录"
_ABOVE = 12  # points
_SHORT = 30  # twips before the edge: a stop at the edge itself is beyond it for LibreOffice
_INDENT = 480  # twips before the sections
_INSTRUCTION = ' TOC \\o "1-2" \\h \\z \\u '


@cache
def _pages() -> Mapping[str, Mapping[str, int]]:
    text = files("xlreport.guides").joinpath("pages.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def page_of(guide: Guide, anchor: str) -> str:
    """Return the page on which a heading stands, empty where it was not counted yet."""
    return str(_pages().get(guide.key, {}).get(anchor, ""))


def add_contents(document: Document, guide: Guide, headings: Sequence[Heading]) -> None:
    """Write the contents as Word's own, so that Word can renew them: a line for each heading."""
    from docx.shared import Pt

    title = document.add_paragraph(style=CONTENTS)
    title.add_run("目录").bold = True
    title.paragraph_format.space_before = Pt(_ABOVE)
    first: Paragraph | None = None
    for heading in headings:
        line = document.add_paragraph(style=CONTENTS)
        _lay(line, heading.level)
        if first is None:
            first = line
            for part in (_field_end("begin"), _instruction(_INSTRUCTION), _field_end("separate")):
                line.add_run()._r.append(part)
        page = page_of(guide, heading.anchor)
        add_reference(line, heading.anchor, f"{heading.numbered}\t", page)
    if first is not None:
        document.paragraphs[-1].add_run()._r.append(_field_end("end"))


def add_bookmark(paragraph: Paragraph, anchor: str, number: int) -> None:
    """Mark a heading as the place that references lead to."""
    start = make("w:bookmarkStart", id=str(number), name=_bookmark_name(anchor))
    paragraph._p.insert(paragraph._p.index(paragraph.runs[0]._r), start)
    paragraph._p.append(make("w:bookmarkEnd", id=str(number)))


def add_reference(
    paragraph: Paragraph, anchor: str, before: str, page: str, behind: str = ""
) -> None:
    """Write a link to a heading, with the number of its page as a field."""
    name = _bookmark_name(anchor)
    link = make("w:hyperlink", anchor=name, history="1")
    field = make("w:fldSimple", instr=f" PAGEREF {name} \\h ")
    paragraph._p.append(link)
    link.append(paragraph.add_run(before)._r)
    link.append(field)
    field.append(paragraph.add_run(page)._r)
    if behind:
        link.append(paragraph.add_run(behind)._r)


def _lay(line: Paragraph, level: int) -> None:
    """Indent a section, and lead by dots to the number at the edge."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Twips

    layout = line.paragraph_format
    layout.left_indent = Twips(_INDENT * (level - 2))
    layout.tab_stops.add_tab_stop(
        Twips(PAGE_WIDTH - _SHORT), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS
    )


def _bookmark_name(anchor: str) -> str:
    """Return a name that Word allows, hidden as those that it makes itself."""
    return f"_Toc{crc32(anchor.encode()):09d}"


def _field_end(kind: str) -> BaseOxmlElement:
    return make("w:fldChar", fldCharType=kind)


def _instruction(text: str) -> BaseOxmlElement:
    instruction = make("w:instrText")
    instruction.text = text
    return instruction
