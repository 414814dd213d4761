"""One department judged: its pages, compared with what it reported, with the record, by the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from xlreport.base.period import Period
from xlreport.base.text import comparable
from xlreport.form.form import Form
from xlreport.office.publication_record import PublishedLine, digest_of_texts
from xlreport.office.roster import Department
from xlreport.publication._page_comparison import Compared, compare_page
from xlreport.publication._page_history import changes_since, figures_of
from xlreport.publication._pages import FoundPage
from xlreport.publication._reported import Reported
from xlreport.publication.publication import Publication, PublicationStatus, PublishedPage
from xlreport.reading.one_return import Return, Unread
from xlreport.settlement.collected import related_forms

# What is said of a department with several pages: figures that differ anywhere, else the best.
_FIRST = (
    PublicationStatus.OTHER_FIGURES,
    PublicationStatus.EQUAL,
    PublicationStatus.INCOMPLETE,
    PublicationStatus.OTHER_EDITION,
    PublicationStatus.NO_RETURN,
    PublicationStatus.UNREADABLE,
)


@dataclass(frozen=True, slots=True)
class Check:
    """What all pages are held against: form and period, the deadline, the day, the record."""

    form: Form
    period: Period | None
    deadline: date | None
    day: date
    record: Sequence[PublishedLine]

    def seen(self, department: Department) -> list[PublishedLine]:
        """List the lines of the record about a department in this period.

        Where a spreadsheet program has changed the codes, as 01 to 1, the name tells.
        """
        lines = [line for line in self.record if line.period == self.period]
        code, name = comparable(department.code), comparable(department.name)
        own = [line for line in lines if comparable(line.code) == code]
        return own or [line for line in lines if comparable(line.name) == name]


def judge(
    check: Check, department: Department, reported: Reported | None, found: Sequence[FoundPage]
) -> Publication:
    """Judge what one department has published; `found` are its files."""
    reasons = [_why_not(check, page.item) for page in found]
    counted = [page for page, why in zip(found, reasons, strict=True) if not why]
    others = [(page.item.file, why) for page, why in zip(found, reasons, strict=True) if why]
    seen = check.seen(department)
    pages = [
        _with_record(check, department, page, _compared(check, page, reported), before)
        for page, before in zip(counted, _lines_before(counted, seen), strict=True)
    ]
    statuses = {page.status for page in pages}
    status = next((s for s in _FIRST if s in statuses), PublicationStatus.NOT_FOUND)
    published = min((page.published for page in pages if page.published), default=None)
    return Publication(
        department=department,
        status=status,
        pages=tuple(pages),
        others=tuple(others),
        published=published,
        days_late=_days_late(check, pages, published),
        gone=None if pages else max((line.last for line in seen), default=None),
        is_accepted=reported is None or reported.is_accepted,
    )


def _why_not(check: Check, item: Unread | Return) -> str:
    """Return the reason why a file of a department is not the report; empty for one that is."""
    if isinstance(item, Unread):
        return ""
    if not related_forms(check.form, [item.form]):
        return f"是另一种报表（{item.form.title}）"
    if item.period and check.period and item.period != check.period:
        return f"是 {item.period.spaced}的，不是 {check.period.spaced}的"
    return ""


def _compared(check: Check, found: FoundPage, reported: Reported | None) -> PublishedPage:
    """Compare one file with what the department has reported."""
    item, reason = found.item, ""
    if isinstance(item, Unread):
        compared, reason = Compared(PublicationStatus.UNREADABLE), item.findings[0].message
    elif reported is None:
        compared = Compared(PublicationStatus.NO_RETURN)
    else:
        compared = compare_page(item, reported)
    period = item.period or check.period
    return PublishedPage(
        file=item.file,
        address=found.facts.address,
        form=item.form_id,
        period=item.period,
        status=compared.status,
        published=_after(period, found.facts.published),
        saved=_after(period, found.saved),
        differences=compared.differences,
        unread=compared.unread,
        texts=compared.texts,
        reason=reason,
        edition=item.form.edition if isinstance(item, Return) else "",
    )


def _after(period: Period | None, day: date | None) -> date | None:
    """Return a day on which the period was over; an earlier one is that of something else."""
    return None if day and period and day <= period.last else day


def _lines_before(
    pages: Sequence[FoundPage], seen: Sequence[PublishedLine]
) -> list[PublishedLine | None]:
    """Find the line of each page in the record; no line is that of two pages.

    Of several lines of a file's name, as each folder may have its index.html, it is one with the
    same figures, else the first. The only page is that of the only line, whatever its name.
    """
    if len(pages) == len(seen) == 1:
        return list(seen)
    left, found = list(seen), dict[int, PublishedLine]()
    for has_same_figures in (True, False):
        for number, page in enumerate(pages):
            lines = [line for line in left if line.file == page.item.file]
            if has_same_figures:
                lines = [line for line in lines if _figures_of(page) == line.figures]
            if lines and number not in found:
                found[number] = lines[0]
                left.remove(lines[0])
    return [found.get(number) for number in range(len(pages))]


def _figures_of(page: FoundPage) -> tuple[str, ...]:
    return () if isinstance(page.item, Unread) else figures_of(page.item)


def _with_record(
    check: Check,
    department: Department,
    found: FoundPage,
    page: PublishedPage,
    before: PublishedLine | None,
) -> PublishedPage:
    """Copy a page with its line of the record, before and now, and what has changed between."""
    item = found.item
    if isinstance(item, Unread) or check.period is None:
        return replace(page, before=before)
    changes = changes_since(item, before) if before else ()
    texts = digest_of_texts(item.texts)
    changed = before.changed if before else None
    if changes or (before and texts != before.texts):
        changed = check.day
    now = PublishedLine(
        code=department.code,
        name=department.name,
        period=check.period,
        file=page.file,
        address=page.address,
        published=page.published,
        first=before.first if before else check.day,
        last=check.day,
        changed=changed,
        figures=figures_of(item),
        texts=texts,
    )
    return replace(page, before=before, now=now, changes=changes)


def _days_late(check: Check, pages: Sequence[PublishedPage], published: date | None) -> int | None:
    """Count the days after the deadline; None without one, and where no day proves anything.

    A page that states no day was published by the day on which it was first seen or saved.
    """
    if check.deadline is None:
        return None
    if not pages:
        day = check.day
    elif published is not None:
        day = published
    else:
        known = [page.saved for page in pages if page.saved]
        known += [page.now.first for page in pages if page.now]
        day = min(known, default=check.day)
        if day > check.deadline:
            return None  # it may have been there long before
    return max(0, (day - check.deadline).days)
