"""The styles, fonts and language of the published Word file, after GB/T 9704-2012.

python-docx begins every document with an English template of some 160 styles. Only those that
Word needs stay; those of a report are added.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from xlreport.office.theme import Theme
from xlreport.report.type_area import LEADING, LINE, PAGE_WIDTH

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle


def make(tag: str, **attributes: str) -> BaseOxmlElement:
    """Make an element such as `w:shd`, with attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element: BaseOxmlElement = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def drop_parts(relations: MutableMapping[str, Any], *kinds: str) -> None:
    """Drop the relationships of these kinds, and with them the parts that they lead to."""
    dropped = [name for name, relation in relations.items() if relation.reltype in kinds]
    for name in dropped:
        del relations[name]


_BUILT_IN = ("Title", "Heading 1", "Heading 2", "Body Text", "footer")  # 标题, 标题 1 …
TITLE, HEADING, SUBHEADING, BODY, NUMBER = _BUILT_IN
DRAFT, OPENING_WORDS, SIGNED = "报告草稿", "报告小标题", "报告落款"

BODY_SIZE = 16.0  # 三号
TITLE_SIZE = 22.0  # 二号
_NUMBER_SIZE = 14.0  # 四号
_INDENT = 2  # characters
# The page has a grid of 22 lines of 28 characters, but no style uses it, since LibreOffice gives
# two squares to a character larger than one. Lines of exact height and characters set closer by
# this many twips look the same in every program; one twip more allows for rounding.
_CLOSER = floor(PAGE_WIDTH / 28 - BODY_SIZE * 20) - 1

