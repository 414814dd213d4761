"""The forms that every workbook is written for."""

from __future__ import annotations

import pytest

from support.made_up_form import load_made_up
from support.written import FORMS
from xlreport.form.form import Form
from xlreport.form.load import load_form


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Form]:
    made_up = load_made_up(tmp_path_factory.mktemp("form"))
    return {name: made_up if name == "made-up" else load_form(name) for name in FORMS}
