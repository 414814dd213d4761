"""The guarded XML parser: expat that refuses DTDs, endless tokens and floods of tags.

Every part goes through `parse`, which enforces all limits. Handlers are plain functions of a
state, in a dict by namespaced name: an element without a handler costs one look-up, and nothing
is built for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar
from xml.parsers.expat import ExpatError, ParserCreate

from xlreport.formats.container import CHUNK, Unreadable, damaged, hostile, read_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from xml.parsers.expat import XMLParserType

    from xlreport.formats.container import Container

State = TypeVar("State")

_MAIN: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


_IS_FINAL: Final = True
_MANY_PIECES: Final = 64  # a piece has at most 8 kB
_RECENT: Final = 96  # bytes: more than two tags without attributes


class _EnoughError(Exception):
    """The signal to stop parsing, because nothing that is read follows in the part."""


class _BrokenOffError(Exception):
    """The signal to stop parsing, because the part has to be read in another way."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What `parse` minds besides the elements that have a handler.

    `rest` are names of elements: nothing that is read follows the first of them, so parsing stops.
    `words` are searched in the whole part, `marks` in what is not parsed. `others` gets the state,
    the name and attributes of each element without a handler, and a function that returns the
    bytes in front of it; where it returns True, parsing is broken off, and not even the checksum
    is looked at.
    """

    rest: Collection[str] = ()
    words: Collection[bytes] = ()
    marks: Collection[bytes] = ()
    others: Callable[[Any, str, dict[str, str], Callable[[], bytes]], bool] | None = None


# What XML Schema calls true and false.
TRUE: Final = ("1", "true")
FALSE: Final = ("0", "false")

NOTHING: Final = Watch()


@dataclass(frozen=True, slots=True)
class Parsed:
    """What `parse` noticed of a part: its last bytes, and whether it has a word or a mark.

    `recent` are the bytes in front of the end, or of the element where parsing stopped.
    """

    recent: bytes
    has_word: bool
    has_mark: bool


@dataclass(slots=True)
class _Feed:
    """The piece of a part that the parser was given last, and its offset in the part.

    `text` is the character data that waits for its handler.
    """

    parser: XMLParserType
    text: list[str]
    chunk: bytes = b""
    offset: int = 0

    def recent(self) -> bytes:
        """Return up to `_RECENT` bytes of this piece in front of the parser's position."""
        at = self.parser.CurrentByteIndex - self.offset
        return self.chunk[max(at - _RECENT, 0) : at]


class TooManyTags(Unreadable):
    """One part has more tags than are read; the handlers have seen those before the limit."""


def spreadsheet(handlers: Mapping[str, Callable[..., None]]) -> dict[str, Callable[..., None]]:
    """Key `handlers`, given by local name, by the names of both namespaces of SpreadsheetML.

    The two are called transitional and strict in ISO/IEC 29500.
    """
    return {
        f"{namespace} {name}": handler for namespace in _MAIN for name, handler in handlers.items()
    }


def element_names(*names: str) -> frozenset[str]:
    """Return local names as `parse` takes them, in both namespaces of SpreadsheetML."""
    return frozenset(f"{namespace} {name}" for namespace in _MAIN for name in names)


