"""The parts of a form: strips, cells, tables, texts, checks, charts and narrative sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from xlreport.base.finding import Severity
from xlreport.base.path import say_path
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.check_kind import CheckKind
from xlreport.form.measure import Measure
from xlreport.form.open_list import OpenList
from xlreport.form.outline import Outline
from xlreport.form.rule import Terms


@public
@dataclass(frozen=True, slots=True)
class Part:
    """One strip of a table, with its columns and rows, below a band (empty if there is none).

    `absent` are the crossings of a row and a column, by their keys, that the official table
    crosses out: there is no cell.
    """

    band: str
    corner: str
    columns: Outline
    rows: Outline
    absent: frozenset[tuple[str, str]] = frozenset()

    __repr__ = one_line(lambda it: f"{it.band}: rows {it.rows}, columns {it.columns}")


@public
@dataclass(frozen=True, slots=True)
class Cell:
    """One value cell of a form; `index` counts the form's cells in official order, from 0.

    `total` cells are computed by a rule marked `fill`; all others are inputs. `path` names the
    cell to a person: table, row labels, column labels. `row_path` and `column_path` are the labels
    of one axis, outermost first, with › between them.
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

    @property
    def key(self) -> str:
        """The keys of table, row and column with dots between them: requests.received.total."""
        return f"{self.table}.{self.row}.{self.column}"

    @property
    def labels(self) -> str:
        """The labels of its row and column as a sentence quotes them: （一）予以公开｜自然人."""
        return say_path(self.row_path, self.column_path)


