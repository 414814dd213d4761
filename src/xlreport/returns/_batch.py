"""A batch: many files read, from the cache if it has them, else in this process or by workers."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

from xlreport.base.errors import ExecutorError
from xlreport.base.finding import make_finding
from xlreport.base.progress import Progress
from xlreport.base.workers import Workers, map_items
from xlreport.form.library import Library
from xlreport.formats.container import ZIP_ERRORS
from xlreport.formats.sources import Source
from xlreport.reading.one_return import Return, Unread, located_return
from xlreport.reading.reader import read_source
from xlreport.returns._cache import Cache, keep, look_up
from xlreport.returns.packing import pack, unpack

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read, in the order of the files, and why others were not: None if all were read."""

    items: Sequence[Unread | Return]
    fault: ExecutorError | None


def read_batch(
    sources: Sequence[Source],
    library: Library,
    workers: Workers,
    cache: Cache | None,
    progress: Progress,
) -> Batch:
    """Read files as `read_source` does, and return what was read in the order of `sources`.

    A file that ends every process that reads it becomes an unread file with a finding. `progress`
    is called after each file.
    """
    items: dict[int, Unread | Return] = {}
    if cache is not None:
        for number, source in enumerate(sources):
            cached = _look_up(cache, source, library)
            if cached is not None:
                items[number] = cached
                _log_item(cached, "from the cache")
                progress(len(items), len(sources))
    missing = [number for number in range(len(sources)) if number not in items]
    read = _read([sources[number] for number in missing], library, workers, cache)
    fault = None
    try:
        with closing(read):
            for number, item in zip(missing, read, strict=True):
                items[number] = item
                _log_item(item, "read")
                progress(len(items), len(sources))
    except ExecutorError as error:
        fault = error
        for number in error.numbers:
            items.pop(missing[number], None)
    _LOG.info(
        "%d files: %d from the cache, %d read",
        *(len(sources), len(sources) - len(missing), len(items) - len(sources) + len(missing)),
    )
    return Batch([items[number] for number in sorted(items)], fault)


def _log_item(item: Unread | Return, how: str) -> None:
    """Log a file that was read, at level DEBUG, and what reading found odd or repaired, at INFO."""
    _LOG.debug("%s: %s", item.file, how if isinstance(item, Return) else "cannot be read")
    if not _LOG.isEnabledFor(logging.INFO):
        return
    for finding in item.findings:
        _LOG.info("%s: %s: %s", item.file, finding.code, finding.english)


def _look_up(cache: Cache, source: Source, library: Library) -> Return | None:
    if source.passed_over:
        return None
    try:
        data = source.read()
    except ZIP_ERRORS:
        return None  # reading the file reports the error
    return look_up(cache, source, data, library)


def _read(
    sources: Sequence[Source], library: Library, workers: Workers, cache: Cache | None
) -> Generator[Unread | Return, None, None]:
    if workers.is_here:
        for source in sources:
            item = read_source(source, library)
            if cache is not None and isinstance(item, Return):
                keep(cache, item, pack(item))
            yield item
        return
    read = map_items(
        _read_chunk, library, sources, _killed, workers, name=lambda source: source.name
    )
    with closing(read) as answers:
        for source, packed in zip(sources, answers, strict=True):
            item = unpack(packed, source, library)
            if cache is not None and isinstance(item, Return):
                keep(cache, item, packed)
            yield item


def _read_chunk(library: Library, sources: Sequence[Source]) -> list[bytes]:
    return [pack(read_source(source, library)) for source in sources]


def _killed(source: Source) -> bytes:
    return pack(located_return(Unread(source, "", (make_finding("WORKER-KILLED"),))))
