"""The table of meanings (读法): every way of writing a value, and what is taken for it.

Departments write 0 as 无, 3 as 3件, 251000 as 25.1万元, 是 as √ and 2026-01-05 as 2026.1.5. Every
way of writing has one row in `MEANINGS`; the reader, the findings, the instructions in the
template and the documentation all use that table. What fits no other row is refused and never
guessed at.
"""

from __future__ import annotations

from dataclasses import dataclass

from xlreport.form.measure import LONGEST_TEXT, NUMERIC, Kind, Measure

_BLANK_LIKE = frozenset({"blank", "only-spaces", "not-applicable"})
_CHOICES_NAMED = 6

NOT_APPLICABLE = ("/", "-", "--", "—", "——", "无", "没有", "不适用", "N/A")


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading a cell: the scaled integer, the row of `MEANINGS`, the remark.

    `value` is None if the cell is blank, cannot be read, or holds text, which is in `words`.
    `note` is the remark in brackets after the number. `display` is what the cell shows where that
    is not what is stored in it, " " where it shows nothing.
    """

    value: int | None
    meaning: str
    note: str = ""
    display: str = ""
    words: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether the cell holds a value or a text that is taken."""
        return self.value is not None or bool(self.words)

    @property
    def unreadable(self) -> bool:
        """Whether the cell holds something that is neither taken nor a blank."""
        return not self.is_filled and self.meaning not in _BLANK_LIKE


@dataclass(frozen=True, slots=True)
class Meaning:
    """One way of writing a value: an example, its interpretation, and how serious it is.

    `severity` is error, warning, info, or empty if there is nothing to report. `taken` and
    `sentence` are complete Chinese phrases, shown to departments unchanged; where a cell holds no
    number, `other` takes the place of `sentence`. `kinds` are those in which it occurs.
    """

    id: str
    example: str
    taken: str
    severity: str
    sentence: str
    kinds: frozenset[Kind] = NUMERIC
    other: str = ""


_EVERY = frozenset(Kind)
_WHOLE = frozenset({Kind.COUNT, Kind.CHANGE})
_PLACED = frozenset({Kind.DECIMAL, Kind.PERCENTAGE})
_MONEY, _CHANGE = frozenset({Kind.MONEY}), frozenset({Kind.CHANGE})
_PERCENTAGE, _DATE = frozenset({Kind.PERCENTAGE}), frozenset({Kind.DATE})
_YES_NO, _CHOICE, _TEXT = (frozenset({kind}) for kind in (Kind.YES_NO, Kind.CHOICE, Kind.TEXT))

