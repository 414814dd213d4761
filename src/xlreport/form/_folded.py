"""Typed texts without what nobody means: invisible characters, full width, other dashes."""

from __future__ import annotations

_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202E),  # the next one turns digits round: no number is read with it
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
    )
)
# Not NFKC, which would turn 3² into 32 and ① into 1. Character for character, so that a
# remark can be cut from the text as it was typed.
_FOLDED = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "−‐‑‒–﹣"), ord("-")),
    **dict.fromkeys(map(ord, "―─"), ord("—")),  # what some fonts and GBK make of a dash
    ord("﹢"): ord("+"),
}


def without_invisible(text: str) -> str:
    """Return a text without characters that nobody sees, and without blanks around it."""
    return text.translate(_INVISIBLE).strip()


def in_half_width(text: str) -> str:
    """Return a text of the same length with its characters in half width and its dashes alike."""
    return text.translate(_FOLDED)
