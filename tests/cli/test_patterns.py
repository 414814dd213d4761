"""Patterns of file names, which no shell of Windows expands."""

from __future__ import annotations

from pathlib import Path

import pytest

from xlreport.base.errors import InputError
from xlreport.cli.patterns import expanded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.xlsx", "b.xlsx", "D05[1].xlsx", "D051.xlsx"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("?.xlsx", ["a.xlsx", "b.xlsx"]),
        ("D05[1].xlsx", ["D05[1].xlsx"]),
        ("D0[5]1.xlsx", ["D051.xlsx"]),
        ("没有*.xlsx", ["没有*.xlsx"]),
        ("~", ["~"]),
        ("%TEMP%", ["%TEMP%"]),
        ("--name=*", ["--name=*"]),
        ("a.xlsx\0*", ["a.xlsx\0*"]),
    ],
)
def test_only_a_pattern_that_is_no_name_is_replaced(
    folder: Path, given: str, expected: list[str]
) -> None:
    assert folder.is_dir()
    assert expected == list(expanded([given]))


@pytest.mark.parametrize("argument", ['D:\\收回" --roster 单位名录.csv', 'D:\\收回"'])
def test_a_backslash_before_the_quotation_mark_is_explained(argument: str) -> None:
    with pytest.raises(InputError, match=r'请去掉末尾的“\\”，写成 "D:\\收回"。$'):
        list(expanded(["check", argument]))


def test_a_quotation_mark_in_what_is_no_path_stays() -> None:
    assert ['--name="盐池县"'] == list(expanded(['--name="盐池县"']))
