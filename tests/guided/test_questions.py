"""An answer is taken as it is meant, however an officer typed it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from xlreport.guided.questions import Terminal, a_day, a_path, a_place_of_returns, a_year, any_text


@pytest.mark.parametrize(
    ("check", "typed", "meant"),
    [
        (a_year, "２０２６", "2026"),
        (a_year, "2026年", "2026"),
        (a_day, "2027年1月15号", "2027-01-15"),
        (a_day, "２０２７．１．１５", "2027-01-15"),
        (a_day, "20270115", "2027-01-15"),
        (a_day, "2027 / 1 / 15", "2027-01-15"),
        (a_day, "没有", "-"),
        (any_text, "——", "-"),
        (any_text, "无", "-"),
        (any_text, "李某（办公室）", "李某（办公室）"),
    ],
)
def test_an_answer_is_taken_as_it_is_meant(
    check: Callable[[str], str], typed: str, meant: str
) -> None:
    assert meant == check(typed)


@pytest.mark.parametrize(
    ("check", "typed"),
    [(a_year, "26"), (a_year, "二〇二六"), (a_day, "1月15日"), (a_day, "2027-02-30")],
)
def test_what_can_be_meant_in_two_ways_is_asked_again(
    check: Callable[[str], str], typed: str
) -> None:
    with pytest.raises(ValueError, match=r"^请"):
        check(typed)


@settings(max_examples=30)
@given(st.text(max_size=12))
def test_what_is_taken_once_is_taken_again_when_it_is_offered(typed: str) -> None:
    for check in (a_year, a_day, any_text):
        with suppress(ValueError):
            answer = check(typed)
            assert answer == check(answer)


@pytest.mark.parametrize("typed", ["2", "２", "2.", "2、", "（2）"])
def test_a_number_is_chosen_however_it_is_typed(
    typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["", "二", "3", typed])
    monkeypatch.setattr("builtins.input", lambda: next(lines))
    assert 2 == Terminal(Console(file=StringIO())).choose("做哪一件", ["甲", "乙"])
    assert [] == list(lines)


@pytest.mark.parametrize("typed", ["收 回", "“收 回”", "'收 回'", '"{}"', "& '{}'", "收 回/"])
def test_a_path_is_found_as_it_is_dragged_and_stays_below_the_folder_of_the_work(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "收 回").mkdir()
    monkeypatch.chdir(tmp_path)
    assert "收 回" == a_path(typed.format(tmp_path / "收 回"))
    assert str(tmp_path) == a_path(str(tmp_path))


@pytest.mark.parametrize("typed", ['""', "没有", "长" * 300])
def test_what_is_no_path_is_asked_again(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="找不到"):
        a_path(typed)
    with pytest.raises(ValueError, match=r"^不能空着"):
        a_path("")


@pytest.mark.parametrize("typed", [".", "{}", "{}/.."])
def test_returns_lie_in_a_folder_of_their_own(
    typed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="结果写在这个文件夹里"):
        a_place_of_returns(typed.format(tmp_path))
    (tmp_path / "收回").mkdir()
    assert "收回" == a_place_of_returns("收回")
