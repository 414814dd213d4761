"""A return that came back, for the tests of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.edited import filled_template

if TYPE_CHECKING:
    from xlreport import Department, Form


@pytest.fixture
def returned(form_2021: Form, department: Department) -> bytes:
    return filled_template(form_2021, department, year=2026)
