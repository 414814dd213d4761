"""The paragraphs and runs of a Word file: their numbers and their looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats._word_names import attribute, is_on, number
from xlreport.formats._word_state import Paragraph, Run, Word
from xlreport.formats._word_styles import RUN_PROPERTIES, read_fill
from xlreport.formats._word_tables import draw_cell

Start = Callable[[Word, dict[str, str]], None]
End = Callable[[Word], None]


def _start_paragraph(word: Word, _: dict[str, str]) -> None:
    draw_cell(word)
    word.paragraphs.append(Paragraph())


def _end_paragraph(word: Word) -> None:
    _begin_paragraph(word)
    word.paragraphs.pop()
    grid.end_paragraph(word.drawing)


def _end_properties(word: Word) -> None:
    if word.paragraphs and not word.paragraphs[-1].former:
        _begin_paragraph(word)


def _begin_paragraph(word: Word) -> None:
    """Write the number of the open paragraph, if its properties or its style ask for one."""
    if not word.paragraphs or word.paragraphs[-1].is_begun:
        return
    paragraph = word.paragraphs[-1]
    paragraph.is_begun = True
    style = word.styles.style(paragraph.style, "paragraph")
    number_id = paragraph.list or style.number
    if number_id in ("", "0") or paragraph.is_hidden:
        return
    level = style.level if paragraph.level is None and not paragraph.list else paragraph.level
    style_id = word.styles.id_of(paragraph.style, "paragraph")
    text = word.numbers.next_text(number_id, level, style_id)
    if text:
        word.add_text(f"{text} ")


def _in_properties(
    set_one: Callable[[Paragraph, dict[str, str]], None],
) -> Start:
    """Make a handler of a paragraph's own properties, not of those before a tracked change."""

    def handle(word: Word, attributes: dict[str, str]) -> None:
        paragraph = word.paragraphs[-1] if word.paragraphs else None
        if paragraph is not None and not paragraph.is_begun and not paragraph.former:
            set_one(paragraph, attributes)

    return handle


def _paragraph_style(paragraph: Paragraph, attributes: dict[str, str]) -> None:
    paragraph.style = attribute(attributes, "val")


def _list(paragraph: Paragraph, attributes: dict[str, str]) -> None:
    paragraph.list = attribute(attributes, "val")


def _level(paragraph: Paragraph, attributes: dict[str, str]) -> None:
    paragraph.level = number(attributes, 0)


def _former_paragraph(word: Word, _: dict[str, str]) -> None:
    if word.paragraphs:
        word.paragraphs[-1].former += 1


def _end_former_paragraph(word: Word) -> None:
    if word.paragraphs:
        word.paragraphs[-1].former -= 1


def _start_run(word: Word, _: dict[str, str]) -> None:
    _begin_paragraph(word)
    if word.paragraphs:
        word.paragraphs[-1].run = Run()


def _end_run(word: Word) -> None:
    if word.paragraphs:
        word.paragraphs[-1].run = None


def _former_run(word: Word, _: dict[str, str]) -> None:
    run = word.paragraphs[-1].run if word.paragraphs else None
    if run is not None:
        run.former += 1


def _end_former_run(word: Word) -> None:
    run = word.paragraphs[-1].run if word.paragraphs else None
    if run is not None:
        run.former -= 1


def _run_style(word: Word, attributes: dict[str, str]) -> None:
    if word.run is not None:
        word.run.style = attribute(attributes, "val")


def _property(
    read: Callable[[Mapping[str, str]], tuple[str, str]], word: Word, attributes: dict[str, str]
) -> None:
    if word.run is not None:
        name, value = read(attributes)
        word.run.look[name] = value


def _hide(word: Word, attributes: dict[str, str]) -> None:
    """Hide a run, or the mark of a paragraph, which then has no number."""
    _property(RUN_PROPERTIES["vanish"], word, attributes)
    paragraph = word.paragraphs[-1] if word.paragraphs else None
    if paragraph is not None and paragraph.run is None and not paragraph.is_begun:
        paragraph.is_hidden = is_on(attributes)


def _shade(word: Word, attributes: dict[str, str]) -> None:
    """Note the colour behind a run, a paragraph, a cell or a table."""
    paragraph = word.paragraphs[-1] if word.paragraphs else None
    table = word.tables[-1] if word.tables else None
    if word.run is not None:
        _property(RUN_PROPERTIES["shd"], word, attributes)
    elif paragraph is not None and not paragraph.is_begun:
        paragraph.fill = read_fill(attributes)
    elif table is not None and table.is_pending:
        table.cell_fill = read_fill(attributes)
    elif table is not None and not table.has_rows:
        table.table_fill = read_fill(attributes)


STARTS: Final[Mapping[str, Start]] = {
    **{name: partial(_property, read) for name, read in RUN_PROPERTIES.items()},
    "vanish": _hide,
    "specVanish": _hide,
    "shd": _shade,
    "p": _start_paragraph,
    "pPr": lambda *_: None,
    "pPrChange": _former_paragraph,
    "pStyle": _in_properties(_paragraph_style),
    "numId": _in_properties(_list),
    "ilvl": _in_properties(_level),
    "r": _start_run,
    "rPrChange": _former_run,
    "rStyle": _run_style,
}
"""What the start of an element does, by local name, where it is drawn."""

ENDS: Final[Mapping[str, End]] = {
    "p": _end_paragraph,
    "pPr": _end_properties,
    "pPrChange": _end_former_paragraph,
    "r": _end_run,
    "rPrChange": _end_former_run,
}
