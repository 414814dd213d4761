"""The guides that can be sent: a Word file, one page, or a PDF, of the same text."""

from __future__ import annotations

import os
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.ending import ready_ending
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.memory import Target, target_path
from xlreport.guides._markdown import read_markdown
from xlreport.guides._page import build_page
from xlreport.guides._pdf import make_pdf
from xlreport.guides._word import build_word
from xlreport.guides.source import GUIDES, Guide, guide_text
from xlreport.office.theme import Theme, chosen_theme

WORD, PAGE, PDF = ".docx", ".html", ".pdf"
_NEEDED = {
    WORD: ("docx", "markdown_it"),
    PAGE: ("jinja2", "markdown_it"),
    PDF: ("docx", "jinja2", "markdown_it"),
}


@checked
def write_guide(
    which: str,
    path: Target,
    *,
    ending: str = "",
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write the guide for clerks or for officers, in Chinese, and return its path.

    `which` is "clerk" (填报指南) or "officer" (汇总操作指南). `path` ends in .docx, .html or .pdf;
    for a binary file object without a name, `ending` tells which. A page holds its pictures; a PDF
    is made by LibreOffice, Edge or Chrome, whichever this computer has. `theme` is a theme file:
    fonts and colours are those of the published report.

    Raises `InputError` for another guide or ending, without the libraries of the extra `report`,
    and where no program on this computer makes a PDF; `OutputError` where a file of this name
    exists or the file cannot be written.
    """
    guide = guide_of(which)
    ending = guide_ending(path, ending)
    refuse_target(path, overwrite=False)
    made_theme = chosen_theme(theme)
    write_file(path, build_guide(guide, ending, made_theme), overwrite=False)
    return target_path(path)


def guide_of(which: str) -> Guide:
    """Return a guide by its key; raises `InputError` for another word."""
    if which not in GUIDES:
        raise InputError(f"没有指南“{which}”，请写 clerk（填报指南）或 officer（汇总操作指南）。")
    return GUIDES[which]


def guide_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a file, or `nameless` where it has none.

    Raises `InputError` if no guide can be written so.
    """
    return ready_ending(path, nameless, _NEEDED)


def build_guide(guide: Guide, ending: str, theme: Theme) -> bytes:
    """Return the bytes of a guide; but for a PDF, the same theme gives the same bytes."""
    blocks = read_markdown(guide_text(guide.key))
    if ending == WORD:
        return build_word(guide, blocks, theme)
    if ending == PAGE:
        return build_page(guide, blocks, theme)
    return make_pdf(build_word(guide, blocks, theme), build_page(guide, blocks, theme))
