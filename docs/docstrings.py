"""The Chinese of the docstrings: what the page of the library shows, and what is still lacking.

Docstrings stand in the code, in English. Their Chinese stands in docs/zh/reference/api/, a file for
each package, by public name: `of` is the digest of the English that was translated, so a docstring
that changes asks for its Chinese again. A paragraph is one line, for in Chinese a line's end would
be a blank. `python docs/docstrings.py PACKAGE` prints the entries of a package that are lacking or
overtaken, ready to be filled in, their English above them; without a package, how many there are in
each. What is written is put on the page by `python docs/reference.py`.
"""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from reference_words import page_words

import xlreport
from xlreport.base.homes import HOME

FOLDER = Path(__file__).parent / "zh" / "reference" / "api"
PAGE = "_page"
"""The file of what the page itself says: its head, its labels, the aliases of types."""

_SPECIAL = ("__getitem__", "__len__")


@dataclass(frozen=True, slots=True)
class Docstring:
    """An English text of the page, by its name and the package whose file has the Chinese."""

    name: str
    package: str
    english: str

    @property
    def digest(self) -> str:
        """What `of` must be where the Chinese is of this text."""
        return hashlib.sha256(self.english.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Chinese:
    """A Chinese text, and of which English it is."""

    of: str
    text: str


def docstrings() -> dict[str, Docstring]:
    """Return every text of the page by name, in the order of the page's names."""
    found = [Docstring(name, PAGE, inspect.cleandoc(text)) for name, text in page_words().items()]
    for name in xlreport.__all__:
        value = getattr(xlreport, name)
        package = HOME[name].split(".")[0]
        if inspect.isfunction(value) or inspect.isclass(value):
            found.append(Docstring(name, package, _said(value)))
        if inspect.isclass(value):
            found += [
                Docstring(f"{name}.{key}", package, _said(member)) for key, member in members(value)
            ]
    return {each.name: each for each in found}


def members(found: type) -> Iterator[tuple[str, Any]]:
    """Yield the members of a class that the page shows: properties and methods."""
    for key, member in vars(found).items():
        if key.startswith("_") and key not in _SPECIAL:
            continue
        if isinstance(member, property | cached_property) or inspect.isfunction(member):
            yield key, member


def _said(found: Any) -> str:
    return inspect.getdoc(found) or ""


def chinese() -> dict[str, dict[str, Chinese]]:
    """Return the Chinese by package and name, as the files have it."""
    return {path.stem: _load(path) for path in sorted(FOLDER.glob("*.toml"))}


def _load(path: Path) -> dict[str, Chinese]:
    entries = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: Chinese(entry["of"], entry["text"].strip("\n")) for name, entry in entries.items()
    }


def lacking(
    wanted: Mapping[str, Docstring], written: Mapping[str, Mapping[str, Chinese]]
) -> list[Docstring]:
    """Return the texts whose Chinese is missing, empty or of another English."""
    return [
        each
        for each in wanted.values()
        if (entry := written.get(each.package, {}).get(each.name)) is None
        or not entry.text
        or entry.of != each.digest
    ]


def superfluous(
    wanted: Mapping[str, Docstring], written: Mapping[str, Mapping[str, Chinese]]
) -> list[str]:
    """Return the entries of which there is no English, each with its file."""
    return [
        f"{package}.toml: {name}"
        for package, entries in written.items()
        for name in entries
        if name not in wanted or wanted[name].package != package
    ]


def code(text: str) -> set[str]:
    """Return what is code in a text: it is the same in every language, in whatever order."""
    return {*re.findall(r"`[^`]+`", text.replace("\n", " "))}


def to_fill_in(each: Docstring, old: Chinese | None) -> str:
    """Write an entry as TOML, its English as a comment, with the Chinese that was overtaken."""
    comment = "\n".join(f"# {line}".rstrip() for line in each.english.splitlines())
    text = f"{old.text}\n" if old else ""
    return f"{comment}\n[\"{each.name}\"]\nof = \"{each.digest}\"\ntext = '''\n{text}'''\n"


def main(words: list[str]) -> None:
    """Print the entries of a package that are lacking, or count those of all."""
    wanted, written = docstrings(), chinese()
    missing = lacking(wanted, written)
    if not words:
        for package in sorted({each.package for each in wanted.values()}):
            count = sum(each.package == package for each in missing)
            sys.stdout.write(f"{package}: {count}\n")
    for package in words:
        for each in missing:
            if each.package == package:
                old = written.get(package, {}).get(each.name)
                sys.stdout.write(to_fill_in(each, old) + "\n")
    for line in superfluous(wanted, written):
        sys.stderr.write(f"superfluous: {line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
