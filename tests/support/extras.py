"""What tests of an extra begin with."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest


def need(name: str, required: str = "XLREPORT_REQUIRE_DASK") -> Any:
    """Import a module of an extra; without it the tests are skipped, or fail where required."""
    if os.environ.get(required):
        return import_module(name)
    return pytest.importorskip(name, reason=f"{name} is not installed")
