"""The board as one web page without scripts, other files or network access.

It can be sent, opened on a phone, and printed on A4. Every text is escaped, since names of files
and departments are foreign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files

from xlreport.base.finding import quotable
from xlreport.base.sign import Sign
from xlreport.base.text import visible
from xlreport.desk.board import Board
from xlreport.desk.board_line import BoardFile, BoardLine, urgency
from xlreport.desk.board_text import (
    count_files,
    count_words,
    facts_of,
    heading_of,
    say_blank_texts,
    say_counted,
    say_files,
    say_late,
    say_points,
    say_saved,
    verdict_reason,
)
from xlreport.office.theme import DARK, PAPER, default_theme

_STYLE = "board.css"


def as_page(board: Board) -> str:
    """Render the board: verdict, departments at a glance, tasks, then every department."""
    title = f"{heading_of(board)}　报送情况"
    parts = [
        *_head(board, title),
        *_glance(board),
        *_tasks(board),
        *_departments(board.lines),
        *_strays(board.strays),
    ]
    footer = "　".join((title, *facts_of(board)[1:]))
    return _PAGE.format(title=_safe(title), style=_style(footer), body="\n".join(parts))


_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


_COLOURS = ("ink", "paper", "quiet", "line", "label")
_ON_DARK_SCREENS = (
    "@media screen and (prefers-color-scheme: dark) {{\nhtml {{ color-scheme: dark; }}\n{}\n}}"
)
_FOOTER = (
    '@page {{ @bottom-left {{ content: "{footer}"; font-size: 9pt; }} '
    '@bottom-right {{ content: counter(page) "／" counter(pages); font-size: 9pt; }} }}'
)


def _style(footer: str) -> str:
    """Return the style sheet, with rules for the colours of each sign and for printed pages.

    On a dark screen the two colours of a sign change places.
    """
    light = dict(default_theme().colours) | {"paper": PAPER}
    return "\n".join(
        (
            _palette(light, {sign: (sign.ink, sign.paper) for sign in Sign}),
            files("xlreport.desk").joinpath(_STYLE).read_text(encoding="utf-8").rstrip(),
            _ON_DARK_SCREENS.format(
                _palette(DARK, {sign: (sign.paper, sign.ink) for sign in Sign})
            ),
            _FOOTER.format(footer="".join(map(_quoted, visible(footer)))),
        )
    )


def _palette(colours: Mapping[str, str], signs: Mapping[Sign, tuple[str, str]]) -> str:
    """Return the rules for the colours of the page, and for those of each sign."""
    named = " ".join(f"--{name}: {colours[name]};" for name in _COLOURS)
    rules = (
        f".{_name(sign)} {{ color: {ink}; background: {paper}; }}"
        for sign, (ink, paper) in signs.items()
    )
    return "\n".join((f":root {{ {named} }}", *rules))


def _quoted(character: str) -> str:
    """Write a character in a string of a style sheet, where no sign may end it."""
    return character if character.isalnum() else f"\\{ord(character):X} "


def _name(sign: Sign) -> str:
    return sign.name.lower()


def _safe(text: str) -> str:
    return escape(visible(text))


def _head(board: Board, title: str) -> Iterator[str]:
    yield f"<h1>{_safe(title)}</h1>"
    yield f'<p class="facts">{_safe("　·　".join(facts_of(board)))}</p>'
    sign = board.sign
    said, reason = sign.before(board.verdict), verdict_reason(board)
    yield f'<div class="verdict {_name(sign)}"><strong>{_safe(said)}</strong>'
    yield f"<p>{_safe(reason)}</p></div>" if reason else "</div>"


def _glance(board: Board) -> Iterator[str]:
    """Yield a field for each department, which leads to its line, and the counts below."""
    if board.lines:
        yield f"<h2>各单位一览（{len(board.lines)}）</h2>"
        yield '<ul class="glance">'
        for number, line in enumerate(board.lines, 1):
            mark = f'<span aria-hidden="true">{line.sign.mark}</span>'
            said = f"{mark} {_safe(quotable(line.department.name))}"
            hidden = f'<span class="unseen">{_safe(line.word)}</span>'
            yield f'<li><a class="{_name(line.sign)}" href="#d{number}">{said}{hidden}</a></li>'
        yield "</ul>"
        counts = (f"<li>{_mark(sign, text)}</li>" for sign, text in count_words(board))
        yield f'<ul class="counts">{"".join(counts)}</ul>'
    yield f"<p>{_safe(count_files(board))}。</p>"


def _tasks(board: Board) -> Iterator[str]:
    if not board.tasks:
        return
    yield f"<h2>还要做的（{len(board.tasks)}）</h2>"
    yield '<ol class="tasks">'
    for task in board.tasks:
        yield f"<li>{_mark(task.sign)} {_safe(task.text)}</li>"
    yield "</ol>"


def _mark(sign: Sign, word: str = "") -> str:
    """Return a sign in its colours, with a word behind it."""
    return f'<span class="mark {_name(sign)}">{_safe(sign.before(word).strip())}</span>'


_COLUMNS = (
    ("status", "状态"),
    ("files", "文件"),
    ("points", "要办的事"),
    ("contact", "联系方式"),
    ("saved", "保存时间"),
)
"""The name and the heading of each column behind that of the department."""


def _departments(lines: Sequence[BoardLine]) -> Iterator[str]:
    if not lines:
        return
    yield f'<h2 id="departments">各单位情况（{len(lines)}）</h2>'
    yield '<table aria-labelledby="departments"><thead><tr>'
    yield '<th scope="col">单位</th>'
    yield "".join(f'<th scope="col" class="{name}">{text}</th>' for name, text in _COLUMNS)
    yield "</tr></thead><tbody>"
    # Their numbers, to which the fields at a glance lead, are those of the official order.
    for number, line in sorted(enumerate(lines, 1), key=lambda each: urgency(each[1])):
        yield _department(number, line)
    yield "</tbody></table>"


def _department(number: int, line: BoardLine) -> str:
    who = line.department
    counted = "" if who.counted else f"<br>{say_counted(line)}汇总"
    contact = _safe(quotable(line.contact))
    saved = f'<span class="time">{say_saved(line)}</span>' if line.saved else ""
    cells = (
        _mark(line.sign, line.word) + counted,
        _listed(say_files(line)),
        _listed(filter(None, (*say_points(line), say_blank_texts(line)))),
        contact,
        " ".join(filter(None, (saved, say_late(line)))),
    )
    shown = (
        f'<td class="{name}{"" if cell else " empty"}" data-heading="{heading}">{cell}</td>'
        for (name, heading), cell in zip(_COLUMNS, cells, strict=True)
    )
    code = f'<span class="code">{_safe(quotable(who.code))}</span>'
    name = f'<th scope="row">{_safe(quotable(who.name))} {code}</th>'
    return f'<tr id="d{number}">{name}{"".join(shown)}</tr>'


def _listed(texts: Iterable[str]) -> str:
    return "<br>".join(map(_safe, texts))


def _strays(strays: Sequence[BoardFile]) -> Iterator[str]:
    if not strays:
        return
    yield f"<h2>看不出是哪个单位的文件（{len(strays)}）</h2>"
    yield '<ul class="strays">'
    for stray in strays:
        mark = _mark(stray.use.sign, stray.use.chinese)
        yield f"<li>{mark} {_safe(quotable(stray.file.name))}：{_safe(stray.why)}</li>"
    yield "</ul>"
