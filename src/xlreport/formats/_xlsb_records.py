"""The records of an .xlsb part, and the values in them ([MS-XLSB] 2.1.4, 2.5)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from xlreport.formats.container import damaged, hostile, read_chunks
from xlreport.formats.expat import add_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlreport.formats.container import Container

_MORE: Final = 0x80
_SIZE_BYTES: Final = 4


def read_records(container: Container, part: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of the member `part`: the number of each and its content.

    Records are limited as tags of XML are. Raises `Unreadable`.
    """
    data = b"".join(read_chunks(container, part))
    most = container.limits.tags
    position = count = 0
    try:
        while position < len(data):
            number = data[position]
            position += 1
            if number & _MORE:
                number = (number & 0x7F) | (data[position] & 0x7F) << 7
                position += 1
            size = 0
            for shift in range(_SIZE_BYTES):
                byte = data[position]
                position += 1
                size |= (byte & 0x7F) << 7 * shift
                if not byte & _MORE:
                    break
            content = data[position : position + size]
            position += size
            count += 1
            if len(content) < size or count > most:
                break
            yield number, content
    except (IndexError, struct.error, UnicodeDecodeError) as error:
        raise damaged(part) from error
    finally:
        add_tags(container, count)
    if count > most:
        raise hostile(f"单个表页的记录超过 {most} 条")
    if position != len(data):
        raise damaged(part)


def wide_text(content: bytes, position: int, longest: int) -> tuple[str, int]:
    """Return the text at a position, at most `longest` characters of it, and where it ends."""
    (size,) = struct.unpack_from("<I", content, position)
    end = position + 4 + 2 * size
    if size == 0xFFFF_FFFF:  # no text at all
        return "", position + 4
    if end > len(content):
        raise IndexError("a text longer than its record")
    return content[position + 4 : end].decode("utf-16-le", "replace")[:longest], end


def short_number(content: bytes, position: int) -> float:
    """Return a number of 30 bits, [MS-XLSB] 2.5.122: whole or the upper part of a long one."""
    (bits,) = struct.unpack_from("<i", content, position)
    if bits & 2:
        number = float(bits >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Ii", 0, bits & ~3))
    return number / 100 if bits & 1 else number
