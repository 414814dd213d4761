"""The names by which an officer calls a cell: its address, its official path, its keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.layout.layout import NOWHERE, Position


@lru_cache(maxsize=16)  # most returns of a form have their cells at the same positions
def cells_by_name(form: Form, positions: tuple[Position, ...]) -> Mapping[str, int]:
    """Map the comparable names of cells that stand at `positions` to their indexes.

    表三 D6 may be written 三!D6 or 三D6 as well. A name that several cells have is left out.
    """
    found: dict[str, set[int]] = defaultdict(set)
    for cell, position in zip(form.cells, positions, strict=True):
        texts = [cell.path, cell.key]
        if (position.row, position.column) != NOWHERE:
            sheet, address = position.sheet, position.address
            texts += [
                position.place,
                f"{sheet}!{address}",
                f"{sheet}{address}",
                f"表{sheet}{address}",
            ]
        for text in texts:
            found[comparable(text)].add(cell.index)
    return {name: indexes.pop() for name, indexes in found.items() if len(indexes) == 1}
