"""A command typed wrongly: a sentence in Chinese, and the exit status of wrong use."""

from __future__ import annotations

import pytest

from support.command_line import programs

SLIPS = {
    "chek": "没有命令“chek”，是不是 check，现有的命令：check、",
    "审核 收回": "没有命令“审核”，现有的命令：check、",
    "--roster a check 收回": "选项 --roster 要写在命令后面，如 xlreport check 收回 --roster …。",
    "--rooster a": "没有选项 --rooster。",
    "check 收回 -roster a": "没有选项 -r，选项前面是两个英文短横，如 --out。",
    "check 收回 —roster a": "找不到文件或文件夹：收回",
    "check —roster a": "找不到文件或文件夹：—roster；如果是选项，前面应是两个英文短横 --。",
    "check": "缺少 报送件…。用法见 xlreport check --help",
    "check 收回 --rooster a": "没有选项 --rooster，是不是 --roster",
    "check 收回 --roster": "选项 --roster 后面缺少内容",
    "check 收回 --format yaml": "选项 --format 写得不对，只能是 text、json、csv、html、xlsx。",
    "check 收回 --deadline 1月15日": "选项 --deadline 写得不对，应是日期，如 2027-01-15。",
    "template ogi-2021 --year 今年 --out x": "选项 --year 写得不对，应是整数。",
    "template ogi-2021 --out x": "缺少 --year（报告年度，如 --year 2026）",
    "forms a b": "多写了内容，或文件名中有空格而没有加引号。用法见 xlreport forms --help",
}


BLANK = [
    *("roster --out @", "demo --out @", "template ogi-2021 --year 2026 --out @"),
    *(
        "check 收回 --annotate @",
        "check 收回 --out @",
        "check 收回 --cache @",
        "report x.xlsx --text @ --out x.docx",
    ),
    *("check 收回 --roster @", "export 收回 --out @", "compare @ 上年"),
]


def words(typed: str, blank: str = "@") -> tuple[str, ...]:
    return tuple(blank if word == "@" else word for word in typed.split())


Answers = dict[tuple[str, ...], tuple[int, str, str]]


@pytest.fixture(scope="module")
def answers() -> Answers:
    """Give status, answer and messages of all that is typed, one after another in one process."""
    blanks = [words(typed, blank) for typed in BLANK for blank in ("", " ")]
    runs = [(), *map(words, SLIPS), *blanks]
    return dict(zip(runs, programs(runs, "utf-8"), strict=True))


@pytest.mark.parametrize("typed", SLIPS)
def test_a_slip_in_a_command_is_told_in_one_chinese_sentence(answers: Answers, typed: str) -> None:
    status, answer, sentence = answers[words(typed)]
    assert (2, "", 1) == (status, answer, sentence.count("\n"))
    assert sentence.startswith("无法完成：")
    assert SLIPS[typed] in sentence


@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize("typed", BLANK)
def test_a_blank_name_does_not_mean_the_folder_one_stands_in(
    answers: Answers, typed: str, blank: str
) -> None:
    status, answer, sentence = answers[words(typed, blank)]
    assert (2, "", 1) == (status, answer, sentence.count("\n"))
    assert " 写得不对，名称是空的，或者文件不能读取。用法见 xlreport " in sentence


def test_no_command_at_all_shows_the_help(answers: Answers) -> None:
    status, answer, _ = answers[()]
    assert 2 == status
    assert "例：" in answer
