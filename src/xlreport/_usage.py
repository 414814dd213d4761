"""What is wrong with a command as typed, in Chinese: the officer at a terminal reads no English."""

from __future__ import annotations

import click


def usage_sentence(error: click.UsageError) -> str:
    """Say what is wrong with the arguments of a command, and where its help is."""
    command = error.ctx.command_path if error.ctx else "xlreport"
    return f"{_reason(error)}。用法见 {command} --help"


def _reason(error: click.UsageError) -> str:
    if isinstance(error, click.MissingParameter):
        return f"缺少 {_name(error)}"
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {'、'.join(error.possibilities)}" if error.possibilities else ""
        return f"没有选项 {error.option_name}{near}"
    if isinstance(error, click.BadOptionUsage):
        return f"选项 {error.option_name} 后面缺少内容，或多写了内容"
    if isinstance(error, click.BadParameter):
        return f"{_name(error)} 写得不对，{_expected(error.param)}"
    commands = error.ctx.command if error.ctx else None
    if isinstance(commands, click.Group):
        names = "、".join(commands.list_commands(error.ctx)) if error.ctx else ""
        return f"没有这个命令，现有的命令：{names}"
    return "多写了内容，或文件名中有空格而没有加引号"


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
