"""What the library has for every command, read from docs/reference/twins.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "reference" / "twins.toml"
_SHARED = "only_python"


@dataclass(frozen=True, slots=True)
class TwinRun:
    """A line of the command line, and the Python that writes the same."""

    command: str
    python: str


@dataclass(frozen=True, slots=True)
class Twin:
    """What Python has for one command.

    `functions` do together what the command does. `options` has, for each argument and option, the
    parameters that say the same; for one of the command alone, the reason in `alone`, by language.
    `only_python` says why a parameter has no option.
    """

    functions: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    alone: Mapping[str, Mapping[str, str]]
    only_python: Mapping[str, str]
    runs: tuple[TwinRun, ...]


def read_twins() -> dict[str, Twin]:
    """Read the twins of all commands, in the order in which they are run."""
    content = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: _twin(each) for name, each in content.items() if name != _SHARED}


def without_option() -> dict[str, str]:
    """Read which parameters no command has, and why."""
    found: dict[str, str] = tomllib.loads(FILE.read_text(encoding="utf-8"))[_SHARED]
    return found


def _twin(table: Mapping[str, Any]) -> Twin:
    options: Mapping[str, Any] = table["options"]
    return Twin(
        functions=tuple(table["functions"]),
        options={
            option: (said,) if isinstance(said, str) else tuple(said)
            for option, said in options.items()
            if not isinstance(said, Mapping)
        },
        alone={option: said for option, said in options.items() if isinstance(said, Mapping)},
        only_python=table.get("only_python", {}),
        runs=tuple(
            TwinRun(run["command"], run["python"].strip("\n") + "\n")
            for run in table.get("runs", ())
        ),
    )
