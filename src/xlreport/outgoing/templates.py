"""The templates of an office: read, settled and written for all departments of a roster."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.base.arguments import checked, chosen_period, refuse_ending
from xlreport.base.errors import InputError, unread_sentence
from xlreport.base.folder import Folder
from xlreport.base.memory import Content, Sources, Target, gather, target_path
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.workers import PATIENCE, Workers, choose_workers, map_items, refuse_lost
from xlreport.form.form import Form
from xlreport.form.library import library_of
from xlreport.form.private_columns import without_private_columns
from xlreport.office.duties import refuse_unknown_duties
from xlreport.office.roster import Department, Roster
from xlreport.office.theme import chosen_theme
from xlreport.outgoing._given import read_figures
from xlreport.outgoing._given_many import prefill_of, read_prefill
from xlreport.outgoing.figures import Figures, ManyFigures
from xlreport.outgoing.new_file import name_return, refuse_other, write_new, write_once
from xlreport.outgoing.template import TemplateJob, TemplateSettings
from xlreport.past.last_year import Earlier, earlier_rows, rows_for
from xlreport.settlement.settlement import refuse_period

GUIDE_NAME = "填报指南.docx"
"""The clerk's guide, as it lies beside the templates."""


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
    settings = TemplateSettings(form, chosen, deadline, chosen_theme(theme))
    before = _read_last(settings, last_year, forms, [department] if department else [])
    rows = earlier_rows(before, form, chosen, [department] if department else [], None)
    known = TemplateJob(department, rows[0] if rows else None)
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
    guide: str | os.PathLike[str] | bytes | None = None,
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
    have none of their private columns. `guide` is a file to go along with them, or its content:
    such as `write_guide("clerk", …)` writes; a content is named 填报指南.docx. `progress` is called
    with the number of templates written and the number of all. `workers` processes, or an
    `executor`, build the templates, as documented for `read_returns`; this process writes them.
    Raises as `write_template` does.
    """
    crew = choose_workers(workers, executor, patience)
    plan = plan_templates(
        form,
        roster,
        folder=folder,
        year=year,
        period=period,
        deadline=deadline,
        last_year=last_year,
        forms=forms,
        prefill=prefill,
        private=private,
        theme=theme,
        guide=guide,
    )
    return write_planned(plan, crew, progress)


@dataclass(frozen=True, slots=True)
class TemplatePlan:
    """The templates of a roster before they are built, and the earlier figures that they show."""

    settings: TemplateSettings
    jobs: Sequence[TemplateJob]
    place: Folder
    before: Earlier | None
    guide: Content | None = None


def plan_templates(  # noqa: PLR0913 - all that an officer may settle for a template
    form: Form,
    roster: Roster,
    *,
    folder: Target,
    year: int | None,
    period: str | Period | None,
    deadline: str,
    last_year: Sources | None,
    forms: Sequence[Form],
    prefill: ManyFigures | None,
    private: bool,
    theme: str | os.PathLike[str] | None,
    guide: str | os.PathLike[str] | bytes | None = None,
) -> TemplatePlan:
    """Settle what `write_templates` writes, and read what it needs; raises as that does."""
    chosen = chosen_period(year, period)
    form = form if private else without_private_columns(form)
    settings = TemplateSettings(form, chosen, deadline, chosen_theme(theme))
    refuse_unknown_duties(roster, [form])
    before = _read_last(settings, last_year, forms, roster.departments)
    if chosen is None:
        raise InputError(f"没有写明{form.period.caption}，请写明 year 或 period。")
    rows = earlier_rows(before, form, chosen, roster.departments, roster)
    names = [name_return(form, department, chosen) for department in roster.departments]
    place, beside = Folder(folder), _read_guide(guide)
    place.expect([*names, *([beside.name] if beside else [])])
    if beside is not None and isinstance(folder, str | os.PathLike):
        refuse_other(Path(folder, beside.name), beside.data)
    known = read_prefill(form, prefill, roster, chosen)
    jobs = [
        TemplateJob(department, row, known.get(department.code, {}), name)
        for name, department, row in zip(names, roster.departments, rows, strict=True)
    ]
    return TemplatePlan(settings, jobs, place, before, beside)


def write_planned(plan: TemplatePlan, crew: Workers, progress: Progress) -> list[Path]:
    """Build the templates of a plan and write them; return their paths."""
    lost = []
    built = map_items(
        _build_chunk, plan.settings, plan.jobs, lambda _: None, crew, name=lambda job: job.name
    )
    written = []
    with closing(built):
        for number, (job, data) in enumerate(zip(plan.jobs, built, strict=True), 1):
            if data is None:
                lost.append(job.name)
            else:
                written.append(plan.place.put(job.name, data, write_new))
            progress(number, len(plan.jobs))
    if plan.guide is not None:
        plan.place.put(plan.guide.name, plan.guide.data, write_once)
    plan.place.finish()
    refuse_lost(lost)
    return written


def _read_guide(guide: str | os.PathLike[str] | bytes | None) -> Content | None:
    """Read the file that goes along; raises `InputError` where it cannot be read."""
    if guide is None or isinstance(guide, bytes):
        return None if guide is None else Content(GUIDE_NAME, guide)
    try:
        return Content(Path(guide).name, Path(guide).read_bytes())
    except OSError as error:
        raise InputError(unread_sentence(f"指南 {Path(guide).name}", error)) from error


def _build_chunk(settings: TemplateSettings, jobs: Sequence[TemplateJob]) -> list[bytes | None]:
    return [settings.build(job) for job in jobs]


def _read_last(
    settings: TemplateSettings,
    paths: Sources | None,
    forms: Sequence[Form],
    departments: Sequence[Department],
) -> Earlier | None:
    """Read earlier figures; raises `InputError` for other periods or other departments."""
    if paths is None:
        return None
    from xlreport.past.earlier_reader import read_earlier  # and with it pages and Word files

    form, period = settings.form, settings.period
    if period is not None:
        refuse_period(form, period)
    before = read_earlier(gather(paths), library_of([form, *forms]), collected=period)
    known = (rows_for(figures, form, departments, None) for figures in before.given)
    if departments and all(row is None for rows in known for row in rows):
        word = form.period.before
        raise InputError(f"{word}数据中没有名录里的任何单位，请核对是不是别的县的数据。")
    return before
