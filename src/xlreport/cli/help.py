"""The help of the commands and the messages about wrong use, in Chinese.

click writes Usage, Options and [required] in English and counts a Han character as one column;
a terminal shows it in two, and lines here have at most 80.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

import click
from rich.cells import cell_len

_COLUMNS = 80
_INDENT = "  "
_GAP = "  "
# A Latin word is not broken, and no line begins with a closing sign.
_PIECE = re.compile(r"(?:[!-~]+|.)[，。；：、）”！？…]*")
_USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
_HELP_NAMES = ("-h", "--help")
_CLICK_OPTIONS = {"--help": "显示本说明。", "--version": "显示版本号。"}
_KINDS = {"path": "路径", "integer": "整数", "integer range": "整数", "datetime": "日期"}


class HelpedCommand(click.Command):
    """A command with Chinese help; click asks for a class."""

    def get_help_option_names(self, _ctx: click.Context) -> list[str]:
        """Return the names of the option that shows the help, the same in every context."""
        # click keeps the names of the first context, which has fewer if made outside the program.
        return list(_HELP_NAMES)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        formatter.write("\n".join(_help_lines(self, ctx)))


class HelpedGroup(HelpedCommand, click.Group):
    """A group of commands with Chinese help."""


def _help_lines(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"用法：{usage(command, context)}"
    yield ""
    for line in inspect.cleandoc(command.help or "").replace("\b\n", "").split("\n"):
        yield f"{_INDENT}{line}" if line else ""
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    yield from _section("选项", [(syntax(option), description(option)) for option in options])
    if isinstance(command, click.Group):
        commands = command.commands.items()
        yield from _section("命令", [(name, _first_line(each)) for name, each in commands])


def usage(command: click.Command, context: click.Context) -> str:
    """Return how a command is written, with the words for what it takes."""
    pieces = (_USAGE.get(piece, piece) for piece in command.collect_usage_pieces(context))
    return " ".join([context.command_path, *pieces])


def _section(heading: str, rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of two columns under a heading."""
    yield ""
    yield f"{heading}："
    width = max(cell_len(left) for left, _ in rows)
    room = _COLUMNS - len(_INDENT) - width - len(_GAP)
    for left, right in rows:
        first, *others = _wrapped(right, room)
        yield f"{_INDENT}{left}{' ' * (width - cell_len(left))}{_GAP}{first}"
        for line in others:
            yield f"{_INDENT}{' ' * width}{_GAP}{line}"


def _wrapped(text: str, room: int) -> Iterator[str]:
    """Yield lines of at most `room` columns; Han text may be broken between characters."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def syntax(option: click.Option) -> str:
    """Return an option as it is typed, with its kind of value or its choices."""
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or _KINDS.get(option.type.name, '文字')}"


def description(option: click.Option) -> str:
    """Return what an option is for, whether it is needed, and what it is unless given."""
    if option.opts[-1] in _CLICK_OPTIONS:
        return _CLICK_OPTIONS[option.opts[-1]]
    required = "（必填）" if option.required else ""
    default = option.default if isinstance(option.default, str) else ""
    otherwise = f"（不写则为 {default}）" if default else ""
    return f"{option.help}{required}{otherwise}"


def _first_line(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\n")[0]


def usage_sentence(error: click.UsageError) -> str:
    """Return what is wrong with the arguments of a command, and how to show its help."""
    command = error.ctx.command_path if error.ctx else "xlreport"
    return f"{_reason(error)}。用法见 {command} --help"


def _reason(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}"
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少内容，或多写了内容"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 写得不对，{_expected(error.param)}"
    commands = error.ctx.command if error.ctx else None
    if isinstance(commands, click.Group):
        return _no_command(error, commands)
    return "多写了内容，或文件名中有空格而没有加引号"


def _no_option(error: click.NoSuchOption) -> str:
    name = error.option_name
    if not name.startswith("--"):
        return f"没有选项 {name}，选项前面是两个英文短横，如 --out"
    group = error.ctx.command if error.ctx else None
    if isinstance(group, click.Group):
        options = [each for command in group.commands.values() for each in command.params]
        if any(name in option.opts for option in options):
            return f"选项 {name} 要写在命令后面，如 xlreport check 收回 {name} …"
    guess = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
    return f"没有选项 {name}{guess}"


def _no_command(error: click.UsageError, group: click.Group) -> str:
    names = list(group.commands)
    typed = re.search(r"'(.*)'", error.message)  # before click 8.4 only the message has it
    similar = get_close_matches(typed[1], names, n=1) if typed else []
    reason = f"没有命令“{typed[1]}”" if typed else "没有这个命令"
    guess = f"，是不是 {similar[0]}" if similar else ""
    return f"{reason}{guess}，现有的命令：{'、'.join(sorted(names))}"


def _name(error: click.BadParameter) -> str:
    """Return an option or an argument as a person types it."""
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[-1]}"
    return error.param.human_readable_name if error.param else "参数"


def _expected(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.types.IntParamType):
        return "应是整数"
    if isinstance(kind, click.DateTime):
        return "应是日期，如 2027-01-15"
    if isinstance(kind, click.Path):
        return "名称是空的，或者文件不能读取"
    return "请对照用法"
