"""Templates (填报模板): the locked workbooks sent to departments, one for each."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from xlreport.base.arguments import checked, chosen_period, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.folder import Folder
from xlreport.base.memory import Sources, Target, gather, target_path
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import PATIENCE, choose_workers, map_items, refuse_lost
from xlreport.form.form import Form
from xlreport.form.library import library_of
from xlreport.form.measure import Values
from xlreport.form.private_columns import without_private_columns
from xlreport.layout.field import Field, FieldKind
from xlreport.layout.stamp import Stamp, StampKind
from xlreport.office.duties import duties_without, refuse_unknown_duties
from xlreport.office.roster import Department, Roster, unlisted_department
from xlreport.office.theme import Theme, default_theme, load_theme
from xlreport.outgoing._given import read_figures, shown_entries, typed_entries
from xlreport.outgoing._given_many import prefill_of, read_prefill
from xlreport.outgoing._typed_lines import TypedLines
from xlreport.outgoing.figures import Figures, ManyFigures
from xlreport.outgoing.master import CODE, NAME, Master, can_imprint, imprint, make_master
from xlreport.outgoing.new_file import name_return, write_new
from xlreport.past.earlier_reader import read_earlier
from xlreport.past.last_year import Earlier, earlier_rows, rows_for
from xlreport.settlement.settlement import refuse_period
from xlreport.writing.content import Content, Value, text_fields
from xlreport.writing.workbook import open_book


def build_template(  # noqa: PLR0913 - all that a template may hold
    form: Form,
    *,
    year: int | None = None,
    period: str | Period | None = None,
    department: Department | None = None,
    revision: int = 1,
    values: Mapping[int, Value] | None = None,
    nil: frozenset[str] = frozenset(),
    fields: Mapping[Field, str] | None = None,
    lists: TypedLines | None = None,
    last: Values | None = None,
    prefilled: Mapping[int, str] | None = None,
    theme: Theme | None = None,
) -> bytes:
    """Build the bytes of one template; without a department, name, code and period are inputs.

    `values` are by cell index: numbers in the cell's unit, or text as typed. `nil` has the keys
    of the tables declared nil, `fields` the texts of cover and narrative, `lists` the lines of
    lists as typed, `last` is a row of earlier figures (scaled integers), and `prefilled` are
    those of the `values` that the clerk is to confirm, as a person reads them.
    """
    name, code = (department.name, department.code) if department else ("", "")
    content = Content(
        Stamp(
            kind=StampKind.TEMPLATE,
            form=form.id,
            digest=form.digest,
            period=chosen_period(year, period),
            code=code,
            revision=revision,
        ),
        department=name,
        values=values or {},
        nil=nil,
        no_duties=duties_without(form, department) if department else frozenset(),
        fields=text_fields(form.standing) | dict(fields or {}),
        lists=lists or {},
        last=last,
        prefilled=prefilled or {},
        theme=theme or default_theme(),
    )
    return open_book(form, content).to_bytes()


@checked
def write_template(  # noqa: PLR0913 - all that an officer may settle for a template
    form: Form,
    path: Target,
    *,
    year: int | None = None,
    period: str | Period | None = None,
    department: Department | None = None,
    deadline: str = "",
    last_year: Sources | None = None,
    forms: Sequence[Form] = (),
    prefill: Figures | None = None,
    private: bool = True,
    theme: str | os.PathLike[str] | None = None,
) -> Path:
    """Write one locked template and return its path; without a department, a blank one for any.

    The path of a binary file object is its name. Without `private`, the columns of lists that
    stay with the department are left out. A form that is not yearly takes a `period`, such as
    "2026Q1"; with a `year` alone the clerk chooses one of that year on the cover. `last_year` is a
    summary or a folder of last year's returns, or of the period before, or both; `forms` are forms
    of theirs that do not come with the library, besides `form`; `theme` is a theme file.

    `prefill` are figures that are known, as `data` of `write_return`: they stand in their cells in
    another colour, to be confirmed or corrected, and what the clerk changes is a notice when the
    return is read. Raises `InputError` for a name that does not end in .xlsx, for a period that
    the form is not for, for figures of another period or county, for figures to be filled in that
    do not fit or belong to no department, and for a bad theme; `OutputError` where another file
    has the name or the template cannot be written.
    """
    refuse_ending(path)
    chosen = chosen_period(year, period)
    form = form if private else without_private_columns(form)
    settings = _Settings(form, chosen, deadline, load_theme(theme) if theme else default_theme())
    before = _read_last(settings, last_year, forms, [department] if department else [])
    rows = earlier_rows(before, form, chosen, [department] if department else [], None)
    known = _Job(department, rows[0] if rows else None)
    if prefill is not None:
        if department is None or chosen is None:
            raise InputError("预填的数要写明单位和报告期，请写明 department 和 year 或 period。")
        given = read_figures(form, prefill, department, chosen)
        known = replace(known, entries=prefill_of(given))
    write_new(path, settings.build(known))
    return target_path(path)


@checked
def write_templates(  # noqa: PLR0913 - all that an officer may settle for a template
    form: Form,
    roster: Roster,
    *,
    folder: Target,
    year: int | None = None,
    period: str | Period | None = None,
    deadline: str = "",
    last_year: Sources | None = None,
    forms: Sequence[Form] = (),
    prefill: ManyFigures | None = None,
    private: bool = True,
    theme: str | os.PathLike[str] | None = None,
    progress: Progress = silent,
    workers: int = 1,
    executor: Executor | None = None,
    patience: float = PATIENCE,
) -> list[Path]:
    """Write a template for every department of a roster; return the paths in its order.

    A binary file object in place of the `folder` gets a zip archive of them.

    Either `year` or `period` is given, as for `write_template`. A file is named by its
    department's code and name, the period and the form's title. `prefill` are known figures of
    any of the departments, as `data` of `write_returns`, to be confirmed. Unless `private`, lists
    have none of their private columns. `progress` is called
    with the number of templates written and the number of all. `workers` processes, or an
    `executor`, build the templates, as documented for `read_returns`; this process writes them.
    Raises as `write_template` does.
    """
    crew = choose_workers(workers, executor, patience)
    chosen = chosen_period(year, period)
    form = form if private else without_private_columns(form)
    settings = _Settings(form, chosen, deadline, load_theme(theme) if theme else default_theme())
    refuse_unknown_duties(roster, [form])
    before = _read_last(settings, last_year, forms, roster.departments)
    if chosen is None:
        raise InputError(f"没有写明{form.period.caption}，请写明 year 或 period。")
    rows = earlier_rows(before, form, chosen, roster.departments, roster)
    names = [name_return(form, department, chosen) for department in roster.departments]
    place = Folder(folder)
    place.expect(names)
    known = read_prefill(form, prefill, roster, chosen)
    jobs = [
        _Job(department, row, known.get(department.code, {}))
        for department, row in zip(roster.departments, rows, strict=True)
    ]
    lost = []
    built = map_items(
        _build_chunk,
        settings,
        jobs,
        lambda _: None,
        crew,
        name=lambda job: name_return(form, job.department, chosen),
    )
    written = []
    with closing(built):
        for number, (name, data) in enumerate(zip(names, built, strict=True), 1):
            if data is None:
                lost.append(name)
            else:
                written.append(place.put(name, data, write_new))
            progress(number, len(names))
    place.finish()
    refuse_lost(lost)
    return written


@dataclass(frozen=True, slots=True)
class _Job:
    """What is a department's own in its template: earlier figures, and entries to be confirmed.

    The entries are scaled integers or texts by cell index.
    """

    department: Department | None
    last: Values | None
    entries: Mapping[int, int | str] = field(default_factory=dict)


def _build_chunk(settings: _Settings, jobs: Sequence[_Job]) -> list[bytes | None]:
    return [settings.build(job) for job in jobs]


@dataclass(frozen=True)
class _Settings:
    """What the templates of one form and period have in common."""

    form: Form
    period: Period | None
    deadline: str
    theme: Theme

    def __post_init__(self) -> None:
        """Refuse a period that the form is not for; within a year the clerk may choose one."""
        if self.period is None:
            return
        if not self.period.kind.is_year:
            refuse_period(self.form, self.period)
        refuse_uncovered(self.form, self.period)

    @cached_property
    def master(self) -> Master:
        """The template for any department that has no earlier figures."""
        return make_master(self._build(_Job(unlisted_department(CODE, NAME), None)))

    def build(self, job: _Job) -> bytes:
        """Build a department's template, or imprint the master where name and figures allow."""
        department = job.department
        if department is None or duties_without(self.form, department):
            return self._build(job)
        if job.last is not None or job.entries or not can_imprint(department):
            return self._build(job)
        return imprint(self.master, department)

    def _build(self, job: _Job) -> bytes:
        return build_template(
            self.form,
            period=self.period,
            department=job.department,
            values=typed_entries(self.form, job.entries),
            fields={Field(FieldKind.DEADLINE): self.deadline},
            last=job.last,
            prefilled=shown_entries(self.form, job.entries),
            theme=self.theme,
        )


def refuse_uncovered(form: Form, period: Period) -> None:
    """Raise `InputError` for a year that has another edition of the form."""
    if not form.covers(period.year):
        which = Period(period.year).spaced
        raise InputError(f"{form.id} 不是 {which}的报表格式，请选用该年度的格式。")


def _read_last(
    settings: _Settings,
    paths: Sources | None,
    forms: Sequence[Form],
    departments: Sequence[Department],
) -> Earlier | None:
    """Read earlier figures; raises `InputError` for other periods or other departments."""
    if paths is None:
        return None
    form, period = settings.form, settings.period
    if period is not None:
        refuse_period(form, period)
    before = read_earlier(gather(paths), library_of([form, *forms]), collected=period)
    known = (rows_for(figures, form, departments, None) for figures in before.given)
    if departments and all(row is None for rows in known for row in rows):
        word = form.period.before
        raise InputError(f"{word}数据中没有名录里的任何单位，请核对是不是别的县的数据。")
    return before
