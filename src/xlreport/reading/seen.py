"""What was seen in the cells of a return, held in little memory."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class SeenTexts(Mapping[int, str]):
    """The texts of cells by their index, as a row with None for a cell without one.

    A dict of as many takes five times the memory, and more than all else of a return.
    """

    row: tuple[str | None, ...]

    def __getitem__(self, index: int) -> str:
        """Return the text of a cell; raises `KeyError` where it has none."""
        text = self.row[index] if 0 <= index < len(self.row) else None
        if text is None:
            raise KeyError(index)
        return text

    def __iter__(self) -> Iterator[int]:
        """Yield the indexes of the cells that have a text, in order."""
        return (index for index, text in enumerate(self.row) if text is not None)

    def __len__(self) -> int:
        """Count the cells that have a text."""
        return len(self.row) - self.row.count(None)


def as_seen(texts: Mapping[int, str], cells: int) -> SeenTexts:
    """Hold the texts of a form's cells, of which there are so many, as a row."""
    return texts if isinstance(texts, SeenTexts) else seen_row(map(texts.get, range(cells)))


def seen_row(row: Iterable[str | None]) -> SeenTexts:
    """Hold a row of texts; equal texts are one object, since most are a digit or two."""
    return SeenTexts(tuple(text and sys.intern(text) for text in row))
