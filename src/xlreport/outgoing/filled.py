"""Filled returns (代填件): figures of another system in the workbook that a clerk would send."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlreport.base.arguments import checked, chosen_period, refuse_ending
from xlreport.base.errors import InputError
from xlreport.base.folder import Folder
from xlreport.base.memory import Target, target_path
from xlreport.base.period import Period
from xlreport.base.progress import Progress, silent
from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.layout.field import Field, FieldKind
from xlreport.office.roster import Department, Roster, unlisted_department
from xlreport.outgoing._given import Given, take_figures, typed_entries
from xlreport.outgoing._given_cells import Problems, codes_and_names, is_frame, nearest
from xlreport.outgoing._given_many import offered_by_code, read_many
from xlreport.outgoing._given_texts import fields_of_texts
from xlreport.outgoing._typed_lines import typed_lines
from xlreport.outgoing.figures import Figures, ManyFigures
from xlreport.outgoing.master import Masters
from xlreport.outgoing.new_file import name_return, write_new
from xlreport.outgoing.template import identity_of, refuse_uncovered
from xlreport.settlement.settlement import refuse_period
from xlreport.writing.content import Content
from xlreport.writing.workbook import open_book


@checked
def write_return(  # noqa: PLR0913 - all that a return consists of
    form: Form,
    data: Figures,
    path: Target,
    *,
    department: Department | str,
    code: str = "",
    year: int | None = None,
    period: str | Period | None = None,
    texts: Figures | None = None,
    lists: Mapping[str, Any] | None = None,
    nil: Collection[str] = (),
    contact: str = "",
    phone: str = "",
    revision: int = 1,
) -> Path:
    """Write figures of a program as a filled return, locked and stamped like a template.

    `data` is a mapping or the tidy frame. A mapping has cells by key,
    `{"requests.received.natural_person": 12}` or the three keys as a tuple, tables by key as
    `Returns.department` gives them, and lists by key, or several of these. Of a frame with several
    departments the rows of `department` are taken. Numbers are in the unit of their cell,
    percentages shares of 1. What is not given stays blank; totals and cells that are counted from
    a list are computed, and may be given if they agree.

    `department` is one of a roster, or a name with a `code`. `texts` are narrative parts by key
    or the frame `Returns.texts`, `lists` the lines of lists by key: a frame, or a mapping for each
    line. `nil` are the keys of tables declared nil (零报送). A `revision` above 1 takes the place
    of a return that was sent before.

    Raises `InputError` that names each key that the form does not have, each value that its cell
    cannot hold and each total that differs from its parts, with both numbers; and as
    `write_template` does. A rule that does not hold is no error here: reading finds it.
    """
    refuse_ending(path)
    chosen = _chosen(form, year, period)
    owner = _department(department, code)
    _refuse_code_as_name(data, owner)
    problems = Problems()
    given = take_figures(form, data, owner, chosen, problems, lists)
    fields = {
        Field(FieldKind.CONTACT): contact,
        Field(FieldKind.PHONE): phone,
        **fields_of_texts(form, {} if texts is None else texts, owner, problems),
    }
    declared = _nil(form, nil, problems)
    problems.refuse(owner)
    content = _content(form, given, chosen, owner, revision, fields=fields, nil=declared)
    write_new(path, open_book(form, content).to_bytes())
    return target_path(path)


@checked
def write_returns(
    form: Form,
    roster: Roster,
    data: ManyFigures,
    *,
    folder: Target,
    year: int | None = None,
    period: str | Period | None = None,
    revision: int = 1,
    progress: Progress = silent,
) -> list[Path]:
    """Write a return for every department of a roster that `data` has figures of.

    `data` is one of these:

    - the tidy frame of many departments, as `Returns.data` and an export have it;
    - a frame with a row for each department, its code or name in the column `code` or
      `department`, and a column for each key, such as `requests.received.natural_person` or
      `texts.overview`;
    - a mapping from departments, by code or name, to figures as `write_return` takes them, with
      narrative parts in a mapping `texts`;
    - a mapping from the keys of tables and lists to frames of many departments;
    - the path of a .csv, .json or .xlsx file with one of these. Lists and texts are in files
      beside it (数据.purchases.csv, 数据.texts.csv) or in sheets of the names `purchases`, `texts`.

    A binary file object in place of the `folder` gets a zip archive of them. Files are named as by
    `write_templates`; returns the paths in the order of the roster. All
    figures are read before the first file is written. Raises `InputError` for a department that is
    not on the roster, and as `write_return` does.
    """
    chosen = _chosen(form, year, period)
    offered = offered_by_code(form, data, roster, chosen)
    given, fields = read_many(form, offered, roster, chosen)
    owners = [each for each in roster.departments if each.code in given]
    paths, place, masters = [], Folder(folder), Masters(form)
    place.expect(name_return(form, owner, chosen) for owner in owners)
    for number, owner in enumerate(owners, 1):
        texts = fields[owner.code]
        content = _content(form, given[owner.code], chosen, owner, revision, fields=texts)
        written = masters.workbook(content)
        paths.append(place.put(name_return(form, owner, chosen), written, write_new))
        progress(number, len(owners))
    place.finish()
    return paths


def _chosen(form: Form, year: int | None, period: str | Period | None) -> Period:
    chosen = chosen_period(year, period)
    if chosen is None:
        raise InputError(f"没有写明{form.period.caption}，请写明 year 或 period。")
    refuse_period(form, chosen)
    refuse_uncovered(form, chosen)
    return chosen


def _content(
    form: Form,
    given: Given,
    period: Period,
    owner: Department,
    revision: int,
    *,
    fields: Mapping[Field, str],
    nil: frozenset[str] = frozenset(),
) -> Content:
    identity = identity_of(form, period, owner, revision)
    return replace(
        identity,
        values=typed_entries(form, given.entries),
        nil=nil,
        fields={**identity.fields, **fields},
        lists=typed_lines(form, given.lists),
    )


def _department(department: Department | str, code: str) -> Department:
    if isinstance(department, str):
        return unlisted_department(code, department)
    if code and code != department.code:
        raise InputError(f"code 是“{code}”，而 department 的代码是“{department.code}”。")
    return department


def _refuse_code_as_name(data: Figures, owner: Department) -> None:
    """Refuse a department that is named by its code alone: the code would stand as its name."""
    for frame in filter(is_frame, data.values() if isinstance(data, Mapping) else [data]):
        for code, name in codes_and_names(frame):
            called, names = comparable(owner.name), (comparable(code), comparable(name))
            if not owner.code and called == names[0] and called != names[1]:
                raise InputError(
                    f'“{code}”是单位代码，不是名称；请写 department="{name}"、code="{code}"。'
                )


def _nil(form: Form, keys: Collection[str], problems: Problems) -> frozenset[str]:
    tables = [table.key for table in form.tables]
    for key in keys:
        if key not in tables:
            problems.add(key, f"报表中没有这个表{nearest(key, tables)}")
    return frozenset(keys)
