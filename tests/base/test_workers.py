"""Workers: the same answers in the same order, whoever works and whoever dies."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import xlreport
from support.county import fill_all
from support.departments import number_departments
from support.edited import filled_template
from support.filled import as_typed, cells_at, fill_form
from support.made_up_form import load_made_up
from support.settled import plain_settlement
from support.tasks import (
    DEADLY,
    deadly_build,
    deadly_read,
    once_deadly,
    process_of,
    times,
    unsaid,
)
from support.work import PATIENCE
from xlreport import (
    ExecutorError,
    Form,
    InputError,
    OutputError,
    Roster,
    annotate,
    read_returns,
    write_templates,
)
from xlreport.base import _crew
from xlreport.base.workers import Workers, choose_workers, map_items, refuse_lost, workers_for
from xlreport.form.load import load_form
from xlreport.outgoing import templates
from xlreport.outgoing.template import build_template
from xlreport.reading.one_return import Return
from xlreport.returns import _batch
from xlreport.returns.returns import Returns

ROSTER = number_departments(5)
SOME = ROSTER.departments


def lost(number: int) -> int:
    return -number


def name_of(number: int) -> str:
    return f"{number}.xlsx"


mapped = partial(map_items, name=name_of)


# ---- mapping ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pool() -> Iterator[Executor]:
    """Give a caller's executor, of one process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        yield executor


def test_answers_come_in_the_order_of_the_items_whoever_works(pool: Executor) -> None:
    numbers = list(range(100, 150))
    expected = [3 * number for number in numbers]
    with ThreadPoolExecutor(3) as threads:
        for workers in (Workers(), Workers(2), Workers(1, pool), Workers(1, threads)):
            assert expected == list(mapped(times, 3, numbers, lost, workers))


def test_no_items_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_crew, "_start_pool", None)
    assert [] == list(mapped(times, 3, [], lost, Workers(2)))


def test_an_item_that_ends_every_worker_is_found_and_all_others_are_done() -> None:
    numbers = [*range(14, 40), 13, 41]
    expected = [-13 if number == 13 else number for number in numbers]
    assert expected == list(mapped(times, 1, numbers, lost, Workers(2)))


def test_a_worker_that_is_killed_once_loses_nothing(tmp_path: Path) -> None:
    marker = str(tmp_path / "marker")
    answers = list(mapped(once_deadly, marker, range(20), lost, Workers(2)))
    assert list(range(20)) == answers


@pytest.mark.parametrize("count", [1, 2])
def test_what_a_task_raises_is_raised_after_the_answers_before_it(count: int) -> None:
    said: list[object] = []
    with closing(mapped(times, 1, [1, 2, 3, 4, 99, 5, 6, 7], lost, Workers(count))) as numbers:
        try:
            said.extend(numbers)
        except InputError as error:
            said.append(str(error))
    assert [1, 2, 3, 4, "99"] == said


def test_a_slip_of_ours_comes_back_with_the_line_it_stands_in() -> None:
    with ThreadPoolExecutor(1) as threads, pytest.raises(ZeroDivisionError) as raised:
        list(mapped(unsaid, None, [1], lost, Workers(1, threads)))
    assert "number // 0" in raised.value.__notes__[0]


def test_a_callers_executor_that_breaks_is_refused_with_what_to_do() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(
            ExecutorError, match=r"executor 不能使用（BrokenProcessPool.*改用 workers="
        ) as raised,
    ):
        list(mapped(times, 1, [1, 13], lost, Workers(1, executor)))
    assert (0, 1) == raised.value.numbers


def test_a_callers_executor_that_is_shut_down_is_refused() -> None:
    executor = ThreadPoolExecutor(1)
    executor.shutdown()
    with pytest.raises(InputError, match="executor 不能使用"):
        list(mapped(times, 1, [1], lost, Workers(1, executor)))


