"""The pages in a folder: what departments have published, as an officer has saved it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from xlreport.base.memory import Content, Given
from xlreport.base.progress import Progress
from xlreport.form.library import Library
from xlreport.formats.container import ZIP_ERRORS
from xlreport.formats.page_facts import PageFacts, read_page_facts
from xlreport.formats.saved_page import unpack_page
from xlreport.formats.sources import Source, find_sources
from xlreport.office.roster import Department
from xlreport.publication._owners import Owners, named, named_within
from xlreport.reading.one_return import Return, Unread
from xlreport.reading.published import read_published_source
from xlreport.reading.reader import TOO_MUCH

_PAGES: Final = (".html", ".htm", ".mht", ".mhtml")
# The folder that a browser or Word saves beside a page, with its pictures and frames.
_BESIDE: Final = re.compile(r"(.+)(?:_files|\.files|_文件)")


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One file of a folder, as read, with its department and what the page says about itself.

    `owner` is None where no department is named, or more than one.
    """

    item: Unread | Return
    owner: Department | None
    facts: PageFacts = field(default_factory=PageFacts)
    saved: date | None = None


def read_pages(
    paths: Iterable[Given], library: Library, owners: Owners, progress: Progress
) -> Iterator[FoundPage]:
    """Read the files under paths, in order; a file that a browser saved beside a page is none.

    Of such files only a frame that holds a report is read: it is what a person sees on the page.
    """
    given = list(paths)
    tops = {Path(each) for each in given if not isinstance(each, Content)}
    sources = find_sources(given)
    pages = {_name(source).with_suffix("") for source in sources if _is_page(source)}
    for number, source in enumerate(sources):
        progress(number, len(sources))
        main = _main_page(source, pages)
        if main is not None and not _is_page(source):
            continue
        folder = _name(source).parent
        # The folder that was named is the officer's own, and may have any department's name.
        names = [main.name] if main else [] if folder in tops else [folder.name]
        found = _read(source, library, owners, names)
        if main is None or isinstance(found.item, Return):
            yield found


def _read(source: Source, library: Library, owners: Owners, names: Sequence[str]) -> FoundPage:
    """Read one file; `names` are those of the page or folder that it belongs to."""
    item = read_published_source(source, library)
    facts = _facts(source) if _is_page(source) else PageFacts()
    written = [*facts.titles, _name(source).stem, *names]
    title = item.department if isinstance(item, Return) else ""
    owner = named(owners, title) if title else named_within(owners, written)
    saved = source.changed()
    return FoundPage(item, owner, facts, saved and saved.date())


def _facts(source: Source) -> PageFacts:
    try:
        data = source.read()
        return read_page_facts(unpack_page(data) or data)
    except (*ZIP_ERRORS, *TOO_MUCH):
        return PageFacts()


def _is_page(source: Source) -> bool:
    return _name(source).suffix.lower() in _PAGES


def _name(source: Source) -> PurePath:
    """Return the path of a file; in an archive that of the member."""
    return PureWindowsPath(source.member) if source.member else source.path


def _main_page(source: Source, pages: set[PurePath]) -> PurePath | None:
    """Return the page beside whose folder a file lies; None where it lies in no such folder."""
    for folder in _name(source).parents:
        match = _BESIDE.fullmatch(folder.name)
        if match is not None and folder.with_name(match[1]) in pages:
            return folder.with_name(match[1])
    return None
