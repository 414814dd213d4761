"""A web page that a browser saved as a single file (.mht, .mhtml): a mail with the page in it."""

from __future__ import annotations

import re
from typing import Final

from xlreport.formats.container import LIMITS

_HEAD: Final = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_HEAD_BYTES: Final = 4096
_PAGES: Final = ("multipart/related", "text/html")
_MOST_PARTS: Final = 2000  # a page has some hundred pictures, styles and frames


def unpack_page(data: bytes) -> bytes | None:
    """Return the page in such a file: its first part that is one; None where there is none.

    The address of the page is put before it, as browsers do that save a page alone.
    """
    is_mail = _HEAD.search(data[:_HEAD_BYTES]) is not None and len(data) <= LIMITS.file
    if not is_mail or data.count(b"\n--") > _MOST_PARTS:
        return None
    from email.parser import BytesParser

    mail = BytesParser().parsebytes(data)
    if mail.get_content_type() not in _PAGES:
        return None  # a mail that somebody wrote
    for part in mail.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(content, bytes):
            place = mail["Snapshot-Content-Location"] or part["Content-Location"]
            return _saved_from(str(place or "")) + content
    return None


def _saved_from(address: str) -> bytes:
    if not address.startswith("http") or "--" in address or not address.isprintable():
        return b""
    return f"<!-- saved from url=({len(address):04}){address} -->\n".encode()
