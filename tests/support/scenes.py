"""Ways to a finding: scenes, each of which makes files and gives the findings about them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils.cell import coordinate_to_tuple

from support.changed_summaries import without_code
from support.departments import make_department
from support.edited import filled_template, resaved, with_parts
from support.enforcement import coercion, filled_file, load_enforcement, penalties
from support.filled import as_typed, cells_at, find
from support.kinds_form import content, kinds_form
from support.made_up_form import load_made_up
from support.mutated import Content, filled_form, put, put_together, take_apart
from support.odd_workbooks import packed
from support.old_workbooks import poor_xls
from support.period_forms import period_form
from xlreport import Roster, Waiver, Waivers, annotate, consolidate, read_returns, write_template
from xlreport.base.finding import Finding
from xlreport.form.form import Form
from xlreport.form.load import load_form
from xlreport.form.sheet_names import DATA_SHEET
from xlreport.formats.second_reader import Difference
from xlreport.formats.sources import Source
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.grid import Role
from xlreport.layout.layout import Position, SheetKind, lay_form
from xlreport.outgoing.template import build_template
from xlreport.reading.published import read_published_source
from xlreport.reading.reader import read_source
from xlreport.returns import _check_form
from xlreport.summary import _second_opinion
from xlreport.summary._second_opinion import Opinion
from xlreport.summary.book.book import build_summary
from xlreport.writing.content import Value

Scene = Callable[[Path], Iterable[Finding]]
NEW, OLD = load_form("ogi-2021"), load_form("ogi-2019")
D01, D02 = make_department("D01"), make_department("D02")
ROSTER: Final = Roster("名录.csv", (D01, D02))
COUNT, TOTAL = "requests.received.natural_person", "requests.received.total"
AMOUNT = "proactive.procurement.procurement_amount"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@cache
def right() -> bytes:
    """Give a return in which nothing is wrong."""
    return filled_template(NEW, D01)


def of_kinds(**values: int | str | None) -> Scene:
    """Say what is found in a return of every kind with these values, by table__row__column."""

    def scene(folder: Path) -> Iterable[Finding]:
        path = folder / "报送表.xlsx"
        path.write_bytes(content({name.replace("__", "."): v for name, v in values.items()}))
        return read_returns(path, forms=[kinds_form()]).found

    return scene


def a_file(make: Callable[[], bytes], *, checked: bool = False) -> Scene:
    """Say what is found in reading one file, and if asked, in checking it."""

    made: list[bytes] = []

    def scene(folder: Path) -> Iterable[Finding]:
        made[:] = made or [make()]
        path = folder / "报送表.xlsx"
        path.write_bytes(made[0])
        return read_returns(path).found if checked else read_source(Source(path)).findings

    return scene


def typed(
    entries: Mapping[str | Field, Content], form: Form = NEW, *, checked: bool = False
) -> Scene:
    """Say what is found in a right return with something else in some cells or fields."""
    layout = lay_form(form)
    places = {
        layout.fields[key] if isinstance(key, Field) else layout.positions[find(form, key)]: content
        for key, content in entries.items()
    }
    return a_file(lambda: put_together(put(filled_form(form)[0], places)), checked=checked)


def blank_beside_numbers() -> bytes:
    """Give a right return with one blank in a row of numbers."""
    place = lay_form(NEW).positions[find(NEW, COUNT)]
    return put_together(put(filled_form(NEW)[0], {place: None}))


def emptied(table: str, nil: str = "", keep: str = "") -> Scene:
    """Say what is found where a table is blank but for one row."""
    names: dict[str | Field, Content] = {
        f"{cell.table}.{cell.row}.{cell.column}": None
        for cell in NEW.table(table).cells
        if not cell.total and cell.row != keep
    }
    if nil:
        names[Field(FieldKind.NIL, table)] = nil
    return typed(names)


def changed(change: Callable[[openpyxl.Workbook], None]) -> Scene:
    return a_file(lambda: resaved(right(), change))


def labelled(*addresses: str) -> Scene:
    """Say what is found where these labels of a table are something else."""
    where = [
        (address.split("!")[0], *coordinate_to_tuple(address.split("!")[1]))
        for address in addresses
    ]
    places = {Position(sheet, row - 1, column - 1): "另一件事" for sheet, row, column in where}
    return a_file(lambda: put_together(put(filled_form(NEW)[0], places)))


def archive(*names: str) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


def filled(form: Form = NEW, year: int | None = None, **figures: int) -> dict[str, object]:
    """Give a return of zeros but for some figures."""
    named = {name.replace("__", "."): value for name, value in figures.items()}
    values: Mapping[int, Value] = as_typed(form, cells_at(form, named))
    return {"form": form, "year": year or form.first_year, "values": values}


def named_after_another(folder: Path) -> Iterable[Finding]:
    """Say what is found in D01's form that bears the name of D02."""
    (path,) = written(folder / "本年", [filled()]).iterdir()
    path.rename(path.with_name(f"D02_{D02.name}_2026.xlsx"))
    return read_returns(path.parent, roster=ROSTER).found


