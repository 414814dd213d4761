"""The files that a form is read from: the form's own, and those of its annexes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product
from pathlib import Path
from typing import Any

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import fault, fault_sentence, guess
from xlreport.base.toml_fields import sound_fields
from xlreport.base.toml_file import read_toml
from xlreport.base.toml_location import TomlLocation
from xlreport.form._odd_texts import keep_odd_texts
from xlreport.form.fields import FORM


@dataclass(frozen=True, slots=True)
class Source:
    """One form file as read: a form has one, and one more for each annex.

    `borrowed` is the id of a form of which only the tables are here that are counted from lists.
    """

    location: TomlLocation
    content: Mapping[str, Any]
    digest: str
    borrowed: str = ""


@cache
def shipped_ids() -> tuple[str, ...]:
    """List the ids of the shipped forms, in alphabetical order."""
    # Cached, since it is called for every return; an installed library does not change.
    names = (entry.name for entry in files("xlreport").joinpath("forms").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def read_source(name: str | Path) -> Source:
    """Read a form file by its path or a shipped id, and keep the faults of its fields."""
    file, data = _read_file(name) if isinstance(name, Path) else _read_shipped(name)
    location, raw = read_toml(file, data)
    keep_odd_texts(raw, location)
    content = sound_fields(raw, location, FORM)
    # Without byte order mark and line ends, a form file saved on Windows is still the same form.
    return Source(location, content, hashlib.sha256(location.text.encode()).hexdigest())


def _read_file(path: Path) -> tuple[str, bytes]:
    try:
        return path.name, path.read_bytes()
    except OSError as error:
        raise fault("unreadable", TomlLocation(path.name)) from error
    except ValueError as error:  # a name with characters that no file name may have
        raise fault("unreadable", TomlLocation(repr(path.name))) from error


def _read_shipped(name: str) -> tuple[str, bytes]:
    forms = shipped_ids()
    if name not in forms:
        raise FormError(
            fault_sentence("no-form", name=name, guess=guess(name, forms), forms="、".join(forms))
        )
    file = f"{name}.toml"
    return file, files("xlreport").joinpath("forms", file).read_bytes()


def join_digests(digests: Sequence[str]) -> str:
    """Join the digests of the files of a form into one; that of a single file stays as it is."""
    if len(digests) == 1:
        return digests[0]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def revised_digests(sources: Sequence[Source]) -> frozenset[str]:
    """Return the digests of a form with earlier texts of its files, in all combinations."""
    texts = [(source.digest, *source.content.get("revises", [])) for source in sources]
    return frozenset(map(join_digests, product(*texts)))
