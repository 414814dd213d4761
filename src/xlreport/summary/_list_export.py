"""The lists of exported data: a file for each list, one record for each line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlreport.base.files import beside
from xlreport.base.path import join_path
from xlreport.base.period import period_fields
from xlreport.base.text import inert
from xlreport.form.entry import Entry
from xlreport.form.form import Form
from xlreport.form.measure import Kind, Measure, exact_text, to_number
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.summary._datapackage import DataField, constraints_of, fields_of, type_of
from xlreport.summary._extract import Extract, Reported

OWNER_FIELDS = ("code", "department", "status", "counted", "year", "period", "form")
_LINE = DataField("line", "integer", "序号", "条目在本单位台账中的序号，从1起。")

Record = tuple[object, ...]
"""One line by the fields of its list, None where something is missing."""


@dataclass(frozen=True, slots=True)
class ListData:
    """One list of exported data: its fields, and its records with values of Python's own types."""

    open_list: OpenList
    fields: tuple[DataField, ...]
    records: tuple[Record, ...]


def list_path(target: Path, open_list: OpenList) -> Path:
    """Return the path of the file of a list, beside that of the tables: 数据.purchases.csv."""
    return beside(target, open_list.key)


def list_data(content: Extract, *, exact: bool) -> Iterator[ListData]:
    """Yield the lists of a form with all their lines.

    With `exact` a number is decimal text, else an integer or the float nearest to it.
    """
    for open_list in content.form.lists:
        records = (
            (*owner, *(_value(entry, column.measure, exact=exact) for entry, column in pairs))
            for entry_of in content.entries
            for owner, pairs in _lines(content, entry_of, open_list)
        )
        yield ListData(open_list, _fields(content.form, open_list), tuple(records))


def _lines(
    content: Extract, entry: Reported, open_list: OpenList
) -> Iterator[tuple[Record, list[tuple[Entry, ListColumn]]]]:
    """Yield each line of a list with whose it is, and its entries with their columns."""
    lines = entry.lists.get(open_list.key)
    counts: Counter[tuple[str, str]] = Counter()
    for number, entries in enumerate(lines.entries if lines else ()):
        code, name = entry.code, entry.department
        if lines and lines.owners:
            code, inner = lines.owners[number]
            name = inner if entry.is_total else join_path(entry.department, inner)
        counts[code, name] += 1
        owner = (inert(code), inert(name), entry.status or None, entry.counted)
        when = period_fields(entry.period).values()
        pairs = [(entries[n], open_list.columns[n]) for n in open_list.reported]
        yield (*owner, *when, content.form.id, counts[code, name]), pairs


def _fields(form: Form, open_list: OpenList) -> tuple[DataField, ...]:
    """Return the fields of a list; a column whose key is taken has the list's key before it."""
    owner = tuple(field for field in fields_of(form) if field.name in OWNER_FIELDS)
    taken = {*OWNER_FIELDS, _LINE.name}
    columns = (
        DataField(
            f"{open_list.key}_{column.key}" if column.key in taken else column.key,
            type_of(column.measure),
            column.path,
            _description(column.measure),
            required=column.required,
            constraints=constraints_of(column.measure),
        )
        for column in (open_list.columns[number] for number in open_list.reported)
    )
    return (*owner, _LINE, *columns)


def _description(measure: Measure) -> str:
    if measure.kind is Kind.PERCENTAGE:
        return "占1的份额，如 0.5556 表示55.56%。"
    if measure.choices:
        return f"只能是：{'、'.join(measure.choices)}。"
    return f"计量单位：{measure.unit}。" if measure.is_number and measure.unit else ""


def _value(entry: Entry, measure: Measure, *, exact: bool) -> object:
    if entry is None or isinstance(entry, str):
        return entry and inert(entry)
    match measure.kind:
        case Kind.DATE:
            return date.fromordinal(entry)
        case Kind.YES_NO:
            return bool(entry)
        case Kind.CHOICE:
            return inert(measure.choices[entry])
    return exact_text(entry, measure) if exact else to_number(entry, measure)
