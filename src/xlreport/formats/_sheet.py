"""One worksheet read whole: its cells, merges and protection.

A sheet is parsed once, in the order in which programs write its elements. Where something stands
elsewhere, the nesting of all its elements is checked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from xlreport.formats._conditional_formats import WORDS, show_conditionally
from xlreport.formats._plain_cells import add_plain_cells
from xlreport.formats._plain_sheet import plain_sheet
from xlreport.formats._structure import (
    BEFORE_DATA,
    Order,
    check_nesting,
    note_data,
    note_element,
    note_end,
)
from xlreport.formats._worksheet import CELL_ENDS, CELL_STARTS, SheetState, extent, finish_waiting
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import Unreadable, add_merges, add_odd_tags, read_chunks
from xlreport.formats.expat import (
    TRUE,
    TooManyTags,
    Watch,
    element_names,
    parse,
    spreadsheet,
    stand_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence, Set

    from xlreport.base.address import Area
    from xlreport.formats._shared import Shared
    from xlreport.formats.container import Container, Limits

_LARGEST: Final = 4 << 20  # bytes of a worksheet that are held at once
_LONGEST_SHELL: Final = 1 << 16  # bytes that are remembered
_MOST_SHELLS: Final = 1 << 8


@dataclass(frozen=True, slots=True)
class _Shell:
    """What a shell says (see `PlainSheet`); `has_word` tells that one of `WORDS` is in it."""

    protected: bool
    merges: Sequence[Area]
    hidden_columns: Set[int]
    has_word: bool


_SHELLS: Final[dict[tuple[bytes, Limits], _Shell]] = {}


def read_sheet(
    container: Container, part: str, unread: RawSheet, shared: Shared, room: int
) -> RawSheet:
    """Read the worksheet `part`, of which `unread` has name, state and comments.

    `room` is how many cells it may have. Raises `Unreadable`.
    """
    new_state = partial(
        SheetState,
        part=part,
        shared=shared,
        container=container,
        limits=container.limits,
        room=room,
    )
    xml = _inflated(container, part)
    read = None if xml is None else _read_plain(new_state, xml)
    state, has_word = read or _read_parsed(new_state, xml)
    codes = shared.formats.conditional
    if has_word or any(codes):
        state.cells |= show_conditionally(container, part, state.cells, codes, shared.renderer)
    return RawSheet(
        name=unread.name,
        state=unread.state,
        protected=state.protected,
        cells=state.cells,
        merges=tuple(state.merges),
        outside=state.outside,
        looks=state.looks,
        hidden_rows=frozenset(state.hidden_rows),
        hidden_columns=frozenset(state.hidden_columns),
        comments=unread.comments,
        shared_formulas=state.shared_formulas,
    )


def _inflated(container: Container, part: str) -> bytes | None:
    """Return the XML of a worksheet; None where it is damaged, or larger than is held at once."""
    member = container.members.get(part)
    if member is None or member.file_size > _LARGEST:
        return None
    try:
        return b"".join(read_chunks(container, part))
    except Unreadable:
        return None


def _read_plain(new_state: Callable[..., SheetState], xml: bytes) -> tuple[SheetState, bool] | None:
    """Read a worksheet whose data are plain, and tell whether it has a word; None for another."""
    state = new_state()
    container = state.container
    plain = plain_sheet(xml, has_strings=bool(state.shared.strings))
    if plain is None or not _has_room(container, plain.tags):
        return None
    shell = _known_shell(new_state, plain.shell)
    if shell is None or stand_in(xml, _MARKS, plain.rest):
        return None
    container.tags += plain.tags
    state.protected = shell.protected
    state.merges = [*shell.merges]
    state.hidden_columns = {*shell.hidden_columns}
    add_plain_cells(state, plain)
    add_merges(container, len(shell.merges))
    return state, shell.has_word or stand_in(xml, WORDS, plain.rest)


def _has_room(container: Container, tags: int) -> bool:
    """Tell whether a sheet has so few tags that it is read whole."""
    limits = container.limits
    return tags <= limits.tags and container.tags + tags <= limits.all_tags


def _known_shell(new_state: Callable[..., SheetState], xml: bytes) -> _Shell | None:
    """Return what a shell says, parsed once for all sheets that have the same."""
    key = xml, new_state().limits
    shell = _SHELLS.get(key)
    if shell is None:
        # An <is> would add to the last cell of the data; here it belongs to none, which is damage.
        shell = _read_shell(new_state(attributes={"t": "inlineStr"}), xml)
        if shell is not None and len(xml) <= _LONGEST_SHELL:
            if len(_SHELLS) >= _MOST_SHELLS:
                _SHELLS.clear()
            _SHELLS[key] = shell
    return shell


def _read_shell(state: SheetState, xml: bytes) -> _Shell | None:
    """Parse a shell; None where the whole sheet has to be parsed.

    That is where it is damaged, holds rows or cells, or is not written in the usual order.
    """
    container = state.container
    counted = container.tags, container.merges, container.characters
    try:
        has_word = _parse(container, state, _WATCH, xml)
    except Unreadable:
        return None
    finally:
        container.tags, container.merges, container.characters = counted
    if state.order.is_odd:
        return None
    return _Shell(state.protected, tuple(state.merges), frozenset(state.hidden_columns), has_word)


def _read_parsed(
    new_state: Callable[..., SheetState], xml: bytes | None
) -> tuple[SheetState, bool]:
    """Parse a worksheet, of which `xml` are the bytes if they are inflated already."""
    state = new_state()
    container, part = state.container, state.part
    counted = container.tags, container.merges, container.characters
    has_word = _parse(container, state, _WATCH, xml)
    if state.order.is_odd:
        add_odd_tags(container, container.tags - counted[0])
        container.tags, container.merges, container.characters = counted
        check_nesting(container, part)
        container.tags, container.merges, container.characters = counted
        state = new_state(order=Order(is_checked=True))
        has_word = _parse(container, state, Watch(words=WORDS, others=_pass_over))
    return state, has_word


def _parse(container: Container, state: SheetState, watch: Watch, xml: bytes | None = None) -> bool:
    """Parse a worksheet, and note where its elements are not in their usual order.

    `xml` are its bytes if they are inflated already, or its shell. Returns whether
    one of the words of `watch` stands in it.
    """
    try:
        parsed = parse(container, state.part, state, _STARTS, CELL_ENDS, state.text, watch, xml=xml)
    except TooManyTags:
        if state.row < container.limits.rows:
            raise
        return False
    finish_waiting(state)
    note_end(state.order, parsed, extent(state))
    return parsed.has_word


def _pass_over(
    state: SheetState, name: str, attributes: dict[str, str], recent: Callable[[], bytes]
) -> bool:
    """Mind an element that holds no cell; tell whether the nesting has to be checked first."""
    if name in _PROTECTION:
        state.protected = attributes.get("sheet") in TRUE
    order = state.order
    if not order.is_after:
        finish_waiting(state)
        note_element(order, name, recent, extent(state))
    return order.is_odd and not order.is_checked


def _start_data(state: SheetState, _: dict[str, str]) -> None:
    note_data(state.order, extent(state))


def _skip(_: SheetState, __: dict[str, str], /) -> None:
    """Pass over an element in front of the data, of which nothing is read."""


_STARTS: Final = (
    spreadsheet({**dict.fromkeys(BEFORE_DATA, _skip), "sheetData": _start_data}) | CELL_STARTS
)
# They follow all that is read of a sheet, and a template has hundreds of them.
_REST: Final = element_names("conditionalFormatting", "dataValidations")
# Merges and rows behind them are no program's, but programs read them.
_MARKS: Final = (b"mergeCell", b"sheetData")
_WATCH: Final = Watch(_REST, WORDS, _MARKS, _pass_over)
_PROTECTION: Final = element_names("sheetProtection")
