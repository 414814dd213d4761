"""A guide as a Word file, in the styles of the published report: title, contents, chapters."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING

from xlreport.guides._markdown import (
    Block,
    Fence,
    Grid,
    Heading,
    Line,
    Listing,
    Paragraph,
    Picture,
)
from xlreport.guides._word_contents import (
    CONTENTS,
    add_bookmark,
    add_contents,
    add_reference,
    page_of,
)
from xlreport.guides._word_grid import add_grid
from xlreport.guides.source import Guide, picture_bytes
from xlreport.office.theme import Theme
from xlreport.report.type_area import PAGE_WIDTH
from xlreport.report.word_document import close_document, open_document
from xlreport.report.word_style import (
    BODY,
    HEADING,
    SUBHEADING,
    TITLE,
    Sizes,
    Style,
    add_style,
    make,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.shape import InlineShape
    from docx.text.paragraph import Paragraph as Written

_SIZES = Sizes(title=22, heading=16, subheading=14, body=12, line=420)  # body: 小四, 21 points
_YEAR = 2026  # of the files' dates, so that the same guide gives the same bytes
FENCE, SHOWN, CAPTION = "指南命令", "指南插图", "指南图题"
_STYLES = (
    Style(CONTENTS, "body", _SIZES.body, 400),
    Style(FENCE, "table", 9, 250),
    Style(SHOWN, "body", _SIZES.body, 0, centred=True),
    Style(CAPTION, "table", 10.5, 300, centred=True, after=200),
)
_HEADINGS = {2: HEADING, 3: SUBHEADING}
_BEFORE = {2: 16, 3: 8}  # points above a heading
_STEP = 2 * _SIZES.body  # points by which an item is indented
_HIGHEST = 6400  # twips of a picture: what stands in it is still legible on paper
_INTRODUCES = 70  # characters, two lines, of a paragraph that stays with what it introduces
_ABOVE_GRID = 4  # points between a text and the table, picture or fence below it
_EMU = 635  # in a twip
_DOT, _DOT_SIZE = "●", 6
# What stands behind the shading of a paragraph in the order of the schema.
_AFTER_SHADING = ("w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def build_word(guide: Guide, blocks: tuple[Block, ...], theme: Theme) -> bytes:
    """Return the bytes of a guide as a .docx; needs python-docx, which `guide_ending` checks."""
    document = open_document(guide.title, "", _YEAR, theme, _SIZES)
    for style in _STYLES:
        add_style(document, style, theme)
    _break_between_words(document)
    for name in (BODY, FENCE):  # no line of a paragraph stands alone on a page
        document.styles[name].paragraph_format.widow_control = True
    from docx.shared import Pt

    writer = _Writer(document, guide, theme)
    document.add_paragraph(guide.title, TITLE)
    chapters = [each for each in blocks if isinstance(each, Heading) and each.level > 1]
    for block, following in zip(blocks[1:], [*blocks[2:], None], strict=True):
        if block is chapters[0]:
            add_contents(document, guide, chapters)
        writer.write(block)
        if isinstance(block, Paragraph) and isinstance(following, Grid | Picture | Fence):
            layout = document.paragraphs[-1].paragraph_format
            # A long paragraph would drag half a page along with the picture below it.
            layout.keep_with_next = sum(len(each.text) for each in block.line) <= _INTRODUCES
            layout.space_after = Pt(_ABOVE_GRID)
    return close_document(document)


def _break_between_words(document: Document) -> None:
    """Let lines break between Latin words: LibreOffice breaks Chinese within them, as in W-PS.

    Word would underline the names of commands as misspelt English, so it is told not to.
    """
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
    state = document.settings.element.find(qn("w:proofState"))
    for name in ("w:hideSpellingErrors", "w:hideGrammaticalErrors"):
        state.addprevious(make(name))


class _Writer:
    """The walk over the blocks of a guide, with the numbers of what Word counts."""

    def __init__(self, document: Document, guide: Guide, theme: Theme) -> None:
        self.document, self.guide = document, guide
        self.shade = theme.colour("label").removeprefix("#")
        self.numbers = count(1)
        self.is_first_chapter = True

    def write(self, block: Block, depth: int = 0) -> None:
        """Write a block; what stands in a list is indented by its depth."""
        match block:
            case Heading():
                self.head(block)
            case Paragraph():
                self.lay(self.document.add_paragraph(style=BODY), block.line, depth)
            case Listing():
                self.list(block, depth)
            case Fence():
                self.fence(block, depth)
            case Picture():
                self.show(block)
            case Grid():
                add_grid(self.document, block, self.shade, self.spans)

    def head(self, heading: Heading) -> None:
        from docx.shared import Pt

        written = self.document.add_paragraph(heading.numbered, _HEADINGS[heading.level])
        written.paragraph_format.space_before = Pt(_BEFORE[heading.level])
        if heading.level == 2 and self.is_first_chapter:
            written.paragraph_format.page_break_before = True
            self.is_first_chapter = False
        add_bookmark(written, heading.anchor, next(self.numbers))

    def lay(self, written: Written, line: Line, depth: int) -> None:
        """Write a line into a paragraph; below an item it stands where the item's text does."""
        from docx.shared import Pt

        if depth:
            written.paragraph_format.left_indent = Pt(depth * _STEP)
            self.indent_first(written, 0)
        self.spans(written, line)

    @staticmethod
    def indent_first(written: Written, points: float) -> None:
        """Set the indent of the first line, against that of the style, which is in characters."""
        from docx.oxml.ns import qn
        from docx.shared import Pt

        written.paragraph_format.first_line_indent = Pt(points)
        indents = written._p.get_or_add_pPr().get_or_add_ind()
        indents.set(qn("w:firstLineChars"), "0")

    def spans(self, written: Written, line: Line) -> None:
        """Write the pieces of a line; a reference to another place tells its page."""
        for span in line:
            if span.target:
                page = page_of(self.guide, span.target)
                add_reference(written, span.target, f"{span.text}（第 ", page, " 页）")
            else:
                written.add_run(span.text).bold = True if span.strong else None

    def list(self, listing: Listing, depth: int) -> None:
        from docx.shared import Pt

        for number, (first, *others) in enumerate(listing.items, 1):
            assert isinstance(first, Paragraph)
            written = self.document.add_paragraph(style=BODY)
            mark = f"{number}." if listing.is_ordered else _DOT
            written.paragraph_format.left_indent = Pt((depth + 1) * _STEP)
            self.indent_first(written, -_STEP)
            written.paragraph_format.tab_stops.add_tab_stop(Pt((depth + 1) * _STEP))
            marked = written.add_run(f"{mark}\t")
            if not listing.is_ordered:
                marked.font.size = Pt(_DOT_SIZE)
            self.spans(written, first.line)
            for block in others:
                self.write(block, depth + 1)

    def fence(self, fence: Fence, depth: int) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        written = self.document.add_paragraph(style=FENCE)
        layout = written.paragraph_format
        layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
        layout.left_indent = Pt(depth * _STEP)
        layout.space_before, layout.space_after = Pt(4), Pt(6)
        for number, text in enumerate(fence.text.split("\n")):
            run = written.add_run()
            if number:
                run.add_break()
            run.add_text(text)
        shading = make("w:shd", val="clear", color="auto", fill=self.shade)
        written._p.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)

    def show(self, picture: Picture) -> None:
        from docx.shared import Emu, Pt

        written = self.document.add_paragraph(style=SHOWN)
        written.paragraph_format.keep_with_next = True
        written.paragraph_format.space_before = Pt(6)
        drawn = written.add_run().add_picture(BytesIO(picture_bytes(picture.path)))
        scale = min(PAGE_WIDTH * _EMU / drawn.width, _HIGHEST * _EMU / drawn.height)
        drawn.width, drawn.height = Emu(int(drawn.width * scale)), Emu(int(drawn.height * scale))
        _frame(drawn)
        described = drawn._inline.docPr
        described.set("descr", picture.described)
        described.set("name", picture.numbered)
        caption = self.document.add_paragraph(picture.numbered, CAPTION)
        caption.paragraph_format.space_before = Pt(3)


def _frame(drawn: InlineShape) -> None:
    """Draw a thin line around a picture, which is as white as the paper."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = (
        f'<a:ln {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="A6A6A6"/></a:solidFill></a:ln>'
    )
    drawn._inline.graphic.graphicData.pic.spPr.append(parse_xml(line))
