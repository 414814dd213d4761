"""What is wrong with a command as typed, in Chinese: the officer at a terminal reads no English."""

from __future__ import annotations

import re
from difflib import get_close_matches

import click


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
