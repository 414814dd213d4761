"""A cell of a published table that is being drawn: its text, and what in it is no plain print."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from xlreport.formats.container import LIMITS

_LABEL_CHARACTERS: Final = 4  # a cell with a digit and fewer Chinese characters holds a figure
_LONGEST_FIGURE: Final = LIMITS.text - 1_000  # with room for the remarks
_LONGEST_QUOTE: Final = 40  # characters of a text that a remark repeats
_MOST_REMARKS: Final = 5
# A number at the beginning that is no number of a label, such as 1. or 1、.
_NUMBER_FIRST: Final = re.compile(r"\s*[+-]?\d+(?:[.,，]\d+)*(?![.,，、．\d])")
# Signs after which a text runs from right to left, as a browser and Word show it.
_LEFTWARD: Final = re.compile("[\u200f\u061c\u202b\u202e\u2067]")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
# Characters that a workbook cannot hold.
NO_TEXT: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class Mark(Enum):
    """What sets a text off from plain print; the value is the remark that its cell gets."""

    NONE = ""
    STRUCK = "其中有删除线"
    HIDDEN = "另有隐藏文字"
    RAISED = "其中是上标或下标"
    RUBY = "其中是注音"
    FORMULA = "其中是公式"
    SYMBOL = "另有符号"
    FAINT = "其中有看不见或看不清的字"
    REVERSED = "其中有从右往左排的字"
    OBJECT = "这里不是文字，而是"  # the text names it: a picture, a form field, …
    GENERATED = "其中有样式生成的文字"
    DOUBTFUL = "其中有样式看不准的文字"
    BESIDE = "旁边另有文字"  # in a text box, a note, a comment


NOT_PRINTED: Final = frozenset({Mark.HIDDEN, Mark.SYMBOL, Mark.OBJECT, Mark.BESIDE})


@dataclass(slots=True)
class OpenCell:
    """One cell of a table that is being drawn.

    `remarks` name the marked texts in it; `remark_if_blank` is for a cell without any text.
    """

    top: int
    left: int
    bottom: int
    right: int
    paragraphs: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    remark_if_blank: str = ""


def add_remark(cell: OpenCell, mark: Mark, text: str) -> None:
    """Remark on text that is not plain print; a raised text without a number needs no remark."""
    needs_remark = any(map(str.isnumeric, text)) if mark is Mark.RAISED else text.strip()
    if needs_remark and len(cell.remarks) < _MOST_REMARKS:
        cell.remarks.append(f"{mark.value}“{NO_TEXT.sub('', text[:_LONGEST_QUOTE].strip())}”")


def cell_text(cell: OpenCell) -> str:
    """Return the text of a cell, with its remarks if it holds a figure.

    So 12 struck out before 15 is not read as a number, neither 1215 nor 15, and the finding shows
    the reason.
    """
    text = "\n".join(cell.paragraphs)
    remarks = [*cell.remarks]
    if not text and not remarks and cell.remark_if_blank:
        remarks.append(cell.remark_if_blank)
    if _LEFTWARD.search(text):
        remarks.append(Mark.REVERSED.value)
    if len(text) > _LONGEST_FIGURE:
        remarks.append("文字过长")
        text = text[:_LONGEST_FIGURE]
    return f"{text}〔{'，'.join(remarks)}〕" if remarks and _holds_figure(text) else text


def _holds_figure(text: str) -> bool:
    """Tell whether a text is a figure or blank, and no label or words."""
    if _NUMBER_FIRST.match(text):
        return True
    if len(_CHINESE.findall(text)) >= _LABEL_CHARACTERS:
        return False
    return any(map(str.isdigit, text)) or not any(map(str.isalpha, text))
