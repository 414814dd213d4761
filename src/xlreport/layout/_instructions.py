"""The instructions (填报说明) inside every template, so that a clerk needs no other paper.

All of them are derived: indicators and mistakes from the form file, ways of writing a number from
the table that the reader uses, and the treatment of blanks from the policy that is applied.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from xlreport.base.path import say_path
from xlreport.form.blanks import policy_of
from xlreport.form.duties import NO_DUTY
from xlreport.form.form import Form
from xlreport.form.meanings import MEANINGS, Meaning
from xlreport.form.measure import ADDABLE, Kind, Measure
from xlreport.form.sheet_names import INSTRUCTIONS_SHEET, WORKDAYS_SHEET
from xlreport.layout.grid import Block, Role
from xlreport.layout.width import NOTE_SIZE, text_height

INSTRUCTION_WIDTHS = (31.0, 14.0, 40.0)
_TABLE_STEP = "合计由表格自动计算，不要覆盖。某张表全年没有任何数据的，在封面选择“零报送”。"
_COUNTED_STEP = "表页“{sheets}”由台账自动计算，不用填写，也不要覆盖。"
_TEXT_STEP = "在“文字部分”填写各段文字，每段可写两千字左右，更长的另附全文；“检查”不看文字。"
_FILL_STEP = "依次填写各张表。只有浅黄色的格子可以填写；选中格子会显示该项的填写要求。"
_LINES_STEP = "随时登记，填在表页“{sheets}”。只有浅黄色的格子可以填写；选中格子会显示填写要求。"
_STEPS = (
    "在封面核对填报单位和年度（没有印好的，填写单位全称），填写联系人和电话。",
    _FILL_STEP,
    _TABLE_STEP,
    _TEXT_STEP,
    "打开“检查”表页，把标为“×”的改到符合；“请核实”中数字无误的，在“核实说明”中写明原因。",
    "“检查”出现“√ 可以报送”后，按封面的顺序送审签字，再报送电子表。",
    "请在原文件上填写后直接报送，不要另建表格，不要增删行列，不要改动栏目和表页名称。",
)
_LIST_STEPS = (
    "一条一行，没有的不填；不要合并格子，不要写合计行，不要改动表头。"
    "可以排序、筛选，报送前请取消筛选；行不够的，接在最后一行下面填写。"
    "打印前在“{label}”一栏的筛选中去掉“空白”，只打印填了的各条。"
)
_ON_LIMITS = (
    f"灰色的栏按表页“{WORKDAYS_SHEET}”自动计算，不能填写。将到期、逾期的变色并写明；等待期间不计期限；"
    f"“{WORKDAYS_SHEET}”没有列出的年度不计算期限。"
)
_LEGEND = (
    (Role.INPUT, "浅黄色", "需要填写的格子"),
    (Role.TOTAL, "浅绿色、粗体", "自动计算的合计，不能填写"),
    (Role.ROW_LABEL, "灰色", "官方表格的栏目，不能改动"),
    (Role.ALARM, "红色、粗体、下划线", "不符合要求的格子，原因见“检查”表页"),
)
_ON_COMPUTED = "；台账中自动计算的栏，不能填写"
_ON_STATES = "；台账中的，见“{label}”一栏"
_GROUPS = {Kind.DATE: "日期", Kind.YES_NO: "是否", Kind.CHOICE: "选项", Kind.TEXT: "文字"}
"""The headings above ways of writing that concern one kind alone; the others are of numbers."""

_NO_DUTY = f"本单位没有某项职责，封面选了或印有“{NO_DUTY}”"


def instruction_blocks(form: Form) -> tuple[tuple[Block, ...], tuple[float, ...]]:
    """Lay out the instructions; return blocks and row heights."""
    blocks: list[Block] = []
    heights: list[float] = []
    for line in _lines(form):
        row, left, tallest = len(heights), 0, 20.0
        for role, text, span in line:
            right = left + span - 1
            width = sum(INSTRUCTION_WIDTHS[left : right + 1])
            blocks.append(Block(role, row, left, row, right, text))
            tallest = max(tallest, text_height(text, width - 2, NOTE_SIZE))
            left = right + 1
        heights.append(34.0 if line[0][0] is Role.TITLE else tallest)
    return tuple(blocks), tuple(heights)


_Entry = tuple[Role, str, int]
"""Role, text, and the number of columns that it takes."""


def _lines(form: Form) -> Iterator[list[_Entry]]:
    """Yield the lines of the sheet: entries from left to right."""
    yield [(Role.TITLE, INSTRUCTIONS_SHEET, 3)]
    yield [(Role.BAND, "怎样填写", 3)]
    yield from _on_steps(form)
    yield from _on_lists(form)
    yield [(Role.BAND, "颜色", 3)]
    for role, colour, meaning in _LEGEND:
        yield [(role, colour, 1), (Role.ENTRY, meaning + _in_lists(form, role), 2)]
    if form.filled_tables:
        yield from _on_blanks(form)
    if form.mistakes:
        yield [(Role.BAND, "常见错误", 3)]
        for number, mistake in enumerate(form.mistakes, 1):
            yield [(Role.TEXT, f"{number}. {mistake}", 3)]
    if form.meanings:
        yield [(Role.BAND, "指标解释", 3)]
        for indicator in form.meanings:
            cell = form.cells[indicator.cells[0]]
            name = say_path(cell.row_path or cell.column_path)
            yield [(Role.ENTRY, name, 1), (Role.ENTRY, indicator.text, 2)]
    yield from _on_writing(form)


def _on_steps(form: Form) -> Iterator[list[_Entry]]:
    """Yield the steps in which a return is filled in, as far as the form has tables and texts."""
    used = {_TABLE_STEP: form.filled_tables, _TEXT_STEP: form.texts}
    steps = [step for step in _STEPS if used.get(step, True)]
    counted = [table.sheet for table in form.tables if table not in form.filled_tables]
    if counted:
        if not form.filled_tables:
            steps[1] = _LINES_STEP.format(sheets="”“".join(each.sheet for each in form.lists))
        steps.insert(2, _COUNTED_STEP.format(sheets="”“".join(counted)))
    for number, step in enumerate(steps, 1):
        yield [(Role.TEXT, f"{number}. {form.period.reword(step)}", 3)]


def _in_lists(form: Form, role: Role) -> str:
    """Return what a colour means besides in lists that compute columns, empty for most."""
    limits = [(each, limit) for each in form.lists for limit in each.limits]
    if not limits:
        return ""
    states = [each.labels[limit.state] for each, limit in limits if limit.state is not None]
    if role is Role.ALARM and states:
        return _ON_STATES.format(label="”“".join(dict.fromkeys(states)))
    return _ON_COMPUTED if role is Role.ROW_LABEL else ""


def _on_writing(form: Form) -> Iterator[list[_Entry]]:
    """Yield the lines on how numbers, days, choices and texts are written, kind by kind."""
    only_numbers = all(measure.kind in ADDABLE for measure in _asked(form))
    yield [(Role.BAND, "数字怎样写" if only_numbers else "数字、日期、选项怎样写", 3)]
    yield [(Role.CAPTION, text, 1) for text in ("填写的", "读作", "说明")]
    ways = [way for way in MEANINGS if way.severity and _concerns(way, form)]
    for group, of_group in groupby(ways, _group):
        if not only_numbers:
            yield [(Role.CAPTION, group, 3)]
        for way in of_group:
            yield [
                (Role.ENTRY, _visible(way), 1),
                (Role.ENTRY, way.taken, 1),
                (Role.ENTRY, _sentence(way, form), 1),
            ]


def _group(way: Meaning) -> str:
    """Return the heading above a way of writing."""
    return _GROUPS.get(min(way.kinds), "数字") if len(way.kinds) == 1 else "数字"


def _on_blanks(form: Form) -> Iterator[list[_Entry]]:
    """Yield the lines on what a blank cell of a table means."""
    yield [(Role.BAND, "空白和零", 3)]
    for blank, treatment in policy_of(form):
        yield [(Role.ENTRY, blank, 2), (Role.ENTRY, treatment, 1)]
    if form.duties:
        yield [(Role.ENTRY, _NO_DUTY, 2), (Role.ENTRY, "有关的格子变灰或划去，不填，也不是0", 1)]


def _on_lists(form: Form) -> Iterator[list[_Entry]]:
    """Yield the lines on how lists are filled in, if the form has any."""
    if form.lists:
        yield [(Role.BAND, "怎样填台账", 3)]
    for each in form.lists:
        most = f"“{each.heading}”在表页“{each.sheet}”，备有 {each.most} 行"
        # Excel sorts no lines of a locked sheet in which a cell is locked.
        steps = _LIST_STEPS.format(label=each.labels[0])
        steps = steps.replace("排序、", "") if each.limits else steps
        yield [(Role.TEXT, f"{most}。{steps}", 3)]
        if each.limits:
            yield [(Role.TEXT, _ON_LIMITS, 3)]


def _visible(way: Meaning) -> str:
    """Return an example written so that one can see what is wrong with it."""
    if way.id == "text-number":
        return f"{way.example}（文本格式）"
    outside = way.example != way.example.strip()
    return way.example.replace(" ", "（空格）") if outside else way.example


def _asked(form: Form) -> list[Measure]:
    """List the kinds of all that is filled in: of cells, and of the columns of lists."""
    columns = [column.measure for each in form.lists for column in each.columns]
    return [cell.measure for cell in form.inputs] + columns


def _concerns(way: Meaning, form: Form) -> bool:
    """Tell whether a form has cells in which a way of writing can occur."""
    measures = _asked(form)
    if way.kinds.isdisjoint(measure.kind for measure in measures):
        return False
    if way.id == "unit-unknown":
        return any(measure.unit_required for measure in measures)
    if way.id == "rounded":  # the example has too many decimals in 元, but not in 万元
        return any(measure.kind is Kind.MONEY and measure.unit == "元" for measure in measures)
    return True


def _sentence(way: Meaning, form: Form) -> str:
    """Return what is said about a way of writing; in a form without numbers, about other cells."""
    has_numbers = any(each.is_number and each.kind in way.kinds for each in _asked(form))
    return way.sentence if has_numbers or not way.other else way.other
