"""The data of a worksheet that is written plainly, taken apart without the XML parser.

Nearly all the time of reading a sheet went into the handlers that the XML parser calls for each
cell, yet office programs write cells in very few ways. So the data are cut out of the sheet, and
the parser gets what is left, which decides everything else. The data are plain if regular
expressions account for each of their characters: then they are well-formed, they hold nothing but
rows and cells, and each cell stands in its row. A sheet that is not plain is parsed as a whole.

All files of a form that one program saved differ in little but the values of their cells. So the
values are taken out of the data first: what is left, the layout, is taken apart once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from xlreport.formats._plain_layout import PlainLayout, lay_out
from xlreport.formats._plain_rows import plain_rows
from xlreport.formats._plain_text import NO_TEXT, PROLOG, SOME_TEXT, decode_references
from xlreport.formats.expat import stand_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlreport.formats._plain_rows import PlainRow

_START: Final = b"<sheetData>"
_WORD: Final = (b"formatCode",)
_PREFIX: Final = (b"x14ac:",)
_END: Final = b"</sheetData>"
_ROOT: Final = re.compile(rb"%s(<worksheet(?: [A-Za-z0-9:]+=\"[^<>&\"]*\")*>)" % PROLOG)
# Nothing that is read follows the start of one of these, and a template has hundreds of them.
_START_OF_REST: Final = re.compile(rb"<(?:conditionalFormatting|dataValidations)[^<>]*+>")
_HEADER: Final = re.compile(rb"<oddHeader>([^<>]*+)</oddHeader>")
# In a comment two hyphens would be damage.
_PLAIN_HEADER: Final = re.compile(rf"[^\-{NO_TEXT}]*+")
# The text of a <v> or a <t>, and what stands in its place in a layout.
_VALUE: Final = re.compile(rf">({SOME_TEXT})(?=</[vt]>)")
_PLACEHOLDER: Final = ">0"
_LARGEST_LAYOUT: Final = 1 << 16  # bytes; a list of figures has as many layouts as files
_MOST_LAYOUTS: Final = 1 << 7  # a form has some five, of each program
_LAYOUTS: Final[dict[tuple[str, bool], PlainLayout]] = {}


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A worksheet whose data are plain; its `shell` is what else is read of its XML.

    Of the bytes from `rest` on nothing is read. Of a sheet of ordinary size there is the `layout`,
    and the `values` of those of its cells that have one, else there are its `rows`. `tags` is how
    many tags the whole sheet has.
    """

    shell: bytes
    rest: int
    tags: int
    layout: PlainLayout | None
    values: Sequence[str]
    rows: Sequence[PlainRow] = ()


def plain_sheet(data: bytes, *, has_strings: bool) -> PlainSheet | None:
    """Take the XML of a worksheet apart; None where its data are not certain to be plain.

    `has_strings` tells whether there are shared strings, to which cells may refer.
    """
    first = data.find(_START) + len(_START)
    last = data.find(_END, first)
    if not len(_START) <= first <= last:
        return None
    head, body = data[:first], data[first:last]
    if not _is_plain(head, body):
        return None
    end = _START_OF_REST.search(data, last)
    rest = len(data) if end is None else end.end()
    shell, tags = head + _without_header(data[last:rest]), data.count(b"<")
    try:
        if len(body) > _LARGEST_LAYOUT:
            rows = plain_rows(body.decode(), has_strings=has_strings)
            return None if rows is None else PlainSheet(shell, rest, tags, None, (), rows)
        pieces = _VALUE.split(body.decode())
    except UnicodeDecodeError:
        return None
    layout = _layout(_PLACEHOLDER.join(pieces[::2]), has_strings=has_strings)
    values = _decoded(pieces[1::2])
    if layout is None or values is None or layout.count_values != len(values):
        return None
    return PlainSheet(shell, rest, tags, layout, values)


def _without_header(tail: bytes) -> bytes:
    """Take out the header of the printed page, which names the department, if it is plain text."""
    header = _HEADER.search(tail)
    if header is None:
        return tail
    try:
        text = decode_references(header[1].decode())
    except UnicodeDecodeError:
        return tail
    is_plain = text is not None and _PLAIN_HEADER.fullmatch(text) is not None
    return tail[: header.start(1)] + tail[header.end(1) :] if is_plain else tail


def _layout(text: str, *, has_strings: bool) -> PlainLayout | None:
    """Return the layout of data with a placeholder for each value; None where it is not plain."""
    layout = _LAYOUTS.get((text, has_strings))
    if layout is None:
        rows = plain_rows(text, has_strings=has_strings, are_alike=True)
        if rows is None:
            return None
        layout = lay_out(rows)
        if len(_LAYOUTS) >= _MOST_LAYOUTS:
            _LAYOUTS.clear()
        _LAYOUTS[text, has_strings] = layout
    return layout


def _decoded(values: Sequence[str]) -> list[str] | None:
    """Decode the references in values; None where one holds anything else with an &."""
    decoded = []
    for value in values:
        text = decode_references(value) if "&" in value else value
        if text is None:
            return None
        decoded.append(text)
    return decoded


def _is_plain(head: bytes, body: bytes) -> bool:
    """Tell whether what stands before the data lets them be plain.

    A sheet without a declaration of x14ac is not well-formed if its rows use that prefix, and a
    formatCode is looked for in all of it.
    """
    root = _ROOT.match(head)
    if root is None or b"<!" in head or b"<?" in head[root.start(1) :] or stand_in(body, _WORD):
        return False
    return not stand_in(body, _PREFIX) or b' xmlns:x14ac="http' in root[1]
