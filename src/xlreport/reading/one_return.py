"""A return (报送件): one department's filled workbook as read, or a file that is not readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import ClassVar, TypeVar

from xlreport.base.address import a1
from xlreport.base.cell_reference import CellReference
from xlreport.base.finding import Finding, attribute_finding
from xlreport.base.path import join_path
from xlreport.base.period import Period
from xlreport.base.public import public
from xlreport.base.text import one_line, visible
from xlreport.form.duties import NO_DUTY, cells_without, tables_without
from xlreport.form.form import Form
from xlreport.form.measure import Values, format_value
from xlreport.form.open_list import Lines, OpenList
from xlreport.form.sums import Counts, format_all_counts
from xlreport.formats.sources import Source
from xlreport.layout.layout import Position
from xlreport.layout.stamp import Stamp
from xlreport.office.decisions import Decision

_LONGEST_KEPT = 20  # characters of a text whose reference is kept


@public
@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read as a return; its findings give the reason.

    `sha256` is empty where not even its bytes could be read; `stamp` and `code` are those of a
    workbook of xlreport whose form is not in the library. The other properties of a return that
    a list of files shows have fixed values.
    """

    source: Source
    sha256: str
    findings: tuple[Finding, ...] = ()
    stamp: Stamp | None = None

    form_id: ClassVar[str] = ""
    period: ClassVar[Period | None] = None
    year: ClassVar[int | None] = None
    department: ClassVar[str] = ""
    contact: ClassVar[str] = ""
    revision: ClassVar[int] = 1
    modified: ClassVar[str] = ""
    figure_code: ClassVar[str] = ""

    __repr__ = one_line(lambda it: it.file)

    @property
    def file(self) -> str:
        """Return the file's name as an officer knows it."""
        return self.source.name

    @property
    def code(self) -> str:
        """Return the code of the department in the stamp, empty where there is none."""
        return self.stamp.code if self.stamp else ""


@public
@dataclass(frozen=True, slots=True)
class Return:
    """One filled form, as read from one file.

    - `form`, `stamp`, `period`, `code`, `department`, `revision`: what the file is a return of; the
      stamp's period and code go before those on the cover. A period of another kind than the form's
      is kept, to be named in a finding.
    - `contact`: whom to call, by the cover: name and telephone number, as typed.
    - `modified`: the local time of saving, "" where the file has none or nobody saved it.
    - `nil`: keys of the tables declared nil; `no_duties`: keys of the duties that the department
      does not have, by the cover or the roster.
    - `judged`, `values`: scaled integers by cell index (see `Measure`), None where missing;
      `judged` has totals as a person typed them, `values` has all totals recomputed.
    - `figure_code`: the code of the figures that its printed sheets show, empty in a summary.
    - `words`: the texts of cells of kind text, as taken, by cell index; their values are None.
    - `counts`: of a summary, how many departments gave each answer in yes/no and choice cells.
    - `lists`: the lines of each list that was found, by its key.
    - `seen`: the text of each filled cell as typed, by cell index.
    - `unreadable`: cells whose content is not a number.
    - `blank_totals`: totals that somebody emptied; `typed_totals`: totals with a number and no
      formula.
    - `positions`: the position of each cell in the file, by cell index.
    - `fingerprint`: of all cells that were read in its sheets, empty where it was not taken.
    - `texts`: narrative parts by key; `explanations`: the clerk's, by the line of the sheet 检查
      (`check_1`).
    - `as_read`: the return as its file has it, if this one was migrated to another edition.
    - `published`: it was read from a published page or Word file.
    - `corrections`: what the county decided about figures, by cell index; `sent` is then the return
      as its file has it.
    """

    source: Source
    sha256: str
    form: Form
    stamp: Stamp | None = None
    period: Period | None = None
    code: str = ""
    department: str = ""
    contact: str = ""
    revision: int = 1
    modified: str = ""
    nil: frozenset[str] = frozenset()
    no_duties: frozenset[str] = frozenset()
    judged: tuple[int | None, ...] = ()
    values: tuple[int | None, ...] = ()
    figure_code: str = ""
    words: Mapping[int, str] = field(default_factory=dict)
    counts: Counts = field(default_factory=dict)
    lists: Mapping[str, Lines] = field(default_factory=dict)
    seen: Mapping[int, str] = field(default_factory=dict)
    unreadable: frozenset[int] = frozenset()
    blank_totals: frozenset[int] = frozenset()
    typed_totals: frozenset[int] = frozenset()
    positions: tuple[Position, ...] = ()
    fingerprint: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    explanations: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    as_read: Return | None = None
    published: bool = False
    corrections: Mapping[int, Decision] = field(default_factory=dict)
    sent: Return | None = None

    __repr__ = one_line(lambda it: f"{it.form_id} {it.period or ''} {it.department}: {it.file}")

    @property
    def file(self) -> str:
        """Return the file's name as an officer knows it."""
        return self.source.name

    @property
    def form_id(self) -> str:
        """Return the id of the form that was filled in."""
        return self.as_filed.form.id

    @property
    def year(self) -> int | None:
        """Return the year of the period."""
        return self.period.year if self.period else None

    @property
    def as_filed(self) -> Return:
        """Return what the department filled in: this return before it was migrated, else itself."""
        return self.as_read or self

    @property
    def as_sent(self) -> Return:
        """Return what stands in the file: this return before it was migrated or corrected."""
        filed = self.as_filed
        return filed.sent or filed

    @property
    def is_nil(self) -> bool:
        """Tell whether every table with a duty is declared nil, and no list has a line."""
        asked = {table.key for table in self.form.tables}
        asked -= tables_without(self.form, self.no_duties)
        return self.nil >= asked > set() and not any(map(len, self.lists.values()))

    @property
    def said(self) -> Mapping[int, str]:
        """Return the texts of cells that have no number: words, counts, and “no such duty”.

        They are by cell index.
        """
        if not (self.words or self.counts or self.no_duties):
            return {}
        no_duty = dict.fromkeys(sorted(cells_without(self.form, self.no_duties)), NO_DUTY)
        return {**no_duty, **self.words, **format_all_counts(self.form, self.counts)}

    def reference(self, index: int, side: str = "", value: str | None = None) -> CellReference:
        """Refer to a cell by its position in this file, with its text as typed, or `value`."""
        seen = self.seen.get(index, "") if value is None else value
        return refer(self.form, self.positions, index, seen, side)


