"""What runs of a Word file hold beside plain text: fields, controls, pictures, text boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from xlreport.formats import _drawn_table as grid
from xlreport.formats._drawn_cell import Mark
from xlreport.formats._word_names import attribute, is_on
from xlreport.formats._word_state import Control, Field, Word

Start = Callable[[Word, dict[str, str]], None]
End = Callable[[Word], None]

_ON: Final = ("1", "true", "on")
# Fields that never show anything.
_MARKERS: Final = frozenset({"XE", "TC", "TA", "RD", "PRIVATE", "SET", "ASK"})
_LONGEST_CODE: Final = 100
_DATES: Final = (
    *("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "pgNum"),
)


def _note(word: Word, attributes: dict[str, str]) -> None:
    if word.run is not None and attribute(attributes, "customMarkFollows") in _ON:
        word.run.is_note = True


def _field_mark(word: Word, attributes: dict[str, str]) -> None:
    """Begin, divide or end a field; one without a result shows what no text says."""
    kind = attribute(attributes, "fldCharType")
    if kind == "begin":
        _stale(word, attributes)
        word.fields.append(Field())
        word.codes += 1
    elif kind == "separate" and word.fields and not word.fields[-1].has_result:
        word.fields[-1].has_result = True
        word.codes -= 1
    elif kind == "end" and word.fields:
        ended = word.fields.pop()
        word.codes -= not ended.has_result
        name = "".join(ended.code).split()[:1]
        if not ended.has_result and name and name[0].upper() not in _MARKERS:
            word.add_object("没有结果的域")


def _form_field(name: str, word: Word, _: dict[str, str]) -> None:
    """Say that a form field stands here; it is declared where its field begins."""
    grid.add_marked(word.drawing, Mark.OBJECT, name)


def _stale(word: Word, attributes: dict[str, str]) -> None:
    """Say that a field is computed anew when the file is opened: then it may show another text."""
    if attribute(attributes, "dirty") in _ON:
        word.add_object("打开时才计算的域")


def _code(word: Word) -> None:
    if word.fields:
        word.fields[-1].code.append("".join(word.text)[:_LONGEST_CODE])


def add_formula(word: Word) -> None:
    """Add the text of a formula, which is set in two dimensions."""
    if not word.codes:
        grid.add_marked(word.drawing, Mark.FORMULA, "".join(word.text))


def _sign(sign: str, word: Word, _: dict[str, str]) -> None:
    if not word.codes:
        grid.add_text(word.drawing, sign)


def _marked(mark: Mark, text: str, word: Word, _: dict[str, str]) -> None:
    if not word.codes:
        grid.add_marked(word.drawing, mark, text)


def _start_ruby(word: Word, _: dict[str, str]) -> None:
    word.ruby += 1


def _end_ruby(word: Word) -> None:
    word.ruby -= 1


def _direction(word: Word, attributes: dict[str, str]) -> None:
    is_reversed = attribute(attributes, "val", "rtl") == "rtl"
    word.directions.append(is_reversed)
    word.reversed += is_reversed


def _end_direction(word: Word) -> None:
    word.reversed -= word.directions.pop()


def _start_control(word: Word, _: dict[str, str]) -> None:
    word.controls.append(Control())


def _end_control(word: Word) -> None:
    control = word.controls.pop()
    word.prompts -= control.is_prompt
    word.bound -= control.is_bound


def _prompt(word: Word, attributes: dict[str, str]) -> None:
    if word.controls and not word.controls[-1].is_prompt and is_on(attributes):
        word.controls[-1].is_prompt = True
        word.prompts += 1


def _bind(word: Word, _: dict[str, str]) -> None:
    if word.controls and not word.controls[-1].is_bound:
        word.controls[-1].is_bound = True
        word.bound += 1


def _start_picture(word: Word, _: dict[str, str]) -> None:
    word.pictures.append(False)


def _end_picture(word: Word) -> None:
    if not word.pictures.pop():
        word.add_object("图片或其他对象")


def _start_box(word: Word, _: dict[str, str]) -> None:
    if word.pictures:
        word.pictures[-1] = True
    grid.start_aside(word.drawing)


def _end_box(word: Word) -> None:
    grid.end_aside(word.drawing)


_PICTURES: Final = ("drawing", "pict", "object")
STARTS: Final[Mapping[str, Start]] = {
    "footnoteReference": _note,
    "endnoteReference": _note,
    "commentReference": partial(_marked, Mark.BESIDE, "批注"),
    "instrText": lambda word, _: word.text.clear(),
    "fldChar": _field_mark,
    "fldSimple": _stale,
    "ddList": partial(_form_field, "下拉框"),
    "checkBox": partial(_form_field, "复选框"),
    "sym": partial(_marked, Mark.SYMBOL, "□"),
    "tab": partial(_sign, " "),
    "ptab": partial(_sign, " "),
    "br": partial(_sign, "\n"),
    "cr": partial(_sign, "\n"),
    "noBreakHyphen": partial(_sign, "-"),
    **dict.fromkeys(_DATES, partial(_marked, Mark.OBJECT, "日期或页码")),
    "rt": _start_ruby,
    "bdo": _direction,
    "dir": _direction,
    "sdt": _start_control,
    "showingPlcHdr": _prompt,
    "dataBinding": _bind,
    **dict.fromkeys(_PICTURES, _start_picture),
    "txbxContent": _start_box,
}
"""What the start of an element does, by local name, where it is drawn."""

ENDS: Final[Mapping[str, End]] = {
    "instrText": _code,
    "rt": _end_ruby,
    "bdo": _end_direction,
    "dir": _end_direction,
    "sdt": _end_control,
    **dict.fromkeys(_PICTURES, _end_picture),
    "txbxContent": _end_box,
}
