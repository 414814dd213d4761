"""The meanings of typed cells: a text becomes a number here, or is reported as unreadable.

Departments write 0 as 无, 3 as 3件 and 251000 as 25.1万元. Every way of writing has one row in
`MEANINGS`; the reader, the findings, the instructions in the template and the documentation
all use that table. A text that fits no other row is a word, and its number is never guessed.
Values are integers from here on (money in 分), so that sums over any number of returns are exact.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Context, Decimal

from xlreport.form.measure import _MONEY_SCALES, Kind, Measure

_LONGEST_NUMBER = 64
_COUNT_UNITS = frozenset("件项个条次宗起份")
_BLANK_LIKE = frozenset({"blank", "only-spaces", "not-applicable"})

NOT_APPLICABLE = ("/", "-", "--", "—", "——", "无", "没有", "不适用", "N/A")

_INVISIBLE = dict.fromkeys(
    (
        *(0x00AD, 0x061C, 0x180E, 0xFEFF),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202E),  # the next one turns digits round: no number is read with it
        *range(0x2060, 0x2065),
        *range(0x2066, 0x206A),
    )
)
# Not NFKC, which would turn 3² into 32 and ① into 1. Character for character, so that a
# remark can be cut from the text as it was typed.
_FOLDED = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "−‐‑‒–﹣"), ord("-")),
    **dict.fromkeys(map(ord, "―─"), ord("—")),  # what some fonts and GBK make of a dash
    ord("﹢"): ord("+"),
}

_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加?|减少?)?\s*"
    r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)(?P<decimals>\.[0-9]+)?\s*"
    r"(?P<unit>[^\s0-9]*)"
)
_DATE = re.compile(
    r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?:[T\s].*)?|[0-9]{4}[-/][0-9]{1,2}"
    r"|[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?|[0-9]{1,2}月(?:[0-9]{1,2}[日号])?"
)
_PERCENT = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?\s*%")
_ERROR_VALUE = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]|#N/A")
# How accounts show an amount and a negative number: ￥5 and (5). The sign tells no unit.
_YUAN_SIGN = re.compile(r"(\(?[+-]?)\s*[￥¥]\s*")
_NEGATIVE = re.compile(r"\(([^()+-]*)\)")
_EXPONENT = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]*)?E[+-]?[0-9]{1,3}")
# How they show 0, without blanks: 0.00 with or without a unit, a dash, or nothing.
_ZERO_SHOWN = re.compile(r"[￥¥]?(?:-*|—*|[+-]?0[0,]*(?:\.0*)?[A-Za-z%‰一-鿿]*)")
_UNIT_IN_BRACKETS = re.compile(r"(?:单位:?\s*)?(\S+)")

# Wide enough for the longest number that is read, so that scaling never rounds.
_EXACT = Context(prec=4 * _LONGEST_NUMBER, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a cell: the scaled integer, the row of `MEANINGS`, the remark.

    `value` is None if the cell is blank or cannot be read. `note` is the remark in brackets
    after the number. `display` is what the cell shows where that is not the number stored in it,
    " " where it shows nothing.
    """

    value: int | None
    meaning: str
    note: str = ""
    display: str = ""

    @property
    def unreadable(self) -> bool:
        """Whether the cell holds something that is neither a value nor a blank."""
        return self.value is None and self.meaning not in _BLANK_LIKE


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way of writing a value: an example, its interpretation, and how serious it is.

    `severity` is error, warning, info, or empty if there is nothing to report. `taken` and
    `sentence` are complete Chinese phrases, shown to departments unchanged.
    """

    id: str
    example: str
    taken: str
    severity: str
    sentence: str


# In the order of testing: if several rows fit, the first is the meaning. Severities: rules INT
# (error) and FORM (warning); a way of writing that leaves no doubt is a notice.
MEANINGS: tuple[Meaning, ...] = (
    Meaning("blank", "", "视为未填", "", "没有填写，没有发生的请填 0"),
    Meaning("only-spaces", " ", "视为未填", "info", "单元格里只有空格，没有发生的请填 0"),
    Meaning("error-value", "#REF!", "不能读取", "error", "公式出错或内容损坏，请直接填写数字"),
    Meaning("boolean", "TRUE", "不能读取", "error", "填的是逻辑值，请改填数字"),
    Meaning("not-applicable", "/", "视为未填", "warning", "请勿填斜杠、横线或“无”，未发生的填 0"),
    Meaning("date", "2026-1-5", "不能读取", "error", "是日期或日期格式，请改成常规格式后重填"),
    Meaning("percent", "12%", "不能读取", "error", "是百分比或百分比格式，请改成常规格式后重填"),
    Meaning("shown-otherwise", "5万", "不能读取", "error", "与所存的数不符，请改格式或条件格式"),
    Meaning("struck", "3¹", "不能读取", "error", "有删除线、上下标或看不清的字，请清除格式后重填"),
    Meaning("word", "三件", "不能读取", "error", "填的不是数字，请只填阿拉伯数字"),
    Meaning("too-large", "9999999999999", "不能读取", "error", "数字过大，请核对位数和单位"),
    Meaning("fraction", "2.5", "不能读取", "error", "此处只能填整数，请核对"),
    Meaning("unit-unknown", "8040", "不能读取", "warning", "金额没有写单位，请写明元或万元"),
    Meaning("rounded", "12.345", "读作 12.34", "warning", "金额的小数超过了分，已取到分，请核对"),
    Meaning("remark", "22（其中修订 16 件）", "读作 22", "warning", "括号内的说明不计，请只填数字"),
    Meaning("stated-unit", "251000元", "读作 251000 元", "", "金额写明了单位"),
    Meaning("converted", "251000元", "读作 25.1 万元", "warning", "单位与本栏不同，已换算，请核对"),
    Meaning("with-unit", "3件", "读作 3", "warning", "不必写单位，请只填数字"),
    Meaning("signed-word", "减4", "读作 -4", "warning", "请用正负号表示增减，例如 -4"),
    Meaning("thousands", "1,024", "读作 1024", "info", "数字中有千位分隔符，已略去"),
    Meaning("plus-sign", "+3", "读作 3", "info", "数字前的加号已略去"),
    Meaning("leading-zeros", "007", "读作 7", "info", "数字前面多余的 0 已略去"),
    Meaning("full-width", "１２", "读作 12", "info", "全角数字或符号已按半角读取"),
    Meaning("spaces", " 0 ", "读作 0", "info", "数字前后或中间的空格、换行已略去"),
    Meaning("text-number", "12", "读作 12", "info", "数字存成了文本，已按数字读取"),
    Meaning("plain", "12", "读作 12", "", "填写规范"),
)  # fmt: skip


def read_value(kind: str, text: str, shown: str, measure: Measure, display: str = "") -> Reading:
    """Read a raw cell of a workbook; never raise for its content.

    `kind` is number, text, boolean or error; `text` is the stored text; `shown` and `display` as
    in `RawCell`. What is stored is taken only where the cell shows the same amount.
    """
    if kind == "number":
        # The common case, some hundred cells of every return: no pattern, no Decimal.
        if text.isdecimal() and len(text) <= 12 and not shown and not display:
            value = int(text) if measure.kind is not Kind.MONEY else int(text) * 10**measure.scale
            if value <= measure.largest and not (measure.unit_required and value):
                return Reading(value, "plain")
        return _as_shown(_read_number(text, measure), shown, display, measure)
    if kind in ("boolean", "error"):
        return Reading(None, "boolean" if kind == "boolean" else "error-value")
    reading = read_typed(text, measure)
    if shown == "struck" and reading.value is not None:
        return Reading(None, "struck")
    if display and read_typed(display, measure).value != reading.value:
        return Reading(None, "shown-otherwise", display=display)
    # A cell whose unit must be typed is formatted as text, so a plain 0 in it is as intended.
    stored_as_text = reading.meaning == "plain" and not measure.unit_required
    return replace(reading, meaning="text-number") if stored_as_text else reading


def read_typed(text: str, measure: Measure) -> Reading:
    """Read a typed text, as on a published page; never raise for its content."""
    visible = text.translate(_INVISIBLE).strip()
    folded = visible.translate(_FOLDED)
    if meaning := _meaning_without_value(text, folded):
        return Reading(None, meaning)
    body, bracket, remark = folded.partition("(")
    note = visible[len(body) + 1 : -1].strip() if bracket else ""
    body = body.rstrip()
    match = _NUMBER.fullmatch(body) if len(body) <= _LONGEST_NUMBER else None
    if match is None or (bracket and not remark.endswith(")")):
        return Reading(None, "word")
    sign, unit = match["sign"] or "", match["unit"]
    inner = _UNIT_IN_BRACKETS.fullmatch(note.translate(_FOLDED))
    if inner and not unit and _is_unit(inner[1], measure):  # 25.1（万元）: a unit, not a remark
        unit, bracket, note = inner[1], "", ""
    in_words = sign.startswith(("增", "减"))
    if (unit and not _is_unit(unit, measure)) or (in_words and measure.kind is not Kind.CHANGE):
        return Reading(None, "word")
    habits = (
        ("remark", bracket),
        (_unit_meaning(unit, measure), unit),
        ("signed-word", in_words),
        ("thousands", "," in match["whole"]),
        ("plus-sign", sign == "+" and measure.kind is not Kind.CHANGE),
        ("leading-zeros", match["whole"].startswith("0") and match["whole"] != "0"),
        ("full-width", folded != visible),
        ("spaces", visible != text or len(body.split()) > 1),
    )
    meaning = next((meaning for meaning, present in habits if present), "plain")
    digits = match["whole"].replace(",", "") + (match["decimals"] or "")
    number = Decimal("-" + digits if sign in {"-", "减", "减少"} else digits)
    return _settle(number, unit, Reading(None, meaning, note), measure)


def _read_number(text: str, measure: Measure) -> Reading:
    """Read a number cell that is not simply a run of digits."""
    if not text.strip():
        return Reading(None, "blank")
    try:
        stored = float(text)
    except ValueError:
        return Reading(None, "word")
    if not math.isfinite(stored) or "_" in text:
        return Reading(None, "too-large" if math.isinf(stored) else "word")
    # Excel stores 59237.2449 as 59237.244899999998 and a formula may give 0.30000000000000004; the
    # 15 digits that Excel shows are the number that is meant.
    return _settle(Decimal(f"{stored:.15g}"), "", Reading(None, "plain"), measure)


def _as_shown(reading: Reading, shown: str, display: str, measure: Measure) -> Reading:
    """Refuse the reading of a number whose cell shows another number, or none."""
    if shown == "date":
        return Reading(None, "date", display=display)
    if reading.meaning == "unit-unknown":  # asked for, whatever the cell shows
        return reading
    if not display or _shows(display.strip(), reading.value, measure):
        return reading
    if _PERCENT.fullmatch(display.strip()):
        return Reading(None, "percent", display=display)
    is_number = reading.value is not None
    return Reading(None, "shown-otherwise" if is_number else reading.meaning, display=display)


def _shows(seen: str, value: int | None, measure: Measure) -> bool:
    """Tell whether a display shows a value, alone or with a unit that its cell may have."""
    if value is None:
        return False
    body = seen.translate(_FOLDED)
    if value == 0 and _ZERO_SHOWN.fullmatch("".join(body.split())):
        return True
    if measure.kind is Kind.MONEY and (sign := _YUAN_SIGN.match(body)):
        body = sign[1] + body[sign.end() :]
    if bracket := _NEGATIVE.fullmatch(body):
        body = f"-{bracket[1]}"
    if _EXPONENT.fullmatch(body):
        reading = _settle(Decimal(body), "", Reading(None, "plain"), measure)
    else:
        reading = read_typed(body.removesuffix("."), replace(measure, unit_required=False))
    return reading.value == value and reading.meaning != "remark"


def _meaning_without_value(text: str, folded: str) -> str:
    """Return the meaning of a text without a number, empty for a text that may have one."""
    upper = folded.upper()
    tests = (
        ("blank", not text),
        ("only-spaces", not folded),
        ("error-value", _ERROR_VALUE.fullmatch(upper)),
        ("boolean", upper in {"TRUE", "FALSE"}),
        ("not-applicable", upper in NOT_APPLICABLE),
        ("date", _DATE.fullmatch(folded)),
        ("percent", _PERCENT.fullmatch(folded)),
    )
    return next((meaning for meaning, fits in tests if fits), "")


def _is_unit(unit: str, measure: Measure) -> bool:
    """Tell whether a number of this measure may be followed by this unit."""
    if measure.kind is Kind.MONEY:
        return unit in _MONEY_SCALES
    return unit == measure.unit or unit in _COUNT_UNITS


def _unit_meaning(unit: str, measure: Measure) -> str:
    """Return the meaning of a number that is followed by this unit."""
    if measure.unit_required:
        return "stated-unit"
    return "converted" if measure.kind is Kind.MONEY and unit != measure.unit else "with-unit"


def _settle(number: Decimal, unit: str, reading: Reading, measure: Measure) -> Reading:
    """Complete a reading with its value, or with the reason why the number cannot be one."""
    scale = _MONEY_SCALES[unit or measure.unit] if measure.kind is Kind.MONEY else 0
    exact = number.scaleb(scale, _EXACT)
    whole = exact.to_integral_value(context=_EXACT)
    if abs(whole) > measure.largest:
        return replace(reading, meaning="too-large")
    if whole != exact and measure.kind is not Kind.MONEY:
        return replace(reading, meaning="fraction")
    if measure.unit_required and not unit and number:
        return replace(reading, meaning="unit-unknown")
    meaning = reading.meaning if whole == exact else "rounded"
    return replace(reading, value=int(whole), meaning=meaning)
