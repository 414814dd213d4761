"""A Word file from its beginning to its bytes: styles, page, properties, marks."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from xlreport.base.files import zip_members
from xlreport.layout.stamp import made_at
from xlreport.office.theme import Theme
from xlreport.report.word_page import number_pages, set_page
from xlreport.report.word_style import DRAFT, OFFICIAL, Sizes, drop_parts, style_document

if TYPE_CHECKING:
    from docx.document import Document

_STYLES_OF_2010 = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
_LONGEST_PROPERTY = 255  # characters that Word keeps of a property


def open_document(
    title: str, author: str, year: int, theme: Theme, sizes: Sizes = OFFICIAL
) -> Document:
    """Begin a document with the styles, the page and the page numbers of an official one.

    `year` dates it, so that the same content gives the same bytes.
    """
    import docx

    document = docx.Document()
    _drop_template_parts(document)
    _set_properties(document, title, author, year)
    style_document(document, theme, sizes)
    set_page(document.sections[0], landscape=False)
    number_pages(document)
    return document


def close_document(document: Document) -> bytes:
    """Return the bytes of a document, with a fixed date for the members of the archive."""
    saved = BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:
        return zip_members((name, source.read(name)) for name in source.namelist())


def add_mark(document: Document, text: str) -> None:
    """Write what a person has to settle and delete, so that nobody publishes it unseen."""
    document.add_paragraph(style=DRAFT).add_run(text).bold = True


def _drop_template_parts(document: Document) -> None:
    """Drop the parts of python-docx's template that no report uses."""
    from docx.opc.constants import RELATIONSHIP_TYPE as KIND
    from docx.oxml.ns import qn

    package = document.part.package
    assert package is not None  # a document that was opened has one
    drop_parts(package.rels, KIND.THUMBNAIL, KIND.EXTENDED_PROPERTIES)
    drop_parts(document.part.rels, KIND.CUSTOM_XML, KIND.NUMBERING, _STYLES_OF_2010)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # else Word says 兼容模式 in its title bar


def _set_properties(document: Document, title: str, author: str, year: int) -> None:
    """Set title and author, and fixed times so that the same report gives the same bytes."""
    properties = document.core_properties
    properties.title = title[:_LONGEST_PROPERTY]
    properties.author = author[:_LONGEST_PROPERTY]
    properties.language = "zh-CN"
    properties.comments = properties.keywords = properties.last_modified_by = ""
    properties.created = properties.modified = made_at(year)
    properties.revision = 1
