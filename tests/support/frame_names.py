"""Shared by tests: NAMES."""

from __future__ import annotations

NAMES = ["ogi-2021", "ogi-2019", "ogi-supplement"]
