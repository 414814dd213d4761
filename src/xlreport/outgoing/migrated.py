"""Migrated returns (迁移件): a filled return written in the workbook of another edition.

Its first sheet lists, with their official paths, the figures that have no cell in the other
edition and the cells that must be filled in, so that nothing is lost unseen or invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace

from xlreport.base.arguments import checked, chosen_period, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.files import refuse_target, write_file
from xlreport.base.memory import OneSource, Target, gather
from xlreport.base.period import Period
from xlreport.base.sign import Sign
from xlreport.form.blanks import settle_blanks
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import format_value
from xlreport.form.sheet_names import MIGRATION_SHEET
from xlreport.formats.any_format import read_workbook
from xlreport.formats.sources import find_sources, read_again
from xlreport.formats.workbook import Package
from xlreport.layout.field import FieldKind
from xlreport.layout.layout import lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing._annotated import carried_fields
from xlreport.outgoing._linked_list import write_linked_list
from xlreport.outgoing._typed import as_typed, typed_in
from xlreport.outgoing._typed_lines import typed_lines
from xlreport.past.migration import Migration, migrate_item, origins
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.prefilled import prefilled_cells
from xlreport.reading.reader import read_source
from xlreport.settlement.settlement import refuse_period
from xlreport.writing.book import Book
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.list_sheet import Column
from xlreport.writing.remark import Remark
from xlreport.writing.workbook import open_book

# Not the signatures, which were given for the old workbook.
_CARRIED = {FieldKind.CONTACT, FieldKind.PHONE, FieldKind.TEXT, FieldKind.DUTY}
_LOST, _MISSING = "没有对应栏目", "需要补填"
_COLUMNS = (
    Column("序号", 7),
    Column("类别", 14),
    Column("位置", 13),
    Column("指标", 48),
    Column("原表所填", 16),
    Column("怎么办", 46),
)


@dataclass(frozen=True, slots=True)
class Note:
    """A figure or text that a migration loses, or a cell that it leaves to be filled in.

    `address` is in the old workbook for what is lost and in the new one for what is missing.
    """

    kind: str
    address: str
    path: str
    old_value: str
    advice: str

    def __str__(self) -> str:
        """Return the note as one line, without its advice."""
        return "　".join(filter(None, (self.kind, self.address, self.path, self.old_value)))


@checked
def migrate(
    path: OneSource,
    form: Form,
    out: Target,
    *,
    year: int | None = None,
    period: str | Period | None = None,
    forms: Sequence[Form] = (),
) -> Migration:
    """Write a filled return in another edition's workbook, one revision higher.

    Returns what moved, what is lost and what is missing. `year` (or `period`) is that of the new
    workbook, if another than that of the return: the figures are this year's, the workbook last
    year's. `forms` are forms that do not come with the library, by which the return may be
    recognised. Raises `InputError` for an `out` that does not end in .xlsx, for a path that is not
    a single readable return, and for a return without department or period, for a period that
    `form` does not have, already in `form` and of that period, or with no cell in common with it;
    `OutputError` where `out` exists or cannot be written.
    """
    refuse_ending(out)
    item = read_one(path, Library(tuple(forms)))
    return write_migrated(item, form, out, period=chosen_period(year, period))


def read_one(
    path: OneSource,
    library: Library,
) -> Unread | Return:
    """Read the return to be migrated; raises `InputError` for several files."""
    given = gather(path)
    sources = find_sources(given)
    if len(sources) != 1:
        raise InputError(f"{given[0] if given else ''} 不是一份报送件，一次只能迁移一份。")
    return read_source(sources[0], library)


def write_migrated(
    item: Unread | Return, form: Form, out: Target, *, period: Period | None = None
) -> Migration:
    """Write a return already read in another edition's workbook, as `migrate` does."""
    if isinstance(item, Unread):
        finding = item.findings[0]
        raise InputError(f"{item.file}：{finding.message}{finding.advice}")
    if item.form.id == form.id and period in (None, item.period):
        raise InputError(
            f"{item.file} 已经是{form.edition}，不需要迁移；"
            f"要改换{form.period.caption}的，请写明新的。"
        )
    item = replace(item, period=period or item.period)
    migration = migrate_item(item, form)
    if not item.department or item.period is None:
        name = item.form.period.reword("年度")
        raise InputError(f"{item.file} 的封面没有写明填报单位或{name}，请先补填。")
    refuse_period(form, item.period)
    if not migration.moved and not any(map(len, migration.lists.values())):
        raise InputError(f"{item.file} 中没有一个数可以转入 {form.id} 版。")
    refuse_target(out, overwrite=False)
    write_file(out, build_migrated(item, migration), overwrite=False)
    return migration


