"""What a chart of the summary shows, as the form file says: which cells, under which names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Cells = tuple[int, ...]


class ChartKind(StrEnum):
    """Names how a chart is drawn, and over what.

    `BAR` and `COLUMN` lie and stand, one bar for each category. `BUSIEST` has a bar for each of
    the ten departments with the largest figures, `YEARS` two for each category: last year's and
    this year's.
    """

    BAR = "bar"
    COLUMN = "column"
    BUSIEST = "busiest"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class Series:
    """Is one row of bars: its name, and for each category the cells that it adds up, by index."""

    name: str
    bars: tuple[Cells, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Is one chart: all its cells lie in one table and are counted in one unit."""

    title: str
    kind: ChartKind
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
