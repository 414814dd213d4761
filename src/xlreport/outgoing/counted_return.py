"""Returns filled from a register (登记簿), or compared with it where they are filled already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from xlreport.base.arguments import checked, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.memory import OneSource, Target, target_path
from xlreport.base.path import say_labels
from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.form.counted import Counted, count_lists
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import format_value
from xlreport.form.open_list import Lists, OpenList, call_lines
from xlreport.formats.any_format import read_workbook
from xlreport.formats.sources import read_again
from xlreport.formats.workbook import Package
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing._annotated import carried_fields, typed_inputs
from xlreport.outgoing._typed import as_typed
from xlreport.outgoing._typed_lines import typed_lines
from xlreport.outgoing.migrated import read_one
from xlreport.reading.explanations import explanation_fields
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.prefilled import prefilled_cells, unchanged_cells
from xlreport.register.register import Register
from xlreport.writing.content import Content, Value
from xlreport.writing.workbook import open_book


@public
@dataclass(frozen=True, slots=True)
class Difference:
    """A cell of a return that says another number than the register gives.

    `address` is its sheet and cell in the return, `path` its official labels. `stated` and
    `counted` are as a person reads them, `stated` empty for a blank. `lines` name the lines of the
    register that count in it, empty where there are none.
    """

    address: str
    path: str
    stated: str
    counted: str
    lines: str

    def __str__(self) -> str:
        """Return the difference as one sentence."""
        stated = f"填写的是“{self.stated}”" if self.stated else "没有填写"
        behind = f"（{self.lines}）" if self.lines else "（没有一条）"
        where = f"{self.address}（{say_labels(self.path)}）"
        return f"{where}{stated}，登记簿中应为 {self.counted}{behind}。"


@public
@dataclass(frozen=True, slots=True)
class Filling:
    """What came of filling a return from a register.

    `path` is the filled copy, None where no table was blank; `filled` are the headings of the
    tables that were filled, `compared` of those that were filled already; these stay as they are,
    and `differences` are theirs. `cells` counts the cells that were filled.
    """

    path: Path | None
    filled: tuple[str, ...]
    compared: tuple[str, ...]
    cells: int
    differences: tuple[Difference, ...]

    __repr__ = one_line(lambda it: f"{it.cells} cells, {len(it.differences)} differences")


@checked
def fill_return(
    register: Register, path: OneSource, out: Target, *, forms: Sequence[Form] = ()
) -> Filling:
    """Fill the blank tables of a return that a register counts, in a new file; compare the others.

    A table in which nothing was typed is filled, with 0 where no line counts. One in which
    something was typed stays as it is, and so do cells as they were sent out: each that says
    another number is a difference. The return itself is not changed; what it shows of last year's
    report is not in the copy. `forms` are forms that do not come with the library.

    Raises `InputError` for an `out` that does not end in .xlsx, for a path that is not a single
    readable return, for a return of another form, period or department; `OutputError` where `out`
    exists or cannot be written.
    """
    refuse_ending(out)
    item = read_one(path, Library(tuple(forms)))
    if isinstance(item, Unread):
        raise InputError(f"{item.file}：{item.findings[0].message}")
    counted = counted_cells(register, item, Library(tuple(forms)))
    _refuse_other(register, item)
    package = read_workbook(read_again(item.source, item.sha256))
    sent = unchanged_cells(item, package)
    blank = {key for key in _tables(item.form, counted) if _is_blank(item, key, counted, sent)}
    values = {
        index: each
        for index, each in counted.items()
        if item.form.cells[index].table in blank and index not in sent
    }
    others = {i: each for i, each in counted.items() if i not in values}
    if values:
        refuse_target(out, overwrite=False)
        write_file(out, _build(register, item, package, values), overwrite=False)
    headings = {table.key: table.heading for table in item.form.tables}
    return Filling(
        target_path(out) if values else None,
        tuple(headings[key] for key in _tables(item.form, values)),
        tuple(headings[key] for key in _tables(item.form, others)),
        len(values),
        tuple(_differences(register, item, others)),
    )


def counted_cells(register: Register, item: Return, library: Library) -> Mapping[int, Counted]:
    """Map the cells of a return to what a register gives for them, by index.

    Counts may be for some editions of a form alone, so those of the return's form are taken. Raises
    `InputError` where the register counts no cell of that form.
    """
    key = register.open_list.key
    parts = register.form.id.split("+")
    names = [item.form.id, *(f"{item.form.id}+{part}" for part in parts)]
    found = (library.by_id(name) for name in names)
    form = next((form for form in found if form and form.open_list(key) is not None), None)
    if form is None or not _is_same(form.open_list(key), register.open_list):
        raise InputError(f"{item.file} 是{item.form.name}的报送表，其中没有由这个登记簿计数的表。")
    lists: Lists = {key: register.entries}
    cells = {}
    for count, counted in count_lists(form.counts, lists, register.period):
        cell = form.cells[count.cell]
        index = item.form.index.get((cell.table, cell.row, cell.column))
        if index is not None and counted is not None:
            cells[index] = counted
    if not cells:
        raise InputError(f"{item.file} 是{item.form.name}的报送表，其中没有由这个登记簿计数的格。")
    return cells


def _is_same(one: OpenList | None, other: OpenList) -> bool:
    """Tell whether entries of a list mean the same in another; spellings may differ."""
    return one is not None and [
        (c.key, c.measure.kind, c.measure.choices) for c in one.columns
    ] == [(c.key, c.measure.kind, c.measure.choices) for c in other.columns]


def _refuse_other(register: Register, item: Return) -> None:
    if item.period != register.period:
        said = f"是 {item.period.spaced}的" if item.period else "没有写明年度"
        raise InputError(f"{item.file} {said}，登记簿是 {register.period.spaced}的，不能填。")
    own = register.item
    if item.code and own.code:
        if item.code != own.code:
            raise InputError(
                f"{item.file} 的单位代码是“{item.code}”，登记簿的是“{own.code}”，不能填。"
            )
    elif item.department and own.department and item.department != own.department:
        raise InputError(
            f"{item.file} 的填报单位是“{item.department}”，登记簿的是“{own.department}”，不能填。"
        )
    if item.form.lists and register.open_list.key in item.lists:
        raise InputError(f"{item.file} 中附有登记簿，由它自动计数，不用另填。")


def _tables(form: Form, cells: Mapping[int, Counted]) -> list[str]:
    """List the keys of the tables of some cells, in official order."""
    keys = {form.cells[index].table for index in cells}
    return [table.key for table in form.tables if table.key in keys]


def _is_blank(item: Return, key: str, cells: Mapping[int, Counted], sent: AbstractSet[int]) -> bool:
    """Tell whether nothing was typed into the counted cells of a table, nor declared of it.

    What stands in it as it was sent out was not typed.
    """
    own = (i for i in cells if item.form.cells[i].table == key and i not in sent)
    return key not in item.nil and not any(item.seen.get(index) for index in own)


def _build(
    register: Register, item: Return, package: Package, counted: Mapping[int, Counted]
) -> bytes:
    """Build the return with counted values in its blank cells, and all else as it was typed."""
    form = item.form
    typed: Mapping[int, Value] = {
        index: as_typed(found.value, form.cells[index].measure)
        for index, found in counted.items()
        if not form.cells[index].total
    }
    content = Content(
        Stamp(
            kind=StampKind.TEMPLATE,
            form=form.id,
            digest=form.digest,
            period=item.period,
            code=item.code or register.item.code,
            revision=item.revision,
        ),
        department=item.department or register.item.department,
        values={**typed_inputs(item, package), **typed},
        nil=item.nil,
        fields={**carried_fields(lay_form(form), package), **explanation_fields(item)},
        lists=typed_lines(form, item.lists),
        prefilled=prefilled_cells(form, package),
    )
    return open_book(form, content).to_bytes()


def _differences(
    register: Register, item: Return, counted: Mapping[int, Counted]
) -> Iterator[Difference]:
    for index, found in counted.items():
        cell, stated = item.form.cells[index], item.judged[index]
        if (stated or 0) == found.value:
            continue
        reference = item.reference(index)
        yield Difference(
            address=reference.place,
            path=cell.path,
            stated=item.seen.get(index, ""),
            counted=format_value(found.value, cell.measure),
            lines=call_lines(register.open_list, register.entries, found.lines),
        )
