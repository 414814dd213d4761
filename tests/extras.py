"""What tests of the extra `dask` begin with."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest


def need(name: str) -> Any:
    """Import a module of the extra; without it the tests are skipped, or fail where required."""
    if os.environ.get("XLREPORT_REQUIRE_DASK"):
        return import_module(name)
    return pytest.importorskip(name, reason=f"{name} is not installed")
