"""Workers: one job over many items, done in chunks by other processes, of which some may die.

A task's answers come back in the order of its items and workers write no files, so the result
does not depend on the workers. An exception of the task comes back as a value; any other
exception of a future is a fault of the executor. Chunks that were in progress when a worker died
are tried again one at a time, and halved until the item that kills workers is alone.

No wait lasts longer than a caller's patience. A process of our own that is silent for so long is
killed, and counts as dead; a caller's executor is then given up, and every item without an answer
is told.
"""

from __future__ import annotations

import math
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from xlreport.base._crew import Call, Crew, assemble, leave, outcome, packed_call, recover, submit
from xlreport.base.errors import ExecutorError, InputError, OutputError

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Answer = TypeVar("Answer")
_Flight = deque[tuple[Sequence[Item], Future[Any]]]

_LARGEST_OWN_CHUNK = 32  # files: after Ctrl-C each process first finishes its chunk
_LARGEST_CHUNK = 100  # an engine spends about as long on a task as a file takes to read
_AHEAD = 128  # chunks given to a caller's executor at a time: this bounds the memory
_MANY_FILES = 300  # fewer are read sooner than processes of our own start
_MOST_ON_WINDOWS = 61  # handles that Windows waits for at a time
PATIENCE: Final = 600.0
"""Seconds that an executor may be silent: a cluster that grows on demand starts within minutes."""


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers of a long job: `count` processes of our own, or a caller's executor.

    With one process and no executor the calling process does the job itself. `patience` is how
    many seconds may pass without an answer to any chunk in progress.
    """

    count: int = 1
    executor: Executor | None = None
    patience: float = PATIENCE

    @property
    def is_here(self) -> bool:
        """Whether this process does the job itself."""
        return self.executor is None and self.count == 1


def choose_workers(count: int, executor: Executor | None, patience: float = PATIENCE) -> Workers:
    """Check a caller's choice; raises `InputError` for no worker, both kinds, or no patience."""
    if count < 1:
        raise InputError(f"workers={count}：至少要有 1 个进程。")
    if executor is not None and count != 1:
        raise InputError("workers 和 executor 只能写一个。")
    if not 0 < patience < math.inf:
        raise InputError(f"patience={patience}：等待的秒数须大于 0。")
    count = min(count, _MOST_ON_WINDOWS) if sys.platform == "win32" else count
    return Workers(count, executor, float(patience))


def workers_for(files: int) -> int:
    """Choose how many processes are worth starting: only this one, or one per processor."""
    if files < _MANY_FILES:
        return 1
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Unanswered:
    """What stands for the answer to an item that the executor gave none to."""


_UNANSWERED: Final = _Unanswered()


def map_items(
    task: Callable[[Shared, Sequence[Item]], Sequence[Answer]],
    shared: Shared,
    items: Sequence[Item],
    lost: Callable[[Item], Answer],
    workers: Workers,
    *,
    name: Callable[[Item], str],
) -> Generator[Answer, None, None]:
    """Yield the answer of `task` to each item, in the order of the items.

    `task` is a function of a module: it takes `shared`, which all items need, and a chunk of the
    items, and returns an answer for each. `lost` answers for an item that kills every process, and
    for one without an answer because the executor was given up; `name` gives the file name of such
    an item. A caller that may stop early closes the generator (`contextlib.closing`). Raises the
    exception of `task` for the first item that fails, and `ExecutorError` if no worker can be
    started or a caller's executor has broken or fallen silent: behind the answers, once there are
    any.
    """
    if workers.is_here or not items:
        for item in items:
            yield from task(shared, [item])
        return
    call = packed_call(task, shared)
    crew = assemble(workers.executor, workers.count, workers.patience)
    if crew.fault:
        raise ExecutorError(crew.fault, dict(enumerate(map(name, items))))
    flight: _Flight[Item] = deque()
    unanswered = {}
    try:
        answers = _fly(crew, call, iter(_cut(items, workers)), flight, lost)
        for number, answer in enumerate(answers):
            if isinstance(answer, _Unanswered):
                unanswered[number] = name(items[number])
                yield lost(items[number])
            else:
                yield answer
    finally:
        leave(crew, [future for _, future in flight])
    if unanswered:
        raise ExecutorError(crew.fault, unanswered)


def _fly(
    crew: Crew,
    call: Call[Item],
    chunks: Iterator[Sequence[Item]],
    flight: _Flight[Item],
    lost: Callable[[Item], Answer],
) -> Iterator[Answer | _Unanswered]:
    """Keep some chunks in progress, in `flight`, and yield the answers in order."""
    ahead = 2 * crew.count or _AHEAD
    while True:
        for chunk in islice(chunks, ahead - len(flight)):
            flight.append((chunk, submit(crew, call, chunk)))
        if not flight:
            return
        chunk, future = flight.popleft()
        answers = outcome(crew, future, [other for _, other in flight])
        if answers is not None:
            yield from answers
            continue
        # Any chunk in progress may have killed the worker: each is tried alone.
        others = [other for _, other in flight]
        outcomes = [(chunk, answers), *((c, outcome(crew, f, others)) for c, f in flight)]
        flight.clear()
        for chunk, answers in outcomes:
            yield from _alone(crew, call, chunk, lost) if answers is None else answers
        recover(crew)


def _alone(
    crew: Crew,
    call: Call[Item],
    chunk: Sequence[Item],
    lost: Callable[[Item], Answer],
) -> Iterator[Answer | _Unanswered]:
    """Do a chunk with no other in progress; halve it if it kills its worker again."""
    recover(crew)
    answers = outcome(crew, submit(crew, call, chunk))
    if answers is not None:
        yield from answers
    elif crew.fault:
        yield from [_UNANSWERED] * len(chunk)
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


def refuse_lost(names: Sequence[str]) -> None:
    """Raise `OutputError` naming the files whose workers died, if there are any."""
    if names:
        raise OutputError(
            f"{'、'.join(names)} 没有写入：生成它的工作进程意外退出；其余文件已经写入。"
        )
