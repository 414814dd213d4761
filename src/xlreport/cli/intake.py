"""The returns that a command is to read: the options that name them, and how they are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, NamedTuple

from xlreport.base.errors import FormError, InputError
from xlreport.cli.console import print_messages, progress_bar, warnings_as_messages

if TYPE_CHECKING:
    from xlreport.base.period import Period
    from xlreport.form.form import Form
    from xlreport.office.roster import Department, Roster
    from xlreport.past.last_year import Earlier
    from xlreport.returns.returns import Returns


_MOST_ANNEXES = 3  # of one form, in any order; more would be thousands of forms


class Intake(NamedTuple):  # not a dataclass, which --help would have to load
    """The returns that a command is to read, as its options name them.

    `prefer` are texts such as D05=D05.xlsx. Without `workers` the number of processes is chosen
    by the number of files.
    """

    paths: tuple[Path | str, ...]
    roster_file: Path | None = None
    year: int | None = None
    period: str | None = None
    last_year: tuple[Path, ...] = ()
    against: Path | None = None
    decisions: Path | None = None
    sources: Path | None = None
    waivers: Path | None = None
    form_files: tuple[str, ...] = ()
    prefer: tuple[str, ...] = ()
    workers: int | None = None
    cache: Path | None = None


def with_intake(
    command: Callable[Concatenate[Intake, ...], None],
) -> Callable[..., None]:
    """Collect the options that an `Intake` has into one, the first argument of the command."""
    shared = Intake._fields

    @wraps(command)
    def run(**options: Any) -> None:
        intake = Intake(**{name: options.pop(name) for name in shared if name in options})
        command(intake, **options)

    return run


def read_intake(intake: Intake) -> Returns:
    """Read returns and show progress; print which options and earlier files do not match.

    Raises `InputError` for preferences, a period or a roster that cannot be used, and for paths
    without a single file.
    """
    from xlreport.base.arguments import chosen_period
    from xlreport.base.workers import workers_for
    from xlreport.formats.sources import find_sources
    from xlreport.returns.received import read_returns

    prefer = preferences(intake.prefer)
    period = chosen_period(intake.year, intake.period)
    roster = read_given_roster(intake.roster_file)
    forms = load_forms(intake.form_files)
    sources = find_sources(intake.paths)
    if not sources:
        raise InputError(
            f"{'、'.join(map(str, intake.paths))} 中没有报送件，请核对文件夹是否正确。"
        )
    with warnings_as_messages(), progress_bar("读取报送件") as progress:
        returns = read_returns(
            intake.paths,
            roster=roster,
            period=period,
            last_year=intake.last_year or None,
            against=intake.against,
            forms=forms,
            prefer=prefer,
            decisions=intake.decisions,
            sources=intake.sources,
            waivers=intake.waivers,
            progress=progress,
            workers=intake.workers or workers_for(len(sources)),
            cache=intake.cache,
        )
    print_messages(_doubts(period, returns))
    if returns.before is not None:
        departments = [filing.department for filing in returns.settlement.filings]
        print_matches(returns.before, departments, roster)
    if intake.decisions is not None:
        print_messages(
            f"{intake.decisions.name} 第 {decision.line} 行没有用上：{reason}。"
            for decision, reason in returns.undecided
        )
    if intake.waivers is not None:
        from xlreport.settlement.waiving import unused_lines

        print_messages(unused_lines(intake.waivers.name, returns.unused_waivers))
    return returns


def _doubts(period: Period | None, returns: Returns) -> Iterable[str]:
    """Yield messages about several forms or periods, and another period than the one named."""
    from xlreport.settlement.collected import (
        collected_period,
        count_periods,
        forms_beside,
        say_forms,
    )

    beside = forms_beside(returns.form, returns.considered)
    if returns.form is not None and beside:
        others = " 或 ".join(f"--form {form.id}" for form in beside)
        yield (
            f"报送件有几种报表：{say_forms(returns.considered)}；"
            f"这里按{returns.form.name}列出各单位的情况，看其他的请加 {others}。"
        )
    most = collected_period(returns.considered, returns.form)
    counts = count_periods(returns.considered, returns.form)
    if period is None and most is None and counts:
        kind = next(iter(counts)).kind
        name, option = kind.reword("年度"), "--year" if kind.is_year else "--period"
        said = "、".join(f"{each.spaced} {count} 份" for each, count in sorted(counts.items()))
        yield f"报送件的{name}不一致（{said}），看不出是哪一期；请用 {option} 写明。"
    if period is not None and most is not None and most != period:
        option = "--year" if period.kind.is_year else "--period"
        name = period.kind.reword("年度")
        yield (f"多数报送件是 {most.spaced}的，而 {option} 写的是 {period}；请核对{name}是否写错。")


def print_matches(
    before: Earlier, departments: Sequence[Department], roster: Roster | None
) -> None:
    """Print which of the earlier files were not used and which departments have no figures."""
    from xlreport.past.last_year_reader import left_out_lines, matched_lines

    for figures in before.given:
        print_messages(left_out_lines(figures))
        print_messages(matched_lines(figures, departments, roster))


def read_given_roster(path: Path | None) -> Roster | None:
    """Read the roster that an option names; None where the option is not given."""
    from xlreport.office.roster_file import read_roster

    return read_roster(path) if path else None


def load_forms(files: Sequence[str]) -> list[Form]:
    """Load the forms that `--form` names: each by itself, and as annexes to every form.

    A return with annexes names all its forms, but the officer has only the files of the annexes.
    One that is about the cells of its form can be loaded behind it alone. Raises `FormError` for a
    file that is no form, whether alone or as an annex.
    """
    from itertools import permutations

    from xlreport.form.load import list_forms, load_form

    forms: list[Form] = []
    refused: dict[str, FormError] = {}
    for file in files:
        try:
            forms.append(load_form(file))
        except FormError as error:
            refused[file] = error
    for count in range(1, min(len(files), _MOST_ANNEXES) + 1):
        for annexes in permutations(files, count):
            for form in (*list_forms(), *files):
                # A form that shares tables with another, or is the same file, cannot be its annex.
                with suppress(FormError):
                    forms.append(load_form(form, annex=annexes))
                    for file in (form, *annexes):
                        refused.pop(file, None)
    if refused:
        raise next(iter(refused.values()))
    return forms


def refuse_overwriting(
    paths: Sequence[Path | str],
    *,
    out: Path | None = None,
    copies: Path | None = None,
    folder: Path | None = None,
) -> None:
    """Raise `InputError` where results would replace a return or lie among the returns.

    `out` is a file, `copies` the folder of annotated copies and `folder` that of other files; what
    lies among the returns would be read as one the next time. Raises `OutputError` where `out` is
    no name for a file, or open in another program.
    """
    from xlreport.base.files import refuse_held
    from xlreport.formats.store import is_url, local_path

    local = [Path(path) for path in map(local_path, paths) if not is_url(path)]
    if out is not None:
        refuse_held(out)
    if out is not None and out.exists():
        _refuse_replacing(local, out)
    for where in filter(os.path.isdir, local):
        if copies is not None and _is_inside(copies, where):
            raise InputError(f"退回件不能写在报送件所在的 {where} 里面，请换一个文件夹。")
        for target in filter(None, (out, folder)):
            if _is_inside(target, where):
                raise InputError(
                    f"{target} 在报送件所在的 {where} 里面，下次会被当作报送件；请写到别的文件夹。"
                )


def _refuse_replacing(paths: Sequence[Path], out: Path) -> None:
    from xlreport.formats.sources import find_sources

    if out.resolve() in {source.path.resolve() for source in find_sources(paths)}:
        raise InputError(f"{out} 是要读取的报送件，结果不能写在它上面；请换一个文件名。")


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def preferences(prefer: Sequence[str]) -> dict[str, str]:
    """Map codes to files from texts such as D05=D05.xlsx; raises `InputError` for other texts."""
    files = {}
    for text in prefer:
        code, sign, file = text.partition("=")
        if not sign or not code or not file:
            raise InputError(f"--prefer {text}：应写成 代码=文件名，如 D05=D05.xlsx。")
        files[code] = file
    return files
