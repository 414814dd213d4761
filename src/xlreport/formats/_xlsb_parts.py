"""The styles and shared strings of an .xlsb workbook."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, NamedTuple

from xlreport.formats._styles import CellStyle, Colour, Font, Styles
from xlreport.formats._xlsb_records import read_records, wide_text
from xlreport.formats.container import hostile

if TYPE_CHECKING:
    from xlreport.formats.container import Container

_FONT, _NUMBER_FORMAT, _FILL, _STYLE = 43, 44, 45, 47
_BEGIN_STYLES, _END_STYLES = 617, 618
_STRING: Final = 19
_STRUCK: Final = 0x08
_RUNS: Final = 0x01
_SOLID: Final = 1
_COLOUR_KINDS: Final = ("auto", "indexed", "rgb", "theme")


class XlsbText(NamedTuple):
    """A text, and its runs: where each begins and the number of its font."""

    text: str
    runs: tuple[tuple[int, int], ...] = ()


class XlsbStyles(NamedTuple):
    """The styles of cells, and all fonts in order, to which runs of texts refer."""

    styles: Styles
    fonts: tuple[Font, ...]


def read_styles(container: Container, part: str) -> XlsbStyles:
    """Read the styles in the member `part`. Raises `Unreadable`."""
    codes: dict[int, str] = {}
    fonts: list[Font] = []
    fills: list[Colour | None] = []
    cells: list[tuple[int, int, int]] = []
    in_cells = False
    for number, content in read_records(container, part):
        if number == _NUMBER_FORMAT:
            (key,) = struct.unpack_from("<H", content)
            codes[key] = wide_text(content, 2, container.limits.text)[0]
        elif number == _FONT:
            fonts.append(_font(content))
        elif number == _FILL:
            (pattern,) = struct.unpack_from("<I", content)
            fills.append(_colour(content, 4) if pattern == _SOLID else None)
        elif number in (_BEGIN_STYLES, _END_STYLES):
            in_cells = number == _BEGIN_STYLES
        elif number == _STYLE and in_cells:
            _, key, font, fill = struct.unpack_from("<4H", content)
            cells.append((key, font, fill))
    styles = tuple(
        CellStyle(
            key,
            fonts[font] if font < len(fonts) else Font(),
            fills[fill] if fill < len(fills) else None,
        )
        for key, font, fill in cells
    )
    return XlsbStyles(Styles(codes, styles), tuple(fonts))


def _font(content: bytes) -> Font:
    height, flags, _, raised = struct.unpack_from("<4H", content)
    return Font(
        size=f"{height / 20:g}",
        colour=_colour(content, 12),
        struck=bool(flags & _STRUCK),
        raised=bool(raised),
    )


def _colour(content: bytes, position: int) -> Colour | None:
    """Return the colour at a position, [MS-XLSB] 2.5.4."""
    kind, index, tint, red, green, blue = struct.unpack_from("<BBh3B", content, position)
    if kind >> 1 >= len(_COLOUR_KINDS):
        return None
    name = _COLOUR_KINDS[kind >> 1]
    value = bytes((red, green, blue)).hex() if name == "rgb" else str(index)
    return Colour(name, value, f"{tint / 0x7FFF:.4f}" if tint else "")


def read_strings(container: Container, part: str) -> list[XlsbText]:
    """Read the shared strings in the member `part`. Raises `Unreadable`."""
    limits = container.limits
    texts: list[XlsbText] = []
    size = 0
    for number, content in read_records(container, part):
        if number == _STRING:
            texts.append(read_text(content, 0, limits.text))
            size += len(texts[-1].text)
            if len(texts) > limits.strings or size > limits.strings_text:
                raise hostile("共享文本过多")
    return texts


def read_text(content: bytes, position: int, longest: int) -> XlsbText:
    """Read a text with its runs, [MS-XLSB] 2.5.123."""
    text, end = wide_text(content, position + 1, longest)
    if not content[position] & _RUNS:
        return XlsbText(text)
    (count,) = struct.unpack_from("<I", content, end)
    count = min(count, (len(content) - end - 4) // 4)
    runs = struct.iter_unpack("<HH", content[end + 4 : end + 4 + 4 * count])
    return XlsbText(text, tuple((begin, font) for begin, font in runs))
