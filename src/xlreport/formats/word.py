"""The tables of a published Word file, read from its XML by the guarded parser.

The XML has the grid as it is drawn: libraries for Word return a merged cell once for each cell
of the grid that it covers, and miss tables in content controls and text boxes. What they do not
tell either is how a text looks, and what no text says: automatic numbers, pictures, fields.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from xlreport.formats import _drawn_table as grid
from xlreport.formats import _word_paragraphs as paragraphs
from xlreport.formats import _word_tables as tables
from xlreport.formats import _word_text as text
from xlreport.formats._drawn_cell import Mark
from xlreport.formats._relations import first_of, read_relations
from xlreport.formats._word_names import word as by_name
from xlreport.formats._word_numbers import read_numbers
from xlreport.formats._word_state import Alternatives, Word
from xlreport.formats._word_styles import read_styles
from xlreport.formats.cell import RawSheet
from xlreport.formats.container import (
    LIMITS,
    ZIP_MARKS,
    Container,
    Unreadable,
    open_container,
    other_archive,
    read_chunks,
)
from xlreport.formats.expat import parse

Handler = TypeVar("Handler", bound=Callable[..., None])

_LIMITS: Final = replace(LIMITS, tags=400_000, all_tags=600_000)
_MATH: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
_RELATIONS: Final = "_rels/.rels"
_COMPATIBILITY: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Prefixes of what Word since 2010 understands; it shows the first alternative that needs no other.
_UNDERSTOOD: Final = frozenset(
    {
        *("wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cid", "w16cex"),
        *("a14", "cx", "cx1", "cx2", "cx4", "aink", "am3d", "v", "o", "w10"),
    }
)
_KEPT: Final = ("ins", "moveTo", "cellIns", "cellDel", "cellMerge")
_GONE: Final = ("del", "moveFrom")
_FOREIGN: Final = ("altChunk", "subDoc")


def is_word(data: bytes) -> bool:
    """Tell whether a file is a Word document, whatever its name and its parts are named."""
    if not data.startswith(ZIP_MARKS):
        return False
    try:
        container = open_container(data, _LIMITS)
        with container.archive:
            start = next(read_chunks(container, _main_part(container)), b"")
    except Unreadable:
        return False
    return b"wordprocessingml/" in start


def read_word(data: bytes) -> list[RawSheet]:
    """Read the tables and the text of a .docx file.

    Raises `Unreadable`, and nothing else: PUBLISHED-CHANGES where a table has tracked changes,
    FILE-OTHER for a document that takes in other files, else as `open_container` and `parse` do.
    """
    container = open_container(data, _LIMITS)
    with container.archive:
        part = _main_part(container)
        folder, _, name = part.rpartition("/")
        relations = read_relations(container, f"{folder}/_rels/{name}.rels".lstrip("/"))
        styles = read_styles(container, first_of(relations, "styles"))
        links = {name: style.number for name, style in styles.by_id.items() if style.number}
        numbers = read_numbers(container, first_of(relations, "numbering"), links)
        word = Word(styles, numbers)
        parse(container, part, word, _STARTS, _ENDS, word.text)
        return grid.finish(word.drawing)


def _main_part(container: Container) -> str:
    """Return the part that the package says is its document, whatever it is named.

    In a package without relationships it is the part with the usual name.
    """
    part = first_of(read_relations(container, _RELATIONS), "officedocument")
    if _RELATIONS not in container.members:
        part = "word/document.xml"
    if part is None or part not in container.members:
        raise other_archive(container)
    return part


def _clear(word: Word, _: dict[str, str]) -> None:
    word.text.clear()


def _end_text(word: Word) -> None:
    """Draw a text, unless it is left out; what alternatives hold is kept to be compared."""
    written = "".join(word.text)
    if word.alternatives and word.alternatives[-1].texts:
        word.alternatives[-1].texts[-1].append(written)
    if not word.skipped:
        word.add_text(written)


def _end_formula(word: Word) -> None:
    if word.alternatives and word.alternatives[-1].texts:
        word.alternatives[-1].texts[-1].append("".join(word.text))
    if not word.skipped:
        text.add_formula(word)


def _keep(word: Word, _: dict[str, str]) -> None:
    """Refuse a tracked change in a table; elsewhere it counts as accepted."""
    if word.drawing.in_table and not word.skipped:
        raise Unreadable("PUBLISHED-CHANGES")


def _leave_out(word: Word, attributes: dict[str, str]) -> None:
    _keep(word, attributes)
    word.skipped += 1


def _end_left_out(word: Word) -> None:
    word.skipped -= 1


def _refuse_foreign(word: Word, _: dict[str, str]) -> None:
    if not word.skipped:
        kind = "由几个文件拼成的 Word 文档（含有嵌入的文件或子文档）"
        advice = "请在 Word 中打开，把嵌入的内容复制到正文后另存"
        raise Unreadable("FILE-OTHER", kind=kind, advice=advice)


def _start_alternatives(word: Word, _: dict[str, str]) -> None:
    word.alternatives.append(Alternatives())


def _start_choice(word: Word, attributes: dict[str, str]) -> None:
    _start_branch(
        word, is_understood=_UNDERSTOOD.issuperset(attributes.get("Requires", "").split())
    )


def _start_fallback(word: Word, _: dict[str, str]) -> None:
    _start_branch(word, is_understood=True)


def _start_branch(word: Word, *, is_understood: bool) -> None:
    """Begin one of the alternatives: the first that is understood is drawn, the others are not."""
    if not word.alternatives:
        word.alternatives.append(Alternatives())
    alternatives = word.alternatives[-1]
    alternatives.texts.append([])
    if is_understood and alternatives.drawn is None:
        alternatives.drawn = len(alternatives.texts) - 1
    else:
        alternatives.is_skipping = True
        word.skipped += 1


def _end_branch(word: Word) -> None:
    if word.alternatives and word.alternatives[-1].is_skipping:
        word.alternatives[-1].is_skipping = False
        word.skipped -= 1


def _end_alternatives(word: Word) -> None:
    """Remark on alternatives that say different things: another program may show another one."""
    alternatives = word.alternatives.pop()
    texts = ["".join("".join(each).split()) for each in alternatives.texts]
    drawn = "" if alternatives.drawn is None else texts[alternatives.drawn]
    if word.alternatives and word.alternatives[-1].texts:
        word.alternatives[-1].texts[-1].append(drawn)
    others = {each for each in texts if each not in ("", drawn)}
    if others and not word.skipped:
        grid.add_marked(word.drawing, Mark.BESIDE, "、".join(sorted(others)))


def _unless_skipped(handlers: Mapping[str, Handler]) -> dict[str, Handler]:
    """Make handlers that do nothing within what is left out."""

    def outside(handler: Handler) -> Handler:
        def handle(word: Word, *attributes: dict[str, str]) -> None:
            if not word.skipped:
                handler(word, *attributes)

        return handle  # type: ignore[return-value]  # it takes what `handler` takes

    return {name: outside(handler) for name, handler in handlers.items()}


_STARTS: Final = {
    **by_name(_unless_skipped({**tables.STARTS, **paragraphs.STARTS, **text.STARTS})),
    **by_name({"t": _clear, **dict.fromkeys(_KEPT, _keep), **dict.fromkeys(_GONE, _leave_out)}),
    **by_name(dict.fromkeys(_FOREIGN, _refuse_foreign)),
    **{f"{space} t": _clear for space in _MATH},
    f"{_COMPATIBILITY} AlternateContent": _start_alternatives,
    f"{_COMPATIBILITY} Choice": _start_choice,
    f"{_COMPATIBILITY} Fallback": _start_fallback,
}
_ENDS: Final = {
    **by_name(_unless_skipped({**tables.ENDS, **paragraphs.ENDS, **text.ENDS})),
    **by_name({"t": _end_text, **dict.fromkeys(_GONE, _end_left_out)}),
    **{f"{space} t": _end_formula for space in _MATH},
    f"{_COMPATIBILITY} AlternateContent": _end_alternatives,
    f"{_COMPATIBILITY} Choice": _end_branch,
    f"{_COMPATIBILITY} Fallback": _end_branch,
}
