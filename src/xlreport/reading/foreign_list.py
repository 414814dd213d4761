"""Lists that an office kept in a workbook of its own: columns known by other names, read here.

A column is known by its key, by its official label, alone or behind the labels above it
(补正告知日), or by a spelling that the form file names in `[variants]`. Nothing beyond is guessed:
a header that may mean two columns, and two headers that mean one, are left out and named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.base.address import a1
from xlreport.base.finding import Finding, make_finding
from xlreport.base.public import public
from xlreport.form.deadline import with_deadlines
from xlreport.form.form import Form
from xlreport.form.label import normalise_label
from xlreport.form.measure import format_value
from xlreport.form.open_list import NUMBER_LABEL, Lines, OpenList
from xlreport.formats.cell import RawSheet
from xlreport.reading._cells import TakenEntry
from xlreport.reading._label_sheet import LabelSheet, column_path, label_sheets, own_label
from xlreport.reading._labels import leaf_paths
from xlreport.reading._line_findings import line_findings
from xlreport.reading._lines import ReadList, read_lines
from xlreport.reading._locate_list import ListLocation, head_of

_HEADER_ROWS = 3  # a header may have, one below another
_LEAST_COLUMNS = 2  # that make a row a header
_NOT_PLACED = -1


@public
@dataclass(frozen=True, slots=True)
class ForeignColumn:
    """One column of a foreign list: the address and text of its header, and what it was taken for.

    `column` is the official label with those above it, empty where it was not placed. One that the
    library computes itself is never read.
    """

    address: str
    label: str
    column: str


@public
@dataclass(frozen=True, slots=True)
class ForeignWord:
    """A word of a foreign list that is no choice of its column, with the choice it was read as.

    `number` is how often it stands there.
    """

    column: str
    word: str
    choice: str
    number: int


@dataclass(frozen=True, slots=True)
class ForeignList:
    """The lines of a foreign list, how columns and words were taken, and what there is to say.

    `sheets` are those whose headers fit equally well; lines were read if it is one, and all of them
    if it `is_whole`. `lacking` are the labels of required columns that were not found.
    """

    sheets: tuple[str, ...]
    columns: tuple[ForeignColumn, ...]
    words: tuple[ForeignWord, ...]
    lacking: tuple[str, ...]
    lines: Lines
    findings: tuple[Finding, ...]
    is_whole: bool = True

    @property
    def placed(self) -> int:
        """The number of columns that were placed."""
        return sum(bool(each.column) for each in self.columns)


@dataclass(frozen=True, slots=True)
class _Header:
    """A header on a sheet: the row of the first line, and the list's column of each column.

    A column of the sheet that was not placed has `_NOT_PLACED`. `texts` are the labels as written.
    """

    raw: RawSheet
    top: int
    placed: Mapping[int, int]
    texts: Mapping[int, str]

    @property
    def size(self) -> int:
        return sum(number != _NOT_PLACED for number in self.placed.values())


def read_foreign_list(form: Form, open_list: OpenList, sheets: Sequence[RawSheet]) -> ForeignList:
    """Read a list from the sheet that has the most of its columns.

    Raises `Unreadable` where labels are merged or repeated beyond all measure.
    """
    names = _names(form, open_list)
    headers = [
        header
        for head in label_sheets([head_of(sheet) for sheet in sheets])
        for header in _headers(head, names, sheets)
    ]
    most = max((header.size for header in headers), default=0)
    best: dict[str, _Header] = {}
    for header in headers if most >= _LEAST_COLUMNS else ():
        if header.size == most:
            best.setdefault(header.raw.name, header)
    if len(best) != 1:
        return ForeignList(tuple(best), (), (), (), Lines("", ()), ())
    return _read_below(form, open_list, *best.values())


def _read_below(form: Form, open_list: OpenList, header: _Header) -> ForeignList:
    at = {number: column for column, number in header.placed.items()}
    columns = tuple(at.get(number, -1) for number in range(len(open_list.columns)))
    location = ListLocation(header.raw, header.top, columns)
    read = read_lines(form, open_list, location, header.raw)
    if all(cell.kind == "text" for cell in header.raw.cells.values()):
        # A .csv has texts alone: a number or a day that is written as we write it is no odd one.
        read.readings = [each for each in read.readings if not _is_as_seen(each)]
    pairs = zip(open_list.columns, columns, strict=True)
    lacking = tuple(column.path for column, place in pairs if column.required and place < 0)
    findings = (*_hidden(open_list, header.raw), *line_findings(form, open_list, read, header.raw))
    placed, words = tuple(_columns(open_list, header)), tuple(_words(open_list, read))
    lines = with_deadlines(open_list, read.lines)
    is_whole = not header.raw.outside
    return ForeignList((header.raw.name,), placed, words, lacking, lines, findings, is_whole)


def _hidden(open_list: OpenList, raw: RawSheet) -> Iterator[Finding]:
    if raw.state != "visible":
        yield make_finding("SHEET-HIDDEN", table=open_list.heading, sheet_name=raw.name)


def _is_as_seen(each: TakenEntry) -> bool:
    """Tell whether what was taken is written like what was seen."""
    value = each.reading.value
    return value is not None and format_value(value, each.measure) == each.reference.value


def _columns(open_list: OpenList, header: _Header) -> Iterator[ForeignColumn]:
    for column, number in sorted(header.placed.items()):
        path = "" if number == _NOT_PLACED else open_list.columns[number].path
        text = header.texts[column]
        if path or normalise_label(text) != normalise_label(NUMBER_LABEL):
            yield ForeignColumn(a1(header.top - 1, column), text, path)


def _words(open_list: OpenList, read: ReadList) -> Iterator[ForeignWord]:
    """Yield each word that was read as a choice by another name, with how often it stands there."""
    paths = {column.path for column in open_list.columns}
    found: Counter[tuple[str, str, str]] = Counter()
    for each in read.readings:
        value = each.reading.value
        if each.reading.meaning == "choice-variant" and value is not None:
            path = each.reference.column_path
            assert path in paths  # as `refer_entry` names it
            found[path, each.reference.value, each.measure.choices[value]] += 1
    yield from (ForeignWord(*key, number) for key, number in found.items())


def _names(form: Form, open_list: OpenList) -> Mapping[str, frozenset[int]]:
    """Map each name, normalised, to the numbers of the columns that it may mean."""
    names: dict[str, set[int]] = defaultdict(set)
    paths = [*leaf_paths(open_list.outline).values()]
    for number, (path, column) in enumerate(zip(paths, open_list.columns, strict=True)):
        known = [column.key, column.path, *form.variants.get(column.path, ())]
        known += ["".join(path[start:]) for start in range(len(path) - 1)]
        known += [path[-1], *form.variants.get(path[-1], ())]
        for name in known:
            names[normalise_label(name)].add(number)
    return {name: frozenset(numbers) for name, numbers in names.items()}


def _headers(
    head: LabelSheet, names: Mapping[str, frozenset[int]], sheets: Sequence[RawSheet]
) -> Iterator[_Header]:
    """Yield the headers that a sheet may have, those with fewer rows first."""
    raw = next(sheet for sheet in sheets if sheet.name == head.sheet.name)
    for row in sorted(head.columns):
        for depth in range(1, min(_HEADER_ROWS, row + 1) + 1):
            rows = range(row - depth + 1, row + 1)
            head.effort.add(len(head.columns[row]))
            texts, found = {}, {}
            for column in head.columns[row]:
                label = own_label(head, [(each, column) for each in rows])
                if label is None or label[1] != column:
                    continue  # none, or a label merged over several columns
                path = column_path(head, column, rows)
                texts[column] = " ".join(raw.cells[label].text.split())
                found[column] = _meant(path, names)
            claims = Counter(found.values())
            placed = {c: n if claims[n] == 1 else _NOT_PLACED for c, n in found.items()}
            yield _Header(raw, row + 1, placed, texts)


def _meant(path: Sequence[str], names: Mapping[str, frozenset[int]]) -> int:
    """Return the column that a header means by its labels, the longest name of them first."""
    for start in range(len(path)):
        numbers = names.get("".join(path[start:]))
        if numbers is not None:
            return next(iter(numbers)) if len(numbers) == 1 else _NOT_PLACED
    return _NOT_PLACED
