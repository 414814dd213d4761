"""Streams that lack characters, progress on a terminal, and refusals as one sentence."""

from __future__ import annotations

import ctypes
import io
import sys
from types import SimpleNamespace

import pytest

from xlreport.base.errors import FormError, InputError, XlreportError
from xlreport.base.progress import silent
from xlreport.cli.console import (
    has_wide_frames,
    is_unicode,
    prepare_streams,
    print_messages,
    progress_bar,
    refusals_as_messages,
    refuse,
    say_table,
    tell_lacking,
)
from xlreport.cli.exit_status import ExitStatus


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_character_that_the_console_lacks_is_replaced(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, name, io.TextIOWrapper(buffer, encoding="gbk"))
    prepare_streams()
    getattr(sys, name).write("县𠮷")
    getattr(sys, name).flush()
    assert "县?".encode("gbk") == buffer.getvalue()


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_the_steps_of_a_path_stay_apart_on_a_console_without_their_sign(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding))
    prepare_streams()
    sys.stdout.write("a ›› b𠮷 › c")
    sys.stdout.flush()
    assert b"a >> b? > c" == buffer.getvalue()


def test_what_a_console_lacked_is_told_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="gbk"))
    prepare_streams()
    tell_lacking()  # what tests before have printed
    capsys.readouterr()
    sys.stdout.write("县𠮷𠮷 › c")
    sys.stdout.flush()
    for _ in range(2):
        tell_lacking()
    assert "有 2 个字显示不出，印成了“?”；请用 --out 写成文件查看。\n" == capsys.readouterr().err


@pytest.mark.parametrize(("encoding", "mark"), [("gbk", b"\xef\xbb\xbf"), ("utf-8", b"")])
def test_a_table_for_another_program_has_every_character(
    monkeypatch: pytest.MonkeyPatch, encoding: str, mark: bytes
) -> None:
    buffer = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(buffer, encoding=encoding, newline=""))
    say_table("县𠮷,1\n")
    sys.stdout.flush()
    assert mark + "县𠮷,1\n".encode() == buffer.getvalue()


@pytest.mark.parametrize("name", ["stdout", "stderr"])
def test_a_program_without_a_window_prints_into_nothing(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sys, name, None)
    prepare_streams()
    stream = getattr(sys, name)
    stream.write("县𠮷")
    assert (False, True) == (stream.isatty(), is_unicode(stream))


def test_a_stream_that_cannot_be_changed_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    prepare_streams()
    assert stream is sys.stdout


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", True), ("UTF_8", True), ("utf-16", True), ("gbk", False), ("ascii", False)],
)
def test_only_unicode_encodings_take_every_character(encoding: str, expected: bool) -> None:
    assert expected is is_unicode(io.TextIOWrapper(io.BytesIO(), encoding=encoding))


def test_progress_is_silent_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar("读取") as progress:
        assert silent is progress
        progress(1, 2)
    assert ("", "") == capsys.readouterr()


def test_progress_is_drawn_on_a_terminal_and_never_on_standard_output(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress_bar("读取报送件") as progress:
        for done in range(1, 4):
            progress(done, 3)
    assert "读取报送件" in terminal.getvalue()
    assert "3/3" in terminal.getvalue()
    assert "" == capsys.readouterr().out


def test_progress_that_is_interrupted_is_wiped_before_the_message(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt), progress_bar("读取报送件"):
        raise KeyboardInterrupt
    assert terminal.getvalue().rpartition("读取报送件")[2].endswith("\x1b[1A\x1b[2K")


@pytest.mark.parametrize("code_page", [936, 65001])
def test_a_console_of_chinese_windows_is_known_by_its_code_page(
    monkeypatch: pytest.MonkeyPatch, code_page: int
) -> None:
    kernel = SimpleNamespace(GetConsoleOutputCP=lambda: code_page)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert not has_wide_frames() or sys.platform == "win32"
    monkeypatch.setattr(sys, "platform", "win32")
    assert (code_page == 936) is has_wide_frames()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (InputError("没有文件。"), "无法完成：没有文件。\n"),
        (XlreportError("别的原因。"), "无法完成：别的原因。\n"),
        (
            FormError("a.toml，[[table]] x：缺少字段。"),
            "无法完成：报表格式不能使用：a.toml，[[table]] x：缺少字段。\n",
        ),
    ],
)
def test_what_the_library_refuses_is_one_sentence_and_status_2(
    capsys: pytest.CaptureFixture[str], error: XlreportError, said: str
) -> None:
    @refusals_as_messages
    def command() -> None:
        raise error

    with pytest.raises(SystemExit) as ended:
        command()
    assert (2, ("", said)) == (ended.value.code, capsys.readouterr())


def test_a_defect_is_not_dressed_up_as_a_refusal() -> None:
    @refusals_as_messages
    def command() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        command()


def test_a_command_that_is_told_keeps_its_name_help_and_arguments() -> None:
    @refusals_as_messages
    def command(first: int, *, second: int) -> None:
        """Say what it does."""
        seen.append((first, second))

    seen: list[tuple[int, int]] = []
    command(1, second=2)
    assert [(1, 2)] == seen
    assert ("command", "Say what it does.") == (command.__name__, command.__doc__)


def test_messages_and_refusals_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    print_messages(["甲", "乙"])
    with pytest.raises(SystemExit) as ended:
        refuse("丙。", ExitStatus.UNREADABLE)
    assert (3, ("", "甲\n乙\n无法完成：丙。\n")) == (ended.value.code, capsys.readouterr())
