"""Reading TOML files: what is no TOML is told with its line and what seems to be the cause."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from xlreport.base.errors import FormError
from xlreport.base.toml_fault import fault
from xlreport.base.toml_location import TomlLocation

_KEY_PART = re.compile(r"[\w\"'-][ \t]*\.")  # of a key such as a.b; a number or a sentence has few
_MOST_PARTS = 200  # in a line
_FILE_BYTES = 1 << 20  # the largest form file that is shipped has a twentieth of it
_POSITION = re.compile(r"at line (\d+), column (\d+)")


def read_toml(file: str, data: bytes) -> tuple[TomlLocation, Mapping[str, Any]]:
    """Read a TOML file; return its location, which holds its text, and its content.

    Raises `FormError` with line and character for a file that is not TOML in UTF-8.
    """
    if len(data) > _FILE_BYTES:
        raise fault("toml-too-large", TomlLocation(file), limit=f"{_FILE_BYTES >> 10} KB")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        # The parser takes the square of the time, and of the memory, for a key of many parts.
        if any(len(_KEY_PART.findall(line)) > _MOST_PARTS for line in text.split("\n")):
            raise fault("toml-too-deep", TomlLocation(file))
        return TomlLocation(file, text), tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise fault("not-utf-8", TomlLocation(f"{file} 第{line}行")) from error
    except tomllib.TOMLDecodeError as error:
        raise _toml_fault(file, str(error)) from error
    except (ValueError, RecursionError) as error:  # too long a number, too deep a nesting
        raise fault("toml-too-deep", TomlLocation(file)) from error


def _toml_fault(file: str, reason: str) -> FormError:
    position = _POSITION.search(reason)
    where = f"第{position[1]}行第{position[2]}个字符" if position else "末尾"
    return fault("not-toml", TomlLocation(f"{file} {where}"))
