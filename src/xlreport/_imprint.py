"""Imprinting: one template of a form and year is built, then each department's name put in it.

Building takes ten times as long as imprinting, and a county has dozens of departments, a
province thousands. What differs between two departments is their name and code alone.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from xlreport._roster import Department
from xlreport._shape import HEADER_LENGTH

# Characters for private use: they stand in no name, since a roster refuses them.
NAME = "\ue000N\ue001"
CODE = "\ue000C\ue001"
_HEADER = f"&amp;L&amp;9 {NAME}".encode()
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same inputs give the same bytes


@dataclass(frozen=True, slots=True)
class Master:
    """Is a workbook built with `NAME` and `CODE` in the places of a department's, inflated."""

    parts: tuple[tuple[str, bytes], ...]


def make_master(data: bytes) -> Master:
    """Inflate a workbook that was built with the placeholders."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return Master(tuple((name, archive.read(name)) for name in archive.namelist()))


def imprint(master: Master, department: Department) -> bytes:
    """Give the workbook's bytes with the department's name and code in their places."""
    # In a page header an ampersand begins a code, and a name takes part of the room.
    header = department.name[:HEADER_LENGTH].replace("&", "&&")
    changes = (
        (_HEADER, f"&amp;L&amp;9 {escape(header)}".encode()),
        (NAME.encode(), escape(department.name).encode()),
        (CODE.encode(), escape(department.code).encode()),
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in master.parts:
            content = part
            for placeholder, text in changes:
                content = content.replace(placeholder, text)
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
