"""Screens that no program here can take: what Windows and the guided way show, drawn as pages.

What the guided way says is what it really says. The windows of Windows and Excel are drawings after
their wording, and the guides call them so (示意图).
"""

from __future__ import annotations

import html
import io
import sys
from contextlib import chdir
from pathlib import Path
from unittest.mock import patch

sys.path.append(str(Path(__file__).resolve().parents[1] / "offline"))

import folder as carried
from rich.console import Console

from xlreport.guided.guided import guide

_HEAD = """<!DOCTYPE html><meta charset="utf-8"><style>
* { box-sizing: border-box; }
body { margin: 0; padding: 20px; background: #E9EDF1; color: #1B1B1B;
  font: 15px/1.6 "Noto Sans CJK SC", sans-serif; }
.window { border: 1px solid #9AA5B1; border-radius: 8px; overflow: hidden; background: #FFF;
  box-shadow: 0 4px 14px #0003; }
.bar { padding: 6px 14px; background: #F3F5F7; border-bottom: 1px solid #D5DAE0; font-size: 13px; }
.bar i { float: right; font-style: normal; color: #5F6B7A; letter-spacing: 14px; }
.line { display: flex; padding: 4px 18px; }
.line span:first-child { width: 330px; } .line span:nth-child(2) { width: 190px; color: #5F6B7A; }
.head { color: #5F6B7A; font-size: 13px; border-bottom: 1px solid #E4EAF0; }
.chosen { background: #CCE4F7; font-weight: bold; }
.console { background: #0C0C0C; color: #E6E6E6; padding: 14px 18px; white-space: pre-wrap;
  font: 15px/1.5 "Noto Sans Mono CJK SC", monospace; }
.typed { color: #F9F1A5; }
.two { display: flex; gap: 20px; align-items: flex-start; }
.blue { width: 400px; padding: 22px 26px 26px; background: #0A5AA0; color: #FFF; }
.blue h3 { margin: 0 0 14px; font-size: 21px; font-weight: normal; }
.blue u { display: block; margin: 10px 0; }
.buttons { margin-top: 26px; text-align: right; }
.button { display: inline-block; padding: 3px 20px; border: 1px solid #8A94A0; margin-left: 10px;
  background: #F3F5F7; color: #1B1B1B; }
.do { outline: 3px solid #C00000; }
.warning { width: 420px; } .warning .text { padding: 14px 20px; }
.yellow { display: flex; align-items: center; gap: 14px; padding: 9px 14px; background: #FFF4CE;
  border-bottom: 1px solid #E3D08B; font-size: 14px; }
.sheet { padding: 14px; color: #5F6B7A; background: repeating-linear-gradient(#FFF 0 27px, #E4EAF0
  27px 28px); height: 120px; }
</style>
"""
_FOLDER = (
    ("program", "文件夹", "软件本身，不用打开"),
    (carried.PYTHON, "文件夹", "运行软件的程序"),
    (carried.GUIDES, "文件夹", "本指南、填报指南"),
    (carried.TEMPLATES, "文件夹", "没有印单位名称的填报表"),
    ("安装说明.txt", "文本文档", "先看这一份"),
    ("xlreport.bat", "Windows 批处理文件", "写命令时用"),
    ("年报汇总.bat", "Windows 批处理文件", "双击这个"),
)
_WORK = "D:\\年报汇总\\工作文件夹"  # where the folder lies in the guide


def write_screens(place: Path) -> None:
    """Write every screen as a page into a folder."""
    screens = {
        "folder": _window("年报汇总", _listing()),
        "prompts": _prompts(),
        "menu": _window("年报汇总.bat", f'<div class="console">{_menu(place)}</div>'),
        "protected": _protected(),
    }
    for name, body in screens.items():
        (place / f"{name}.html").write_text(_HEAD + body, encoding="utf-8")


def _window(title: str, body: str) -> str:
    return f'<div class="window"><div class="bar">{title}<i>－□×</i></div>{body}</div>'


def _listing() -> str:
    lines = ['<div class="line head"><span>名称</span><span>类型</span><span></span></div>']
    for name, kind, said in _FOLDER:
        chosen = " chosen" if name == "年报汇总.bat" else ""
        lines.append(
            f'<div class="line{chosen}"><span>{name}</span><span>{kind}</span>'
            f"<span>{'← ' if chosen else ''}{said}</span></div>"
        )
    return "".join(lines)


def _prompts() -> str:
    asked = "Microsoft Defender SmartScreen 阻止了无法识别的应用启动。"
    first = (
        f'<div class="window blue"><h3>Windows 已保护你的电脑</h3>{asked}运行此应用可能会导致你的'
        '电脑存在风险。<u><span class="do">更多信息</span></u><div class="buttons">'
        '<span class="button">不运行</span></div></div>'
    )
    second = (
        '<div class="window blue"><h3>Windows 已保护你的电脑</h3>应用：年报汇总.bat<br>'
        '发布者：未知发布者<div class="buttons"><span class="button do">仍要运行</span>'
        '<span class="button">不运行</span></div></div>'
    )
    third = _window(
        "打开文件 - 安全警告",
        '<div class="text">无法验证发布者。你确定要运行此软件吗？<br>'
        "名称：…\\年报汇总\\年报汇总.bat"
        '<div class="buttons"><span class="button do">运行(R)</span>'
        '<span class="button">取消</span></div></div>',
    )
    return f'<div class="two">{first}{second}</div><br><div class="warning">{third}</div>'


def _protected() -> str:
    bar = (
        '<div class="yellow"><b>受保护的视图</b><span>请注意：来自 Internet 的文件可能包含病毒。'
        '除非需要编辑，否则保持在受保护视图中比较安全。</span><span class="button do" '
        'style="white-space: nowrap">启用编辑(E)</span></div><div class="sheet"></div>'
    )
    return _window("D05_盐池县民政局_2026_政府信息公开工作年度报告.xlsx", bar)


def _menu(place: Path) -> str:
    """Return what the guided way says at its first start, with what the officer types."""
    work = place / "work"
    work.mkdir()
    typed = iter(("盐池县", "2026"))
    console = Console(width=84, file=io.StringIO(), highlight=False)

    def read(_: str = "") -> str:
        line = next(typed, None)
        if line is None:
            raise EOFError
        console.file.write(f"\x00{line}\x01\n")
        return line

    with (
        chdir(work),
        patch("builtins.input", read),
        patch("rich.console.Console", lambda **_: console),
    ):
        guide(lambda _: 0)
    assert isinstance(console.file, io.StringIO)
    said = html.escape(console.file.getvalue().replace(str(work.resolve()), _WORK).rstrip())
    return said.replace("\x00", '<span class="typed">').replace("\x01", "</span>")
