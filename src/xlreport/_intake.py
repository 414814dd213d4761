"""How the commands take in returns, and with which exit status they end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport._console import FOUND_ERRORS, UNREADABLE, progress_bar, tell, warnings_told
from xlreport._errors import InputError

if TYPE_CHECKING:
    from xlreport._form import Form
    from xlreport._returns import Returns
    from xlreport._roster import Roster


def read_paths(
    paths: Sequence[Path],
    roster: Path | None,
    year: int | None,
    last_year: Path | None,
    form_files: Sequence[str],
    prefer: dict[str, str],
    waivers: Path | None = None,
    workers: int | None = None,
    cache: Path | None = None,
) -> Returns:
    """Read returns as a command names them, showing how far it is and which waivers fit nothing.

    Without `workers` their number is chosen by that of the files.
    """
    from xlreport._form_file import load_form
    from xlreport._returns import read_returns
    from xlreport._roster_file import read_roster
    from xlreport._sources import find_sources
    from xlreport._waivers import unused_lines
    from xlreport._workers import workers_for

    known: Roster | None = read_roster(roster) if roster else None
    loaded: list[Form] = [load_form(name) for name in form_files]
    count = workers or workers_for(len(find_sources(paths)))
    with warnings_told(), progress_bar("读取报送件") as progress:
        returns = read_returns(
            paths,
            roster=known,
            year=year,
            last_year=last_year,
            forms=loaded,
            prefer=prefer,
            waivers=waivers,
            progress=progress,
            workers=count,
            cache=cache,
        )
    if waivers is not None:
        tell(unused_lines(waivers.name, returns.unused_waivers))
    return returns


def refuse_inputs(paths: Sequence[Path], out: Path | None, folder: Path | None) -> None:
    """Raise `InputError` where a result would replace a return, or be taken for one next time."""
    from xlreport._sources import find_sources

    if out is not None and out.exists():
        target = out.resolve()
        if target in {source.path.resolve() for source in find_sources(paths)}:
            raise InputError(f"{out} 是要读取的报送件，结果不能写在它上面；请换一个文件名。")
    for path in paths:
        if folder is not None and path.is_dir() and folder.resolve().is_relative_to(path.resolve()):
            raise InputError(f"退回件不能写在报送件所在的 {path} 里面，请换一个文件夹。")


def preferences(prefer: Sequence[str]) -> dict[str, str]:
    """Take preferences apart, written as code=file; raises `InputError` for any other text."""
    pairs = {}
    for text in prefer:
        code, sign, file = text.partition("=")
        if not sign or not code or not file:
            raise InputError(f"--prefer {text}：应写成 代码=文件名，如 D05=D05.xlsx。")
        pairs[code] = file
    return pairs


def exit_status(returns: Returns) -> int:
    """Give the exit status: 3 a file could not be read, 1 an error was found, 0 clean."""
    from xlreport._finding import Severity
    from xlreport._status import FileStatus

    if FileStatus.UNREADABLE in returns.settlement.files:
        return UNREADABLE
    found = any(finding.severity is Severity.ERROR for finding in returns.found)
    return FOUND_ERRORS if found else 0
