"""A batch: many files read, what the cache knows from there, the rest here or by workers."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing

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


def read_batch(
    sources: Sequence[Source],
    library: Library,
    workers: Workers,
    kept: Cache | None,
    progress: Progress,
) -> list[Unread | Return]:
    """Read files in order, as `read_source` does, whoever reads them.

    A file that ends every process that reads it is not read, and a finding says so.
    `progress` is told every file.
    """
    found: dict[int, Unread | Return] = {}
    if kept is not None:
        for number, source in enumerate(sources):
            kept_item = _known(kept, source, library)
            if kept_item is not None:
                found[number] = kept_item
                progress(len(found), len(sources))
    missing = [number for number in range(len(sources)) if number not in found]
    read = _read([sources[number] for number in missing], library, workers, kept)
    with closing(read):
        for number, item in zip(missing, read, strict=True):
            found[number] = item
            progress(len(found), len(sources))
    return [found[number] for number in range(len(sources))]


def _known(kept: Cache, source: Source, library: Library) -> Return | None:
    try:
        data = source.read()
    except ZIP_ERRORS:
        return None  # reading it will say what is wrong
    return look_up(kept, source, data, library)


def _read(
    sources: Sequence[Source], library: Library, workers: Workers, kept: Cache | None
) -> Generator[Unread | Return, None, None]:
    if workers.is_here:
        for source in sources:
            item = read_source(source, library)
            if kept is not None and isinstance(item, Return):
                keep(kept, item, pack(item))
            yield item
        return
    with closing(map_items(_read_chunk, library, sources, _killed, workers)) as answers:
        for source, packed in zip(sources, answers, strict=True):
            item = unpack(packed, source, library)
            if kept is not None and isinstance(item, Return):
                keep(kept, item, packed)
            yield item


def _read_chunk(library: Library, sources: Sequence[Source]) -> list[bytes]:
    return [pack(read_source(source, library)) for source in sources]


def _killed(source: Source) -> bytes:
    return pack(located_return(Unread(source, "", (make_finding("WORKER-KILLED"),))))