def test_a_callers_executor_with_another_version_is_refused() -> None:
    class Elsewhere(Executor):
        def submit(self, _: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ARG002
            future: Future[Any] = Future()
            future.set_result("0.0.1")
            return future

    with pytest.raises(InputError, match=rf"xlreport 0\.0\.1, {xlreport.__version__}"):
        list(mapped(times, 1, [1], lost, Workers(1, Elsewhere())))


def test_a_program_without_a_guard_is_told_to_have_one(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import xlreport, pathlib\n"
        "pathlib.Path('1.xlsx').write_bytes(b'')\n"
        "xlreport.read_returns('1.xlsx', workers=2)\n",
        encoding="utf-8",
    )
    command = [sys.executable, str(program)]
    paths = os.pathsep.join(filter(None, sys.path))
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, timeout=PATIENCE, check=False
    )
    last = done.stderr.decode().strip().splitlines()[-1]
    assert last.startswith("xlreport.ExecutorError: 无法启动工作进程")
    assert '__name__ == "__main__"' in last


def test_leaving_early_ends_the_processes() -> None:
    with closing(mapped(process_of, None, range(8), lost, Workers(2))) as answers:
        process = next(answers)
    if sys.platform != "win32":
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_process_of_ours_does_not_hear_ctrl_c() -> None:
    code = (
        "import os, signal; from xlreport.base._crew import _begin; _begin();"
        "signal.raise_signal(signal.SIGINT); print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "alive" == done.stdout.strip()


def test_reading_and_building_load_no_frames_in_a_worker() -> None:
    code = (
        "import sys, xlreport.returns._batch, xlreport.outgoing.templates;"
        "import xlreport.outgoing._annotated;"
        "print([n for n in ('numpy', 'pandas', 'pandera', 'openpyxl') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()


def test_workers_are_one_kind_or_the_other_and_at_least_one() -> None:
    with ThreadPoolExecutor(1) as executor:
        assert Workers(1, executor) == choose_workers(1, executor)
        with pytest.raises(InputError, match="只能写一个"):
            choose_workers(2, executor)
    with pytest.raises(InputError, match="至少要有 1 个进程"):
        choose_workers(0, None)
    assert choose_workers(1, None).is_here
    assert not choose_workers(2, None).is_here


def test_few_files_are_read_by_one_process() -> None:
    assert 1 == workers_for(90)
    assert workers_for(6000) >= 1


# ---- reading, templates, annotated copies -------------------------------------------------------


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """Give a form that does not come with the library."""
    return load_made_up(tmp_path_factory.mktemp("form"))


@pytest.fixture(scope="module")
def folder(own: Form, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill in returns: right, wrong, moved to another form, and files that are none."""
    place = tmp_path_factory.mktemp("收回")
    new, old = load_form("ogi-2021"), load_form("ogi-2019")
    fill_all(place, SOME, new)
    typed = as_typed(new, fill_form(new, 7))
    wrong = {**typed, next(iter(typed)): 987_654}
    for who in SOME[:2]:
        data = build_template(new, year=2021, department=who, values=wrong, revision=2)
        (place / f"{who.code}改.xlsx").write_bytes(data)
    (place / "旧.xlsx").write_bytes(filled_template(old, SOME[0]))
    (place / "自定.xlsx").write_bytes(filled_template(own, SOME[1]))
    (place / "空.xlsx").write_bytes(b"")
    (place / "坏.zip").write_bytes(b"PK\x03\x04")
    return place


def as_told(returns: Returns) -> tuple[object, ...]:
    settled = plain_settlement(returns.settlement)
    return returns.items, returns.found, settled, returns.year, returns.form


def test_returns_are_the_same_whoever_reads_them(folder: Path, own: Form, pool: Executor) -> None:
    told: list[list[tuple[int, int]]] = []

    def read(workers: int = 1, executor: Executor | None = None) -> tuple[object, ...]:
        told.append([])
        return as_told(
            read_returns(
                folder,
                roster=ROSTER,
                forms=[own],
                workers=workers,
                executor=executor,
                progress=lambda done, total: told[-1].append((done, total)),
            )
        )

    here = read()
    assert here == read(2)
    assert here == read(1, pool)
    assert [(number, 11) for number in range(1, 12)] == told[0] == told[1] == told[2]
    items = here[0]
    assert isinstance(items, tuple)
    assert own in [item.form for item in items if isinstance(item, Return)]


def test_a_file_that_ends_workers_is_named_and_all_others_are_read(
    folder: Path, own: Form, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{DEADLY}.xlsx").write_bytes(b"")
    monkeypatch.setattr(_batch, "_read_chunk", deadly_read)
    returns = read_returns([folder, tmp_path], roster=ROSTER, forms=[own], workers=2)
    killed = [finding for finding in returns.found if finding.code == "WORKER-KILLED"]
    assert [f"{DEADLY}.xlsx"] == [finding.file for finding in killed]
    others = read_returns(folder, roster=ROSTER, forms=[own])
    read = [item for item in returns.items if DEADLY not in item.file]
    assert sorted(others.items, key=lambda item: item.source) == sorted(
        read, key=lambda item: item.source
    )


def files_in(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.iterdir()}


def test_templates_are_the_same_whoever_builds_them(tmp_path: Path, form_2021: Form) -> None:
    last = tmp_path / "上年"
    last.mkdir()
    (last / "D01.xlsx").write_bytes(filled_template(form_2021, SOME[0], year=2025))
    for count in (1, 2):
        paths = write_templates(
            form_2021,
            ROSTER,
            year=2026,
            folder=tmp_path / str(count),
            last_year=last,
            workers=count,
        )
        assert [f"{who.code}_{who.name}_2026" for who in SOME] == [
            path.name.rpartition("_")[0] for path in paths
        ]
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2")


def test_a_template_that_no_worker_lives_to_build_is_named_and_the_others_are_written(
    tmp_path: Path, form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templates, "_build_chunk", deadly_build)
    with pytest.raises(OutputError, match=r"^D03_D03局_2026_.*\.xlsx 没有写入"):
        write_templates(form_2021, ROSTER, year=2026, folder=tmp_path, workers=2)
    assert ["D01", "D02", "D04", "D05"] == sorted(path.name[:3] for path in tmp_path.iterdir())


def test_what_was_built_without_loss_refuses_nothing() -> None:
    refuse_lost([])


def test_annotated_copies_are_the_same_whoever_builds_them(folder: Path, tmp_path: Path) -> None:
    returns = read_returns(folder, roster=ROSTER, year=2021)
    for count in (1, 2):
        annotate(returns, tmp_path / str(count), workers=count)
    assert 2 <= len(files_in(tmp_path / "1"))
    assert files_in(tmp_path / "1") == files_in(tmp_path / "2")


def test_ctrl_c_between_two_templates_leaves_whole_files_alone(
    tmp_path: Path, form_2021: Form
) -> None:
    def interrupt(done: int, total: int) -> None:  # noqa: ARG001 - what progress is told
        if done == 3:
            raise KeyboardInterrupt

    whole = tmp_path / "全部"
    write_templates(form_2021, ROSTER, year=2026, folder=whole)
    cut = tmp_path / "中断"
    with pytest.raises(KeyboardInterrupt):
        write_templates(form_2021, ROSTER, year=2026, folder=cut, workers=2, progress=interrupt)
    expected = dict(sorted(files_in(whole).items())[:3])
    assert expected == files_in(cut)


def test_ctrl_c_in_the_middle_of_writing_leaves_neither_a_part_nor_a_temporary_file(
    tmp_path: Path, form_2021: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "link", interrupt)
    monkeypatch.setattr(Path, "rename", interrupt)  # what Windows does instead
    with pytest.raises(KeyboardInterrupt):
        write_templates(form_2021, Roster("", SOME[:1]), year=2026, folder=tmp_path)
    assert [] == list(tmp_path.iterdir())


def test_two_files_of_one_name_send_back_their_own_findings(
    tmp_path: Path, form_2021: Form
) -> None:
    typed = as_typed(form_2021, cells_at(form_2021, {}))
    wrong = {**typed, next(iter(typed)): 987_654}
    for who in SOME[:2]:
        place = tmp_path / who.code
        place.mkdir()
        values = wrong if who is SOME[0] else typed
        data = build_template(form_2021, year=2021, department=who, values=values)
        (place / "表.xlsx").write_bytes(data)
    returns = read_returns(tmp_path, roster=replace(ROSTER, departments=SOME[:2]))
    copies = annotate(returns, tmp_path / "退回")
    assert ["D01_D01局_2021_政府信息公开工作年度报告_退回件2.xlsx"] == [
        path.name for path in copies
    ]
