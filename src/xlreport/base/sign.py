"""Signs of how things stand: a mark with its colours, the same on sheets, pages and screens.

A mark says what the colour says, so that a print in black and white says it, too.
"""

from __future__ import annotations

from enum import Enum

from xlreport.base.public import public


@public
class Sign(Enum):
    """How a file, a department or a task stands.

    `mark` is the character before the word. `ink` is the colour of the text on the colour `paper`:
    at least 4.5 : 1, as WCAG 2 asks of text.
    """

    DONE = ("√", "#1B5E34", "#E3EFE6")
    NIL = ("○", "#1B5E34", "#E3EFE6")
    DOUBT = ("!", "#7A4F00", "#FFF1D6")
    OPEN = ("×", "#7A1620", "#F8D7DA")
    ASIDE = ("–", "#4A5560", "#E9ECEF")

    def __init__(self, mark: str, ink: str, paper: str) -> None:
        self.mark = mark
        self.ink = ink
        self.paper = paper

    def before(self, word: str) -> str:
        """Return a word with the mark before it: √ 已通过."""
        return f"{self.mark} {word}"
