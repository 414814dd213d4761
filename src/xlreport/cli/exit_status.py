"""Exit statuses of the commands; of several that apply, the highest is returned."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlreport.returns.returns import Returns


class ExitStatus(IntEnum):
    """An exit status of the command line."""

    CLEAN = 0
    ERRORS = 1  # a return has an error; also what `--strict` and `migrate` do not let pass
    WRONG_USE = 2  # options, or a form, roster or other file that cannot be used
    UNREADABLE = 3  # a return could not be read
    INTERRUPTED = 130  # what a shell gives a program that Ctrl-C ended


def status_of(returns: Returns) -> ExitStatus:
    """Return the exit status for what was read: unreadable files, then open errors.

    Errors of a file that is not used do not count, since another file replaces it. A leftover that
    was passed over has only a warning.
    """
    from xlreport.settlement.status import FileStatus

    unread = (file for file in returns.settlement.files if file.status is FileStatus.UNREADABLE)
    if not all(file.item.source.passed_over for file in unread):
        return ExitStatus.UNREADABLE
    has_errors = any(finding.is_open_error for finding in returns.found)
    return ExitStatus.ERRORS if has_errors else ExitStatus.CLEAN
