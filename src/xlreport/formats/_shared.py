"""What the cells of all worksheets of an .xlsx workbook refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from xlreport.formats._cell_formats import CellFormats, Renderer
    from xlreport.formats.cell import Look


@dataclass(frozen=True, slots=True)
class Shared:
    """What the cells of all worksheets refer to.

    `struck` are the indexes of the `strings` that look struck out (see `SharedStrings`), `looks`
    the looks of the styles that do not look plain, by their number.
    """

    strings: Sequence[str]
    struck: Collection[int]
    formats: CellFormats
    renderer: Renderer
    looks: Mapping[str, Look]
