"""Returns that a program filled in, opened by LibreOffice: it computes and says the same."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from support.given_figures import NAME, any_figures
from support.office import Job, work
from xlreport import read_return, write_return
from xlreport.form.sheet_names import CHECKS_SHEET

pytestmark = pytest.mark.libreoffice

FORMS = ("ogi-2021+", "enforcement-2021", "采购台账", "answers")


def shown(value: object) -> object:
    """Give a value with a number as a spreadsheet shows it, to 15 digits."""
    return f"{value:.15g}" if isinstance(value, int | float) else value or ""


def test_libreoffice_opens_what_was_filled_in_and_checks_it_as_we_do(tmp_path: Path) -> None:
    drawn = [any_figures(name, seed) for seed, name in enumerate(FORMS)]
    jobs = []
    for number, each in enumerate(drawn):
        path, texts = tmp_path / f"{number}.xlsx", each.texts
        who = {"department": NAME, "code": "D01", "period": each.period}
        write_return(each.form, each.frames, path, texts=texts, **who)  # type: ignore[arg-type]
        jobs.append(Job(path, show="*", save=tmp_path / f"saved-{number}.xlsx"))
    for each, job, answer in zip(drawn, jobs, work(jobs), strict=True):
        book = openpyxl.load_workbook(job.open, data_only=True)
        computed = [*answer.computed()]
        assert CHECKS_SHEET in {place.sheet for place, _ in computed}
        ours = [book[place.sheet][place.address].value for place, _ in computed]
        theirs = [value for _, value in computed]
        assert [shown(value) for value in ours] == [shown(value) for value in theirs]
        assert job.save is not None
        frames = read_return(job.save, forms=[each.form]).department("D01")
        for key, frame in each.frames.items():
            pd.testing.assert_frame_equal(frame, frames[key])