# In the order of testing: if several rows fit, the first is the meaning. Severities: rules INT
# (error) and FORM (warning); a way of writing that leaves no doubt is a notice.
MEANINGS: tuple[Meaning, ...] = (
    Meaning("blank", "", "视为未填", "", "没有填写，没有发生的请填 0", _EVERY, "没有填写"),
    Meaning("only-spaces", " ", "视为未填", "info", "单元格里只有空格，没有发生的请填 0", _EVERY,
            "单元格里只有空格，视为没有填写"),
    Meaning("error-value", "#REF!", "不能读取", "error", "公式出错或内容损坏，请直接填写数字",
            _EVERY, "公式出错或内容损坏，请重新填写"),
    Meaning("boolean", "TRUE", "不能读取", "error", "填的是逻辑值，请改填数字"),
    Meaning("not-applicable", "/", "视为未填", "warning", "请勿填斜杠、横线或“无”，未发生的填 0",
            _EVERY, "请勿填斜杠、横线等，没有的请留空"),
    Meaning("date", "2026-1-5", "不能读取", "error", "是日期或日期格式，请改成常规格式后重填"),
    Meaning("percent", "12%", "不能读取", "error", "是百分比或百分比格式，请改成常规格式后重填",
            NUMERIC - _PERCENTAGE),
    Meaning("shown-otherwise", "5万", "不能读取", "error", "与所存的数不符，请改格式或条件格式",
            _EVERY, "与所存的内容不符，请改格式或条件格式"),
    Meaning("struck", "3¹", "不能读取", "error", "有删除线、上下标或看不清的字，请清除格式后重填",
            _EVERY),
    Meaning("word", "三件", "不能读取", "error", "填的不是数字，请只填阿拉伯数字"),
    Meaning("percent-missing", "55.56", "不能读取", "error",
            "没有写百分号，分不清是 55.56% 还是 5556%，请写明百分号", _PERCENTAGE),
    Meaning("too-large", "9999999999999", "不能读取", "error", "数字过大，请核对位数和单位"),
    Meaning("fraction", "2.5", "不能读取", "error", "此处只能填整数，请核对", _WHOLE),
    Meaning("places", "2.3456789", "不能读取", "error", "小数位数多于规定，请四舍五入后填写",
            _PLACED),
    Meaning("share-of-1", "0.5556", "读作 55.56%", "warning",
            "没有写百分号，已把小数读作百分比，请写成 55.56% 的样子", _PERCENTAGE),
    Meaning("rounded-as-shown", "2.34567", "读作 2.3", "warning",
            "所存的小数位数多于规定，已按显示的读取，请核对", _PLACED),
    Meaning("unit-unknown", "8040", "不能读取", "warning", "金额没有写单位，请写明元或万元",
            _MONEY),
    Meaning("rounded", "12.345", "读作 12.34", "warning", "金额的小数超过了分，已取到分，请核对",
            _MONEY),
    Meaning("remark", "22（其中修订 16 件）", "读作 22", "warning",
            "括号内的说明不计，请只填数字", NUMERIC | _YES_NO,
            "括号内的说明不计，请只填“是”或“否”"),
    Meaning("stated-unit", "251000元", "读作 251000 元", "", "金额写明了单位", _MONEY),
    Meaning("converted", "251000元", "读作 25.1 万元", "warning",
            "单位与本栏不同，已换算，请核对", _MONEY),
    Meaning("with-unit", "3件", "读作 3", "warning", "不必写单位，请只填数字",
            NUMERIC - _PERCENTAGE),
    Meaning("signed-word", "减4", "读作 -4", "warning", "请用正负号表示增减，例如 -4", _CHANGE),
    Meaning("thousands", "1,024", "读作 1024", "info", "数字中有千位分隔符，已略去"),
    Meaning("plus-sign", "+3", "读作 3", "info", "数字前的加号已略去"),
    Meaning("leading-zeros", "007", "读作 7", "info", "数字前面多余的 0 已略去"),
    Meaning("full-width", "１２", "读作 12", "info", "全角数字或符号已按半角读取",
            NUMERIC | _TEXT, "全角字符已按半角读取"),
    Meaning("spaces", " 0 ", "读作 0", "info", "数字前后或中间的空格、换行已略去",
            NUMERIC | _TEXT, "前后的空格和看不见的字符已略去"),
    Meaning("text-number", "12", "读作 12", "info", "数字存成了文本，已按数字读取"),
    Meaning("no-such-date", "2026-2-30", "不能读取", "error",
            "没有这一天，或者不在 1901 年至 2199 年之间，请核对", _DATE),
    Meaning("short-year", "26.1.5", "不能读取", "error",
            "年份只有两位，请写四位的年份，如 2026-01-05", _DATE),
    Meaning("part-of-date", "2026年1月", "不能读取", "error",
            "日期不全，请写明年、月、日，如 2026-01-05", _DATE),
    Meaning("no-date", "46027", "不能读取", "error",
            "填的不是日期，请按 2026-01-05 的样子填写", _DATE),
    Meaning("date-spelling", "2026年1月5日", "读作 2026-01-05", "info",
            "日期用了别的写法或存成了文本，已按日期读取，其后的钟点不计", _DATE),
    Meaning("yes-no-number", "1", "读作 是", "warning",
            "1 读作“是”，0 读作“否”，请核对并改填“是”或“否”", _YES_NO),
    Meaning("yes-no-sign", "√", "读作 是", "info",
            "√、✓、有等读作“是”，×、✗、无等读作“否”，请从下拉列表中选择", _YES_NO),
    Meaning("no-yes-no", "3", "不能读取", "error", "只能填“是”或“否”", _YES_NO),
    Meaning("choice-spelling", "部门 网站", "读作 部门网站", "info",
            "空格或全角半角与选项不同，已按选项读取", _CHOICE),
    Meaning("choice-variant", "门户", "读作 部门网站", "info",
            "用了选项的另一种说法，已按选项读取", _CHOICE),
    Meaning("no-choice", "其它网站", "不能读取", "error", "不是可选的内容，请从下拉列表中选择",
            _CHOICE),
    Meaning("lost-digits", "640323000100000000", "不能读取", "error",
            "数字超过 15 位，后面的位数已经丢失，请把单元格设为文本格式后重填", _TEXT),
    Meaning("too-long", "……", "不能读取", "error", f"文字超过 {LONGEST_TEXT} 字，请压缩", _TEXT),
    Meaning("pattern", "64032", "不能读取", "error", "不符合规定的写法", _TEXT),
    Meaning("number-as-text", "6403230001", "读作 6403230001", "info",
            "单元格里存的是数字，已按显示的样子读作文字；开头有 0 的，请核对", _TEXT),
    Meaning("plain", "12", "读作 12", "", "填写规范", _EVERY),
)  # fmt: skip

MEANING: dict[str, Meaning] = {meaning.id: meaning for meaning in MEANINGS}
"""The rows of the table by their ids."""


def sentence_of(meaning: Meaning, measure: Measure) -> str:
    """Return what is said about a way of writing in a cell of this measure.

    A refused choice gets the choices, a text that fits no pattern its example.
    """
    sentence = meaning.other if meaning.other and not measure.is_number else meaning.sentence
    if meaning.id == "no-choice":
        return f"{sentence}：{name_choices(measure)}"
    return f"{sentence}，应如 {measure.example}" if meaning.id == "pattern" else sentence


def name_choices(measure: Measure) -> str:
    """Name the first choices of a cell, and say how many there are where some are left out."""
    count = len(measure.choices)
    more = f"等 {count} 项" if count > _CHOICES_NAMED else ""
    return "、".join(measure.choices[:_CHOICES_NAMED]) + more