def county(*files: Mapping[str, object], last: Iterable[Mapping[str, object]] = ()) -> Scene:
    """Say what is found among files of two departments, D01's unless it is said otherwise."""

    def scene(folder: Path) -> Iterable[Finding]:
        before = written(folder / "上年", last) if last else None
        this = written(folder / "本年", files)
        return read_returns(this, roster=ROSTER, last_year=before).found

    return scene


def without_period(folder: Path) -> Iterable[Finding]:
    """Say what is found where the clerk chose none of the quarters of a year."""
    form = period_form(folder)
    this = written(folder / "收回", [{"form": form, "year": 2026}])
    return read_returns(this, roster=ROSTER, forms=[form]).found


def written(folder: Path, files: Iterable[Mapping[str, object]]) -> Path:
    folder.mkdir(parents=True)
    for number, file in enumerate(files):
        data = build_template(**{"department": D01, **file})  # type: ignore[arg-type]
        (folder / f"{number}.xlsx").write_bytes(data)
    return folder


def saved_again(folder: Path) -> Iterable[Finding]:
    """Save an older form with other figures after the newer one; openpyxl writes the time."""
    this = written(folder / "本年", [filled() | {"revision": 2}])
    newer = (this / "0.xlsx").read_bytes()
    core = {"docProps/core.xml": lambda old: old.replace(b"T00:00:00Z", b"T08:00:00Z")}
    (this / "0.xlsx").write_bytes(with_parts(newer, core))
    older = build_template(department=D01, **filled(requests__received__research=1))  # type: ignore[arg-type]
    (this / "1.xlsx").write_bytes(resaved(older))
    return read_returns(this, roster=ROSTER).found


def preferring(folder: Path) -> Iterable[Finding]:
    this = written(folder / "本年", [filled(), filled(requests__received__research=1)])
    return read_returns(this, prefer={"D01": "0.xlsx"}).found


def summed(*files: Mapping[str, object]) -> Scene:
    def scene(folder: Path) -> Iterable[Finding]:
        returns = read_returns(written(folder / "本年", files), roster=ROSTER)
        return consolidate(returns, name="某县").returns.found

    return scene


def migrated(folder: Path) -> Iterable[Finding]:
    """Add up two returns of a form's second version and one of its first, which has a row more."""
    changes = (
        *(('id     = "made-up"', 'id     = "made-up-2"'), ("digital     电子资源\n", "")),
        *((" + digital", ""), ('"电子资源" = ["数字资源", "电子书"]\n', "")),
    )
    first, second = load_made_up(folder), load_made_up(folder, *changes)
    files = [
        filled(form) | {"department": make_department(code)}
        for form, code in ((second, "D01"), (second, "D02"), (first, "D03"))
    ]
    returns = read_returns(written(folder / "本年", files), forms=[first, second])
    return consolidate(returns, name="某县").returns.found


def disagreeing(folder: Path) -> Iterable[Finding]:
    """Let the second reader see something else than the first in one of two files."""
    opinions = iter([Opinion(Difference("三", 5, 3, "10", "1")), Opinion()])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_second_opinion, "second_opinion", lambda *_: next(opinions))
        return list(summed(filled(), filled() | {"department": D02})(folder))


def only_by_schema(folder: Path) -> Iterable[Finding]:
    """Let the rules miss what the schema refuses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_check_form, "check_returns", lambda *_: iter(()))
        return list(county(filled(requests__received__research=1))(folder))


def read_once(folder: Path) -> Iterable[Finding]:
    (folder / "1.xls").write_bytes(poor_xls(right()))
    return consolidate(read_returns(folder), name="某县").returns.found


class Deadly(Executor):
    """Ends whoever is given an item to work on; what takes none is run."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if args:
            future.set_exception(BrokenExecutor("died"))
        else:
            future.set_result(fn(**kwargs))
        return future


