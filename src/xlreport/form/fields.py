"""The fields of a form file: the one declaration that loading, editors and documentation share.

A new field is one line here. `says` is what an editor shows beside the field.
"""

from __future__ import annotations

from typing import Final

from xlreport.base.arguments import REPORT_YEARS
from xlreport.base.finding import Severity
from xlreport.base.period import PeriodKind
from xlreport.base.toml_shape import (
    ANY_TEXT,
    TEXT,
    Either,
    Field,
    Flag,
    Group,
    ListOf,
    MapOf,
    Text,
    Texts,
    Whole,
    choice,
    needed,
)
from xlreport.form.check_kind import LEVELS, CheckKind
from xlreport.form.counts import Span
from xlreport.form.measure import Blank, Kind
from xlreport.form.open_list import LARGEST_MOST
from xlreport.form.parts import ChartKind
from xlreport.form.rule import Every

MOST_PLACES: Final = 6  # decimals of a number
_YEAR: Final = Whole(REPORT_YEARS[0], REPORT_YEARS[-1])
OPEN_ROWS: Final = "open"  # of a list, instead of an outline
BY_DEPARTMENT: Final = "departments"  # the lines of a table in a published report
_OUTLINE: Final = ANY_TEXT  # its faults have lines of their own
_HEADING: Final = ANY_TEXT  # form/heading.py says which will do
_LIST: Final = ListOf(TEXT)
# An id stands between "|" in stamps, and an annex joins it by "+".
_ID: Final = Text("[a-z0-9][a-z0-9._-]*", "bad-id")
_SHA256: Final = Text("[0-9a-f]{64}", "bad-digest")
KEY: Final = Text("(?!(last|last_year)$)[a-z][a-z0-9_]*", "bad-key")

RULE: Final = Group(
    (
        needed("id", TEXT, "勾稽关系的编号，如 T3-SUM；全文件不能重复。"),
        needed("must", Texts(), "关系式，如 a + b = c；中间写 =、<= 或 >=。"),
        needed("say", TEXT, "给填报单位看的一句话。"),
        Field("every", choice(Every), "column：每一列都核对；row：每一行都核对。"),
        Field("only", _LIST, "只核对哪些行或列，写它们的代号；默认全部。"),
        Field("severity", choice(Severity), "error 错误（默认）、warning 警告、info 提示。"),
        Field("within", choice(["year"]), "year：last 在一年的第一期是0。"),
        Field("against", _LIST, "与哪些其他报表核对，写它们的 id。"),
        Field("fill", Flag(), "true：左边是自动计算并锁定的合计；默认 false。"),
    )
)

PART: Final = Group(
    (
        needed("columns", _OUTLINE, "列的栏目：行首写代号，右边写名称，用缩进表示合并。"),
        needed("rows", _OUTLINE, "行的栏目：行首写代号，右边写名称，用缩进表示合并。"),
        Field("band", ANY_TEXT, "横贯这一段的文字，如“第二十条第（一）项”。"),
        Field("corner", ANY_TEXT, "左上角的文字；默认与本表相同。"),
    )
)

KIND: Final = Group(
    (
        needed("kind", choice(Kind), "单元格的种类。"),
        Field("unit", TEXT, "单位；金额为元或万元。"),
        Field("add", Flag(), "各单位的数能不能相加；平均数、比率不能。"),
        Field("places", Whole(0, MOST_PLACES), "小数位数；百分比默认2。"),
        Field("share", TEXT, "由哪两个数相除，如 online / done；自动计算并锁定。"),
        Field("choices", Either((_LIST, MapOf(TEXT))), "可选的词；或者 代号 = 词，代号用于计数。"),
        Field("pattern", TEXT, "文字的格式（正则表达式）。"),
        Field("example", TEXT, "合乎格式的例子。"),
        Field("unit_required", Flag(), "true：金额须由填报单位写明单位。"),
        Field("blank", choice(Blank), "空着是什么意思；默认与全表相同。"),
    )
)

