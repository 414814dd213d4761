"""The parts of a form: strips, cells, tables, texts, checks, charts and narrative sentences."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from xlreport.base.finding import Severity
from xlreport.base.text import one_line
from xlreport.form.measure import Measure
from xlreport.form.outline import Outline
from xlreport.form.rule import Balance, NamedCheck, Terms

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Part:
    """Is one strip of a table: its own columns and rows below a band (empty where none)."""

    band: str
    corner: str
    columns: Outline
    rows: Outline


@dataclass(frozen=True, slots=True)
class Cell:
    """Is one value cell of a form; `index` is its place in official order, from 0.

    `total` cells are computed by a rule marked `fill`; all others are inputs. `path` names the
    cell to a person: table, row labels, column labels.
    """

    index: int
    table: str
    row: str
    column: str
    measure: Measure
    total: bool
    row_path: str
    column_path: str
    path: str


@dataclass(frozen=True, slots=True)
class Table:
    """Is one official table: one sheet, one frame, one schema, one nil declaration."""

    key: str
    heading: str
    sheet: str
    parts: tuple[Part, ...]
    cells: tuple[Cell, ...]

    __repr__ = one_line(lambda it: f"{it.key}: {len(it.cells)} cells")

    @property
    def row_keys(self) -> tuple[str, ...]:
        """List the rows that hold values, in official order."""
        return tuple(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def column_keys(self) -> tuple[str, ...]:
        """List the columns that hold values, in official order, each once."""
        return tuple(dict.fromkeys(cell.column for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Text:
    """Is one narrative part: heading, what it must contain, and a standing sentence if any."""

    key: str
    heading: str
    say: str
    standing: str


@dataclass(frozen=True, slots=True)
class Check:
    """Is a named check as a form file switches it on: severity, sentence and its cells."""

    id: NamedCheck
    severity: Severity
    say: str
    cells: tuple[int, ...] = ()
    balances: tuple[Balance, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorMeaning:
    """Is what an indicator means, for the cells it is about (by index)."""

    cells: tuple[int, ...]
    text: str


CellIndexes = tuple[int, ...]


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
    bars: tuple[CellIndexes, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Is one chart: all its cells lie in one table and are counted in one unit."""

    title: str
    kind: ChartKind
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


GAP, NUMBER = "…", "{}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Is one number that the narrative part `text` (its key) states.

    `draft` is the clause to be written with `{}` for the number, empty where none is drafted.
    `phrases` are the words around a number that is read, `none` those that say there was
    nothing. `readings` are the sums of cells the number may be; the first is the one drafted.
    """

    id: str
    text: str
    draft: str
    phrases: tuple[str, ...]
    none: tuple[str, ...]
    readings: tuple[Terms, ...]


@dataclass(frozen=True, slots=True)
class Narrative:
    """Is what a form file says of the narrative's countable sentences, and of the words in it.

    `units` stand behind a number, `fillers` may stand before it. A number counts where the last
    of the words `about` and `others` in its sentence is one of `about`, where its clause holds no
    word of `others` or `beside`, and where it does not follow a word of `parts`.
    """

    units: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()
