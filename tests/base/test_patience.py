"""Patience: no wait for an executor is endless, and what is known is said when it ends.

The clock of these tests stands still until a worker is known to be silent, and then jumps: a slow
machine is never taken for a silent one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from support.county import fill_all
from support.departments import number_departments
from support.filled import as_typed, cells_at
from support.tasks import silent
from xlreport import (
    ExecutorError,
    Form,
    InputError,
    annotate,
    consolidate,
    read_returns,
    write_templates,
)
from xlreport.base import _crew
from xlreport.base.workers import Workers, choose_workers, map_items
from xlreport.outgoing.template import build_template

SOME = number_departments(4).departments


class Clock:
    """A clock that jumps by a thousand seconds each time that `is_silent` says so."""

    def __init__(self, is_silent: Callable[[], bool]) -> None:
        self.is_silent = is_silent
        self.now = 0.0

    def __call__(self) -> float:
        if self.is_silent():
            self.now += 1_000
        return self.now


class Mute(Executor):
    """An executor that answers the first few tasks, and never any other."""

    def __init__(self, answered: int) -> None:
        self.left = answered
        self.futures: list[Future[Any]] = []

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.futures.append(future)
        if self.left:
            self.left -= 1
            future.set_result(task(*args, **kwargs))
        return future


class Leaving(Mute):
    """An executor that takes the first few tasks, and then is shut down."""

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if not self.left:
            raise RuntimeError("cannot schedule new futures after shutdown")
        return super().submit(task, *args, **kwargs)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let much time pass while anything is waited for."""
    monkeypatch.setattr(_crew, "monotonic", Clock(lambda: True))
    monkeypatch.setattr(_crew, "_TICK", 0.001)


