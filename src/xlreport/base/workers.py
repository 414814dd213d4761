"""Workers: one job over many items, done in chunks by other processes, of which some may die.

A task's answers come back in the order of its items and workers write no files, so the result
does not depend on the workers. An exception of the task comes back as a value; any other
exception of a future is a fault of the executor. Chunks that were in progress when a worker died
are tried again one at a time, and halved until the item that kills workers is alone.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import Any, TypeVar

from xlreport.base.errors import InputError, OutputError, XlreportError
from xlreport.base.version import __version__

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Answer = TypeVar("Answer")
_Call = Callable[[Sequence[Item]], Any]
_Flight = deque[tuple[Sequence[Item], Future[Any]]]
_Outcome = Sequence[Any] | None  # a chunk's answers, None where its worker was lost

_LARGEST_OWN_CHUNK = 32  # files: after Ctrl-C each process first finishes its chunk
_LARGEST_CHUNK = 100  # an engine spends about as long on a task as a file takes to read
_AHEAD = 128  # chunks given to a caller's executor at a time: this bounds the memory
_MANY_FILES = 300  # fewer are read sooner than processes of our own start
_MOST_ON_WINDOWS = 61  # handles that Windows waits for at a time
_TICK = 0.5  # seconds; on Windows, waiting without end would not hear Ctrl-C


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers of a long job: `count` processes of our own, or a caller's executor.

    With one process and no executor the calling process does the job itself.
    """

    count: int = 1
    executor: Executor | None = None

    @property
    def is_here(self) -> bool:
        """Whether this process does the job itself."""
        return self.executor is None and self.count == 1


def choose_workers(count: int, executor: Executor | None) -> Workers:
    """Check a caller's choice; raises `InputError` for no worker, or for both kinds."""
    if count < 1:
        raise InputError(f"workers={count}：至少要有 1 个进程。")
    if executor is not None and count != 1:
        raise InputError("workers 和 executor 只能写一个。")
    return Workers(min(count, _MOST_ON_WINDOWS) if sys.platform == "win32" else count, executor)


def workers_for(files: int) -> int:
    """Choose how many processes are worth starting: only this one, or one per processor."""
    if files < _MANY_FILES:
        return 1
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Crew:
    """The executor in use; one of our own is replaced when it breaks."""

    workers: Workers
    executor: Executor


def map_items(
    task: Callable[[Shared, Sequence[Item]], Sequence[Answer]],
    shared: Shared,
    items: Sequence[Item],
    lost: Callable[[Item], Answer],
    workers: Workers,
) -> Generator[Answer, None, None]:
    """Yield the answer of `task` to each item, in the order of the items.

    `task` is a function of a module: it takes `shared`, which all items need, and a chunk of the
    items, and returns an answer for each. `lost` answers for an item that kills every process.
    A caller that may stop early closes the generator (`contextlib.closing`). Raises the exception
    of `task` for the first item that fails, and `InputError` if no worker can be started or a
    caller's executor has broken, which only the caller can replace.
    """
    if workers.is_here or not items:
        for item in items:
            yield from task(shared, [item])
        return
    call = partial(_work, task, pickle.dumps(shared))
    crew = _Crew(workers, workers.executor or _start_pool(workers.count))
    flight: _Flight[Item] = deque()
    try:
        if workers.executor is not None:
            _recover(crew)
        yield from _fly(crew, call, iter(_cut(items, workers)), flight, lost)
    finally:
        for _, future in flight:
            future.cancel()
        if workers.executor is None:
            crew.executor.shutdown(cancel_futures=True)


def _fly(
    crew: _Crew,
    call: _Call[Item],
    chunks: Iterator[Sequence[Item]],
    flight: _Flight[Item],
    lost: Callable[[Item], Answer],
) -> Iterator[Answer]:
    """Keep some chunks in progress, in `flight`, and yield the answers in order."""
    ahead = _AHEAD if crew.workers.executor is not None else 2 * crew.workers.count
    while True:
        for chunk in islice(chunks, ahead - len(flight)):
            flight.append((chunk, _submit(crew, call, chunk)))
        if not flight:
            return
        chunk, future = flight.popleft()
        answers = _outcome(future)
        if answers is not None:
            yield from answers
            continue
        # Any chunk in progress may have killed the worker: each is tried alone.
        outcomes = [(chunk, answers), *((other, _outcome(f)) for other, f in flight)]
        flight.clear()
        for chunk, answers in outcomes:
            yield from _alone(crew, call, chunk, lost) if answers is None else answers
        _recover(crew)


