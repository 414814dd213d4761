"""Faults in a form or theme file: all sentences about them, for the officer who writes the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Final

from xlreport.base.errors import FormError, FormFault
from xlreport.base.toml_location import TomlLocation, find_line, name_place

_LONGEST_VALUE = 60  # characters of a quoted value
_MOST_LISTED = 100  # faults in a message
_SIMILAR = 0.65  # of two words, from 0 to 1

SENTENCES: Final[Mapping[str, str]] = {
    # The file
    "no-form": "没有“{name}”这个报表格式{guess}；现有 {forms}，自定义的格式请写 .toml 文件的路径。",
    "unreadable": "无法读取文件；请核对文件名、路径和权限。",
    "not-utf-8": "文件不是 UTF-8 编码；请另存为 UTF-8 编码。",
    "not-toml": "写法不对；请核对引号、括号、等号是否成对齐全，同一个字段是否写了两次。",
    "toml-open-text": "从这里起的 ''' 没有写结尾；请在最后一行下面另起一行写 '''。",
    "toml-full-width": "用了中文（全角）的“{sign}”；请改为英文（半角）的引号、等号、逗号或括号。",
    "toml-twice": "同一个字段或表写了两次；请删去一个，或用 [[ ]] 另起一项。",
    "toml-backslash": "双引号中的反斜杠 \\ 有特别的意思；请改用单引号，或写两个反斜杠。",
    "toml-unquoted": "等号右边的文字没有加引号；请加上英文（半角）的引号。",
    "toml-too-deep": "数字太长、括号套得太多，或名称中的点太多；请改短。",
    "toml-too-large": "文件超过 {limit}；请核对是不是选错了文件。",
    "many-faults": "{files} 有 {count} 处问题，请改正后重试。",
    "more-faults": "另有 {count} 处问题没有列出。",
    # Fields
    "no-fields": "这里应写成若干“字段 = 值”，不能是 {value}。",
    "unknown-field": "没有“{name}”这个字段{guess}；可以写 {known}。",
    "wrong-type": "“{name}”应是{kinds}，不能是 {value}。",
    "missing-field": "缺少字段“{name}”；请补上。",
    "no-texts": "应是一段文字，或用方括号列出的几段文字，不能是 {value}。",
    "odd-sign": "这里有印不出来的控制符；请删去。",
    "long-text": "这里的文字有{length}个字，最多{most}个；请改短。",
    "blank-text": "“{name}”不能是空的；请填写。",
    "bad-key": (
        "“{value}”不能作代号；代号用小写字母开头，只含 a-z、0-9、_，不能是 last 或 last_year。"
    ),
    "no-choice": "“{value}”不能用{guess}；只能是 {choices}。",
    "twins": "{what}“{name}”写了{count}次；只能有一个，请删去或改名。",
    "bad-id": "“{value}”不能作 id；请只用 a-z、0-9、点、_ 和 -，以字母或数字开头。",
    "no-entries": "“{name}”不能是空的；请写一个 [[{header}]]，或删去。",
    "no-alternative": "缺少字段“{name}”，或改写 {other}；请补上一种。",
    "apart": "{names} 只能写一种；请留一处。",
    "many-entries": "“{name}”最多写{most}个，这里有{count}个；请减少，或另做一种报表。",
    "bad-number": "“{name}”应是{least}到{most}的整数，不能是 {value}。",
    "bad-digest": "“{value}”不是 SHA-256 校验值；应是64个 0-9、a-f。",
    "years-apart": "years 中的年度须逐年相连，如 [2019, 2020]。",
    "annex-period": "附表的 period 是 {value}，主表的是 {main}；两者须相同，或在附表中删去。",
    # Tables
    "column-label": "这一列只有代号，没有栏目名称；请在代号右边写上名称。",
    "bad-heading": "标题不能空白，须写成一行，最多{most}个字；请改写。",
    "bad-sheet": (
        "“{name}”不能作工作表名；须有1至{longest}个字，不含 []:*?/\\ 和控制符，首尾不是空格和 '，"
        "也不能是 History、{own}。"
    ),
    "report-rows": "公开报告中每个单位一行的表只能有一行，不能分段；请改写，或删去 report。",
    "one-column": "表只有一列，行又没有名称；请在行的代号右边写上名称。",
    "sheet-taken": "工作表“{name}”已经有了，不分大小写和全半角；请换一个名称。",
    "not-opening": (
        "不印标题的文字部分只能写在全文最前面；请移到最前面，或写 printed = true，印出标题。"
    ),
    "same-heading": "标题“{heading}”与前面的相同，公开报告中分不清是哪一部分；请改写。",
    "unknown-measure": "“{key}”不是本表的行或列{guess}；请核对单位和种类中写的代号。",
    "group-measure": "“{key}”是一组，不能写单位和种类；请分别写 {leaves}。",
    "money-unit": "金额“{key}”的单位只能是 元 或 万元，不能是“{unit}”。",
    "money-and-more": "“{key}”已列为金额，不能再写单位或列为增减数；请留一处。",
    "no-money": "“{key}”列入了 unit_required，但不是金额；请删去，或列入 money。",
    "kind-twice": "“{key}”的种类写了两处；请只在 kinds 中写。",
    "kind-needs": "种类 {kind} 必须写“{name}”；请补上。",
    "kind-unused": "种类 {kind} 用不到“{name}”；请删去。",
    "kind-adds": "种类 {kind} 的数不能相加；请删去 add，或写 add = false。",
    "blank-zero": "种类 {kind} 没有0，空白不能当作0；请改写 blank。",
    "bad-places": "小数位数应是{least}到{most}的整数，不能是 {value}。",
    "bad-choice": "“{choice}”不能作选项；选项最多{most}个字，前后不能有空格。",
    "counted-choice": "“{choice}”不能作选项：其中有“ 数字、”，汇总表用它分开各选项的单位数。",
    "choice-count": "选项有{count}个；应有2到{most}个。",
    "pattern-example": "pattern 和 example 必须一起写：格式，和一个合乎格式的例子。",
    "pattern-slow": "pattern 最多{most}个字符，括号和重复符号后面不能再写重复符号；请改写。",
    "bad-pattern": "“{pattern}”不是正则表达式；请改写。",
    "pattern-misfit": "例子“{example}”不合 pattern“{pattern}”；请改其中一个。",
    "share-divide": "“{text}”应写成两个和式相除，如 online / done；请改写。",
    "share-cells": "“{text}”：这一行或列中没有这些单元格；请核对代号。",
    "share-units": "“{text}”的上下须是可以相加、单位相同的数；请改写。",
    "share-total": "“{text}”所在的单元格已由勾稽关系“{rule}”计算；请留一处。",
    "not-number": "“{relation}”：“{cell}”不是数字，不能计算和比较；请改写，或用 only 写明行、列。",
    "sum-adds": "“{relation}”：“{cell}”是比率或平均数，不能相加减；请改写，或用 only 写明行、列。",
    "only-every": "only 要和 every 一起写；请补上 every。",
    "only-key": "“{key}”不是本表的{axis}；only 中写{axis}的代号。",
    "no-crossing": "“{name}”：表 {table} 中没有这样一格；请写成 行.列，用各自的代号。",
    "absent-line": "{axis}“{key}”的每一格都划去了；请从 rows 或 columns 中删去它，或留下一格。",
    "prompt-too-long": (
        "{cell} 的填报提示有{length}个字符，Excel 最多显示{limit}个；请缩短栏目名称或指标解释。"
    ),
    # Lists
    "list-number": "台账自带“序号”一栏，不必再写“{label}”；请删去。",
    "list-share": "台账中没有由其他栏目相除得出的栏目；请删去 share。",
    "list-column": "“{key}”不是本表的列{guess}；可以写 {known}。",
    "list-many": '一个报表最多有{most}张台账（rows = "open"）；请分成几个报表。',
    "list-most": "最多填写的条数应是1到{most}的整数，不能是 {value}。",
    "count-list": "“{key}”不是台账{guess}；台账有 {known}。",
    "count-date": "“{key}”不是日期，不能看它在不在报告期内；请改写 dated。",
    "count-where": "“{key}”不是选项、是否或文字，不能用来挑选条目；请改写 where。",
    "count-cell": "“{cell}”不是可以相加的件数，不能填条目数；请核对 cell，或写 sum。",
    "count-sum": "“{key}”不是可以相加的数，或须写明单位，不能相加；请改写 sum。",
    "count-unit": "“{cell}”的单位是“{unit}”，“{key}”的是“{other}”；种类、单位和小数位数须相同。",
    "count-family": "“{key}”不是有代号的选项列，不能写在大括号中；可以写 {known}。",
    "counts-form": "“{name}”没有表 {key}；请改写 counts_into。",
    "line-nothing": "没有写要核对什么；可以写 {fields}。",
    "line-several": "“{name}”至少写{least}列。",
    "line-date": "“{key}”不是日期，不能用在这里；请改写。",
    "line-number": "“{key}”不是数，没有最大值；请改写 most。",
    "limit-pair": '“{name}”应是成对的列，如 [["told", "done"]]。',
    "limit-left": "“{key}”的种类应是 change：剩余的天数可能小于0。",
    "limit-state": "“{key}”的种类应是 text：这一列写的是办理状态。",
    "limit-count": "“{key}”应是天数（count）；请改写 extended。",
    "many-counts": "由台账计数的单元格有{count}个，最多{most}个；请减少。",
    "count-total": "“{id}”的单元格已经由别的规则计算；请留一处。",
    # Outlines
    "outline-empty": "至少要有一个栏目。",
    "outline-no-label": "代号“{key}”右边没有栏目名称；请补上。",
    "outline-level": "缩进与上面各级都不对齐；请用空格与同级的栏目对齐。",
    "outline-accident": (
        "“{text}”成了“{group}”的下级，像是代号长短不一造成的；同级的名称请用空格左对齐，"
        "下级的名称请比上级至少缩进两格，上级的名称要在各代号的右边。"
    ),
    "outline-many": "行或列的栏目有{count}个，最多{most}个；请分成几张表。",
    "too-many-cells": "全部表格共有{count}格，最多{most}格；请减少行或列，或另做一种报表。",
    "outline-deep": "缩进超过 {most} 级；请减少层次。",
    "outline-blank": "缩进中有制表符或全角空格；请改为半角空格。",
    "outline-margin": "行首的“{key}”不能作代号；代号用小写字母开头，只含 a-z、0-9、_。",
    "outline-last": "{key} 在勾稽关系中指以前的报告，不能作代号；请换一个。",
    "outline-no-key": "栏目“{text}”没有代号；请在行首补上。",
    # Duties
    "duty-name": (
        "“{name}”不能作职责的名称；最多20个字，不能有空格、标点和括号，因为名录中用顿号分开。"
    ),
    "duty-table": (
        "“{name}”应写成 表、表.行、表.列 或 表.行.列，用各自的代号；这个报表有 {tables}。"
    ),
    "duty-overlap": (
        "职责“{name}”和“{other}”都列了 {cell}；请只留在一处，或让一项职责全部包含另一项。"
    ),
    "duty-total": ("职责“{name}”列了合计 {cell}，却没有列出它的全部组成部分；请列全，或删去合计。"),
    # Rules and checks
    "every-table": "every 只能用于一张表；请写在 [[table.rule]] 中。",
    "against-table": "against 只用于整个报表的 [[rule]]，而且不能与 fill 一起写；请改写。",
    "against-self": "“{name}”就是本报表；against 只写其他报表的 id。",
    "against-last": "“{relation}”与其他报表核对，只能用本期的数；请不要写 last 和 last_year。",
    "against-one": "“{relation}”中没有“{other}”的单元格，或没有本报表的；两边各写一个。",
    "every-alone": "写了 every 就要写 table，说明是哪张表；请补上。",
    "kept-id": "“{id}”是程序自己用的编号；请换一个。",
    "check-twin": "编号“{id}”已经用过，勾稽关系和检查的编号不能重复；请换一个。",
    "check-kind": "缺少字段“kind”，说明是哪一种检查；可以写 {choices}。",
    "check-missing": "检查 {check}（{kind}）缺少字段“{name}”；请补上。",
    "check-narrative": "检查 {check}（{kind}）要核对文字，请先写 [narrative] 中的句子。",
    "check-cells": "“{name}”中没有 {kind} 能核对的单元格，只能是 {kinds}；请核对。",
    "check-unequal": "“{text}”须是两个和式，中间写一个 !=，如 a + b != c；请改写。",
    "check-pairs": 'pairs 应写成若干对和式，如 [["a", "b + c"]]，不能是 {value}。',
    "check-condition": (
        "“{text}”不是条件；应写成 a + b > 0、a = 0、a = yes、a = no、a = blank 或 a = filled。"
    ),
    "check-answer": "“{text}”只能问一个填“是”或“否”的单元格；请核对代号和种类。",
    "check-each": "“{text}”逐格来看，不能写减号和系数；请改写。",
    "check-overlap": "“{name}”已经由检查“{other}”核对，一格只能有一个 {kind}；请删去一处。",
    "check-general": "已有检查“{other}”是 {kind}，也没有写明范围；请写明各管哪些，或删去一个。",
    "check-unused": "检查 {check}（{kind}）用不到“{name}”；可以写 {allowed}。",
    "only-last": "“{relation}”只有以前的数，没有本年或本期的数可以核对；请改写。",
    "within-yearly": "within 只用于按半年、季度或月报送的报表；请删去，或写明 period。",
    "within-last": "有 within 的勾稽关系须有 last；请改写，或删去 within。",
    "no-table": "没有“{table}”这张表；请核对表的代号。",
    "no-key": "“{relation}”：表 {table} 中没有代号“{key}”{guess}；请核对。",
    "no-line": "“{relation}”：表 {table} 中没有一{axis}同时有这些代号；请核对。",
    "no-name": "“{name}”应写成 表.行 或 表.行.列，用各自的代号；请核对表的代号。",
    "no-cell": "“{name}”：表 {table} 中没有这样的单元格；请核对行和列的代号。",
    "units-mixed": "“{relation}”把单位不同、小数位数不同的数放在一起；请分开写。",
    "many-relations": "到这一条，全部勾稽关系已有{count}处，最多{most}处；请减少，或另做一种报表。",
    "too-heavy": "“{relation}”连同系数相当于{weight}个单元格相加，最多{most}个；请改小。",
    "bad-fill": "fill 只用于“一个单元格 = 同一张表其他单元格之和”；请改写 must，或删去 fill。",
    "fill-adds": "“{relation}”中有不能相加的单元格（add = false）；合计只能是可以相加的数之和。",
    "fill-deep": "合计套合计超过{most}层；请减少层次。",
    "fill-circle": "合计绕成了一圈，互为合计；请改正勾稽关系“{rule}”。",
    "relation-sides": "“{text}”须是两个和式，中间写一个 =、<= 或 >=。",
    "relation-sum": "“{text}”须是一个和式，如 a + b；请补全。",
    "relation-unread": "“{text}”从“{rest}”起看不懂；只能用代号、整数、+、-、* 和 =、<=、>=。",
    "relation-brackets": "“{text}”中不能用括号；请去掉括号，把各项逐一写出。",
    "relation-product": "“{text}”中的 * 左边只能是整数，右边只能是代号，如 2 * a；请改写。",
    "relation-factor": "“{text}”中的系数 {factor} 不能用；只能是1至{largest}的整数。",
    "relation-two-signs": "“{text}”连写了两个正负号；请删去一个。",
    "relation-no-sign": "“{text}”中“{name}”前面缺少 + 或 -。",
    "relation-no-name": "“{text}”中没有行或列的代号；请补上。",
    "relation-number": "“{text}”中的 {number} 太大，最多写 {digits} 位；请改小。",
    "relation-dot": "“{text}”写得不对；点的两边都要有代号。",
    "relation-last": "{name} 后面须有代号，如 {name}.carried_forward。",
    # Charts and headline
    "many-cells": "“{name}”有{count}个单元格，只能是一个；请写明行和列。",
    "chart-key": "表 {table} 中没有代号“{key}”；请核对。",
    "not-added": "“{cell}”各单位的数不能相加，全县没有这个数，不能放在汇总表的图表和主要数据中。",
    "chart-units": "{units} 单位不同，不能画在一张图中；请分开画。",
    "chart-rows": "columns 分组时，rows 只能写一行，现在有{count}行。",
    "chart-labels": "各组的列名称不一致；请让每组的列一一对应。",
    "chart-series": "一张图最多{most}组数，现在有{count}组；请分开画。",
    "chart-one-series": "“{kind}”图只能有一组数；请删去其他的行或列。",
    "chart-one-bar": "“{kind}”图只能有一行、一列；请删去其他的。",
    # Narrative, variants
    "no-words": "有 sentence 就必须写“{name}”。",
    "no-text": "没有“{text}”这个文字部分；请核对 [[text]] 的代号。",
    "one-number": "“{phrase}”中须有一个 {{}}，表示数字的位置。",
    "any-number": "“{phrase}”中不能有 {{}}，因为说的是没有。",
    "phrase-blank": "“{phrase}”中有空格；读的时候不看空格，请删去。",
    "phrase-gap": "“{phrase}”中的 … 只能在两段文字之间，或在数字后面、文字前面。",
    "phrase-words": "“{phrase}”只有数字；请在旁边写上文字。",
    "sum-this-year": "“{text}”只能是本年单元格相加减，不能有 last 和单独的数。",
    "no-label": "“{label}”不是这个报表中的栏目名称或标题{guess}；请核对 variants 左边的文字。",
    # Themes
    "bad-font": "“{name}”应是字体名称，不能是 {value}。",
    "bad-colour": "颜色“{name}”应写成 #RRGGBB，如 #DDEBF7，不能是“{value}”。",
}


def fault_sentence(code: str, **facts: object) -> str:
    """Return the sentence about a fault, with its placeholders filled."""
    return SENTENCES[code].format(**facts)


def fault(code: str, location: TomlLocation, **facts: object) -> FormError:
    """Make the error about a fault in a form file: its location, what is wrong, what to do."""
    return error_at(location, fault_sentence(code, **facts))


def error_at(location: TomlLocation, sentence: str) -> FormError:
    """Make the error of a location and a sentence."""
    return error_of([fault_at(location, sentence)])


def fault_at(location: TomlLocation, sentence: str) -> FormFault:
    """Make the fault of a location and a sentence."""
    place = name_place(location)
    return FormFault(location.file, find_line(location), location.steps, place, sentence)


def error_of(faults: Sequence[FormFault]) -> FormError:
    """Make the error of one or more faults; more are listed, the first hundred of them."""
    if len(faults) == 1:
        return FormError(str(faults[0]), faults)
    files = list(dict.fromkeys(fault.file for fault in faults))
    listed = faults[:_MOST_LISTED]
    lines = [fault_sentence("many-faults", files="、".join(files), count=len(faults))]
    lines += [fault.within_file if len(files) == 1 else str(fault) for fault in listed]
    if len(faults) > len(listed):
        lines.append(fault_sentence("more-faults", count=len(faults) - len(listed)))
    return FormError("\n".join(lines), faults)


@contextmanager
def kept(location: TomlLocation) -> Iterator[None]:
    """Keep the faults of the error that a block raises, so that reading goes on behind the block.

    They are kept in the `faults` of the location, which all locations of a file share.
    """
    try:
        yield
    except FormError as error:
        location.faults.extend(error.faults)
        if not error.faults and str(error):  # about another form, for example
            location.faults.append(fault_at(location, str(error)))


def keep(code: str, location: TomlLocation, **facts: object) -> None:
    """Keep a fault, so that reading goes on."""
    location.faults.append(fault_at(location, fault_sentence(code, **facts)))


def has_fault(location: TomlLocation) -> bool:
    """Tell whether a fault was kept at a location or within it."""
    steps = location.steps
    return any(fault.path[: len(steps)] == steps for fault in location.faults)


def stop_if_faulty(location: TomlLocation) -> None:
    """Raise `FormError`, without a further fault, if one was kept at a location or within it."""
    if has_fault(location):
        raise FormError("")


def similar(name: str, known: Iterable[str]) -> list[str]:
    """List the word, of those that are known, that seems to be meant, if there is one."""
    return get_close_matches(name, list(known), n=1, cutoff=_SIMILAR)


def raise_kept(*files: TomlLocation) -> None:
    """Raise `FormError` with the faults that were kept, in the order of files and lines."""
    faults = [f for file in files for f in sorted(file.faults, key=lambda fault: fault.line)]
    if faults:
        raise error_of(faults)


def guess(name: str, known: Iterable[str]) -> str:
    """Ask in Chinese whether one of the words that are known was meant; "" if none is similar."""
    return "".join(f"，是不是“{word}”" for word in similar(name, known))


def quote_value(value: object) -> str:
    """Quote a value as TOML writes it, cut after 60 characters."""
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
