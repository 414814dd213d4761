"""The kinds of files that are text: web pages, e-mails, XML of several programs, CSV."""

from __future__ import annotations

import codecs
import re
from typing import Final

from xlreport.base.text import possible_encodings
from xlreport.formats import _named_kinds as kinds
from xlreport.formats._named_kinds import FileKind

_START: Final = 1 << 16  # bytes in which a text is recognised
_PAGE: Final = FileKind("FILE-HTML")
_UNKNOWN: Final = FileKind("FILE-UNKNOWN")
# The first tag of a text behind declarations and comments: its name and its attributes.
_FIRST_TAG: Final = re.compile(r"<([a-z_][a-z0-9_.:-]*)([^>]*)")
_PAGE_TAGS: Final = frozenset(
    {
        *("html", "head", "body", "meta", "title", "style", "script", "link", "base", "center"),
        *("div", "p", "span", "table", "form", "font", "h1", "h2", "h3", "ul", "iframe", "section"),
    }
)
_XML_KINDS: Final = (
    ("urn:schemas-microsoft-com:office:spreadsheet", kinds.SPREADSHEET_XML),
    ("schemas.microsoft.com/office/word/2003/wordml", kinds.WORD_XML),
    ("schemas.microsoft.com/office/2006/xmlpackage", kinds.WORD_XML),
    ("opendocument.spreadsheet", kinds.FLAT_SPREADSHEET),
    ("urn:oasis:names:tc:opendocument", kinds.FLAT_TEXT),
    ("schemas.uof.org", kinds.UOF),
    ("/uof/", kinds.UOF),
    ("http://www.w3.org/2000/svg", kinds.IMAGE),
)
# A mailbox begins with a line "From …", an e-mail of Apple Mail with its length.
_HEADER: Final = re.compile(rb"(?:From [^\r\n]*\r?\n|[0-9]+\s*\r?\n)?[A-Za-z][A-Za-z0-9-]*:[ \t]")
_MAIL_FIELDS: Final = frozenset(
    {
        *("from", "to", "subject", "date", "message-id", "received", "return-path", "reply-to"),
        *("delivered-to", "mime-version", "content-type", "x-mailer", "sender", "cc"),
    }
)
_SENT: Final = frozenset({"to", "received", "return-path", "delivered-to", "message-id"})
_CSV_LINES: Final = 20


def classify_text(data: bytes) -> FileKind:
    """Return the kind of a file without the mark of any other kind, by its first 64 kB."""
    start = data[:_START]
    mail = _mail_kind(start)
    if mail is not None:
        return mail
    if possible_encodings(start) == ("utf-16",):
        text = start.decode("utf-16", "replace")
    else:
        text = start.decode("latin-1")  # tags are ASCII, whatever surrounds them
    text = text.lstrip("\ufeffï»¿ \t\r\n").lower()
    if text.startswith("<"):
        return _markup_kind(text)
    if text.startswith("[internetshortcut]"):
        return kinds.SHORTCUT
    plain = _decode(start)
    if plain is None:
        return _UNKNOWN
    return kinds.CSV if _is_csv(plain) else kinds.PLAIN_TEXT


def _mail_kind(start: bytes) -> FileKind | None:
    """Return whether a text is an e-mail or a page saved in one file, which begins like one."""
    begin = start.lstrip(b"\xef\xbb\xbf\r\n ")
    if not _HEADER.match(begin):
        return None
    if begin[:5] == b"From " or begin[:1].isdigit():
        begin = begin.partition(b"\n")[2]
    from email.parser import BytesHeaderParser  # and with it sockets, which no other file needs

    message = BytesHeaderParser().parsebytes(begin)
    fields = {name.lower() for name in message.keys()}  # noqa: SIM118 - a message is no dict
    if len(fields & _MAIL_FIELDS) < 2:
        return None
    is_page = message.get_content_type() in ("multipart/related", "text/html")
    return kinds.SAVED_PAGE if is_page and not fields & _SENT else kinds.MAIL


def _markup_kind(text: str) -> FileKind:
    """Tell pages and the XML of several programs apart by the first tag; `text` is lower-case."""
    tag = _FIRST_TAG.search(text)
    name = "" if tag is None else tag[1]
    if name not in _PAGE_TAGS and tag is not None:
        for mark, kind in _XML_KINDS:
            if mark in tag[2]:
                return kind
    if name in _PAGE_TAGS or "<html" in text or "<table" in text or text.startswith("<!doctype h"):
        return _PAGE
    return kinds.XML if text.startswith("<?xml") else kinds.PLAIN_TEXT


def _decode(start: bytes) -> str | None:
    """Decode a text without control characters; None where there are others, or no encoding."""
    for encoding in possible_encodings(start):
        try:
            # Incremental, because `start` may end inside a character.
            text = codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        if not any(sign < " " and sign not in "\t\n\f\r" for sign in text):
            return text
    return None


def _is_csv(text: str) -> bool:
    """Tell whether most of the first lines of a text have equally many separators."""
    lines = [line for line in text.splitlines()[:_CSV_LINES] if line.strip()]
    for separator in ",\t;":
        counts = [line.count(separator) for line in lines]
        if counts and 2 * sum(count == counts[0] > 0 for count in counts) > len(counts):
            return True
    return False