def of_county(change: Callable[[openpyxl.Workbook], None] | None = None) -> Scene:
    """Say what is found in the summary of one of two departments, read as a return."""

    def scene(folder: Path) -> Iterable[Finding]:
        returns = read_returns(written(folder / "本年", [filled()]), roster=ROSTER)
        path = folder / "汇总.xlsx"
        path.write_bytes(resaved(build_summary(consolidate(returns, name="某县")), change))
        return read_returns(path).found

    return scene


def summary_typed_over(book: openpyxl.Workbook) -> None:
    place = lay_form(NEW).positions[find(NEW, COUNT)]
    book[place.sheet][place.address] = 999


def summary_of_nobody(book: openpyxl.Workbook) -> None:
    del book[DATA_SHEET]


def summary_of_another_share(book: openpyxl.Workbook) -> None:
    for row in book["封面"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("1／2"):
                cell.value = cell.value.replace("1／2", "2／2")


def summary_without_code(folder: Path) -> Iterable[Finding]:
    returns = read_returns(written(folder / "本年", [filled()]), roster=ROSTER)
    path = folder / "汇总.xlsx"
    path.write_bytes(without_code(build_summary(consolidate(returns, name="某县"))))
    return read_returns(path).found


def killing(folder: Path) -> Iterable[Finding]:
    (folder / "1.xlsx").write_bytes(right())
    return read_returns(folder, executor=Deadly()).found


def refilled(folder: Path) -> Iterable[Finding]:
    path = write_template(NEW, folder / "a.xlsx", year=2026, department=D01, prefill={COUNT: 3})
    book = openpyxl.load_workbook(path)
    book["三"]["D6"] = 4
    book.save(path)
    return read_returns(path).found


def unmended(folder: Path) -> Iterable[Finding]:
    this = written(folder / "本年", [filled(requests__received__research=1)])
    copies = folder / "退回"
    annotate(read_returns(this), copies)
    return read_returns(copies).found


def waived(folder: Path) -> Iterable[Finding]:
    this = written(folder / "本年", [filled(proactive__regulations__in_force=1)])
    waiver = Waiver("T2-REG", "D01", None, "代行市级职权", "李四", date(2021, 3, 31), 2)
    waivers = Waivers("核准.csv", (waiver,))
    return read_returns(this, roster=ROSTER, waivers=waivers, today=date(2022, 1, 9)).found


def said_of(overview: str, **figures: int) -> Scene:
    """Say what is found where the narrative says something and the tables something else."""
    return county(
        {**filled(NEW, None, **figures), "fields": {Field(FieldKind.TEXT, "overview"): overview}}
    )


def page(
    *,
    title: str = "某局2021年政府信息公开工作年度报告",
    tables: int = 3,
    row: str = "",
    narrow: str = "",
) -> str:
    """Give a published report as a web page, without a `row` or a sheet's last column."""
    sheets = [sheet for sheet in lay_form(NEW).sheets if sheet.kind is SheetKind.TABLE]
    drawn = [f"<h1>{title}</h1>"]
    for sheet in sheets[:tables]:
        blocks = [block for block in sheet.blocks if block.cell >= 0 or block.role in _OFFICIAL]
        last = max(block.right for block in blocks)
        rows: dict[int, list[str]] = {}
        for block in sorted(blocks, key=lambda block: (block.top, block.left)):
            if sheet.name == narrow and block.left == last:
                continue
            high, wide = block.bottom - block.top + 1, block.right - block.left + 1
            text = "0" if block.cell >= 0 else block.text
            cell = f'<td rowspan="{high}" colspan="{wide}">{text}</td>'
            rows.setdefault(block.top, []).append(cell)
        lines = ["".join(cells) for cells in rows.values()]
        kept = [f"<tr>{line}</tr>" for line in lines if not row or row not in line]
        drawn.append(f"<table>{''.join(kept)}</table>")
    return f"<html><meta charset='utf-8'><body>{''.join(drawn)}</body></html>"


_OFFICIAL = {Role.BAND, Role.CORNER, Role.COLUMN_LABEL, Role.ROW_LABEL}


def published(make: Callable[[], str | bytes], name: str = "报告.html") -> Scene:
    """Say what is found in a published report."""

    def scene(folder: Path) -> Iterable[Finding]:
        made = make()
        (folder / name).write_bytes(made.encode() if isinstance(made, str) else made)
        return read_published_source(Source(folder / name)).findings

    return scene


def word_with_changes() -> bytes:
    """Give a Word file in whose table a number was put in with changes tracked."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cell = '<w:tc><w:p><w:ins w:id="1"><w:r><w:t>5</w:t></w:r></w:ins></w:p></w:tc>'
    table = f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    document = f'<w:document xmlns:w="{space}"><w:body>{table}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def missing_file(folder: Path) -> Iterable[Finding]:
    """Pack a return and damage it inside the archive."""
    path = folder / "收回.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("报送表.xlsx", right())
    raw = bytearray(path.read_bytes())
    raw[200:210] = bytes(10)
    path.write_bytes(raw)
    return read_returns(path).found


def leftover(folder: Path) -> Iterable[Finding]:
    """Leave a return in a download that has not ended."""
    (folder / "报送表.xlsx.crdownload").write_bytes(right())
    return read_returns(folder).found


def restamped(old: bytes, new: bytes, *, everywhere: bool = True) -> Scene:
    """Change the stamps of a workbook, or the one in its properties alone."""

    def make() -> bytes:
        members = take_apart(right()).members
        names = [name for name in members if everywhere or name == "docProps/custom.xml"]
        return with_parts(right(), {name: members[name].replace(old, new) for name in names})

    return a_file(make)


def without_stamp(book: openpyxl.Workbook) -> None:
    del book["封面"]
    for name in book.sheetnames:
        if book[name].sheet_state == "veryHidden":
            del book[name]
    properties: Any = book
    for name in list(properties.custom_doc_props.names):
        del properties.custom_doc_props[name]


def pasted(book: openpyxl.Workbook) -> None:
    """Put the tables of another edition in the place of a form's own."""
    older = openpyxl.load_workbook(BytesIO(filled_template(OLD, D01)))
    for name in ("二", "三", "四"):
        del book[name]
        copy = book.create_sheet(name)
        for row in older[name].iter_rows():
            for cell in row:
                if cell.value is not None:
                    copy.cell(cell.row or 1, cell.column or 1).value = cell.value


def moved(book: openpyxl.Workbook) -> None:
    book["三"].title = "甲"


def twice(book: openpyxl.Workbook) -> None:
    moved(book)
    book.copy_worksheet(book["甲"]).title = "乙"


def deleted(book: openpyxl.Workbook) -> None:
    del book["三"]


def added(book: openpyxl.Workbook) -> None:
    book.create_sheet("草稿")["A1"] = 1


def explained(book: openpyxl.Workbook) -> None:
    """Explain a line of the checks whose label is not the one that was sent out."""
    place = lay_form(NEW).fields[Field(FieldKind.EXPLANATION, 3)]
    sheet = book[place.sheet]
    sheet.cell(place.row + 1, place.column + 1).value = "已核实"
    sheet.cell(place.row + 1, 1).value = "另一条"


def scribbled(book: openpyxl.Workbook) -> None:
    book["三"]["M40"] = "待核"


def beside(book: openpyxl.Workbook) -> None:
    book["二"]["C9"] = 9


def merged(book: openpyxl.Workbook) -> None:
    book["三"].merge_cells("D6:E6")


def hidden(book: openpyxl.Workbook) -> None:
    book["四"].sheet_state = "hidden"


def annotated_by_hand(text: str) -> Callable[[openpyxl.Workbook], None]:
    def change(book: openpyxl.Workbook) -> None:
        book["三"]["D6"].comment = Comment(text, "李四")

    return change


def struck(book: openpyxl.Workbook) -> None:
    book["三"]["D6"].value = 7
    book["三"]["D6"].font = Font(strike=True)


def unlocked(book: openpyxl.Workbook) -> None:
    book["三"].protection.sheet = False


def linked(part: bytes) -> bytes:
    link = f'<Relationship Id="x" Type="{RELATIONS}/externalLink" Target="externalLinks/1.xml"/>'
    return part.replace(b"</Relationships>", f"{link}</Relationships>".encode())


def without_duty(listed: str = "", **figures: int) -> Scene:
    """Say what is found where the cover declares a duty away, and the roster `listed` another."""

    def scene(folder: Path) -> Iterable[Finding]:
        form = load_enforcement(folder)
        data = filled_file(form, "D01", penalties(**figures) | coercion(), declared=["detention"])
        (folder / "D01.xlsx").write_bytes(data)
        others = replace(D02, no_duties=(listed,) if listed else ())
        roster = Roster("名录.csv", (D01, others))
        return read_returns(folder / "D01.xlsx", roster=roster, forms=[form]).found

    return scene
