"""A file that needs too much memory, or nests too deeply, is lost alone: all others are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.county import fill_all
from support.departments import number_departments
from support.hostile_files import right
from xlreport import Form, read_published, read_returns
from xlreport.formats import any_format
from xlreport.formats.container import Unreadable
from xlreport.formats.workbook import Workbook
from xlreport.reading import published, reader
from xlreport.reading.one_return import Return

ROSTER = number_departments(8)
KINDS = (MemoryError, RecursionError)


@pytest.fixture
def folder(tmp_path: Path, form_2021: Form) -> Path:
    """Give eight right returns, and one more among them."""
    fill_all(tmp_path, ROSTER.departments, form_2021)
    (tmp_path / "D04多.xlsx").write_bytes(right() + bytes(7))
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("stage", ["opening", "identifying", "reading"])
def test_the_others_of_a_batch_are_read(
    folder: Path, kind: type[Exception], stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    plain = any_format.open_workbook

    def fifth(data: bytes) -> Workbook:
        opened.append(len(data))
        if stage == "opening" and len(opened) == 5:
            raise kind
        return plain(data)

    def when_fifth(function: str) -> None:
        before = getattr(reader, function)

        def ends(*args: object, **kwargs: object) -> object:
            if len(opened) == 5:
                raise kind
            return before(*args, **kwargs)

        monkeypatch.setattr(reader, function, ends)

    monkeypatch.setattr(reader, "open_workbook", fifth)
    if stage != "opening":
        when_fifth({"identifying": "identify", "reading": "make_return"}[stage])
    returns = read_returns(folder, roster=ROSTER)
    assert ["D04多.xlsx"] == [item.file for item in returns.items if not isinstance(item, Return)]
    codes = [finding.code for finding in returns.found if finding.file == "D04多.xlsx"]
    assert ["FILE-HOSTILE"] == codes
    assert 8 == len([item for item in returns.items if isinstance(item, Return)])


@pytest.mark.parametrize("error", [*KINDS, Unreadable("FILE-HOSTILE", reason="合并单元格过多")])
def test_a_published_page_is_refused_in_words(
    tmp_path: Path, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise error

    page = tmp_path / "报告.html"
    page.write_text("<table><tr><td>一</td></tr></table>", encoding="utf-8")
    monkeypatch.setattr(published, "read_tables", ends)
    (item,) = read_published(page).items
    assert ["FILE-HOSTILE"] == [finding.code for finding in item.findings]
