"""Messages as files: texts to paste, drafts of e-mails, the list of all, and the log.

A run replaces the messages of the run before: nobody is reminded who has reported since.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from xlreport.base.arguments import checked
from xlreport.base.errors import OutputError
from xlreport.base.files import file_name, remove_file
from xlreport.base.folder import Folder, put_off
from xlreport.base.text import UTF_8, csv_text
from xlreport.desk.board import Board
from xlreport.office.reminder_log import (
    Reminded,
    ReminderLog,
    read_reminder_log,
    reminder_log_csv,
)
from xlreport.office.roster import Department
from xlreport.outgoing.messages import Message, make_messages

LIST_NAME = "催报名单.csv"
LOG_NAME = "催办记录.csv"
_LIST_HEADINGS = ("单位代码", "单位名称", "单位类别", "状态", "事项", "联系方式", "已催", "短信")
_ENDINGS = (".txt", ".eml")
# Parts between single dots (RFC 5322): a mail program refuses a whole draft for any other address.
_ADDRESS = re.compile(
    r"(?<![\w.+@-])[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,8}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![@\w-])",
    re.ASCII,
)
_BOUNDARY = "xlreport-annotated-copy"
_XLSX = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@checked
def write_messages(
    board: Board,
    folder: str | os.PathLike[str],
    *,
    contact: str = "",
    copies: str | os.PathLike[str] | None = None,
    log: str | os.PathLike[str] | None = None,
) -> list[Path]:
    """Write a message for each department of a board that must still report or correct.

    The `folder` gets for each a .txt, to be pasted into a chat or a text message, and an .eml that
    an e-mail program opens as a draft, with the annotated copy in it if `copies` is the folder of
    these. 催报名单.csv lists them all, with a column 已催: when a department was told before, by
    the `log` (else 催办记录.csv in the folder), to which the messages of this run are added. What
    lies in the folder from a run before for departments that have reported since is removed.
    `contact` tells whom to ask.

    Returns the paths of the texts. Raises `InputError` for a board without a roster and for a log
    that is none; `OutputError` where a file cannot be written.
    """
    place, files = Path(folder), Folder(folder)
    log_path = Path(log) if log is not None else place / LOG_NAME
    told = read_reminder_log(log_path)
    messages = make_messages(board, contact=contact, copies=copies is not None)
    files.expect(path.name for each in messages for path in _paths(place, each.department))
    written = []
    for message in messages:
        text, draft = _paths(place, message.department)
        draft_bytes = _draft(message, None if copies is None else Path(copies))
        files.put(draft.name, draft_bytes)
        written.append(files.put(text.name, f"{message.text}\n".encode(UTF_8)))
    _remove_others(place, board, messages, files.refused)
    files.put(LIST_NAME, _list_csv(messages, told).encode(UTF_8))
    new = told.with_new(_reminded(messages, board.checked or datetime.now()))
    files.put(str(log_path.absolute()), reminder_log_csv(new).encode(UTF_8))
    files.finish()
    return written


def _paths(place: Path, department: Department) -> tuple[Path, ...]:
    """Return the paths of a department's text and draft."""
    name = file_name(department.code, department.name, "催办")
    return tuple(place / f"{name}{ending}" for ending in _ENDINGS)


def _remove_others(
    place: Path, board: Board, messages: Sequence[Message], refused: list[OutputError]
) -> None:
    asked = {message.department.code for message in messages}
    for line in board.lines:
        if line.department.code not in asked:
            for path in _paths(place, line.department):
                with put_off(refused):
                    remove_file(path)


def _draft(message: Message, copies: Path | None) -> bytes:
    """Return an e-mail that programs open as a draft; the same message gives the same bytes."""
    draft = EmailMessage(policy=SMTP)
    draft["Subject"] = message.subject
    addresses = _ADDRESS.findall(message.contact)
    if addresses:
        draft["To"] = ", ".join(addresses)
    draft["X-Unsent"] = "1"  # Outlook opens it to be sent
    draft.set_content(message.text, cte="base64")
    copy = copies / message.copy if copies is not None and message.copy else None
    if copy is not None and copy.is_file():
        draft.add_attachment(
            copy.read_bytes(), maintype="application", subtype=_XLSX, filename=message.copy
        )
        draft.set_boundary(_BOUNDARY)
    return draft.as_bytes()


def _list_csv(messages: Iterable[Message], told: ReminderLog) -> str:
    lines = []
    for message in messages:
        who = message.department
        text, _ = _paths(Path(), who)
        before = say_told(told.of(who.code, who.name))
        cells = (who.code, who.name, who.kind, message.status, message.what, message.contact)
        lines.append((*cells, before, text.name))
    return csv_text(_LIST_HEADINGS, lines)


def say_told(entries: Sequence[Reminded]) -> str:
    """Say how often a department was told and when last: 2 次，最近 2027-01-20; empty if never."""
    days = {entry.day for entry in entries}
    return f"{len(days)} 次，最近 {max(days)}" if days else ""


def _reminded(messages: Iterable[Message], now: datetime) -> list[Reminded]:
    return [
        Reminded(now.date(), each.department.code, each.department.name, each.status, each.what)
        for each in messages
    ]