def _alone(
    crew: _Crew,
    call: _Call[Item],
    chunk: Sequence[Item],
    lost: Callable[[Item], Answer],
) -> Iterator[Answer]:
    """Do a chunk with no other in progress; halve it if it kills its worker again."""
    _recover(crew)
    answers = _outcome(_submit(crew, call, chunk))
    if answers is not None:
        yield from answers
    elif len(chunk) == 1:
        yield lost(chunk[0])
    else:
        middle = len(chunk) // 2
        yield from _alone(crew, call, chunk[:middle], lost)
        yield from _alone(crew, call, chunk[middle:], lost)


def _cut(items: Sequence[Item], workers: Workers) -> list[Sequence[Item]]:
    """Cut into chunks: large enough to be worth a task, small enough that progress moves."""
    if workers.executor is None:
        size = min(_LARGEST_OWN_CHUNK, -(-len(items) // (4 * workers.count)))
    else:
        size = max(10, min(_LARGEST_CHUNK, len(items) // 64))
    return [items[start : start + size] for start in range(0, len(items), size)]


def _submit(crew: _Crew, call: _Call[Item], chunk: Sequence[Item]) -> Future[Any]:
    try:
        return crew.executor.submit(call, chunk)
    except RuntimeError as error:  # broken since, or shut down
        refused: Future[Any] = Future()
        refused.set_exception(error)
        return refused


def _outcome(future: Future[Any]) -> _Outcome:
    """Wait for a chunk's answers, None if its worker died; raises what its task raised."""
    while not future.done():
        wait([future], timeout=_TICK)
    try:
        answers, error = future.result()
    except Exception:  # noqa: BLE001 - each kind of executor has its own
        return None
    if error is not None:
        raise error
    return answers  # type: ignore[no-any-return]  # what `_work` gives


# ---- our own processes, and the health of an executor -------------------------------------------


def _start_pool(count: int) -> Executor:
    # Forking a process that has threads, as every program with pandas has, may lock it up.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ignore Ctrl-C, which reaches every process of a terminal: the main process handles it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _recover(crew: _Crew) -> None:
    """Check that the executor works; replace a pool of our own that has broken."""
    trouble = _trouble(crew.executor)
    if trouble and crew.workers.executor is None:
        crew.executor.shutdown()
        crew.executor = _start_pool(crew.workers.count)
        trouble = _trouble(crew.executor)
        if trouble:
            raise InputError(
                f"无法启动工作进程（{trouble}）。自己写的程序须把调用放在 "
                'if __name__ == "__main__": 之下；也可改用 workers=1。'
            )
    if trouble:
        raise InputError(
            f"给出的 executor 不能使用（{trouble}）。请新建一个再运行，"
            "或改用 workers=，由本程序自行启动并更换进程。"
        )


def _trouble(executor: Executor) -> str:
    """Describe the fault of an executor; empty if it runs this version of the library."""
    try:
        future = executor.submit(_library_version)
        while not future.done():
            wait([future], timeout=_TICK)
        theirs = future.result()
    except Exception as error:  # noqa: BLE001 - each kind of executor has its own
        return f"{type(error).__name__}: {error}"
    ours = _library_version()
    return "" if theirs == ours else f"xlreport {theirs}, {ours}"


def _library_version() -> str:
    return __version__


# ---- in the worker -----------------------------------------------------------------------------


def _work(
    task: Callable[[Any, Sequence[Item]], Sequence[Answer]], shared: bytes, chunk: Sequence[Item]
) -> tuple[Sequence[Answer], Exception | None]:
    """Do one chunk in a worker; return the answers, or the exception of the task."""
    try:
        return task(_unpacked(shared), chunk), None
    except Exception as error:  # noqa: BLE001 - raised where the answer arrives
        if not isinstance(error, XlreportError):
            error.add_note(traceback.format_exc())  # on the way a traceback is lost
        return (), error


@lru_cache(maxsize=4)
def _unpacked(shared: bytes) -> Any:
    """Unpack what all items share, once in each worker, since forms are compared by identity."""
    return pickle.loads(shared)  # noqa: S301 - from the process that started this task


def refuse_lost(names: Sequence[str]) -> None:
    """Raise `OutputError` naming the files whose workers died, if there are any."""
    if names:
        raise OutputError(
            f"{'、'.join(names)} 没有写入：生成它的工作进程意外退出；其余文件已经写入。"
        )
