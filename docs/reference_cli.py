"""The page of the command line: every command and option, from what click knows of them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

import click
from english import Language
from reference_markdown import heading_row, row
from twins import Twin, read_twins

from xlreport.cli.help import description, syntax, usage
from xlreport.commands.main import main


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says in one language beside the help of the commands."""

    head: str
    usage: str
    columns: tuple[str, str, str]
    alone: str
    same: str


_WORDS = {
    Language.ENGLISH: _Words(
        head="""# The command line

The commands speak Chinese, since county officers use them; here each is told in English.
`xlreport COMMAND --help` shows the Chinese in the terminal. A RETURN is a workbook, a folder or a
zip archive. The answer alone goes to standard output; progress and messages go to standard error.

| exit status | meaning |
|---|---|
| 0 | no errors |
| 1 | an error in a return; with `--strict` a department missing; for `migrate` something lost; \
for `register` a figure that differs; for `published` a department that has to act |
| 2 | wrong use, or a form, roster or other given file that cannot be used |
| 3 | a file could not be read |

The highest that applies is given.

Whatever a command does, the library does: the last column names the function and its parameter, and
below each table stands a line of the command line with the Python that writes the same files. Each
is run in a folder in which `xlreport demo --out 演示` was run, after `import xlreport as xr` and
`from datetime import date, datetime`; some take a file that another one has written, or
`申请台账.csv`, the list that `examples/台账.py` writes.
""",
        usage="Usage:",
        columns=("option", "meaning", "in Python"),
        alone="the command alone: ",
        same="The same on the command line and in Python:",
    ),
    Language.CHINESE: _Words(
        head="""# 命令行

在终端输入 `xlreport 命令 --help`，看到的是同样的说明。“报送件…”处可以写一个或几个工作簿、\
文件夹或 zip 压缩包。标准输出只有结果，进度和提示写到标准错误。

| 退出状态 | 意思 |
|---|---|
| 0 | 没有错误 |
| 1 | 有报送件存在错误；用 `--strict` 时有单位未报送；`migrate` 有遗漏或需要补填；\
`register` 有与登记簿不一致的数；`published` 有单位要办事 |
| 2 | 用法不对，或者给出的报表格式、单位名录等文件不能使用 |
| 3 | 有文件无法读取 |

几种情况同时存在的，以最大的为准。

命令能做的，Python 都能做：表的最后一列是函数及其参数；每张表下面有一行命令和一段 Python，\
写出的文件相同。它们都在运行过 `xlreport demo --out 演示` 的文件夹中运行，前面先写 \
`import xlreport as xr` 和 `from datetime import date, datetime`；有的要用另一条命令写出的文件，\
或者 `examples/台账.py` 写出的 `申请台账.csv`。
""",
        usage="用法：",
        columns=("选项", "说明", "Python"),
        alone="只有命令有：",
        same="命令和 Python，结果相同：",
    ),
}


def cli_page(language: Language) -> str:
    """Write the page."""
    twins = read_twins()
    sections = (
        _section(language, name, command, twins[name]) for name, command in main.commands.items()
    )
    return "\n".join([_WORDS[language].head, *sections])


def _section(language: Language, name: str, command: click.Command, twin: Twin) -> str:
    lines = [f"## {name}\n"]
    for paragraph in inspect.cleandoc(command.help or "").replace("\b\n", "").split("\n\n"):
        text, example, lines_of_example = paragraph.partition("例：")
        if text.strip():
            said = language.says("commands", joined(text.strip()))
            lines.append(_with_code(language, said) + "\n")
        if example:
            lines.append(f"```sh\n{inspect.cleandoc(lines_of_example)}\n```\n")
    lines += [f"{_usage(language, name, command)}\n", *_table(language, command, twin)]
    for run in twin.runs:
        lines.append(f"{_WORDS[language].same}\n\n```sh\n{run.command}\n```\n")
        lines.append(f"```python\n{run.python}```\n")
    return "\n".join(lines)


def joined(text: str) -> str:
    """Make one line of a Chinese paragraph: a line's end is a blank only beside Latin letters."""
    beside_latin = r"(?<=[!-~])\n(?=[!-~一-鿿])|(?<=[一-鿿])\n(?=[!-~])"
    return re.sub(beside_latin, " ", text).replace("\n", "")


def _with_code(language: Language, said: str) -> str:
    """Set what is typed as code; the English has its own marks."""
    if language is Language.ENGLISH:
        return said
    return re.sub(r"xlreport [a-z]+|--[a-z][a-z-]*", r"`\g<0>`", said)


def _usage(language: Language, name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=f"xlreport {name}")
    if language is Language.CHINESE:
        return f"{_WORDS[language].usage}`{usage(command, context)}`"
    pieces = [context.command_path, *command.collect_usage_pieces(context)]
    return f"{_WORDS[language].usage} `{_in_english(' '.join(pieces))}`"


def _table(language: Language, command: click.Command, twin: Twin) -> Iterator[str]:
    options = [each for each in command.params if isinstance(each, click.Option)]
    if options:
        yield heading_row(*_WORDS[language].columns) + "".join(
            row(
                f"`{_syntax(language, option)}`".replace("|", "\\|"),
                _said(language, option),
                _in_python(language, twin, option.opts[-1]),
            )
            for option in options
        )


def _in_python(language: Language, twin: Twin, option: str) -> str:
    """Name the parameters of the library for an option, or the reason why there is none."""
    if option in twin.alone:
        reason = twin.alone[option]["en" if language is Language.ENGLISH else "zh"]
        return f"{_WORDS[language].alone}{reason}"
    separator = ", " if language is Language.ENGLISH else "、"
    return separator.join(f"`{each}`" for each in twin.options[option])


def _said(language: Language, option: click.Option) -> str:
    if language is Language.CHINESE:
        return _with_code(language, description(option))
    needed = " Required." if option.required else ""
    is_text = isinstance(option.default, str) and option.default
    default = f" By default `{option.default}`." if is_text else ""
    return f"{language.says('options', option.help or '')}{needed}{default}"


def _syntax(language: Language, option: click.Option) -> str:
    if language is Language.CHINESE:
        return syntax(option)
    names = ", ".join(option.opts)
    if option.is_flag:
        return names
    if isinstance(option.type, click.Choice):
        return f"{names} {'|'.join(map(str, option.type.choices))}"
    return f"{names} {_in_english(option.metavar or option.type.name.upper())}"


def _in_english(words: str) -> str:
    """Put the English for what the usage of a command calls in Chinese."""
    return re.sub("[一-鿿]+", lambda it: Language.ENGLISH.says("arguments", it[0]), words)
