"""Pieces of Markdown that several pages of the reference are made of."""

from __future__ import annotations

import re

from english import Language

UP = {Language.ENGLISH: "../../", Language.CHINESE: "../../../"}
"""The way from a page of the reference to the root of the project."""


def row(*cells: str) -> str:
    """Write a row of a table."""
    return f"| {' | '.join(cells)} |\n"


def heading_row(*cells: str) -> str:
    """Write the first row of a table, and the line below it."""
    return row(*cells) + f"|{'---|' * len(cells)}\n"


def literal(text: str) -> str:
    """Make text safe in Markdown: nothing in it is emphasis, a tag, a link or a cell's end."""
    return re.sub(r"([*_<>\[\]`|])", r"\\\1", text)
