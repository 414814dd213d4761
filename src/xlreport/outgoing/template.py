"""Templates (填报模板): the locked workbooks that are sent out, one for each department."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from xlreport.base.arguments import Paths, checked, refuse_ending, refuse_year, several
from xlreport.base.errors import InputError, OutputError
from xlreport.base.files import file_name, write_file
from xlreport.base.workers import Progress, choose_workers, map_items, refuse_lost, silent
from xlreport.form.form import Form
from xlreport.form.measure import Values
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.roster import Department, Roster
from xlreport.office.theme import Theme, default_theme, load_theme
from xlreport.returns.last_year import LastYear, rows_for
from xlreport.returns.last_year_reader import check_last_year, read_last_year
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.page import header_name
from xlreport.writing.workbook import open_book

# Characters for private use: they stand in no name, since a roster refuses them.
NAME = "\ue000N\ue001"
CODE = "\ue000C\ue001"
_HEADER = f"&amp;L&amp;9 {NAME}".encode()
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the same inputs give the same bytes


@dataclass(frozen=True, slots=True)
class Master:
    """Is a workbook built with `NAME` and `CODE` in the places of a department's, inflated."""

    parts: tuple[tuple[str, bytes], ...]


def make_master(data: bytes) -> Master:
    """Inflate a workbook that was built with the placeholders."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return Master(tuple((name, archive.read(name)) for name in archive.namelist()))


def imprint(master: Master, department: Department) -> bytes:
    """Give the workbook's bytes with the department's name and code in their places."""
    header = header_name(department.name)
    changes = (
        (_HEADER, f"&amp;L&amp;9 {escape(header)}".encode()),
        (NAME.encode(), escape(department.name).encode()),
        (CODE.encode(), escape(department.code).encode()),
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in master.parts:
            content = part
            for placeholder, text in changes:
                content = content.replace(placeholder, text)
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def build_template(
    form: Form,
    *,
    year: int | None = None,
    department: Department | None = None,
    revision: int = 1,
    values: Mapping[int, Value] | None = None,
    nil: frozenset[str] = frozenset(),
    fields: Mapping[Field, str] | None = None,
    last: Values | None = None,
    theme: Theme | None = None,
) -> bytes:
    """Build one template's bytes; without a department its name, code and year are inputs.

    `values` are by cell index (numbers in the cell's unit, or text as typed), `nil` the keys of
    the tables declared nil, `fields` the texts of the cover and of the narrative, `last` last
    year's figures by cell index (scaled integers).
    """
    name, code = (department.name, department.code) if department else ("", "")
    content = Content(
        Stamp(StampKind.TEMPLATE, form.id, form.digest, year, code, revision),
        department=name,
        values=values or {},
        nil=nil,
        fields=text_fields(form.standing) | dict(fields or {}),
        last=last,
        theme=theme or default_theme(),
    )
    return open_book(form, content).to_bytes()


@checked
def write_template(
    form: Form,
    path: str | os.PathLike[str],
    *,
    year: int | None = None,
    department: Department | None = None,
    deadline: str = "",
    last_year: Paths | None = None,
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write one locked template and give its path; blank for any department if none is named.

    `last_year` is a summary or a folder of last year's returns, `theme` a theme file. Raises
    `InputError` for a name that does not end in .xlsx, for a year that the form is not for, for
    figures of another year or county and for a bad theme, `OutputError` where a file is there
    already or cannot be written.
    """
    refuse_ending(path)
    looks = _Looks(form, year, deadline, load_theme(theme) if theme else default_theme())
    before = _read_last(looks, last_year, [department] if department else [])
    row = rows_for(before, form, [department], None)[0] if before and department else None
    _write_new(Path(path), looks.build(department, row))
    return Path(path)


@checked
def write_templates(  # noqa: PLR0913 - what may stand in a template is much
    form: Form,
    roster: Roster,
    *,
    year: int,
    folder: str | os.PathLike[str],
    deadline: str = "",
    last_year: Paths | None = None,
    theme: str | os.PathLike[str] | None = None,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
) -> list[Path]:
    """Write a template for every department of a roster; gives the paths in its order.

    A file is named after its department's code and name. `progress` is told how many of how
    many are written. `workers` processes, or an `executor`, build the templates as `read_returns`
    says; this process writes them. Raises as `write_template` does.
    """
    crew = choose_workers(workers, executor)
    looks = _Looks(form, year, deadline, load_theme(theme) if theme else default_theme())
    before = _read_last(looks, last_year, roster.departments)
    rows: Sequence[Values | None] = [None] * len(roster.departments)
    if before is not None:
        rows = rows_for(before, form, roster.departments, roster)
    names = [f"{file_name(d.code, d.name, str(year))}.xlsx" for d in roster.departments]
    jobs = list(zip(roster.departments, rows, strict=True))
    lost = []
    with closing(map_items(_build_chunk, looks, jobs, lambda _: None, crew)) as built:
        for number, (name, data) in enumerate(zip(names, built, strict=True), 1):
            if data is None:
                lost.append(name)
            else:
                _write_new(Path(folder) / name, data)
            progress(number, len(names))
    refuse_lost(lost)
    return [Path(folder) / name for name in names]


def _build_chunk(
    looks: _Looks, jobs: Sequence[tuple[Department, Values | None]]
) -> list[bytes | None]:
    return [looks.build(department, row) for department, row in jobs]


@dataclass(frozen=True)
class _Looks:
    """Is all that the templates of one form and year have in common."""

    form: Form
    year: int | None
    deadline: str
    theme: Theme

    def __post_init__(self) -> None:
        refuse_year(self.year)
        if self.year is not None and not self.form.covers(self.year):
            raise InputError(
                f"{self.form.id} 不是 {self.year} 年度的报表格式，请选用该年度的格式。"
            )

    @cached_property
    def master(self) -> Master:
        nobody = Department(CODE, NAME, "", 0, "", True, "", (), ())  # noqa: FBT003 - a placeholder
        return make_master(self._build(nobody, None))

    def build(self, department: Department | None, last: Values | None) -> bytes:
        """Build a department's template; those without last year's figures differ by name alone."""
        if department is None or last is not None:
            return self._build(department, last)
        return imprint(self.master, department)

    def _build(self, department: Department | None, last: Values | None) -> bytes:
        return build_template(
            self.form,
            year=self.year,
            department=department,
            fields={Field(FieldKind.DEADLINE): self.deadline},
            last=last,
            theme=self.theme,
        )


def _write_new(path: Path, data: bytes) -> None:
    """Write a template where there is none; what may be filled in already is never replaced."""
    try:
        taken = path.exists() and path.read_bytes() != data
    except OSError:  # a folder, or what may not be read
        taken = True
    if taken:
        raise OutputError(
            f"{path.name} 已经存在，可能是填好的报送表，为避免覆盖没有写入；请换一个文件夹。"
        )
    write_file(path, data)


def _read_last(
    looks: _Looks, paths: Paths | None, departments: Sequence[Department]
) -> LastYear | None:
    """Read last year's figures and see that they are last year's, and of these departments."""
    if paths is None:
        return None
    before = read_last_year(several(paths), collected=looks.year)
    check_last_year(before, looks.year)
    known = rows_for(before, looks.form, departments, None)
    if departments and not any(row is not None for row in known):
        raise InputError("上年数据中没有名录里的任何单位，请核对是不是别的县的数据。")
    return before
