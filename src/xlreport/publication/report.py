"""Publications as text, CSV, JSON or a workbook; the field names in JSON are stable."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.files import write_file
from xlreport.base.finding import quotable
from xlreport.base.memory import Target, target_path
from xlreport.base.path import say_labels
from xlreport.base.period import period_fields
from xlreport.base.text import UTF_8, csv_text, json_text
from xlreport.office.publication_record import write_record
from xlreport.publication._words import remarks, request
from xlreport.publication.publication import Publication, Publications, PublishedCell, PublishedPage
from xlreport.writing import style
from xlreport.writing.book import Book, done
from xlreport.writing.content import Value
from xlreport.writing.edges import Edges
from xlreport.writing.list_sheet import Column, first_row, write_list

# All of them are in a CSV file; a sheet shows those that fit on a printed page.
_COLUMNS = (
    Column("单位代码", 11),
    Column("单位名称", 24),
    Column("结果", 18),
    Column("不同的格", 10),
    Column("公布日期", 12),
    Column("逾期天数", 10),
    Column("说明", 54),
    Column("联系方式", 22),
    Column("发给单位的话", 80),
    Column("文件", 36),
    Column("网址", 54),
)
_BOARD, _REQUESTS, _PAGES = (0, 1, 2, 3, 4, 5, 6), (0, 1, 7, 8), (0, 1, 9, 10)
_RESULT = 2  # the column with the sign
_CELL_COLUMNS = (
    Column("单位代码", 12),
    Column("单位名称", 28),
    Column("文件", 30),
    Column("位置", 12),
    Column("指标", 60),
)
_LEFT_OUT_COLUMNS = (Column("文件", 50), Column("没有核对的原因", 70))
_Cells = Callable[[PublishedPage], Sequence[PublishedCell]]
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")


@checked
def write_publications(publications: Publications, path: Target, *, ending: str = "") -> Path:
    """Write what was found as a workbook (.xlsx), .csv, .json or .txt; return its path.

    `ending` tells which for a binary file object without a name. Raises `InputError` for another
    ending, `OutputError` where the file cannot be written.
    """
    write_file(path, _WRITERS[publications_ending(path, ending)](publications))
    return target_path(path)


@checked
def write_publication_record(publications: Publications, path: str | os.PathLike[str]) -> Path:
    """Write the record with which the next check tells what has changed (.csv); return its path.

    Raises `InputError` for another ending, `OutputError` where the file cannot be written.
    """
    refuse_record(path)
    write_record(path, publications.record)
    return Path(path)


def refuse_record(path: str | os.PathLike[str]) -> None:
    """Raise `InputError` for a record that is no .csv."""
    if Path(path).suffix.lower() != ".csv":
        raise InputError(f"{path}：公布记录的文件名须以 .csv 结尾。")


def publications_ending(path: Target, nameless: str = "") -> str:
    """Return the ending of a file, or `nameless` where it has none; raises `InputError`."""
    ending = (target_path(path).suffix or nameless).lower()
    if ending not in _WRITERS:
        raise InputError(f"{path}：看不出要写成什么格式，请用 .xlsx、.csv、.json 或 .txt 结尾。")
    return ending


def as_text(publications: Publications) -> str:
    """Render for a person: how many of each, then what is to be done, department by department."""
    lines = [_title(publications), _counts(publications)]
    for each in publications.departments:
        said = list(remarks(each))
        if each.is_settled and not each.is_late and not said:
            continue
        late = f"，逾期 {each.days_late} 天" if each.is_late else ""
        status = each.status
        lines += [
            "",
            f"{status.sign.before(quotable(each.department.name))}　{status.chinese}{late}",
        ]
        lines += [f"    {sentence}" for sentence in said]
    if publications.left_out:
        lines += ["", f"没有核对的文件（{len(publications.left_out)} 个）："]
        lines += [f"    {quotable(file)}　{why}" for file, why in publications.left_out]
    return "".join(f"{line}\n" for line in lines)


def _title(publications: Publications) -> str:
    period = publications.period.title if publications.period else ""
    due = f"，公布截止 {publications.deadline}" if publications.deadline else ""
    return f"{period}{publications.title}公布核对（{publications.checked}{due}）"


def _counts(publications: Publications) -> str:
    """Return the line that counts the departments; the numbers of statuses add up to all."""
    counts = publications.counts
    said = "，".join(f"{status.chinese} {count}" for status, count in counts.items())
    late = sum(each.is_late for each in publications.departments)
    changed = sum(each.is_changed for each in publications.departments)
    more = [f"逾期 {late}"] * bool(late) + [f"公布后有改动 {changed}"] * bool(changed)
    extra = f"；其中{'，'.join(more)}" if more else ""
    return f"单位 {len(publications.departments)} 个：{said}{extra}"


def as_lines(publications: Publications) -> list[list[Value]]:
    """List the departments as rows with `_COLUMNS`."""
    return [
        [
            each.department.code,
            each.department.name,
            each.status.sign.before(each.status.chinese),
            len(each.differences) if each.pages else "",
            str(each.published or ""),
            "" if each.days_late is None else each.days_late,
            "；".join(remarks(each)),
            each.department.contact,
            request(publications, each),
            "、".join(page.file for page in each.pages),
            " ".join(dict.fromkeys(page.address for page in each.pages if page.address)),
        ]
        for each in publications.departments
    ]


def as_csv(publications: Publications) -> str:
    """Render the departments as CSV; no text is taken for a formula on opening."""
    return csv_text((column.heading for column in _COLUMNS), as_lines(publications))


def as_json(publications: Publications, *, ascii_only: bool = False) -> str:
    """Render everything as JSON; `ascii_only` for streams without Chinese."""
    content = {
        **period_fields(publications.period),
        "checked": str(publications.checked),
        "deadline": publications.deadline and str(publications.deadline),
        "summary": {status.value: count for status, count in publications.counts.items()},
        "departments": [_object(publications, each) for each in publications.departments],
        "left_out": [{"file": file, "reason": why} for file, why in publications.left_out],
    }
    return json_text(content, indent=2, ascii_only=ascii_only) + "\n"


def _object(publications: Publications, each: Publication) -> dict[str, object]:
    return {
        "code": each.department.code,
        "department": each.department.name,
        "status": each.status.value,
        "published": each.published and str(each.published),
        "days_late": each.days_late,
        "changed": each.is_changed,
        "gone": each.gone and str(each.gone),
        "return_accepted": each.is_accepted,
        "remarks": list(remarks(each)),
        "request": request(publications, each),
        "pages": [_page_object(page) for page in each.pages],
        "others": [{"file": file, "reason": why} for file, why in each.others],
    }


def _page_object(page: PublishedPage) -> dict[str, object]:
    return {
        "file": page.file,
        "address": page.address,
        "form": page.form,
        **period_fields(page.period),
        "status": page.status.value,
        "published": page.published and str(page.published),
        "differences": [asdict(cell) for cell in page.differences],
        "unread": page.unread,
        "texts": page.texts,
        "seen_before": page.before and str(page.before.last),
        "changes": [asdict(cell) for cell in page.changes],
        "rewritten": page.is_rewritten,
        "reason": page.reason,
    }


def as_workbook(publications: Publications) -> bytes:
    """Render as a workbook: the departments, the cells that differ, what has changed, the rest."""
    year = publications.period.year if publications.period else publications.checked.year
    period = publications.period.title if publications.period else ""
    edges = Edges(publications.title, period)
    book = Book(_title(publications), year, locked=False, edges=edges)
    rows, note = as_lines(publications), _counts(publications)
    board = _shown(rows, _BOARD)
    worksheet = write_list(book, "公布核对", _title(publications), *board, note)
    for number, each in enumerate(publications.departments, first_row(note)):
        colours = {"font_color": each.status.sign.ink, "bg_color": each.status.sign.paper}
        look = book.style(style.TEXT_CELL, colours)
        text = each.status.sign.before(each.status.chinese)
        done(worksheet.write_string(number, _RESULT, text, look))
    asked = [row for row in rows if row[_REQUESTS[-1]]]
    write_list(book, "发给单位的话", "发给单位的话", *_shown(asked, _REQUESTS))
    for sheet, title, values, cells in _CELL_SHEETS:
        lines = list(_cell_lines(publications, cells))
        columns = (*_CELL_COLUMNS, *(Column(value, 14) for value in values))
        if lines:
            write_list(book, sheet, title, columns, lines)
    published = [row for row in rows if row[_PAGES[-2]]]
    write_list(book, "公布的文件", "公布的文件", *_shown(published, _PAGES))
    if publications.left_out:
        others: list[list[Value]] = [[file, why] for file, why in publications.left_out]
        write_list(book, "没有核对的文件", "没有核对的文件", _LEFT_OUT_COLUMNS, others)
    return book.to_bytes()


def _shown(
    rows: Sequence[Sequence[Value]], columns: Sequence[int]
) -> tuple[Sequence[Column], Sequence[Sequence[Value]]]:
    """Return the columns with these numbers, and what they hold."""
    return [_COLUMNS[each] for each in columns], [[row[each] for each in columns] for row in rows]


_CELL_SHEETS: Sequence[tuple[str, str, Sequence[str], _Cells]] = (
    ("不同的数字", "公布的与报送的不同", ("报送的", "公布的"), lambda page: page.differences),
    ("公布后的改动", "与上次看到的不同", ("上次", "这次"), lambda page: page.changes),
)


def _cell_lines(publications: Publications, cells: _Cells) -> Iterator[list[Value]]:
    """Yield a line for each of the `cells` of each page."""
    for each in publications.departments:
        for page in each.pages:
            for cell in cells(page):
                who = (each.department.code, each.department.name, page.file)
                values = (_number(cell.reported), _number(cell.published))
                yield [*who, cell.address, say_labels(cell.path), *values]


def _number(text: str) -> Value:
    return int(text) if _WHOLE.fullmatch(text) else text


_WRITERS: Mapping[str, Callable[[Publications], bytes]] = {
    ".xlsx": as_workbook,
    ".csv": lambda publications: as_csv(publications).encode(UTF_8),
    ".json": lambda publications: as_json(publications).encode(),
    ".txt": lambda publications: as_text(publications).encode(UTF_8),
}
