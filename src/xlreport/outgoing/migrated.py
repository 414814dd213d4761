"""Migrated returns (迁移件): a filled return written anew in another edition's workbook.

What has no home there and what must be filled in anew stand on the first sheet, each with its
official path, so that nothing is lost unseen and no figure is invented.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlreport.base.arguments import checked, refuse_ending
from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import write_file
from xlreport.form.blanks import settle_blanks
from xlreport.form.form import Form
from xlreport.form.library import Library
from xlreport.form.measure import format_value, to_number
from xlreport.formats.any_format import read_workbook
from xlreport.formats.sources import find_sources, read_again
from xlreport.layout.field import FieldKind
from xlreport.layout.formulas import reference
from xlreport.layout.grid import Role
from xlreport.layout.layout import MIGRATION_SHEET, lay_form
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.outgoing._annotated import carried_fields
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.reader import read_source
from xlreport.returns.migration import Migration, migrate_values, origins
from xlreport.writing import style
from xlreport.writing.book import Book
from xlreport.writing.cell import write_link
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.list_sheet import Column, write_list
from xlreport.writing.workbook import open_book

# Signatures were given for the old workbook.
_CARRIED = {FieldKind.CONTACT, FieldKind.PHONE, FieldKind.TEXT}
_LOST, _ANEW = "没有对应栏目", "需要补填"
_COLUMNS = (
    Column("序号", 7),
    Column("类别", 14),
    Column("位置", 14),
    Column("指标", 60),
    Column("原表所填", 16),
    Column("怎么办", 50),
)
_PLACE = 2  # the column of the links


@checked
def migrate(
    path: str | os.PathLike[str],
    form: Form,
    out: str | os.PathLike[str],
    *,
    forms: Sequence[Form] = (),
) -> Migration:
    """Write a filled return in another edition's workbook, one revision higher; tell what moved.

    `forms` are forms that do not come with the library, to recognise the return by. Raises
    `InputError` for an `out` that does not end in .xlsx and for what is no single return that can
    be read, names no department or year, is in `form` already or shares no cell with it,
    `OutputError` where `out` exists or cannot be written.
    """
    refuse_ending(out)
    return write_migrated(read_one(path, Library(tuple(forms))), form, out)


def read_one(path: str | os.PathLike[str], library: Library) -> Unread | Return:
    """Read the return that is to be migrated; raises `InputError` for a folder or archive."""
    sources = find_sources([path])
    if len(sources) != 1:
        raise InputError(f"{path} 不是一份报送件，一次只能迁移一份。")
    return read_source(sources[0], library)


def write_migrated(item: Unread | Return, form: Form, out: str | os.PathLike[str]) -> Migration:
    """Write a return that is read already in another edition's workbook, as `migrate` does."""
    if isinstance(item, Unread):
        raise InputError(f"{item.file}：{item.findings[0].message}")
    if item.form.id == form.id:
        raise InputError(f"{item.file} 已经是 {form.id} 版，不需要迁移。")
    migration = migrate_values(
        item.form, form, item.values, nil=item.nil, unreadable=item.unreadable
    )
    if not item.department or item.year is None:
        raise InputError(f"{item.file} 的封面没有写明填报单位或年度，请先补填。")
    if not migration.moved:
        raise InputError(f"{item.file} 中没有一个数可以转入 {form.id} 版。")
    if Path(out).exists():
        raise OutputError(f"{out} 已经存在，为避免覆盖没有写入；请换一个文件名。")
    write_file(out, build_migrated(item, migration))
    return migration


