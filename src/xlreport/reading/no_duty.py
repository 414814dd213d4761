"""No such duty (无此项职责): a return whose department does not have what some cells are about.

The cover says it, or the roster does. Such cells are missing and nothing asks for them; whatever
stands in them all the same contradicts it, a 0 as well, since 0 says that there is the duty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from xlreport.base.finding import Finding, make_finding
from xlreport.form.duties import NO_DUTY, cells_without, find_duty, tables_without, with_implied
from xlreport.form.form import Form
from xlreport.form.meanings import NOT_APPLICABLE
from xlreport.form.measure import Measure
from xlreport.form.totals import fill_totals
from xlreport.form.typed_values import read_typed
from xlreport.layout.field import Field, FieldKind
from xlreport.reading.one_return import Return
from xlreport.reading.seen import as_seen

_SENTENCE = re.compile(r"(?:无|没有)(?P<names>[^，。；：]{1,200}?)(?:的)?职责(?=[，。；、）)]|$)")
_AND = re.compile(r"[、和及与]")
_EMPTY_TABLE = "BLANK-TABLE"  # names the first blank of its table, whichever that is


def declared_duties(form: Form, fields: Mapping[Field, str]) -> frozenset[str]:
    """Collect the keys of the duties that the cover declares not to be the department's."""
    return frozenset(
        duty.key
        for duty in form.duties
        if fields.get(Field(FieldKind.DUTY, duty.key), "").strip() == NO_DUTY
    )


def stated_duties(form: Form, paragraphs: Iterable[str]) -> frozenset[str]:
    """Collect the keys of the duties that a published report says its office does not have.

    Offices write a sentence such as 本单位无行政拘留职责。 below the table. A duty is recognised by
    its name in the form alone.
    """
    names = (
        name
        for paragraph in (paragraphs if form.duties else ())
        for match in _SENTENCE.finditer("".join(paragraph.split()))
        for name in _AND.split(match["names"])
    )
    found = (find_duty(form, name) for name in names)
    return frozenset(duty.key for duty in found if duty is not None)


def without_duties(item: Return, keys: frozenset[str], source: str) -> Return:
    """Copy a return of a department without duties; `source` says who says so.

    The cells of these duties are missing unless something stands in them, which is a finding.
    Findings of reading about blanks among them are withdrawn.
    """
    form = item.form
    more = with_implied(form, keys) - item.no_duties
    if not more:
        return item
    cells = cells_without(form, item.no_duties | more) - cells_without(form, item.no_duties)
    filled = {i for i in cells if _is_filled(item, i)}
    gone = cells - filled
    declared = replace(
        item,
        no_duties=item.no_duties | more,
        nil=item.nil - tables_without(form, item.no_duties | more),
        unreadable=item.unreadable - gone,
        blank_totals=item.blank_totals - gone,
        typed_totals=item.typed_totals - gone,
        seen=as_seen({i: t for i, t in item.seen.items() if i not in gone}, len(form.cells)),
        words={i: text for i, text in item.words.items() if i not in gone},
        findings=(
            *_remaining(item, gone),
            *_contradictions(item, more, filled, source),
        ),
    )
    values = [None if i in gone else value for i, value in enumerate(item.values)]
    fill_totals(form, values)
    judged = [
        item.judged[i] if i in declared.typed_totals else value for i, value in enumerate(values)
    ]
    whole = tuple(values)
    return replace(declared, values=whole, judged=whole if judged == values else tuple(judged))


def _is_filled(item: Return, index: int) -> bool:
    """Tell whether a cell holds anything but a computed total, a dash or the words themselves."""
    is_computed = index not in item.typed_totals | item.unreadable
    if item.form.cells[index].total and is_computed:
        return False
    text = item.seen.get(index, "")
    return bool(text) and not is_nothing(text, item.form.cells[index].measure)


def is_nothing(text: str, measure: Measure) -> bool:
    """Tell whether a text in a cell says that there is no such duty, or nothing at all."""
    reading = read_typed(text, measure)
    is_said = text.strip() in (NO_DUTY, *NOT_APPLICABLE)  # even where 无 is an answer
    return is_said or not (reading.is_filled or reading.unreadable)


def _contradictions(
    item: Return, keys: frozenset[str], filled: set[int], source: str
) -> Iterator[Finding]:
    told: set[int] = set()
    for duty in item.form.duties:
        own = [i for i in duty.cells if i in filled - told] if duty.key in keys else []
        cells = [item.reference(i) for i in own]
        told.update(own)
        if cells:
            yield make_finding("DUTY-CONTRADICTED", *cells, duty=duty.name, source=source)


def _remaining(item: Return, gone: frozenset[int]) -> Iterator[Finding]:
    """Yield the findings of a return, without its cells that are `gone`."""
    places = {(item.positions[i].sheet, item.positions[i].address) for i in gone}
    for finding in item.findings:
        cells = tuple(c for c in finding.cells if (c.sheet, c.cell) not in places)
        if finding.code == _EMPTY_TABLE:
            left = _inputs_left(item.form, finding.facts["table"], gone)
            if left:
                yield replace(finding, cells=cells or (item.reference(left[0]),))
        elif cells or not finding.cells:
            yield replace(finding, cells=cells)


def _inputs_left(form: Form, heading: str, gone: frozenset[int]) -> list[int]:
    """List the inputs of a table, by its heading, that are not `gone`."""
    tables = {table.key for table in form.tables if table.heading == heading}
    return [cell.index for cell in form.inputs if cell.table in tables and cell.index not in gone]
