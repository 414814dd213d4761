"""A master workbook, built once with placeholders and imprinted for each department.

Templates that differ only in name and code need not be built one by one.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from rich.cells import cell_len

from xlreport.base.files import zip_members
from xlreport.office.roster import Department
from xlreport.writing.edges import in_header

# The placeholders are of characters for private use, which a roster refuses in names.
NAME = "\ue000N\ue001"
CODE = "\ue000C\ue001"
_HEADER = "&amp;L&amp;10 {}"
# Half of the time goes into packing: a sixth less of it makes a template larger by a hundredth.
_LEVEL = 5
_LONGEST_NAME = 26  # digits: a line on the cover


@dataclass(frozen=True, slots=True)
class Master:
    """A workbook, inflated, in which `NAME` and `CODE` stand for a department's name and code."""

    parts: tuple[tuple[str, bytes], ...]


def make_master(data: bytes) -> Master:
    """Inflate a workbook that was built with the placeholders."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return Master(tuple((name, archive.read(name)) for name in archive.namelist()))


def can_imprint(department: Department) -> bool:
    """Tell whether a name is so short that no row of a template is higher because of it."""
    return cell_len(department.name) <= _LONGEST_NAME


def imprint(master: Master, department: Department) -> bytes:
    """Return a workbook's bytes with a department's name and code for the placeholders."""
    replacements = (
        # A page header has another form of the name, so it is replaced first.
        (_HEADER.format(NAME), _HEADER.format(escape(in_header(department.name)))),
        (NAME, escape(department.name)),
        (CODE, escape(department.code)),
    )
    encoded = [(placeholder.encode(), text.encode()) for placeholder, text in replacements]
    parts = ((name, _replace(part, encoded)) for name, part in master.parts)
    return zip_members(parts, level=_LEVEL)


def _replace(part: bytes, replacements: list[tuple[bytes, bytes]]) -> bytes:
    for placeholder, text in replacements:
        part = part.replace(placeholder, text)
    return part