def build_migrated(item: Return, migration: Migration) -> bytes:
    """Build the bytes of a migrated return.

    Where something is lost or missing it bears the mark of a copy that is to be worked on, so
    that it does not count before somebody has.
    """
    form = migration.new
    package = read_workbook(read_again(item.source, item.sha256))
    fields = carried_fields(lay_form(migration.old), package).items()
    kept = {field: text for field, text in fields if field.kind in _CARRIED}
    kind = StampKind.TEMPLATE if migration.lossless else StampKind.ANNOTATED
    content = Content(
        Stamp(kind, form.id, form.digest, item.year, item.code, item.revision + 1),
        department=item.department,
        values=_typed(item, migration),
        nil=migration.nil,
        fields=text_fields(form.standing) | kept,
        marks=dict.fromkeys(migration.anew, f"需要补填：{migration.old.id} 版没有对应的数。"),
    )
    return open_book(
        form, content, first=lambda book: _write_notes(book, item, migration)
    ).to_bytes()


def count_line(migration: Migration) -> str:
    """Say in one line how much moved, has no home and must be filled in anew."""
    old, new = migration.old.id, migration.new.id
    return (
        f"{old} 版转为 {new} 版：转入 {len(migration.moved)} 个数，"
        f"{_LOST} {len(migration.homeless)} 个，{_ANEW} {len(migration.anew)} 格。"
    )


def note_lines(item: Return, migration: Migration) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield what is lost and what is missing: kind, place, official path, old value, advice.

    The place of a lost value is in the old workbook, that of a cell to be filled in in the new.
    """
    for index in migration.homeless:
        cell, place = migration.old.cells[index], item.places[index]
        value = item.values[index]
        shown = "" if value is None else f"{format_value(value, cell.measure)}{cell.measure.unit}"
        at = f"原表 {place.sheet}!{place.address}"
        advice = "新表没有这一栏；应计入其他栏目的请并入，否则不再填报。"
        yield _LOST, at, cell.path, shown or item.seen.get(index, ""), advice
    for text in migration.old.texts:
        if text.key in item.texts and text.key not in {other.key for other in migration.new.texts}:
            advice = "新表没有这一部分文字，需要保留的请并入其他部分。"
            yield _LOST, "原表 文字部分", text.heading, item.texts[text.key], advice
    places = lay_form(migration.new).positions
    for index in migration.anew:
        at = f"{places[index].sheet}!{places[index].address}"
        advice = "请按本年度的实际情况填写；没有发生的填0。"
        yield _ANEW, at, migration.new.cells[index].path, "", advice


def _typed(item: Return, migration: Migration) -> dict[int, Value]:
    """Give the inputs that moved as a clerk types them; in a nil table what is 0 stays blank."""
    typed: dict[int, Value] = {}
    for index in migration.moved:
        cell, value = migration.new.cells[index], migration.values[index]
        if value is None:
            typed[index] = item.seen.get(migration.words[index], "")
        elif value or cell.table not in migration.nil:
            typed[index] = to_number(value, cell.measure)
            if cell.measure.unit_required:
                unit = cell.measure.unit if value else ""
                typed[index] = f"{format_value(value, cell.measure)}{unit}"
    for index in _left_blank(item, migration):
        typed.pop(index, None)
    return typed


def _left_blank(item: Return, migration: Migration) -> set[int]:
    """Collect the cells of the new form that were blank and are read as 0 there again.

    A 0 that nobody typed would look like one that somebody has checked. Where the empty-value
    policy would not read the 0 again, as the row's other numbers have no home, it is written.
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
    """Write what moved, what is lost and what is missing, with links to the cells to fill in."""
    lines = list(note_lines(item, migration))
    rows: list[list[Value]] = [[number, *line] for number, line in enumerate(lines, 1)]
    done_already = "数据已全部转入，核对后即可报送。" if migration.lossless else ""
    title = f"{MIGRATION_SHEET}　{count_line(migration)}{done_already}"
    worksheet = write_list(book, MIGRATION_SHEET, title, _COLUMNS, rows)
    places = lay_form(migration.new).positions
    look = book.style(style.ROLE[Role.FIGURE])
    for row, index in enumerate(migration.anew, 2 + len(lines) - len(migration.anew)):
        place = places[index]
        target = reference(place, absolute=False)
        write_link(worksheet, row, _PLACE, target, look, f"{place.sheet}!{place.address}")
    worksheet.protect("", {"format_columns": True, "autofilter": True})