_OF_ANY_TABLE: Final = (
    needed("key", KEY, "表的代号，如 requests；全文件不能重复。"),
    needed("heading", _HEADING, "表的标题，如“三、收到和处理申请情况”“表一”“附件2”。"),
    Field("sheet", ANY_TEXT, "表页的名称；默认取自标题。"),
    Field("unit", TEXT, "单位；默认是栏目名称中（单位：…）写的，没有写的是“件”。"),
    Field("units", MapOf(TEXT), '个别行、列的单位，如 { followers = "人" }。'),
    Field("change", _LIST, "填增减数（可为负数）的行、列。"),
    Field("money", MapOf(TEXT), "填金额的行、列和单位（元或万元）。"),
    Field("unit_required", _LIST, "须由填报单位写明单位的金额。"),
    Field(
        "kinds",
        MapOf(Either((choice(Kind), KIND))),
        "单元格的种类，按行、列或“行.列”的代号；最细的为准。",
    ),
)

TABLE: Final = Group(
    (
        *_OF_ANY_TABLE,
        Field("corner", ANY_TEXT, "左上角的文字。"),
        Field("columns", _OUTLINE, "列的栏目：行首写代号，右边写名称，用缩进表示合并。"),
        Field("rows", Text(empty=True, but=OPEN_ROWS), "行的栏目：写法同列；或 open：台账。"),
        Field("part", ListOf(PART), "由几段组成的表，每段一个 [[table.part]]。"),
        Field("absent", _LIST, "官方表格没有、划去的格：行.列。"),
        Field("report", choice([BY_DEPARTMENT]), "departments：公开报告中每个单位一行。"),
        Field("rule", ListOf(RULE, empty=True), "本表的勾稽关系，每条一个 [[table.rule]]。"),
    ),
    apart=(("columns", "rows"), ("part",)),
)

_PAIRS: Final = ListOf(ListOf(TEXT))

WITHIN: Final = Group(
    (
        needed("since", TEXT, "从哪一列的日期起，当日不计。"),
        needed("until", TEXT, "到哪一列的日期止。"),
        needed("days", Whole(1, 1000), "多少个工作日。"),
    )
)

LINE_RULE: Final = Group(
    (
        needed("id", TEXT, "核对的编号；全文件不能重复。"),
        needed("say", TEXT, "给填报单位看的一句话。"),
        Field("severity", choice(Severity), "error 错误（默认）、warning 警告、info 提示。"),
        Field("order", _LIST, "这些列的日期依次不早于前一个；空着的跳过。"),
        Field("together", _LIST, "这些列要么都填，要么都不填。"),
        Field("workday", _LIST, "这些列的日期应是工作日。"),
        Field("within", WITHIN, "从一个日期到另一个日期不超过多少个工作日。"),
        Field("most", MapOf(Whole(0, 10**9)), "这些列的数不大于多少。"),
        Field("where", MapOf(Texts()), '只核对这样的条目，如 { result = ["not_corrected"] }。'),
        Field("filled", _LIST, "这些列必须填。"),
        Field("blank", _LIST, "这些列必须空着。"),
    )
)

LIMIT: Final = Group(
    (
        needed("deadline", TEXT, "期限届满之日填在哪一列：自动计算。"),
        Field("left", TEXT, "剩余工作日数填在哪一列：自动计算。"),
        Field("state", TEXT, "办理状态填在哪一列：自动计算。"),
        needed("starts", TEXT, "从哪一列的日期起算，当日不计。"),
        needed("ends", TEXT, "哪一列的日期是办结之日。"),
        needed("days", Whole(1, 1000), "多少个工作日。"),
        Field("warn", Whole(1, 1000), "还剩多少个工作日时提醒；默认5。"),
        Field("restarts", _PAIRS, "从后一列的日期重新起算；只有前一列时不计期限。"),
        Field("pauses", _PAIRS, "前一列到后一列的时间不计；只有前一列时不计期限。"),
        Field("extended", TEXT, "哪一列是延长的工作日数。"),
        Field("told", TEXT, "哪一列是告知延长之日；没有告知的，不延长。"),
        Field("waits", MapOf(TEXT), '等待时的办理状态，如 { asked = "补正中" }；默认“等待”。'),
        Field("expires", MapOf(TEXT), '最多等到哪一列的日期，如 { asked = "due" }。'),
    )
)

