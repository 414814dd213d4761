"""Two versions are held to the same results: whatever differs is printed, and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from same import compare, plain, written_told

from support.county import D01, consistent, write
from support.settled import return_of
from xlreport import read_returns


def test_what_differs_or_is_missing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert 1 == compare({"a": "1\n2", "b": "3", "c": "4"}, {"a": "1\n5", "b": "3"})
    printed = capsys.readouterr().out
    assert "## a\n--- before\n+++ now\n@@ -2 +2 @@\n-2\n+5\n" in printed
    assert "-4\n+nothing\n" in printed
    assert printed.endswith("1 of 3 results are the same\n")


def test_the_same_results_are_counted() -> None:
    assert 0 == compare({"a": "1"}, {"a": "1"})


def test_a_member_of_a_package_that_differs_is_named(tmp_path: Path) -> None:
    told = []
    for text in ("1", "2"):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
            package.writestr("same.xml", "0")
            package.writestr("other.xml", text)
        told.append(dict(written_told(tmp_path))["wrote a.zip"].splitlines())
    assert [False, True, False] == [a == b for a, b in zip(*told, strict=True)]


def test_a_figure_that_is_read_is_told(tmp_path: Path) -> None:
    write(tmp_path, D01, consistent(1))
    item = return_of(*read_returns(tmp_path).items)
    told = plain(item)
    assert isinstance(told, dict)
    assert list(item.values) == told["values"]
    assert "ogi-2021" == told["form"]
