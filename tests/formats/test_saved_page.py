"""Pages that a browser saved as single files: what is in them, and what is no such file."""

from __future__ import annotations

import pytest

from xlreport.formats.saved_page import unpack_page

RELATED = b'Content-Type: multipart/related; boundary="b"\r\n'
PAGE = b"--b\r\nContent-Type: text/html\r\nContent-Location: %b\r\n\r\n<p>x</p>\r\n--b--\r\n"


def test_the_first_page_is_taken_with_its_address() -> None:
    mail = b"MIME-Version: 1.0\r\n" + RELATED + b"\r\n" + PAGE % b"https://a.gov.cn/x"
    wanted = b"<!-- saved from url=(0018)https://a.gov.cn/x -->\n<p>x</p>"
    assert wanted == unpack_page(mail)


@pytest.mark.parametrize("place", [b"cid:x", b"https://a/--><script>", b"https://a/\x01"])
def test_no_other_address_is_written_into_the_page(place: bytes) -> None:
    assert b"<p>x</p>" == unpack_page(b"MIME-Version: 1.0\r\n" + RELATED + b"\r\n" + PAGE % place)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>MIME-Version: 1.0",
        RELATED + b"\r\n" + PAGE % b"",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + PAGE % b"",
        b"MIME-Version: 1.0\r\n" + RELATED + b"\r\n" + b"--b\r\n\r\n" * 2001 + PAGE % b"",
    ],
)
def test_what_is_no_saved_page_has_none(data: bytes) -> None:
    assert None is unpack_page(data)
