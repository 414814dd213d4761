"""Media queries: whether the rules behind one hold on a screen as officers have it."""

from __future__ import annotations

import re
from typing import Final

_SCREEN_WIDTH: Final = 1280  # pixels
_MOST_PARTS: Final = 8
_MEDIA: Final = {
    **dict.fromkeys(("all", "screen", ""), True),
    **dict.fromkeys(("print", "speech", "aural", "braille", "embossed"), False),
    **dict.fromkeys(("handheld", "projection", "tty", "tv"), False),
}
_WIDTH: Final = re.compile(r"\(\s*(min|max)-(?:device-)?width\s*:\s*([0-9.]{1,8})(px|r?em)\s*\)")


def applies(media: str) -> bool | None:
    """Tell whether a media query fits a screen as officers have it; None where it is not known."""
    answers = [_applies_one(query.strip()) for query in media.lower().split(",")]
    if True in answers:
        return True
    return None if None in answers else False


def _applies_one(query: str) -> bool | None:
    parts = [part.strip() for part in query.removeprefix("only ").split(" and ")]
    answers = [_fits(part) for part in parts[:_MOST_PARTS]]
    if False in answers:
        return False
    return None if None in answers else True


def _fits(part: str) -> bool | None:
    width = _WIDTH.fullmatch(part)
    if width is None:
        return _MEDIA.get(part)
    try:
        pixels = float(width[2]) * (1 if width[3] == "px" else 16)
    except ValueError:
        return None
    return pixels <= _SCREEN_WIDTH if width[1] == "min" else pixels >= _SCREEN_WIDTH
