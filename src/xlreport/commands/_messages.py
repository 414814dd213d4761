"""What `check` writes for departments besides annotated copies: reminders and receipts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from xlreport.base.errors import InputError
from xlreport.cli import console
from xlreport.cli.intake import Intake, refuse_overwriting

if TYPE_CHECKING:
    from xlreport.desk.board import Board
    from xlreport.returns.returns import Returns


class Reminding(NamedTuple):  # not a dataclass, which --help would have to load
    """How departments are to be reminded: `target` is a .txt, a .csv or a folder."""

    target: Path
    contact: str = ""
    log: Path | None = None
    copies: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether each department gets a message of its own."""
        # A folder may be named by a day, such as 催办01.18.
        return not any(sign.isalpha() for sign in self.target.suffix)


def check_reminding(reminding: Reminding, intake: Intake) -> None:
    """Raise `InputError` for options by which nobody can be reminded, before anything is read."""
    from xlreport.desk.reminder import reminder_ending
    from xlreport.outgoing.message_files import LIST_NAME

    if not reminding.is_folder:
        reminder_ending(reminding.target)
    written = reminding.target / LIST_NAME if reminding.is_folder else reminding.target
    refuse_overwriting(intake.paths, out=written)
    if intake.roster_file is None:
        raise InputError("--remind 须同时用 --roster 写明单位名录，否则看不出谁没有报送。")


def write_reminding(
    returns: Returns, board: Board, reminding: Reminding, decisions: Path | None
) -> None:
    """Write the reminder, or a message for each department, and say what was written.

    Unless it is named, the log stands beside the file of decisions, else among the messages; one
    that was begun among these before there were decisions goes on there.
    """
    from xlreport.desk.reminder import write_reminder
    from xlreport.outgoing.message_files import LIST_NAME, LOG_NAME, write_messages

    if not reminding.is_folder:
        write_reminder(returns, reminding.target)
        console.print_messages([f"已生成催报名单 {reminding.target}。"])
        return
    among = reminding.target / LOG_NAME
    beside = decisions.parent / LOG_NAME if decisions else among
    log = reminding.log or (among if among.exists() and not beside.exists() else beside)
    written = write_messages(
        board, reminding.target, contact=reminding.contact, copies=reminding.copies, log=log
    )
    console.print_messages(
        [
            f"已在 {reminding.target} 生成 {len(written)} 个单位的催办短信和邮件草稿，"
            f"名单是 {LIST_NAME}；已记入 {log}，没有发出的，请删去那一行。"
        ]
    )


def write_receipt_files(board: Board, folder: Path, contact: str) -> None:
    """Write a receipt for each accepted department, and say how many."""
    from xlreport.outgoing.receipt import RECEIPT_LIST, write_receipts

    written = write_receipts(board, folder, contact=contact)
    console.print_messages([f"已在 {folder} 生成 {len(written)} 份回执，名单是 {RECEIPT_LIST}。"])