def build_migrated(item: Return, migration: Migration) -> bytes:
    """Build the bytes of a migrated return.

    Where something is lost or missing, it is stamped as an annotated copy, so that it does not
    count before somebody has worked on it.
    """
    form = migration.new
    package = read_workbook(read_again(item.source, item.sha256))
    fields = carried_fields(lay_form(migration.old), package).items()
    carried = {field: text for field, text in fields if field.kind in _CARRIED}
    kind = StampKind.TEMPLATE if migration.lossless else StampKind.ANNOTATED
    content = Content(
        Stamp(
            kind=kind,
            form=form.id,
            digest=form.digest,
            period=item.period,
            code=item.code,
            revision=item.revision + 1,
        ),
        department=item.department,
        values=_typed(item, migration),
        nil=migration.nil,
        fields=text_fields(form.standing) | carried,
        lists=typed_lines(form, migration.lists),
        prefilled=_prefilled(migration, package),
        marks=dict.fromkeys(migration.anew, _to_fill_in(migration)),
    )
    return open_book(
        form, content, first=lambda book: _write_notes(book, item, migration)
    ).to_bytes()


def _to_fill_in(migration: Migration) -> Remark:
    return Remark(f"需要补填：{migration.old.edition}没有对应的数。", Sign.DOUBT)


def _prefilled(migration: Migration, package: Package) -> dict[int, str]:
    """Return what the workbook was sent out with, by the same cells of the new form."""
    old, new = migration.old, migration.new
    homes = {i: new.index.get((c.table, c.row, c.column)) for i, c in enumerate(old.cells)}
    return {
        home: text
        for index, text in prefilled_cells(old, package).items()
        if (home := homes[index]) is not None
        and new.cells[home].measure == old.cells[index].measure
    }


def count_line(migration: Migration) -> str:
    """Return in one line how many figures moved, are lost, and must be filled in."""
    old, new = migration.old.edition, migration.new.edition
    return (
        f"{old}转为{new}：转入 {len(migration.moved)} 个数，"
        f"{_LOST} {len(migration.homeless)} 个，{_MISSING} {len(migration.anew)} 格。"
    )


def notes_on(item: Return, migration: Migration) -> Iterator[Note]:
    """Yield what a migration loses, then the cells that it leaves to be filled in."""
    for index in migration.homeless:
        cell, position = migration.old.cells[index], item.positions[index]
        value = item.values[index]
        shown = "" if value is None else f"{format_value(value, cell.measure)}{cell.measure.unit}"
        yield Note(
            kind=_LOST,
            address=f"原{position.place}",
            path=cell.labels,
            old_value=shown or item.seen.get(index, ""),
            advice="新表没有这一栏；应计入其他栏目的请并入，否则不再填报。",
        )
    for name in migration.lists_lost:
        yield Note(
            kind=_LOST,
            address="原表 台账",
            path=name,
            old_value="",
            advice="新表没有这一栏；应计入其他栏目的请并入，否则不再填报。",
        )
    new_texts = {text.key for text in migration.new.texts}
    for text in migration.old.texts:
        if text.key in item.texts and text.key not in new_texts:
            yield Note(
                kind=_LOST,
                address="原表 文字部分",
                path=text.heading,
                old_value=item.texts[text.key],
                advice="新表没有这一部分文字，需要保留的请并入其他部分。",
            )
    positions = lay_form(migration.new).positions
    for index in migration.anew:
        yield Note(
            kind=_MISSING,
            address=positions[index].place,
            path=migration.new.cells[index].labels,
            old_value="",
            advice=migration.new.period.reword("请按本年度的实际情况填写；没有发生的填0。"),
        )


def _typed(item: Return, migration: Migration) -> dict[int, Value]:
    """Map the inputs that moved to what a clerk types; a 0 in a nil table stays blank."""
    typed: dict[int, Value] = {}
    for index in migration.moved:
        cell, value = migration.new.cells[index], migration.values[index]
        if value is None:
            typed[index] = typed_in(item, migration.words[index], cell.measure)
        elif value or cell.table not in migration.nil:
            typed[index] = as_typed(value, cell.measure)
    for index in _left_blank(item, migration):
        typed.pop(index, None)
    return typed


def _left_blank(item: Return, migration: Migration) -> set[int]:
    """Collect the cells of the new form that were blank in the old and will be read as 0 again.

    A 0 that nobody typed would look as if somebody had checked it. It is written only where the
    blank would not be read as 0, since the other numbers of its row have no cell in the new form.
    """
    homes = origins(migration.old, migration.new)
    was_blank = {
        index
        for index in migration.moved
        if migration.values[index] == 0 and item.seen.keys().isdisjoint(homes[index].parts)
    }
    inputs = {*migration.moved} - was_blank
    trial = [value if i in inputs else None for i, value in enumerate(migration.values)]
    words = frozenset(migration.words)
    tables = migration.new.tables
    settled = [settle_blanks(t, trial, words, nil=t.key in migration.nil) for t in tables]
    return was_blank & {index for blanks in settled for index in blanks.zeros}


def _write_notes(book: Book, item: Return, migration: Migration) -> None:
    """Write the notes on a migration, with links to the cells to be filled in."""
    notes = list(notes_on(item, migration))
    ready = "数据已全部转入，核对后即可报送。" if migration.lossless else ""
    positions = lay_form(migration.new).positions
    first_missing = len(notes) - len(migration.anew)
    write_linked_list(
        book,
        sheet=MIGRATION_SHEET,
        title=f"{MIGRATION_SHEET}　{count_line(migration)}{ready}",
        columns=_COLUMNS,
        rows=[[number, *astuple(note)] for number, note in enumerate(notes, 1)],
        links={
            number: positions[index] for number, index in enumerate(migration.anew, first_missing)
        },
    )
