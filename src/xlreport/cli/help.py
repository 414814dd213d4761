"""The help of the commands: every word Chinese, in 80 columns counted as a terminal counts them.

click says Usage, Options and [required] in English, and takes a Han character for one column.
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
# A Latin word stays whole, and no line begins with a sign that closes what stands before it.
_PIECE = re.compile(r"(?:[!-~]+|.)[，。；：、）”！？…]*")
_USAGE = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 …"}
_HELP_NAMES = ("-h", "--help")
_OWN_HELP = {"--help": "显示本说明。", "--version": "显示版本号。"}
_KINDS = {"path": "路径", "integer": "整数", "integer range": "整数"}


class HelpedCommand(click.Command):
    """Is a command with Chinese help; click asks for a class."""

    def get_help_option_names(self, _ctx: click.Context) -> list[str]:
        """Name the options that show the help, whoever asks for it first."""
        # click keeps what the first context said, and one made without the program says less.
        return list(_HELP_NAMES)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        formatter.write("\n".join(_help_lines(self, ctx)))


class HelpedGroup(click.Group):
    """Is a group of commands with Chinese help; click asks for a class."""

    def get_help_option_names(self, _ctx: click.Context) -> list[str]:
        """Name the options that show the help, whoever asks for it first."""
        return list(_HELP_NAMES)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        formatter.write("\n".join(_help_lines(self, ctx)))


def _help_lines(command: click.Command, context: click.Context) -> Iterator[str]:
    usage = (_USAGE.get(piece, piece) for piece in command.collect_usage_pieces(context))
    yield f"用法：{' '.join([context.command_path, *usage])}"
    yield ""
    for line in inspect.cleandoc(command.help or "").replace("\b\n", "").split("\n"):
        yield f"{_INDENT}{line}" if line else ""
    options = [each for each in command.get_params(context) if isinstance(each, click.Option)]
    yield from _section("选项", [(_typed(option), _said(option)) for option in options])
    if isinstance(command, click.Group):
        commands = command.commands.items()
        yield from _section("命令", [(name, _first_line(each)) for name, each in commands])


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
    """Yield lines of at most `room` columns; Han text has no blanks to be broken at."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len(line + piece.rstrip()) > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line


def _typed(option: click.Option) -> str:
    """Give an option as it is typed, with what stands behind it."""
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {option.metavar or _KINDS.get(option.type.name, '文字')}"


def _said(option: click.Option) -> str:
    if option.opts[-1] in _OWN_HELP:
        return _OWN_HELP[option.opts[-1]]
    needed = "（必填）" if option.required else ""
    standard = option.default if isinstance(option.default, str) else ""
    return f"{option.help}{needed}" + (f"（不写则为 {standard}）" if standard else "")


def _first_line(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").split("\n")[0]


def usage_sentence(error: click.UsageError) -> str:
    """Say what is wrong with the arguments of a command, and where its help is."""
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
    near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
    return f"没有选项 {name}{near}"


def _no_command(error: click.UsageError, group: click.Group) -> str:
    names = list(group.commands)
    typed = re.search(r"'(.*)'", error.message)  # before click 8.4 it stands only there
    near = get_close_matches(typed[1], names, n=1) if typed else []
    what = f"没有命令“{typed[1]}”" if typed else "没有这个命令"
    guess = f"，是不是 {near[0]}" if near else ""
    return f"{what}{guess}，现有的命令：{'、'.join(sorted(names))}"


def _name(error: click.BadParameter) -> str:
    """Name an option or an argument as a person types it."""
    if isinstance(error.param, click.Option):
        return f"选项 {error.param.opts[-1]}"
    return error.param.human_readable_name if error.param else "参数"


def _expected(parameter: click.Parameter | None) -> str:
    kind = parameter.type if parameter else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(map(str, kind.choices))}"
    if isinstance(kind, click.types.IntParamType):
        return "应是整数"
    return "请对照用法"
