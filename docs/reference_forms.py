"""The page of the forms: tables drawn, keys with their places, columns of lists, the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from english import Language
from reference_kinds import kind_name
from reference_markdown import heading_row, row

from xlreport.form.form import Form
from xlreport.form.line_rule import LineRule
from xlreport.form.load import list_forms, load_form
from xlreport.form.open_list import ListColumn, OpenList
from xlreport.form.parts import Check, Table
from xlreport.form.rule import Rule
from xlreport.layout.grid import Block, Role, lay_table
from xlreport.layout.layout import Position, lay_form


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says in one language beside what stands in the forms."""

    head: str
    rules: str
    line_rules: str
    checks: str
    texts: str
    sheet: str
    list_on: str
    row: str
    column: str
    between: str
    computed: str
    places: tuple[str, ...]
    entries: tuple[str, ...]
    sentences: tuple[str, ...]
    contents: tuple[str, ...]
    marks: Mapping[str, str]


_WORDS = {
    Language.ENGLISH: _Words(
        head="""# The forms

Each form that comes with the library: its tables, the keys of their cells, the columns of its
lists, and the rules. `Σ` is a total that the template computes. In a template made by this version
of the library the cell of a row and a column stands where the two places meet.
""",
        rules="rules",
        line_rules="rules of the lines of {key}",
        checks="checks",
        texts="narrative",
        sheet="Sheet `{sheet}`.",
        list_on="A list on the sheet `{sheet}`: each line has these entries.",
        row="row {at}",
        column="column {at}",
        between="; ",
        computed="computed",
        places=("key", "label", "at"),
        entries=("key", "label", "kind", "what else"),
        sentences=("id", "severity", "sentence"),
        contents=("key", "heading", "what it must contain"),
        marks={name: name for name in ("required", "unique", "private", "computed")},
    ),
    Language.CHINESE: _Words(
        head="""# 自带的报表格式

程序自带的各种报表格式：各张表、单元格的代号、台账的列和勾稽关系。`Σ` 是模板自动计算的合计。\
用这个版本生成的模板，某行某列的单元格，就在两者的位置相交处。
""",
        rules="勾稽关系",
        line_rules="{key} 每一条内部的核对",
        checks="检查",
        texts="文字部分",
        sheet="表页“{sheet}”。",
        list_on="台账，在表页“{sheet}”，每一条填写以下各列。",
        row="第 {at} 行",
        column="{at} 列",
        between="；",
        computed="自动计算",
        places=("代号", "名称", "位置"),
        entries=("代号", "列名", "种类", "其他"),
        sentences=("规则", "程度", "说明"),
        contents=("代号", "标题", "应写明的内容"),
        marks={
            "required": "必填",
            "unique": "不能重复",
            "private": "留在本单位",
            "computed": "自动计算",
        },
    ),
}


def forms_page(language: Language) -> str:
    """Write the page."""
    forms = map(load_form, list_forms())
    return "\n".join([_WORDS[language].head, *(_form(language, form) for form in forms)])


def _form(language: Language, form: Form) -> str:
    words = _WORDS[language]
    years = f"{form.first_year}–{form.last_year or ''}"
    lines = [f"## {form.id}\n", f"{'　'.join(filter(None, (form.title, form.notice, years)))}\n"]
    places = dict(zip((cell.index for cell in form.cells), lay_form(form).positions, strict=True))
    for table in form.tables:
        lines += [f"### {form.id}: {table.key}\n", f"{table.heading}\n"]
        lines += [*_drawing(table), *_keys(words, table, places)]
    for each in form.lists:
        lines += [f"### {form.id}: {each.key}\n", f"{each.heading}\n", *_list(language, each)]
    if form.rules:
        lines += [f"### {form.id}: {words.rules}\n", *_rules(language, form.rules)]
    for each in form.lists:
        if each.rules:
            title = words.line_rules.format(key=each.key)
            lines += [f"### {form.id}: {title}\n", *_rules(language, each.rules)]
    if form.checks:
        lines += [f"### {form.id}: {words.checks}\n", *_rules(language, form.checks)]
    if form.texts:
        lines += [f"### {form.id}: {words.texts}\n", *_texts(words, form)]
    return "\n".join(lines)


def _drawing(table: Table) -> Iterator[str]:
    """Draw a table with its merges, as HTML: in a font for Han characters no lines would meet."""
    grid = lay_table(table)
    yield '<table class="form">'
    for at in range(grid.rows):
        yield f"<tr>{''.join(_box(block) for block in grid.blocks if block.top == at)}</tr>"
    yield "</table>\n"


def _box(block: Block) -> str:
    tall, wide = block.bottom - block.top + 1, block.right - block.left + 1
    spans = (f' rowspan="{tall}"' if tall > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
    if block.role in (Role.INPUT, Role.TOTAL):
        return f"<td{spans}>{'Σ' if block.role is Role.TOTAL else ''}</td>"
    return f"<th{spans}>{escape(block.text)}</th>"


def _keys(words: _Words, table: Table, places: dict[int, Position]) -> Iterator[str]:
    """List the rows and the columns of each strip with their place on the sheet."""
    yield words.sheet.format(sheet=table.sheet) + "\n"
    strips = groupby(
        sorted(table.cells, key=lambda cell: places[cell.index].row),
        key=lambda cell: tuple(each.column for each in table.cells if each.row == cell.row),
    )
    for _, group in strips:
        cells = list(group)
        rows = {cell.row: (cell.row_path, places[cell.index].row + 1) for cell in cells}
        columns = {
            cell.column: (cell.column_path, places[cell.index].address.rstrip("0123456789"))
            for cell in cells
        }
        yield heading_row(*words.places) + "".join(
            row(f"`{key}`", label.replace("|", " "), where.format(at=at))
            for where, lines in ((words.row, rows), (words.column, columns))
            for key, (label, at) in lines.items()
        )


def _list(language: Language, open_list: OpenList) -> Iterator[str]:
    """List the columns of a list, in the order of the sheet."""
    words = _WORDS[language]
    yield words.list_on.format(sheet=open_list.sheet) + "\n"
    yield heading_row(*words.entries) + "".join(
        row(f"`{each.key}`", each.path, _kind(language, each), _what_else(words, each))
        for each in open_list.columns
    )


def _kind(language: Language, column: ListColumn) -> str:
    kind = kind_name(language, column.measure.kind)
    return " ".join(filter(None, (kind, column.measure.unit)))


def _what_else(words: _Words, column: ListColumn) -> str:
    choices = "、".join(column.measure.choices)
    marks = (word for name, word in words.marks.items() if getattr(column, name))
    return words.between.join(filter(None, [*marks, choices]))


def _rules(language: Language, rules: Sequence[Rule | LineRule | Check]) -> Iterator[str]:
    """List what holds, each sentence once."""
    words, is_chinese = _WORDS[language], language is Language.CHINESE
    lines: dict[str, None] = {}
    for rule in rules:
        severity = rule.severity.chinese if is_chinese else rule.severity.value
        is_total = isinstance(rule, Rule) and rule.fill
        lines[row(rule.id, words.computed if is_total else severity, rule.say)] = None
    yield heading_row(*words.sentences) + "".join(lines)


def _texts(words: _Words, form: Form) -> Iterator[str]:
    yield heading_row(*words.contents) + "".join(
        row(f"`{text.key}`", text.heading, text.standing or text.say) for text in form.texts
    )
