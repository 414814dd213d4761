"""Published reports compared with returns: whether departments publish what they reported."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from xlreport.base.arguments import checked
from xlreport.base.errors import InputError
from xlreport.base.finding import quotable
from xlreport.base.memory import Sources, gather
from xlreport.base.progress import Progress, silent
from xlreport.form.form import Form
from xlreport.form.library import library_of
from xlreport.office.publication_record import PublishedLine, read_record
from xlreport.publication._judged import Check, judge
from xlreport.publication._owners import list_owners
from xlreport.publication._pages import FoundPage, read_pages
from xlreport.publication._reported import list_reported
from xlreport.publication.publication import Publication, Publications
from xlreport.reading.one_return import Unread
from xlreport.returns.returns import Returns
from xlreport.summary.summary import Summary


@checked
def compare_published(
    paths: Sources,
    returns: Returns | Summary,
    *,
    deadline: date | None = None,
    record: str | os.PathLike[str] | None = None,
    forms: Sequence[Form] = (),
    today: date | None = None,
    progress: Progress = silent,
) -> Publications:
    """Compare the published reports under `paths` with what the departments have reported.

    A report is a saved page (.html, with or without the folder that a browser saves beside it), a
    Word file or a workbook. Its department is the one in its title, else the one that its file or
    folder is named after; the departments are those of the roster with which `returns` were read,
    and those that a county's summary among them adds up. Values are compared as printed, totals
    too. After the `deadline` a report is late by the day that its page states.

    `record` is the file that `write_publication_record` has written after an earlier check, from
    which it is known what has changed; it need not exist yet. `forms` are forms that do not come
    with the library. `today` is the day of the check, the computer's date if not given.
    `progress` is called with the number of files read and the number of all files.

    Raises `InputError` for a missing path, for returns of which none could be read, for a record
    that cannot be read, and for a page where lxml (the extra `report`) is not installed.
    """
    settled = returns.returns if isinstance(returns, Summary) else returns
    if settled.form is None:
        raise InputError("没有能读取的报送件，公布的报告没有可以比较的。")
    before = () if record is None else read_record(record)
    check = Check(settled.form, settled.period, deadline, today or date.today(), before)
    reported = list_reported(settled, settled.form)
    owners = list_owners([department for department, _ in reported])
    pages: dict[str, list[FoundPage]] = defaultdict(list)
    left_out: list[tuple[str, str]] = []
    for page in read_pages(gather(paths), library_of([*forms, settled.form]), owners, progress):
        why = _why_nobody(page)
        if page.owner is None or why:
            left_out.append((page.item.file, why))
        else:
            pages[page.owner.code].append(page)
    publications = [judge(check, who, own, pages[who.code]) for who, own in reported]
    return Publications(
        period=settled.period,
        title=settled.form.title,
        checked=check.day,
        deadline=deadline,
        departments=tuple(publications),
        left_out=tuple(left_out),
        record=tuple(_record(publications, before)),
    )


def _why_nobody(page: FoundPage) -> str:
    """Return the reason why a file is no report of a department; empty for one that is."""
    item = page.item
    if item.stamp is not None:
        return "是报送件，不是公布的报告"
    if page.owner is not None:
        return ""
    if isinstance(item, Unread):
        return item.findings[0].message
    if item.department:
        return (
            f"标题写的是“{quotable(item.department)}”，名录中没有；"
            "如果是名录中的单位，请把这个名称写进名录的“其他名称”"
        )
    return "标题和文件名中看不出是哪一个单位；请用单位名称给文件命名"


def _record(
    publications: Sequence[Publication], before: Sequence[PublishedLine]
) -> Iterator[PublishedLine]:
    """Yield the lines to keep: each page as it is now, and as it was where it is no longer there.

    A page that can no longer be read stays in the record as it was.
    """
    pages = [page for publication in publications for page in publication.pages]
    now = [page.now for page in pages if page.now is not None]
    replaced = {page.before for page in pages if page.now is not None}
    yield from now
    known = {(line.code, line.period, line.file) for line in now}
    for line in before:
        if line not in replaced and (line.code, line.period, line.file) not in known:
            yield line