# The fonts that replace one that a computer lacks, in the order in which they are tried: Windows
# renamed the first two, and Office brings 华文中宋 along. The last of each comes with Windows.
SUCCESSORS = {
    "仿宋_GB2312": "仿宋,FangSong",
    "楷体_GB2312": "楷体,KaiTi",
    "方正小标宋简体": "方正小标宋_GBK,华文中宋,宋体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
_AFTER_SPACING = ("w:sz", "w:szCs")  # in the order of the schema
_LANGUAGE = "zh-CN"
_NEEDED_BY_WORD = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style.

    `size` is in points, `line` and `after` (the space below) in twips, `indent` in characters;
    `level` is that of a heading in the outline. A `line` of 0 is as high as what stands in it.
    """

    name: str
    font: str
    size: float = BODY_SIZE
    line: int = LINE
    indent: int = 0
    level: int | None = None
    centred: bool = False
    at_end: bool = False
    after: int = 0
    shading: str = ""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The type sizes of a kind of document in points, and the height of a line of its body."""

    title: float
    heading: float
    subheading: float
    body: float
    line: int


OFFICIAL = Sizes(TITLE_SIZE, BODY_SIZE, BODY_SIZE, BODY_SIZE, LINE)
"""二号 and 三号, 22 lines a page, as GB/T 9704-2012 has them."""


def table_style(size: float) -> str:
    """Return the name of the paragraph style for table cells of a type size."""
    return f"报告表格{size:g}磅"


def style_document(document: Document, theme: Theme, sizes: Sizes = OFFICIAL) -> None:
    """Replace the template's styles, fonts and language by those of an official report.

    A document of other `sizes` has the same styles.
    """
    from docx.enum.style import WD_STYLE_TYPE

    for style in list(document.styles):
        if style.name not in _NEEDED_BY_WORD:
            style.delete()
    _set_language(document)
    normal = document.styles["Normal"]
    _apply(normal, Style("Normal", "body", sizes.body, sizes.line), theme)
    for definition in _styles(theme, sizes):
        add_style(document, definition, theme, is_built_in=definition.name in _BUILT_IN)
    for name in (TITLE, HEADING, SUBHEADING):
        document.styles[name].next_paragraph_style = document.styles[BODY]
    words = document.styles.add_style(OPENING_WORDS, WD_STYLE_TYPE.CHARACTER)
    _set_font(words, theme.report_font("subheading"))
    _list_fonts(document, sorted({font for _, font in theme.report_fonts}))


def add_style(
    document: Document, definition: Style, theme: Theme, *, is_built_in: bool = False
) -> ParagraphStyle:
    """Add a paragraph style, based on that of all text."""
    from docx.enum.style import WD_STYLE_TYPE

    style = document.styles.add_style(definition.name, WD_STYLE_TYPE.PARAGRAPH, is_built_in)
    style.base_style, style.quick_style = document.styles["Normal"], True
    _apply(style, definition, theme)
    added: ParagraphStyle = style
    return added


def _styles(theme: Theme, sizes: Sizes) -> tuple[Style, ...]:
    shading = theme.colour("input").removeprefix("#").upper()
    tables = (
        Style(table_style(size), "table", size, leading, centred=True)
        for size, leading in LEADING.items()
    )
    return (
        Style(TITLE, "title", sizes.title, centred=True, after=LINE),
        Style(HEADING, "heading", sizes.heading, indent=_INDENT, level=0),
        Style(SUBHEADING, "subheading", sizes.subheading, indent=_INDENT, level=1),
        Style(BODY, "body", sizes.body, sizes.line, indent=_INDENT),
        Style(DRAFT, "body", sizes.body, sizes.line, indent=_INDENT, shading=shading),
        Style(SIGNED, "body", sizes.body, sizes.line, at_end=True),
        Style(NUMBER, "number", _NUMBER_SIZE, round(_NUMBER_SIZE * 20)),
        *tables,
    )


def _apply(style: ParagraphStyle, definition: Style, theme: Theme) -> None:
    """Write the properties of a style; elements unknown to python-docx go in the schema's order."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    properties = style.element.get_or_add_pPr()
    if definition.shading:
        properties.append(make("w:shd", val="clear", color="auto", fill=definition.shading))
    properties.append(make("w:snapToGrid", val="0"))
    paragraph = style.paragraph_format
    paragraph.widow_control = False  # 22 lines a page, all of them used
    paragraph.keep_with_next = True if definition.level is not None else None
    paragraph.space_before, paragraph.space_after = Pt(0), Twips(definition.after)
    if definition.line:
        paragraph.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        paragraph.line_spacing = Twips(definition.line)
    else:
        paragraph.line_spacing_rule = WD_LINE_SPACING.SINGLE
    centred, justified = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.alignment = centred if definition.centred else justified  # as Chinese is set
    if definition.at_end:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if definition.indent:
        paragraph.first_line_indent = Pt(definition.indent * definition.size)
        properties.ind.set(qn("w:firstLineChars"), str(definition.indent * 100))
    if definition.level is not None:
        properties.append(make("w:outlineLvl", val=str(definition.level)))
    style.font.size = Pt(definition.size)
    style.font.snap_to_grid = False
    if definition.size == BODY_SIZE:
        characters = style.element.get_or_add_rPr()
        characters.insert_element_before(make("w:spacing", val=str(_CLOSER)), *_AFTER_SPACING)
    _set_font(style, theme.report_font(definition.font))


def _set_font(style: Any, name: str) -> None:
    """Set one font for Chinese and Latin text, so that quotation marks look Chinese."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.rPr.rFonts
    for script in ("w:eastAsia", "w:cs"):
        fonts.set(qn(script), name)


def _set_language(document: Document) -> None:
    """Make Chinese the default language, and drop the template's spacing."""
    from docx.oxml.ns import qn

    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("w:ascii", "w:eastAsia", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), "宋体")
    for spacing in defaults.iter(qn("w:spacing")):
        spacing.attrib.clear()
    for language in defaults.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), _LANGUAGE)
        language.set(qn("w:eastAsia"), _LANGUAGE)


def _list_fonts(document: Document, names: list[str]) -> None:
    """List the fonts of the report, so that Word can replace one that a computer lacks."""
    from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import XmlPart

    drop_parts(document.part.rels, RELATIONSHIP_TYPE.FONT_TABLE)
    table = make("w:fonts")
    for name in names:
        font = make("w:font", name=name)
        if name in SUCCESSORS:
            font.append(make("w:altName", val=SUCCESSORS[name]))
        font.append(make("w:charset", val="86"))  # GB 2312
        table.append(font)
    package = document.part.package
    assert package is not None  # a document that was opened has one
    part = XmlPart(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, table, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)
