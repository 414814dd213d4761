"""One guarded run of expat over one part: no DTD, no endless token, no flood of tags.

Every part goes through `parse`, so that the bounds are held in one place. The handlers are
plain functions of a state, found in a dict by namespaced name: an element that nobody asked
for costs one look-up, and nothing is built for it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar
from xml.parsers.expat import ExpatError, ParserCreate

from xlreport.formats.container import Unreadable, damaged, hostile, read_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from xml.parsers.expat import XMLParserType

    from xlreport.formats.container import Container

State = TypeVar("State")

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


_IS_FINAL: Final = True


class _EnoughError(Exception):
    """Ends a run of expat where only the rest of the part follows."""


class TooManyTags(Unreadable):
    """Says that one part holds more tags than are read; what came before has been handled."""


def spreadsheet(handlers: Mapping[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    """Give `handlers`, keyed by local name, for the transitional and the Strict namespace."""
    return {
        f"{namespace} {name}": handler for namespace in _MAIN for name, handler in handlers.items()
    }


def element_names(*names: str) -> frozenset[str]:
    """Give local names as `parse` knows them, in the transitional and the Strict namespace."""
    return frozenset(f"{namespace} {name}" for namespace in _MAIN for name in names)


def parse(
    container: Container,
    part: str,
    state: State,
    starts: Mapping[str, Callable[[State, dict[str, str]], None]],
    ends: Mapping[str, Callable[[State], None]],
    text: list[str],
    rest: Collection[str] = (),
) -> None:
    """Run expat over the member `part`, calling the handlers of the elements in the dicts.

    Keys are "namespace local-name" (see `spreadsheet`); what is in `ends` is in `starts` too.
    Character data is appended to `text`, which the handlers clear. From the first element named in
    `rest` on nothing is parsed: nothing that is read stands there, and the check sum of the
    member covers it. Raises Unreadable: FILE-DAMAGED for XML that is not well-formed,
    FILE-HOSTILE (TooManyTags for the tags of this part alone) beyond a bound.
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    wanted = 0
    find, find_end = starts.get, ends.get

    def start(name: str, attributes: dict[str, str]) -> None:
        handler = find(name)
        nonlocal wanted
        if handler is not None:
            handler(state, attributes)
            if name in ends:
                wanted += 1
                # Every end costs a call: they are asked for only where they matter.
                parser.EndElementHandler = end
        elif name in rest and not wanted:
            raise _EnoughError

    def end(name: str) -> None:
        handler = find_end(name)
        if handler is not None:
            handler(state)
            nonlocal wanted
            wanted -= 1
            if not wanted:
                parser.EndElementHandler = None

    parser.StartDoctypeDeclHandler = _refuse_doctype
    if starts:
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text.append
    try:
        _feed(container, part, parser)
    except (ExpatError, ValueError, LookupError) as error:
        raise damaged(part) from error
    finally:
        # The handlers know the parser: without this it would stay until the next collection.
        parser.StartElementHandler = None


def _feed(container: Container, part: str, parser: XMLParserType) -> None:
    """Pass the member `part` to the parser, piece by piece, as far as the limits allow."""
    fed = tags = 0
    chunks = read_chunks(container, part)
    try:
        for chunk in chunks:
            tags += _count(container, chunk, tags)
            parser.Parse(chunk)
            fed += len(chunk)
            # Expat scans an unfinished token anew with every piece: a long one is quadratic.
            if fed - parser.CurrentByteIndex > container.limits.token:
                raise hostile("XML 中有过长的标记")
        parser.Parse(b"", _IS_FINAL)
    except _EnoughError:
        deque(chunks, maxlen=0)


def _count(container: Container, chunk: bytes, before: int) -> int:
    """Give the number of tags in `chunk`, at most; refuse it beyond the limits.

    Counting "<" costs next to nothing, and bounds the calls of the handlers before they happen
    as well as the memory for open elements (some 150 bytes each).
    """
    tags = chunk.count(b"<")
    add_tags(container, tags)
    if before + tags > container.limits.tags:
        reason = f"单个工作表的 XML 标记超过 {container.limits.tags} 个"
        raise TooManyTags("FILE-HOSTILE", reason=reason)
    return tags


def add_tags(container: Container, tags: int) -> None:
    """Count tags of a part; raises `Unreadable` where all parts together have too many."""
    container.tags += tags
    if container.tags > container.limits.all_tags:
        raise hostile(f"XML 标记超过 {container.limits.all_tags} 个")


def _refuse_doctype(*_: object) -> NoReturn:
    """Refuse a DTD: no office program writes one, and entities live nowhere else."""
    raise hostile("含有文档类型声明（DTD）")