def parse(
    container: Container,
    part: str,
    state: State,
    starts: Mapping[str, Callable[[State, dict[str, str]], None]],
    ends: Mapping[str, Callable[[State], None]],
    text: list[str],
    watch: Watch = NOTHING,
    *,
    xml: bytes | None = None,
) -> Parsed:
    """Run expat over the member `part`, calling the handlers of the elements in the dicts.

    Keys are "namespace local-name" (see `spreadsheet`); what is in `ends` is in `starts` too.
    Character data is appended to `text`, which the handlers clear; of an overlong text the
    beginning is kept. Parsing stops where `watch` says; the checksum of the member still covers the
    remainder. `xml` is parsed in place of the member's bytes, if given. Raises `Unreadable`:
    FILE-DAMAGED for XML that is not well-formed, FILE-HOSTILE beyond a limit (`TooManyTags` for the
    tags of this part alone).
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    feed = _Feed(parser, text)
    awaited = 0  # open elements whose end has a handler
    find, find_end = starts.get, ends.get

    def start(name: str, attributes: dict[str, str]) -> None:
        handler = find(name)
        nonlocal awaited
        if handler is not None:
            handler(state, attributes)
            if name in ends:
                awaited += 1
                # Each end of an element costs a call, so expat reports them only when awaited.
                parser.EndElementHandler = end
        elif not awaited:
            _pass_over(watch, feed, state, name, attributes)

    def end(name: str) -> None:
        handler = find_end(name)
        if handler is not None:
            handler(state)
            nonlocal awaited
            awaited -= 1
            if not awaited:
                parser.EndElementHandler = None

    parser.StartDoctypeDeclHandler = _refuse_doctype
    if starts:
        parser.StartElementHandler = start
        parser.CharacterDataHandler = text.append
    try:
        return _feed_part(container, part, feed, watch, xml)
    except (ExpatError, ValueError, LookupError) as error:
        raise damaged(part) from error
    finally:
        # The handlers refer to the parser: this breaks the cycle, so that its memory is freed now.
        parser.StartElementHandler = None


def shorten(pieces: list[str], longest: int) -> None:
    """Keep the beginning of a text that is far longer than is read of one, if it has many pieces.

    A character that is read takes at most the 7 of an escape such as _x000D_.
    """
    if len(pieces) > _MANY_PIECES:
        pieces[:] = ["".join(pieces)[: 7 * longest]]


def _pass_over(
    watch: Watch, feed: _Feed, state: object, name: str, attributes: dict[str, str]
) -> None:
    """Mind an element without a handler, and stop at the first of the rest."""
    if watch.others is not None and watch.others(state, name, attributes, feed.recent):
        raise _BrokenOffError
    if name in watch.rest:
        raise _EnoughError


def _feed_part(
    container: Container, part: str, feed: _Feed, watch: Watch, xml: bytes | None
) -> Parsed:
    """Pass a part to the parser, piece by piece, as far as the limits allow."""
    parser, fed, tags = feed.parser, 0, 0
    search = _Search(watch.words)
    chunks = search.through(read_chunks(container, part) if xml is None else _pieces(xml))
    has_mark = False
    try:
        for chunk in chunks:
            tags += count_tags(container, chunk, tags)
            feed.chunk, feed.offset = chunk, fed
            parser.Parse(chunk)
            fed += len(chunk)
            shorten(feed.text, container.limits.text)
            # Expat scans an unfinished token again with every piece: quadratic time for a long one.
            if fed - parser.CurrentByteIndex > container.limits.token:
                raise hostile("XML 中有过长的标记")
        parser.Parse(b"", _IS_FINAL)
    except _EnoughError:
        at = parser.CurrentByteIndex - feed.offset
        has_mark = _has_mark(chain([feed.chunk[at:]], chunks), watch.marks)
    except _BrokenOffError:
        pass
    return Parsed(feed.recent(), search.is_found, has_mark)


def _pieces(xml: bytes) -> Iterator[bytes]:
    """Yield a part that is inflated already in pieces, as `read_chunks` does."""
    return (xml[at : at + CHUNK] for at in range(0, len(xml), CHUNK))


def _has_mark(chunks: Iterable[bytes], marks: Collection[bytes]) -> bool:
    """Go through the remaining pieces of a part; tell whether one of `marks` stands in them."""
    found, before = False, b""
    for chunk in chunks:
        piece = before + chunk
        found = found or stand_in(piece, marks)
        before = piece[-_RECENT:]
    return found


def stand_in(data: bytes, words: Iterable[bytes], start: int = 0) -> bool:
    """Tell whether one of `words` stands in `data` behind `start`.

    This is ten times as fast as `in`, which skips little where the last letter of a word is common.
    """
    return any(data.rfind(word, start) >= 0 for word in words)


class _Search:
    """A search for words in the pieces of a part."""

    def __init__(self, words: Collection[bytes]) -> None:
        self.words = words
        self.is_found = False

    def through(self, pieces: Iterable[bytes]) -> Iterable[bytes]:
        """Yield the pieces, and note whether a word stands in one or across two of them."""
        if not self.words:
            return pieces
        return self._searched(pieces)

    def _searched(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        longest = max(map(len, self.words))
        before = b""
        for piece in pieces:
            around = before + piece[:longest]
            self.is_found = self.is_found or any(
                stand_in(text, self.words) for text in (piece, around)
            )
            before = piece[-longest:]
            yield piece


def count_tags(container: Container, chunk: bytes, before: int) -> int:
    """Count the "<" in `chunk`, an upper bound of its tags; raise `Unreadable` beyond a limit.

    This is cheap, and limits in advance both the calls of handlers and the memory for open
    elements (some 150 bytes each).
    """
    tags = chunk.count(b"<")
    add_tags(container, tags)
    if before + tags > container.limits.tags:
        reason = f"单个表页的 XML 标记超过 {container.limits.tags} 个"
        raise TooManyTags("FILE-HOSTILE", reason=reason)
    return tags


def add_tags(container: Container, tags: int) -> None:
    """Count tags of a part; raises `Unreadable` where all parts together have too many."""
    container.tags += tags
    if container.tags > container.limits.all_tags:
        raise hostile(f"XML 标记超过 {container.limits.all_tags} 个")


def _refuse_doctype(*_: object) -> NoReturn:
    """Refuse a DTD: no office program writes one, and only a DTD can define entities."""
    raise hostile("含有文档类型声明（DTD）")
