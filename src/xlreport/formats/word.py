"""The tables of a published Word file, read from its XML by the guarded parser.

The XML has the grid as it is drawn: libraries for Word return a merged cell once for each cell
of the grid that it covers, and miss tables in content controls and text boxes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats._drawn_cell import Mark
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import LIMITS, Unreadable, open_container, other_archive
from xlreport.formats.expat import parse

_MAIN: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_FALLBACK: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_CHANGES: Final = ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel")


@dataclass(slots=True)
class _Word:
    """The state of the handlers of a Word document.

    `text` is the character data since it was last cleared. A cell is drawn when its first
    paragraph begins, because its properties come before. `fallback` counts the open alternatives
    that repeat a content in another way. `mark` is that of the current run; it `is_settled` when
    only the former properties of the run follow. `ruby` counts the open phonetic texts.
    """

    drawing: grid.Drawing = field(default_factory=grid.Drawing)
    text: list[str] = field(default_factory=list)
    columns: int = 1
    continues: bool = False
    pending: bool = False
    fallback: int = 0
    mark: Mark = Mark.NONE
    is_settled: bool = False
    ruby: int = 0


def read_word(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a .docx file.

    Raises `Unreadable`, and nothing else: PUBLISHED-CHANGES where a table has tracked changes,
    else as `open_container` and `parse` do.
    """
    container = open_container(data, LIMITS)
    with container.archive:
        part = next((name for name in container.members if _is_main(name)), "")
        if not part:
            raise other_archive(container)
        word = _Word()
        parse(container, part, word, _STARTS, _ENDS, word.text)
        return grid.finish(word.drawing)


def _is_main(name: str) -> bool:
    """Tell whether a part is the document; some programs number it, as in word/document2.xml."""
    return name.startswith("word/document") and name.endswith(".xml")


def _start_table(word: _Word, _: dict[str, str]) -> None:
    _draw_cell(word)
    grid.start_table(word.drawing)


def _start_row(word: _Word, _: dict[str, str]) -> None:
    grid.start_row(word.drawing)


def _start_cell(word: _Word, _: dict[str, str]) -> None:
    word.columns, word.continues, word.pending = 1, False, True


def _start_paragraph(word: _Word, _: dict[str, str]) -> None:
    _draw_cell(word)


def _draw_cell(word: _Word) -> None:
    if word.pending:
        word.pending = False
        if word.continues:
            grid.continue_cell(word.drawing, word.columns)
        else:
            grid.start_cell(word.drawing, 1, word.columns, flows=False)


def _end_cell(word: _Word) -> None:
    _draw_cell(word)
    grid.end_cell(word.drawing)


def _span(word: _Word, attributes: dict[str, str]) -> None:
    word.columns = _number(attributes)


def _merge(word: _Word, attributes: dict[str, str]) -> None:
    word.continues = _value(attributes, "continue") == "continue"


def _skip(word: _Word, attributes: dict[str, str]) -> None:
    grid.skip_columns(word.drawing, _number(attributes))


def _start_text(word: _Word, _: dict[str, str]) -> None:
    word.text.clear()


def _end_text(word: _Word) -> None:
    mark = Mark.RUBY if word.ruby else word.mark
    if mark is Mark.NONE:
        grid.add_text(word.drawing, "".join(word.text))
    else:
        grid.add_marked(word.drawing, mark, "".join(word.text))


def _start_run(word: _Word, _: dict[str, str]) -> None:
    word.mark, word.is_settled = Mark.NONE, False


def _mark_run(mark: Mark, word: _Word, attributes: dict[str, str]) -> None:
    """Mark the current run; hidden goes before struck, and struck before raised."""
    value = _value(attributes, "1")
    if word.is_settled or value in ("0", "false", "off", "none", "baseline"):
        return
    if word.mark is not Mark.HIDDEN and (mark is not Mark.RAISED or word.mark is Mark.NONE):
        word.mark = mark


def _start_former_properties(word: _Word, _: dict[str, str]) -> None:
    word.is_settled = True


def _start_ruby(word: _Word, _: dict[str, str]) -> None:
    word.ruby += 1


def _end_ruby(word: _Word) -> None:
    word.ruby -= 1


def _symbol(word: _Word, _: dict[str, str]) -> None:
    grid.add_marked(word.drawing, Mark.SYMBOL, "□")


def _end_formula_text(word: _Word) -> None:
    grid.add_marked(word.drawing, Mark.FORMULA, "".join(word.text))


def _character(character: str, word: _Word, _: dict[str, str]) -> None:
    grid.add_text(word.drawing, character)


def _change(word: _Word, _: dict[str, str]) -> None:
    if word.drawing.in_table:
        raise Unreadable("PUBLISHED-CHANGES")


def _start_fallback(word: _Word, _: dict[str, str]) -> None:
    word.fallback += 1


def _end_fallback(word: _Word) -> None:
    word.fallback -= 1


def _value(attributes: dict[str, str], default: str) -> str:
    return next(
        (attributes[f"{name} val"] for name in _MAIN if f"{name} val" in attributes), default
    )


def _number(attributes: dict[str, str]) -> int:
    text = _value(attributes, "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1


Start = Callable[[_Word, dict[str, str]], None]
End = Callable[[_Word], None]


def _outside_fallback(handler: Start) -> Start:
    """Make a handler that ignores alternatives, which repeat what was read already."""

    def handle(word: _Word, attributes: dict[str, str]) -> None:
        if not word.fallback:
            handler(word, attributes)

    return handle


def _outside_fallback_end(handler: End) -> End:
    def handle(word: _Word) -> None:
        if not word.fallback:
            handler(word)

    return handle


_START: Final[dict[str, Start]] = {
    "tbl": _start_table,
    "tr": _start_row,
    "tc": _start_cell,
    "p": _start_paragraph,
    "gridSpan": _span,
    "vMerge": _merge,
    "gridBefore": _skip,
    "t": _start_text,
    "r": _start_run,
    "strike": partial(_mark_run, Mark.STRUCK),
    "dstrike": partial(_mark_run, Mark.STRUCK),
    "vanish": partial(_mark_run, Mark.HIDDEN),
    "vertAlign": partial(_mark_run, Mark.RAISED),
    "rPrChange": _start_former_properties,
    "rt": _start_ruby,
    "sym": _symbol,
    "tab": partial(_character, " "),
    "br": partial(_character, "\n"),
    "cr": partial(_character, "\n"),
    "noBreakHyphen": partial(_character, "-"),
    **dict.fromkeys(_CHANGES, _change),
}
_END: Final[dict[str, End]] = {
    "tbl": lambda word: grid.end_table(word.drawing),
    "tr": lambda word: grid.end_row(word.drawing),
    "tc": _end_cell,
    "p": lambda word: grid.end_paragraph(word.drawing),
    "t": _end_text,
    "rt": _end_ruby,
}
_STARTS: Final = {
    **{
        f"{namespace} {name}": _outside_fallback(handler)
        for namespace in _MAIN
        for name, handler in _START.items()
    },
    **{f"{namespace} t": _outside_fallback(_start_text) for namespace in _MATH},
    _FALLBACK: _start_fallback,
}
_ENDS: Final = {
    **{
        f"{namespace} {name}": _outside_fallback_end(handler)
        for namespace in _MAIN
        for name, handler in _END.items()
    },
    **{f"{namespace} t": _outside_fallback_end(_end_formula_text) for namespace in _MATH},
    _FALLBACK: _end_fallback,
}
