"""How the commands take in returns, and with which exit status they end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.base.errors import FormError, InputError
from xlreport.cli.console import FOUND_ERRORS, UNREADABLE, progress_bar, tell, warnings_told

if TYPE_CHECKING:
    from xlreport.form.form import Form
    from xlreport.office.roster import Roster
    from xlreport.returns.returns import Returns


def read_paths(
    paths: Sequence[Path | str],
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
    from xlreport.base.arguments import refuse_year
    from xlreport.base.workers import workers_for
    from xlreport.formats.sources import find_sources
    from xlreport.office.roster_file import read_roster
    from xlreport.returns.last_year_reader import left_out_lines, matched_lines
    from xlreport.returns.returns import read_returns
    from xlreport.returns.settlement import collected_year
    from xlreport.returns.waiving import unused_lines

    refuse_year(year)
    known: Roster | None = read_roster(roster) if roster else None
    forms = load_forms(form_files)
    sources = find_sources(paths)
    if not sources:
        raise InputError(f"{'、'.join(map(str, paths))} 中没有报送件，请核对文件夹是否正确。")
    count = workers or workers_for(len(sources))
    with warnings_told(), progress_bar("读取报送件") as progress:
        returns = read_returns(
            paths,
            roster=known,
            year=year,
            last_year=last_year,
            forms=forms,
            prefer=prefer,
            waivers=waivers,
            progress=progress,
            workers=count,
            cache=cache,
        )
    most = collected_year(returns.items)
    if year is not None and most not in (None, year):
        tell([f"多数报送件是 {most} 年度的，而 --year 写的是 {year}；请核对年度是否写错。"])
    if returns.before is not None:
        tell(left_out_lines(returns.before))
        departments = [filing.department for filing in returns.settlement.filings]
        tell(matched_lines(returns.before, departments, known))
    if waivers is not None:
        tell(unused_lines(waivers.name, returns.unused_waivers))
    return returns


def load_forms(files: Sequence[str]) -> list[Form]:
    """Load the form files that `--form` names: each by itself, and behind each form as its annex.

    A return that has an annex names both forms, and the officer has but the file of the annex.
    Raises `FormError` for a file that is no form.
    """
    from xlreport.form.load import list_forms, load_form

    forms = [load_form(file) for file in files]
    for annex in files:
        for form in (*list_forms(), *files):
            # A form that has the tables of another is no annex to it, or is the same file.
            with suppress(FormError):
                forms.append(load_form(form, annex=annex))
    return forms


def refuse_inputs(paths: Sequence[Path | str], out: Path | None, folder: Path | None) -> None:
    """Raise `InputError` where a result would replace a return, or be taken for one next time."""
    from xlreport.formats.sources import find_sources
    from xlreport.formats.store import is_url, local_path

    places = [Path(place) for place in map(local_path, paths) if not is_url(place)]
    if out is not None and out.exists():
        target = out.resolve()
        if target in {source.path.resolve() for source in find_sources(places)}:
            raise InputError(f"{out} 是要读取的报送件，结果不能写在它上面；请换一个文件名。")
    for path in filter(Path.is_dir, places):
        place = path.resolve()
        if folder is not None and folder.resolve().is_relative_to(place):
            raise InputError(f"退回件不能写在报送件所在的 {path} 里面，请换一个文件夹。")
        if out is not None and out.resolve().is_relative_to(place):
            raise InputError(
                f"{out} 在报送件所在的 {path} 里面，下次会被当作报送件；请写到别的文件夹。"
            )


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
    """Give the exit status: 3 a file could not be read, 1 an error was found, 0 clean.

    Errors of a file that is not used count for nothing: another stands in its place.
    """
    from xlreport.returns.status import FileStatus

    if any(file.status is FileStatus.UNREADABLE for file in returns.settlement.files):
        return UNREADABLE
    found = any(finding.is_open_error for finding in returns.found)
    return FOUND_ERRORS if found else 0