def double(_: None, numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def lost(number: int) -> int:
    return -number


def name_of(number: int) -> str:
    return f"{number}.xlsx"


mapped = partial(map_items, name=name_of)


def told(
    task: Callable[[None, Sequence[int]], Sequence[int]], count: int, workers: Workers
) -> tuple[list[int], ExecutorError]:
    """Do a task for so many numbers; give the answers, and the error behind them."""
    answers: list[int] = []
    with pytest.raises(ExecutorError) as raised:
        answers.extend(mapped(task, None, range(count), lost, workers))
    return answers, raised.value


@pytest.mark.usefixtures("hurried")
def test_a_silent_executor_is_refused_before_anything_is_done() -> None:
    answers, error = told(double, 25, Workers(1, Mute(0)))
    assert [] == answers
    assert tuple(range(25)) == error.numbers
    said = str(error)
    assert said.startswith("给出的 executor 不能使用（600 秒没有回应）。请新建一个再运行，或改用 w")
    assert said.endswith("没有完成的文件有 25 个：0.xlsx、1.xlsx、2.xlsx、3.xlsx、4.xlsx等。")


@pytest.mark.parametrize("kind", [Mute, Leaving])
@pytest.mark.usefixtures("hurried")
def test_an_executor_lost_in_the_middle_gives_what_it_has_done_and_names_the_rest(
    kind: type[Mute],
) -> None:
    executor = kind(3)  # the version, and two chunks of ten
    answers, error = told(double, 45, Workers(1, executor))
    assert [*range(0, 40, 2), *range(-20, -45, -1)] == answers
    assert tuple(range(20, 45)) == error.numbers
    assert "20.xlsx" == error.unanswered[0]
    assert all(future.done() for future in executor.futures)  # the others are cancelled


def test_threads_that_never_end_are_waited_for_no_longer_than_the_patience() -> None:
    free = Event()

    def stay(_: None, numbers: Sequence[int]) -> list[int]:
        if 13 in numbers:
            free.wait()
        return list(numbers)

    with ThreadPoolExecutor(2) as threads:
        try:
            answers, error = told(stay, 40, Workers(1, threads, patience=0.5))
        finally:
            free.set()
    assert tuple(range(10, 20)) == error.numbers
    assert [*range(10), *range(-10, -20, -1), *range(20, 40)] == answers


def test_an_executor_that_answers_something_is_not_silent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One chunk takes longer than the patience; but meanwhile the others get done."""
    waiting = [Future[Any]() for _ in range(4)]

    def tick(_: object, timeout: float) -> None:  # noqa: ARG001 - of concurrent.futures.wait
        next(future for future in reversed(waiting) if not future.done()).set_result(None)

    monkeypatch.setattr(_crew, "wait", tick)
    monkeypatch.setattr(_crew, "monotonic", Clock(lambda: True))
    crew = _crew.Crew(Mute(0), 0, patience=2_500)
    assert _crew._wait(crew, waiting[0], waiting[1:])
    assert "" == crew.fault


def test_a_process_of_ours_that_never_ends_is_killed_and_loses_its_file_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "silent"
    kill = _crew._kill_processes

    def kill_and_forget(executor: Executor) -> None:
        kill(executor)
        marker.unlink(missing_ok=True)

    monkeypatch.setattr(_crew, "_kill_processes", kill_and_forget)
    monkeypatch.setattr(_crew, "monotonic", Clock(marker.exists))
    numbers = [*range(14, 20), 13, 20]
    answers = list(mapped(silent, str(marker), numbers, lost, Workers(2)))
    assert [-13 if number == 13 else number for number in numbers] == answers


@pytest.mark.parametrize("patience", [0, -1, float("nan"), float("inf")])
def test_patience_is_a_number_of_seconds(patience: float) -> None:
    with pytest.raises(InputError, match="等待的秒数须大于 0"):
        choose_workers(2, None, patience)


def test_whole_seconds_are_a_patience_and_a_text_is_none(tmp_path: Path) -> None:
    fill_all(tmp_path, SOME[:1])
    assert 1 == len(read_returns(tmp_path, patience=60).items)
    with pytest.raises(TypeError, match="patience 应是数，不是 str"):
        read_returns(tmp_path, patience="60")  # type: ignore[arg-type]


# ---- the functions that take an executor ----------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, form_2021: Form) -> Path:
    """Fill in twelve returns, which make two chunks."""
    place = tmp_path_factory.mktemp("收回")
    fill_all(place, number_departments(12).departments, form_2021)
    return place


@pytest.mark.usefixtures("hurried")
def test_reading_gives_the_returns_that_were_read_and_names_the_others(folder: Path) -> None:
    roster = number_departments(12)
    with pytest.raises(ExecutorError) as raised:
        read_returns(folder, roster=roster, executor=Mute(2), prefer={"D12": "D12.xlsx"})
    error = raised.value
    assert ("D11.xlsx", "D12.xlsx") == error.unanswered
    assert read_returns(folder).items[:10] == error.returns.items
    assert "没有完成的文件有 2 个：D11.xlsx、D12.xlsx。" in str(error)


@pytest.mark.usefixtures("hurried")
def test_what_was_read_before_the_executor_was_lost_is_kept_in_the_cache(
    folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(ExecutorError):
        read_returns(folder, executor=Mute(2), cache=tmp_path)
    executor = Mute(2)
    returns = read_returns(folder, executor=executor, cache=tmp_path)
    assert 12 == len(returns.items)
    assert 2 == len(executor.futures)  # the version, and one chunk


@pytest.mark.usefixtures("hurried")
def test_templates_that_were_built_are_written_and_the_others_named(
    tmp_path: Path, form_2021: Form
) -> None:
    roster = number_departments(12)
    with pytest.raises(ExecutorError, match=r"2 个：D11_D11局_2026_.*、D12_D12局_2026_"):
        write_templates(form_2021, roster, year=2026, folder=tmp_path, executor=Mute(2))
    assert 10 == len(list(tmp_path.iterdir()))


@pytest.mark.usefixtures("hurried")
def test_a_summary_without_the_second_reading_is_refused(folder: Path) -> None:
    returns = read_returns(folder, roster=number_departments(12))
    with pytest.raises(ExecutorError, match=r"2 个：D11\.xlsx、D12\.xlsx"):
        consolidate(returns, name="某县", executor=Mute(2))


@pytest.mark.usefixtures("hurried")
def test_copies_without_an_answer_are_named(tmp_path: Path, form_2021: Form) -> None:
    place = tmp_path / "收回"
    place.mkdir()
    typed = as_typed(form_2021, cells_at(form_2021, {}))
    wrong = {**typed, next(iter(typed)): 987_654}
    data = build_template(form_2021, year=2021, department=SOME[0], values=wrong)
    (place / "D01.xlsx").write_bytes(data)
    returns = read_returns(place, roster=number_departments(4))
    with pytest.raises(ExecutorError, match=r"1 个：D01_D01局_2021_.*_退回件2\.xlsx"):
        annotate(returns, tmp_path / "退回", executor=Mute(1))
