"""Reading TOML files: what is no TOML is told with its line and what seems to be the cause."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from xlreport.base.errors import FormError, FormFault
from xlreport.base.toml_fault import error_of, fault, fault_sentence
from xlreport.base.toml_location import TomlLocation

_KEY_PART = re.compile(r"[\w\"'-][ \t]*\.")  # of a key such as a.b; a number or a sentence has few
_MOST_PARTS = 200  # in a line
_FILE_BYTES = 1 << 20  # the largest form file that is shipped has a twentieth of it
_LONG_TEXT = re.compile(r"[ \t]*[\w-]+[ \t]*=[ \t]*'''")
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_FULL_WIDTH = re.compile("[“”‘’＂＇＝［］｛｝，。、；：．＃　]")
_UNQUOTED = re.compile(r"[ \t]*[\w.-]+[ \t]*=[ \t]*[^\s\"'\[{0-9+-]")
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
        raise error_of([FormFault(file, line, (), "", fault_sentence("not-utf-8"))]) from error
    except tomllib.TOMLDecodeError as error:
        raise _syntax_fault(file, text, str(error)) from error
    except (ValueError, RecursionError) as error:  # too long a number, too deep a nesting
        raise fault("toml-too-deep", TomlLocation(file)) from error


def _syntax_fault(file: str, text: str, reason: str) -> FormError:
    """Make the error about a text that is not TOML, with the line and what seems to be the cause.

    A line is read as far as it is TOML; the cause may stand in a line above.
    """
    lines = text.split("\n")
    position = _POSITION.search(reason)
    number = int(position[1]) if position else len(lines)
    if opened := _open_text(lines):
        sentence, number, column = fault_sentence("toml-open-text"), opened, ""
    else:
        column = f"第{position[2]}个字符" if position else ""
        sentence = _likely_cause(lines[number - 1], reason)
    return error_of([FormFault(file, number, (), column, sentence)])


def _open_text(lines: Sequence[str]) -> int:
    """Find the line of a long text in ''' that is not closed before the next field; else 0."""
    opened = 0
    for number, line in enumerate(lines, 1):
        if _LONG_TEXT.match(line) and line.count("'''") == 1:
            if opened:
                return opened
            opened = number
        elif "'''" in line:
            opened = 0
    return opened


def _likely_cause(line: str, reason: str) -> str:
    code = line.partition("#")[0]
    if sign := _FULL_WIDTH.search(_STRING.sub("", code)):
        return fault_sentence("toml-full-width", sign=sign[0])
    if "overwrite" in reason or "Cannot declare" in reason or "Duplicate" in reason:
        return fault_sentence("toml-twice")
    if "escape" in reason.lower():
        return fault_sentence("toml-backslash")
    if _UNQUOTED.match(code):
        return fault_sentence("toml-unquoted")
    return fault_sentence("not-toml")
