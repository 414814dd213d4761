"""Returns that a store holds as a folder does, and what is read of them."""

from __future__ import annotations

import zipfile
from pathlib import Path

from support.departments import number_departments
from support.edited import filled_template
from xlreport import Returns, load_form
from xlreport.reading.one_return import Return

ROSTER = number_departments(4)
SOME = ROSTER.departments


def fill_folder(folder: Path, second: str) -> Path:
    """Write workbooks, a folder with one named `second`, an archive of two, and an empty file."""
    form = load_form("ogi-2021")
    books = [filled_template(form, who, number) for number, who in enumerate(SOME)]
    (folder / "镇").mkdir()
    (folder / "a.xlsx").write_bytes(books[0])
    (folder / "镇" / second).write_bytes(books[1])
    (folder / "空.xlsx").write_bytes(b"")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        for who, data in zip(SOME[2:], books[2:], strict=True):
            archive.writestr(f"{who.code}.xlsx", data)
    return folder


def contents(returns: Returns) -> list[tuple[object, ...]]:
    """List the files with their digests and values, the filings, and the findings."""
    items = [
        (item.file, item.sha256, item.values if isinstance(item, Return) else ())
        for item in returns.items
    ]
    filings = [(f.department, f.status, f.used and f.used.name) for f in returns.settlement.filings]
    return [*items, *filings, returns.found]