OPEN_LIST: Final = Group(
    (
        *_OF_ANY_TABLE,
        needed("columns", _OUTLINE, "台账的列：行首写代号，右边写名称，用缩进表示合并。"),
        needed("rows", choice([OPEN_ROWS]), "open：台账，条数不定。"),
        Field("most", Whole(1, LARGEST_MOST), "模板中最多填多少条；默认300。"),
        Field("required", _LIST, "每一条都必须填的列。"),
        Field("unique", _LIST, "不能重复的列。"),
        Field("private", _LIST, "不报送的列，如姓名；不进入汇总表。"),
        Field("line", ListOf(LINE_RULE), "每一条内部的核对，每项一个 [[table.line]]。"),
        Field("limit", ListOf(LIMIT), "按工作日计算的期限，每项一个 [[table.limit]]。"),
    )
)

NARRATIVE_PART: Final = Group(
    (
        needed("key", KEY, "文字部分的代号，如 overview；全文件不能重复。"),
        needed("heading", _HEADING, "标题，如“一、总体情况”。"),
        needed("say", TEXT, "应写明的内容。"),
        Field("standing", ANY_TEXT, "固定的一句话。"),
        Field("printed", Flag(), "false：公开报告中不印标题，只能写在最前面。"),
    )
)

CHECK: Final = Group(
    (
        needed("id", TEXT, "检查的编号，如 T2-REG；全文件不能重复。"),
        Field("kind", choice(CheckKind), "检查的种类；0.1.0 的编号可以不写。"),
        needed("severity", choice(Severity), "error 错误、warning 警告、info 提示。"),
        needed("say", TEXT, "给填报单位看的一句话。"),
        Field("advice", TEXT, "不符合时怎么办；默认是程序的一句话。"),
        Field("cells", _LIST, "检查哪些单元格：表.行 或 表.行.列。"),
        Field("levels", ListOf(choice(LEVELS)), "level：哪些层级可以大于0；默认市、省、国家。"),
        Field("since", Whole(1000, 9999), "zero：从哪个年度的报告起；默认所有年度。"),
        Field("table", TEXT, "检查哪张表；不写时用 表.行.列。"),
        Field("every", choice(Every), "column：每一列都核对；row：每一行都核对。"),
        Field("must", TEXT, "not_equal：两个和式，如 a + b != c。"),
        Field("pairs", ListOf(ListOf(TEXT)), 'both_or_neither：成对的和式，如 [["a", "b + c"]]。'),
        Field("when", TEXT, "implies：条件，如 a > 0 或 a = no。"),
        Field("then", Texts(), "implies：这时应有的条件，如 b + c > 0 或 b = blank。"),
        Field("sentences", _LIST, "text：核对哪些句子；默认其余全部。"),
        Field("texts", _LIST, "told：哪些文字部分要写到，写它们的代号。"),
        Field("words", _LIST, "told：写到其中一个词就算写到。"),
        Field("factor", Whole(2, 1000), "drift：变化多少倍；默认10。"),
    )
)

COUNT: Final = Group(
    (
        needed("id", TEXT, "编号；不能与勾稽关系重复。"),
        needed("cell", TEXT, "由台账计数的单元格：表.行.列；{列} 代表选项的代号。"),
        needed("list", TEXT, "台账的代号。"),
        Field("form", _LIST, "只用于这些报表，写它们的 id；默认全部。"),
        Field("unless", _LIST, "不用于这些报表，写它们的 id。"),
        Field("where", MapOf(Texts()), '只数这样的条目，如 { category = ["货物", "服务"] }。'),
        Field(
            "dated",
            Either((TEXT, MapOf(choice(Span)))),
            '日期列在报告期内；或如 { received = "until", closed = "not until" }。',
        ),
        Field("sum", TEXT, "不数条目，而把这一列相加。"),
        Field("fill", Flag(), "true：自动计算并锁定；默认 false：与填报的数核对。"),
        Field("severity", choice(Severity), "error 错误（默认）、warning 警告、info 提示。"),
        Field("say", TEXT, "给填报单位看的一句话。"),
    )
)

