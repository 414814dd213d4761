"""Times of files are told by the clock of the officer's computer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from xlreport.base.local_time import local_time

pytestmark = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows takes no zone from the environment"
)


@pytest.fixture(autouse=True)
def china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set the clock to that of China, by a notation that needs no list of zones."""
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2027-01-08T10:00:00Z", "2027-01-08T18:00:00"),
        ("2026-12-31T23:30:00Z", "2027-01-01T07:30:00"),
        ("2027-01-08T10:00:00.5+01:00", "2027-01-08T17:00:00"),
        ("2027-01-08T10:00:00", "2027-01-08T10:00:00"),
        ("", ""),
        ("昨天", "昨天"),
        ("9999-12-31T23:00:00Z", "9999-12-31T23:00:00Z"),
    ],
)
def test_a_time_with_a_zone_is_told_as_the_local_one(stated: str, expected: str) -> None:
    assert expected == local_time(stated)
