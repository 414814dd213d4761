"""The English of what the library says in Chinese alone, as docs/english.toml has it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("english.toml")


class Language(StrEnum):
    """A language of the reference."""

    ENGLISH = "en"
    CHINESE = "zh"

    def says(self, topic: str, chinese: str) -> str:
        """Return a Chinese sentence of the library in this language.

        Raises `KeyError` where its English is missing.
        """
        if self is Language.CHINESE:
            return chinese
        return sentences()[topic][chinese]


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return the English by topic and Chinese sentence."""
    loaded: Mapping[str, Mapping[str, str]] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return loaded
