from __future__ import annotations

from dataclasses import replace

import pytest

from support.odd_workbooks import SHEET, packed, parts
from xlreport.formats import _relations
from xlreport.formats._relations import read_once
from xlreport.formats.container import (
    LIMITS,
    Container,
    Limits,
    Unreadable,
    damaged,
    open_container,
)

PART = "xl/workbook.xml"
READ: list[str] = []


@pytest.fixture(autouse=True)
def nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_relations, "_RESULTS", {})
    READ.clear()


def size(container: Container, part: str) -> int:
    """Read a part in a way that tells how often."""
    READ.append(part)
    return container.members[part].file_size


def refuse(container: Container, part: str) -> int:
    READ.append(part)
    raise damaged(container.members[part].filename)


def workbook(content: bytes, limits: Limits = LIMITS, part: str = PART) -> Container:
    return open_container(packed({part: content, SHEET: content}), limits)


def test_the_same_bytes_in_another_file_are_not_read_again() -> None:
    assert [3, 3] == [read_once(workbook(b"<a>"), PART, size) for _ in range(2)]
    assert [PART] == READ


def test_other_bytes_of_the_same_length_are_read() -> None:
    for content in (b"<a>", b"<b>"):
        read_once(workbook(content), PART, size)
    assert [PART, PART] == READ


def test_the_same_bytes_as_another_part_or_within_other_limits_are_read() -> None:
    read_once(workbook(b"<a>"), PART, size)
    read_once(workbook(b"<a>"), SHEET.lower(), size)
    read_once(workbook(b"<a>", replace(LIMITS, sheets=1)), PART, size)
    assert [PART, SHEET.lower(), PART] == READ


def test_what_cannot_be_read_is_refused_every_time() -> None:
    for _ in range(2):
        with pytest.raises(Unreadable):
            read_once(workbook(b"<a>"), PART, refuse)
    assert [PART, PART] == READ


def test_a_wrong_check_sum_is_found_in_a_part_that_is_known() -> None:
    content = b"<a>" * 9
    read_once(workbook(content), PART, size)
    data = packed(parts("", {PART: content}))
    spoilt = data.replace(
        open_container(data, LIMITS).members[PART].CRC.to_bytes(4, "little"), b"1234"
    )
    with pytest.raises(Unreadable, match="FILE-DAMAGED"):
        read_once(open_container(spoilt, LIMITS), PART, size)


def test_a_large_part_is_not_kept() -> None:
    for _ in range(2):
        read_once(workbook(b"<a>" * 50_000), PART, size)
    assert [PART, PART] == READ
    assert {} == _relations._RESULTS


def test_no_more_than_some_parts_are_kept() -> None:
    for number in range(200):
        read_once(workbook(b"<a>%d" % number), PART, size)
    assert 0 < len(_relations._RESULTS) <= 64


def test_a_missing_part_is_left_to_the_reader() -> None:
    with pytest.raises(KeyError):
        read_once(workbook(b"<a>"), "xl/styles.xml", size)
