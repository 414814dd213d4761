"""What is open while a Word file is read: tables, paragraphs, runs, fields, alternatives."""

from __future__ import annotations

from dataclasses import dataclass, field

from xlreport.formats import _drawn_table as grid
from xlreport.formats._drawn_cell import Mark
from xlreport.formats._word_numbers import Numbers
from xlreport.formats._word_styles import Styles, mark_of


@dataclass(slots=True)
class TableLook:
    """How an open table looks: its style, the colours behind its cell, and whether a row shows.

    A cell `is_pending` until its first paragraph begins, because its properties come before. It may
    continue the cell above it or the one on its left.
    """

    style: str = ""
    table_fill: str = ""
    cell_fill: str = ""
    has_rows: bool = False
    is_row_hidden: bool = False
    columns: int = 1
    continues_above: bool = False
    continues_left: bool = False
    is_pending: bool = False


@dataclass(slots=True)
class Paragraph:
    """An open paragraph; its number is written when its properties are known.

    `former` counts the open former properties, which a tracked change keeps.
    """

    style: str = ""
    fill: str = ""
    list: str = ""
    level: int | None = None
    former: int = 0
    is_begun: bool = False
    is_hidden: bool = False
    run: Run | None = None


@dataclass(slots=True)
class Run:
    """An open run: its character style and its own properties.

    `is_note` tells that its text is the mark of a footnote, `former` as in a paragraph.
    """

    style: str = ""
    look: dict[str, str] = field(default_factory=dict)
    is_note: bool = False
    former: int = 0


@dataclass(slots=True)
class Field:
    """An open field: its instruction, and whether what follows is its result."""

    code: list[str] = field(default_factory=list)
    has_result: bool = False


@dataclass(slots=True)
class Alternatives:
    """Contents of which a program shows the first that it understands; `texts` are what each has.

    `drawn` is the number of the one that is drawn, None before it is known. `is_skipping` tells
    whether one that is not drawn is open.
    """

    texts: list[list[str]] = field(default_factory=list)
    drawn: int | None = None
    is_skipping: bool = False


@dataclass(slots=True)
class Control:
    """An open content control: whether it shows its prompt only, or data kept elsewhere."""

    is_prompt: bool = False
    is_bound: bool = False


@dataclass(slots=True)
class Word:
    """The state of the handlers of a Word document.

    `text` is the character data since it was last cleared. The numbers count what is open:
    `skipped` the elements that are not drawn, `codes` the instructions of fields, `prompts` and
    `bound` the controls of these kinds, `reversed` the texts from right to left (`directions` has
    all), `ruby` the phonetic texts. `pictures` tells of each open picture whether it holds text.
    """

    styles: Styles
    numbers: Numbers
    drawing: grid.Drawing = field(default_factory=grid.Drawing)
    text: list[str] = field(default_factory=list)
    tables: list[TableLook] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    alternatives: list[Alternatives] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    directions: list[bool] = field(default_factory=list)
    pictures: list[bool] = field(default_factory=list)
    skipped: int = 0
    codes: int = 0
    prompts: int = 0
    bound: int = 0
    reversed: int = 0
    ruby: int = 0

    @property
    def run(self) -> Run | None:
        """The open run; None where properties belong to a paragraph's mark or to its past."""
        run = self.paragraphs[-1].run if self.paragraphs else None
        return run if run is not None and not run.former else None

    def mark(self) -> Mark:
        """Return how the text of the open run is marked."""
        if self.ruby:
            return Mark.RUBY
        table = self.tables[-1] if self.tables else None
        if table is not None and table.is_row_hidden:
            return Mark.HIDDEN
        paragraph = self.paragraphs[-1] if self.paragraphs else Paragraph()
        run = paragraph.run or Run()
        look = self.styles.look(table.style if table else None, paragraph.style, run.style)
        fill: str | None = paragraph.fill
        if table is not None and not fill:
            fill = table.cell_fill or table.table_fill
            if not fill and self.styles.style(table.style, "table").is_shaded:
                fill = None
        mark = mark_of({**look, **run.look} if run.look else look, fill)
        if mark is Mark.NONE and run.is_note:
            return Mark.RAISED
        return Mark.REVERSED if mark is Mark.NONE and self.reversed else mark

    def add_text(self, text: str) -> None:
        """Draw text of the open run with its mark; of a control's prompt only that it is one."""
        if self.codes or not text:
            return
        if self.prompts:
            self.add_object("没有填写的控件")
            return
        mark = self.mark()
        if mark is Mark.NONE:
            grid.add_text(self.drawing, text)
        else:
            grid.add_marked(self.drawing, mark, text)
        if self.bound:
            self.add_object("取自别处的控件")

    def add_object(self, name: str) -> None:
        """Say that something stands here that is no text."""
        if not self.codes:
            grid.add_marked(self.drawing, Mark.OBJECT, name)