DUTY: Final = Group(
    (
        needed("key", KEY, "职责的代号；不能重复。"),
        needed("name", TEXT, "职责的名称，如“行政拘留”。"),
        needed("cells", _LIST, "无此项职责的单位不填的：表、表.行、表.列 或 表.行.列。"),
    )
)

CHART: Final = Group(
    (
        needed("title", TEXT, "图的标题；不能重复。"),
        needed("kind", choice(ChartKind), "图的种类。"),
        needed("table", TEXT, "表的代号。"),
        needed("rows", _LIST, "行的代号。"),
        Field(
            "columns",
            Either((_LIST, ListOf(_LIST))),
            "列的代号；分组时写几个列表，每组一个。",
            required=True,
        ),
    )
)

SUMMARY: Final = Group((Field("headline", _LIST, "汇总表首页的单元格：表.行.列。"),))

GUIDE: Final = Group(
    (
        Field("mistakes", ListOf(TEXT, empty=True), "填报说明中列出的常见错误。"),
        Field("meaning", MapOf(TEXT), "指标解释，按“表.行”或“表.行.列”。"),
    )
)

SENTENCE: Final = Group(
    (
        needed("id", TEXT, "句子的编号；不能重复。"),
        needed("text", TEXT, "在哪个文字部分。"),
        needed("means", Texts(), "句中数字是哪些单元格之和；第一种用来起草。"),
        needed("phrases", _LIST, "怎样的话：{} 是数字，… 是最多二十个字。"),
        Field("draft", ANY_TEXT, "起草时写的话，{} 是数字。"),
        Field("none", _LIST, "表示没有的话，即0。"),
    )
)

NARRATIVE: Final = Group(
    (
        Field("units", _LIST, "数字后面的单位，如“件”。"),
        Field("fillers", _LIST, "数字前面没有意思的词，如“共”。"),
        Field("about", _LIST, "数的是什么事，如“公开申请”。"),
        Field("others", _LIST, "别的事，如“建议”“提案”。"),
        Field("beside", _LIST, "表示只是一部分、别的年度或比较的词。"),
        Field("parts", _LIST, "后面是分项的词，如“其中”。"),
        Field("sentence", ListOf(SENTENCE, empty=True), "有数字的句子。"),
    )
)

FORM: Final = Group(
    (
        needed("id", _ID, "报表格式的名称，如 ogi-2021。"),
        needed("title", TEXT, "报表的标题。"),
        Field("notice", ANY_TEXT, "制定报表的文件号。"),
        Field("years", ListOf(_YEAR), "用于哪些年度，如 [2019, 2020]。"),
        Field("from", _YEAR, "从哪一年度起用。"),
        Field("period", choice(PeriodKind), "多久报一次；默认 year。"),
        Field("blank", choice(Blank), "空着是什么意思；默认 asked：照规定处理。"),
        Field("revises", ListOf(_SHA256), "本文件以前各版的 SHA-256，单元格都与现在相同。"),
        needed("table", ListOf(Either((TABLE, OPEN_LIST))), "官方表格，每张一个 [[table]]。"),
        Field("text", ListOf(NARRATIVE_PART, empty=True), "文字部分，每个一个 [[text]]。"),
        Field("rule", ListOf(RULE, empty=True), "几张表之间的勾稽关系。"),
        Field("check", ListOf(CHECK, empty=True), "不是关系式的检查。"),
        Field("count", ListOf(COUNT, empty=True), "由台账计数的单元格。"),
        Field("counts_into", MapOf(_LIST), "由本文件的台账计数的其他报表的表：id = 表的代号。"),
        Field("duty", ListOf(DUTY, empty=True), "有的单位可能没有的职责。"),
        Field("chart", ListOf(CHART, empty=True), "汇总表中的图。"),
        Field("variants", MapOf(Texts()), "官方名称 = 也认可的其他写法。"),
        Field("explanations", MapOf(TEXT), "可选的核实说明：代号 = 一句话。"),
        Field("guide", GUIDE, "填报说明中的内容。"),
        Field("summary", SUMMARY, "汇总表首页的内容。"),
        Field("narrative", NARRATIVE, "文字部分中有数字的句子。"),
    ),
    apart=(("years",), ("from",)),
)
