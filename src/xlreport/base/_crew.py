"""The crew of a long job: an executor in use, which may break, fall silent, or lose a process.

No wait here lasts longer than the crew's patience. A pool of our own that breaks is replaced, and
its processes are killed if they are silent for too long. A caller's executor can only be replaced
by its owner: it is given up, with the reason.
"""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass
from functools import lru_cache, partial
from time import monotonic
from typing import Any, Final, TypeVar

from xlreport.base.errors import XlreportError
from xlreport.base.process import prepare_process
from xlreport.base.version import __version__

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Answer = TypeVar("Answer")
Call = Callable[[Sequence[Item]], Any]

_TICK: Final = 0.5  # seconds; on Windows, waiting without end would not hear Ctrl-C


@dataclass(slots=True)
class Crew:
    """An executor in use: one of our own of `count` processes, or a caller's, whose `count` is 0.

    `patience` is how many seconds may pass without an answer to any chunk in progress. `fault` is
    the Chinese sentence on why the executor is not used any more, empty as long as it is.
    """

    executor: Executor
    count: int
    patience: float
    fault: str = ""


def assemble(executor: Executor | None, count: int, patience: float) -> Crew:
    """Take a caller's executor into use, or a new one of `count` processes of our own."""
    if executor is None:
        return Crew(_start_pool(count), count, patience)
    crew = Crew(executor, 0, patience)
    recover(crew)
    return crew


def leave(crew: Crew, futures: Sequence[Future[Any]]) -> None:
    """Cancel the chunks in progress; end processes of our own when they have done theirs."""
    for future in futures:
        future.cancel()
    if crew.count:
        if crew.fault or wait(futures, timeout=crew.patience).not_done:
            _kill_processes(crew.executor)
        crew.executor.shutdown(cancel_futures=True)


def submit(crew: Crew, call: Call[Item], chunk: Sequence[Item]) -> Future[Any]:
    """Give a chunk to the executor; the future of one that takes none has its exception."""
    try:
        if not crew.fault:
            return crew.executor.submit(call, chunk)
        error: Exception = RuntimeError(crew.fault)
    except Exception as raised:  # noqa: BLE001 - broken since, or shut down: each kind has its own
        error = raised
    refused: Future[Any] = Future()
    refused.set_exception(error)
    return refused


def outcome(
    crew: Crew, future: Future[Any], others: Sequence[Future[Any]] = ()
) -> Sequence[Any] | None:
    """Wait for a chunk's answers, None if its worker was lost; raises what its task raised.

    An executor works as long as one of the `others` gets done. One that is silent for too long is
    given up, or its processes are killed if they are our own.
    """
    if not _wait(crew, future, others):
        if crew.count:
            _kill_processes(crew.executor)
        else:
            _give_up(crew, _silence(crew))
        future.cancel()
        return None
    try:
        answers, error = future.result()
    except Exception:  # noqa: BLE001 - each kind of executor has its own
        return None
    if error is not None:
        raise error
    return answers  # type: ignore[no-any-return]  # what `_work` gives


def _wait(crew: Crew, future: Future[Any], others: Sequence[Future[Any]] = ()) -> bool:
    """Wait until a future is done; False if neither it nor one of the others was for too long."""
    if crew.fault:
        return future.done()
    count, since = -1, monotonic()
    while not future.done():
        done = sum(other.done() for other in others)
        if done != count:
            count, since = done, monotonic()
        if monotonic() - since >= crew.patience:
            return False
        wait([future], timeout=min(_TICK, crew.patience))
    return True


def _silence(crew: Crew) -> str:
    return f"{crew.patience:g} 秒没有回应"


def _give_up(crew: Crew, trouble: str) -> None:
    """Use an executor no more; the reason is said in the exception that ends the job."""
    if crew.count:
        crew.fault = (
            f"无法启动工作进程（{trouble}）。自己写的程序须把调用放在 "
            'if __name__ == "__main__": 之下；也可改用 workers=1。'
        )
    else:
        crew.fault = (
            f"给出的 executor 不能使用（{trouble}）。请新建一个再运行，"
            "或改用 workers=，由本程序自行启动并更换进程。"
        )


# ---- our own processes, and the health of an executor -------------------------------------------


def _start_pool(count: int) -> Executor:
    import multiprocessing  # few files are read without other processes
    from concurrent.futures import ProcessPoolExecutor

    # Forking a process that has threads, as every program with pandas has, may lock it up.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(count, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Prepare a process of ours, and let it ignore Ctrl-C.

    That reaches every process of a terminal, and the main process handles it.
    """
    prepare_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _kill_processes(executor: Executor) -> None:
    """Kill the processes of a pool of our own, which may never end by themselves."""
    processes = getattr(executor, "_processes", None) or {}  # Python 3.14 has kill_workers()
    for process in list(processes.values()):
        process.kill()


def recover(crew: Crew) -> None:
    """Check that the executor works; replace a pool of our own that has broken."""
    trouble = "" if crew.fault else _trouble(crew)
    if trouble and crew.count:
        _kill_processes(crew.executor)
        crew.executor.shutdown()
        crew.executor = _start_pool(crew.count)
        trouble = _trouble(crew)
    if trouble:
        _give_up(crew, trouble)


def _trouble(crew: Crew) -> str:
    """Describe the fault of an executor; empty if it runs this version of the library."""
    try:
        future = crew.executor.submit(_library_version)
        if not _wait(crew, future):
            future.cancel()
            return _silence(crew)
        theirs = future.result()
    except Exception as error:  # noqa: BLE001 - each kind of executor has its own
        return f"{type(error).__name__}: {error}"
    ours = _library_version()
    return "" if theirs == ours else f"xlreport {theirs}, {ours}"


def _library_version() -> str:
    return __version__


# ---- in the worker -----------------------------------------------------------------------------


def packed_call(
    task: Callable[[Shared, Sequence[Item]], Sequence[Answer]], shared: Shared
) -> Call[Item]:
    """Make of a task what a worker is given a chunk of items with."""
    return partial(_work, task, pickle.dumps(shared))


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