@public
@dataclass(frozen=True, slots=True)
class Table:
    """One official table: one sheet, one frame, one schema, one nil declaration.

    `shares` are the quotients that the form file writes for cells, by their indexes. A table
    `by_department` has one row, and in a published report one for each department.
    """

    key: str
    heading: str
    sheet: str
    parts: tuple[Part, ...]
    cells: tuple[Cell, ...]
    shares: Mapping[int, str] = field(default_factory=dict)
    by_department: bool = False

    __repr__ = one_line(lambda it: f"{it.key}: {len(it.cells)} cells")

    @property
    def row_keys(self) -> tuple[str, ...]:
        """The keys of the rows that hold values, in official order."""
        return tuple(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def column_keys(self) -> tuple[str, ...]:
        """The keys of the columns that hold values, in official order, each once."""
        return tuple(dict.fromkeys(cell.column for cell in self.cells))


@public
@dataclass(frozen=True, slots=True)
class Text:
    """One narrative part: heading, required content, and a standing sentence (or empty).

    A part that is not `printed` opens the report without its heading.
    """

    key: str
    heading: str
    say: str
    standing: str
    printed: bool = True


UNWRITTEN = "【请补写】"
"""What a report prints in a narrative part that nobody has written, and reads as nothing."""

OPENING = "开头语"
"""The heading that names a place and is not printed, unless the form file says so."""

Section = Table | OpenList | Text
"""What a form consists of and a report publishes, in the order of the form file."""


@public
class Wanted(StrEnum):
    """What a condition asks of its cells: of their sum, of one answer, or of each of them."""

    ABOVE_ZERO = "> 0"
    ZERO = "= 0"
    YES = "= yes"
    NO = "= no"
    BLANK = "= blank"
    FILLED = "= filled"


@public
@dataclass(frozen=True, slots=True)
class Pair:
    """Two sums over cells that a check compares, in one row or column or across the form.

    `place` is the official label of the row or column, empty where there is none. `when` and
    `then` are what a check of the kind `implies` asks of the left and of the right side. A pair
    `within` a return is not judged in summaries.
    """

    place: str
    left: Terms
    right: Terms
    within: bool
    when: Wanted = Wanted.ABOVE_ZERO
    then: Wanted = Wanted.ABOVE_ZERO

    @property
    def cells(self) -> tuple[int, ...]:
        """The indexes of the cells, those of the left side first."""
        return tuple(term.cell for term in self.left + self.right)


@public
@dataclass(frozen=True, slots=True)
class Check:
    """A check of a form file: what is no linear relation.

    - `say`, `advice`: the form's sentence, and what a clerk is told to do;
    - `cells`: the indexes of the cells that are looked at one by one, or all together;
    - `rest`: it is about all that no other check of its kind names, lines of lists among it;
    - `pairs`: what two sums are compared;
    - `levels`: the levels of departments that may have more than 0;
    - `since`: the year of the first report that it is about;
    - `factor`: how many times over cells may change;
    - `sentences`: the ids of the narrative's sentences;
    - `texts`, `words`: the keys of the narrative parts that tell of the cells by one of the words.
    """

    id: str
    kind: CheckKind
    severity: Severity
    say: str
    advice: str = ""
    cells: tuple[int, ...] = ()
    rest: bool = False
    pairs: tuple[Pair, ...] = ()
    levels: frozenset[str] = frozenset()
    since: int = 0
    factor: int = 0
    sentences: frozenset[str] = frozenset()
    texts: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    __repr__ = one_line(lambda it: f"{it.id} {it.kind.value} {it.severity.value}: {it.say}")


@public
@dataclass(frozen=True, slots=True)
class Duty:
    """A duty (职责) that a department may not have, and the indexes of the cells that are about it.

    Without the duty these cells are not filled in and are never 0.
    """

    key: str
    name: str
    cells: tuple[int, ...]


@public
@dataclass(frozen=True, slots=True)
class IndicatorMeaning:
    """The explanation of an indicator, for the indexes of its cells."""

    cells: tuple[int, ...]
    text: str


@public
@dataclass(frozen=True, slots=True)
class Share:
    """A cell that is a quotient of two sums: computed in the template and from the sums anew.

    `cell` is its index. `text` is the quotient as the form file writes it, for example
    `online / done`.
    """

    cell: int
    text: str
    numerator: Terms
    denominator: Terms


CellIndexes = tuple[int, ...]


@public
class ChartKind(StrEnum):
    """The kind of a chart.

    `BAR` has horizontal and `COLUMN` vertical bars, one for each category. `BUSIEST` has a bar
    for each of the ten departments with the largest figures, `YEARS` two for each category: last
    year's and this year's.
    """

    BAR = "bar"
    COLUMN = "column"
    BUSIEST = "busiest"
    YEARS = "years"


@public
@dataclass(frozen=True, slots=True)
class Series:
    """One series of bars: its name, and for each category the indexes of the cells it adds up."""

    name: str
    bars: tuple[CellIndexes, ...]


@public
@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, whose cells lie in one table and have one unit."""

    title: str
    kind: ChartKind
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]

    __repr__ = one_line(lambda it: f"{it.title}: {it.kind.value}, {len(it.series)} series")


GAP, NUMBER = "…", "{}"


@public
@dataclass(frozen=True, slots=True)
class Sentence:
    """One number that the narrative part with the key `text` states.

    `draft` is the clause to be written, with `{}` for the number, or empty. `phrases` are the
    words around a number when a text is read, `none` the words for no case at all. `readings`
    are the sums of cells that the number may be; a draft states the first.
    """

    id: str
    text: str
    draft: str
    phrases: tuple[str, ...]
    none: tuple[str, ...]
    readings: tuple[Terms, ...]


@public
@dataclass(frozen=True, slots=True)
class Narrative:
    """The countable sentences of a form's narrative, and the words by which they are recognised.

    `units` follow a number, `fillers` may precede it. A number counts if the last word of `about`
    and `others` in its sentence is one of `about`, if its clause has no word of `others` or
    `beside`, and if it does not follow a word of `parts`.
    """

    units: tuple[str, ...] = ()
    fillers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    __repr__ = one_line(lambda it: f"{len(it.sentences)} sentences")
