"""The guarded XML parser: expat that refuses DTDs, endless tokens and floods of tags.

Every part goes through `parse`, which enforces all limits. Handlers are plain functions of a
state, in a dict by namespaced name: an element without a handler costs one look-up, and nothing
is built for it.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar
from xml.parsers.expat import ExpatError, ParserCreate

from xlreport.formats.container import Unreadable, damaged, hostile, read_chunks

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


class _EnoughError(Exception):
    """The signal to stop parsing, because nothing that is read follows in the part."""


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
    rest: Collection[str] = (),
    *,
    words: Collection[bytes] = (),
) -> bool:
    """Run expat over the member `part`, calling the handlers of the elements in the dicts.

    Keys are "namespace local-name" (see `spreadsheet`); what is in `ends` is in `starts` too.
    Character data is appended to `text`, which the handlers clear; of an overlong text the
    beginning is kept. Parsing stops at the first element named in `rest`, as nothing that is read
    follows it; the checksum of the member still covers the remainder. Returns whether one of
    `words` stands anywhere in the part. Raises `Unreadable`: FILE-DAMAGED for XML that is not
    well-formed, FILE-HOSTILE beyond a limit (`TooManyTags` for the tags of this part alone).
    """
    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
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
        elif name in rest and not awaited:
            raise _EnoughError

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
        return _feed(container, part, parser, text, words)
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


def _feed(
    container: Container,
    part: str,
    parser: XMLParserType,
    text: list[str],
    words: Collection[bytes],
) -> bool:
    """Pass the member `part` to the parser, piece by piece, as far as the limits allow.

    Returns whether one of `words` stands in the part.
    """
    fed = tags = 0
    search = _Search(words)
    chunks = search.through(read_chunks(container, part))
    try:
        for chunk in chunks:
            tags += _count(container, chunk, tags)
            parser.Parse(chunk)
            fed += len(chunk)
            shorten(text, container.limits.text)
            # Expat scans an unfinished token again with every piece: quadratic time for a long one.
            if fed - parser.CurrentByteIndex > container.limits.token:
                raise hostile("XML 中有过长的标记")
        parser.Parse(b"", _IS_FINAL)
    except _EnoughError:
        deque(chunks, maxlen=0)
    return search.is_found


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
            self.is_found = self.is_found or any(w in piece or w in around for w in self.words)
            before = piece[-longest:]
            yield piece


def _count(container: Container, chunk: bytes, before: int) -> int:
    """Count the "<" in `chunk`, an upper bound of its tags; raise `Unreadable` beyond a limit.

    This is cheap, and limits in advance both the calls of handlers and the memory for open
    elements (some 150 bytes each).
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
    """Refuse a DTD: no office program writes one, and only a DTD can define entities."""
    raise hostile("含有文档类型声明（DTD）")
