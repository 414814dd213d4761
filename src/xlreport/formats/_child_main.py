"""The process that reads one workbook by a foreign library: run as a script, never imported.

xlrd and calamine may take any amount of time and memory over a hostile file, and calamine can
abort its process. So this process is given little of both. The workbook comes through standard
input; the answer goes out as JSON, a line for the workbook and one for each worksheet. The parent
process limits and checks it like all input from outside.
"""

from __future__ import annotations

import importlib
import json
import math
import sys
from collections.abc import Mapping
from typing import Any

_UNREADABLE = 65  # what sysexits.h calls a fault of the data; an abort gives 3 or 134


def main() -> None:
    """Read the workbook on standard input; the first argument has the order as JSON.

    `limits` are the fields of `Limits`, `reader` is the module whose `read` reads the workbook, and
    `folders` are where it and its library are. Writes "." as soon as it is ready. Ends with status
    65 where the library cannot read the workbook.
    """
    order = json.loads(sys.argv[1])
    # At the end, so that the standard library goes before all modules of those folders.
    sys.path += order["folders"]
    from xlreport.formats._child_answer import package_lines
    from xlreport.formats.container import Limits

    # Imports take time, and the limit of time starts at the ".".
    reader = importlib.import_module(order["reader"])
    reader.load()
    limit_process(order["limits"])
    out = sys.stdout.buffer
    out.write(b".")
    out.flush()
    data = sys.stdin.buffer.read()
    try:
        package = reader.read(data, Limits(**order["limits"]), order["only"], order["skip"])
        for line in package_lines(package):
            out.write(json.dumps(line, ensure_ascii=False, allow_nan=False).encode() + b"\n")
    except MemoryError:
        raise
    except BaseException:  # noqa: BLE001 - a panic of calamine is no Exception
        sys.exit(_UNREADABLE)


def limit_process(limits: Mapping[str, Any]) -> None:
    """Let this process have little memory and processor time, where the system can limit them."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = math.ceil(used.ru_utime + used.ru_stime + limits["seconds"])
    memory = limits["memory"]
    for kind, most in (
        (resource.RLIMIT_AS, (memory, memory)),
        (resource.RLIMIT_CPU, (seconds, seconds + 1)),  # at the first one SIGXCPU says why
        (resource.RLIMIT_CORE, (0, 0)),
    ):
        try:
            resource.setrlimit(kind, most)
        except (ValueError, OSError):
            continue  # macOS knows the limit of memory and refuses to set it


if __name__ == "__main__":
    main()