Item = TypeVar("Item", bound=Unread | Return)


def locate_finding(
    item: Unread | Return, finding: Finding, department: str, code: str, *, replaced: bool = False
) -> Finding:
    """Copy a finding with its file, that file's form and period, and a department with its code.

    A finding is `replaced` if another file is used in place of this one.
    """
    return attribute_finding(
        finding,
        file=item.file,
        department=department,
        department_code=code,
        form=item.form_id,
        period=item.period,
        replaced=replaced,
    )


def located_return(item: Item) -> Item:
    """Copy a return or unread file with findings that name it."""
    if not item.findings:
        return item
    owner = item.department, item.code
    findings = tuple(locate_finding(item, finding, *owner) for finding in item.findings)
    return replace(item, findings=findings)


def refer(
    form: Form, positions: Sequence[Position], index: int, seen: str, side: str = ""
) -> CellReference:
    """Refer to a value cell: its sheet and address in the file, its official path, its text."""
    make = _refer_once if len(seen) <= _LONGEST_KEPT else _refer
    return make(form, positions[index], index, seen, side)


def _refer(form: Form, position: Position, index: int, seen: str, side: str) -> CellReference:
    cell = form.cells[index]
    keys = cell.table, cell.row, cell.column, None
    labels = cell.row_path, cell.column_path
    return CellReference(position.sheet, position.address, cell.path, seen, side, *keys, *labels)


# A habit such as numbers stored as text is found in the same cells of many returns, most of which
# hold 0. One reference for all of them is also sent only once from a worker.
_refer_once = lru_cache(maxsize=1 << 13)(_refer)


def stated_row(item: Return) -> tuple[int | str | None, ...]:
    """Return what a return states in each cell, as the data sheet of a summary shows it."""
    return state(item.form, item.values, item.said)


def state(form: Form, values: Values, said: Mapping[int, str]) -> tuple[int | str | None, ...]:
    """Return numbers as scaled integers, all else as text; `said` is in cells without a value."""
    if not said and not form.has_texts:
        return tuple(values)
    return tuple(
        visible(said.get(cell.index, "")) or None
        if value is None
        else value
        if cell.measure.is_number
        else format_value(value, cell.measure)
        for cell, value in zip(form.cells, values, strict=True)
    )


def refer_entry(
    open_list: OpenList, lines: Lines, line: int, column: int, seen: str
) -> CellReference:
    """Refer to what a line, by its number from 0, holds in a column of its list.

    What a private column holds is not said.
    """
    labels = f"第{line + 1}条", open_list.columns[column].path
    path = join_path(open_list.sheet, *labels)
    at = lines.columns[column]
    cell = a1(lines.rows[line], at) if at >= 0 else ""
    keys = open_list.key, "", open_list.keys[column], line + 1
    told = open_list.columns[column].told(seen)
    return CellReference(lines.sheet, cell, path, told, "", *keys, *labels)


def refer_line(open_list: OpenList, lines: Lines, line: int) -> CellReference:
    """Refer to a line by the entry that names it, else by its first one."""
    column = open_list.naming or 0
    shown = open_list.columns[column].shown(lines.entries[line][column])
    return refer_entry(open_list, lines, line, column, shown)
