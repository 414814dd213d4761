"""A script for a Python that has LibreOffice's `uno`: it works a workbook as a clerk does.

LibreOffice starts once and ends with standard input. Its profile goes out first, a line with a URI:
who names that profile to `soffice --convert-to` has the file saved by the same LibreOffice.

Jobs come as JSON on standard input, on each line a list of {"open": path, "type": [[sheet, cell,
text]], "put": [[sheet, cells of a row, texts]], "show": [sheet, …], "save": path, "html": path};
all but "open" may be left out. Answers go out as JSON, on each line a list, one for each job:
{"values": {sheet: rows}, "formulas": {sheet: rows}} of the sheets in "show" (every sheet where it
is "*") after a full recalculation. What is to be typed goes through the dispatcher, so that locks
count; what is to be put goes in by the API, which is quicker. The argument is the longest wait in
seconds: this Python does not know the folder of the tests.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

_XLSX = "Calc MS Excel 2007 XML"
_HTML = "HTML (StarCalc)"
_PATIENCE = int(sys.argv[1])


def main() -> None:
    """Start LibreOffice, do the jobs as they come, stop it."""
    pipe = f"xlreport{time.time_ns()}"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            *("soffice", "--headless", "--norestore", "--nologo", "--nodefault"),
            f"-env:UserInstallation={Path(profile).as_uri()}",
        ]
        silent: Any = {"stdin": DEVNULL, "stdout": DEVNULL, "stderr": DEVNULL}
        # With a new profile it starts twice, and who is connected to the first loses it.
        subprocess.run(
            [*command, "--terminate_after_init"], check=True, timeout=_PATIENCE, **silent
        )
        office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], **silent)
        try:
            context = connect(pipe, office)
            # It ends after a file is converted unless a document is open.
            blank = "private:factory/scalc"
            kept = desktop_of(context).loadComponentFromURL(blank, "_blank", 0, hidden())
            answer(Path(profile).as_uri())
            for line in sys.stdin:
                answer(json.dumps([work(context, job) for job in json.loads(line)]))
            kept.close(True)  # noqa: FBT003 - takes no names
            stop(context)
            office.wait(timeout=_PATIENCE)
        finally:
            if office.poll() is None:
                office.terminate()
                office.wait(timeout=_PATIENCE)


def answer(text: str) -> None:
    """Write a line for the tests, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def connect(pipe: str, office: subprocess.Popen[bytes]) -> Any:
    """Wait until LibreOffice answers; gives its context."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(10 * _PATIENCE):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:  # noqa: BLE001 - it is not up yet
            if office.poll() is not None:
                raise RuntimeError("LibreOffice ended before it answered") from None
            time.sleep(0.1)
    raise TimeoutError("LibreOffice did not start")


def stop(context: Any) -> None:
    """Ask LibreOffice to end; the connection breaks while it does."""
    with suppress(Exception):
        desktop_of(context).terminate()


def desktop_of(context: Any) -> Any:
    """Give the object that opens documents."""
    return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def work(context: Any, job: Any) -> Any:
    """Do one job; gives what the sheets to be shown hold after a full recalculation."""
    document = desktop_of(context).loadComponentFromURL(
        Path(job["open"]).as_uri(), "_blank", 0, hidden()
    )
    try:
        type_in(context, document, job.get("type", []))
        put_in(document, job.get("put", []))
        for sheet, axis, first, count in job.get("shift", []):
            shift(document.Sheets.getByName(sheet), axis, first, count)
        document.calculateAll()
        names = job.get("show", [])
        shown = {
            name: contents(document.Sheets.getByName(name))
            for name in (document.Sheets.ElementNames if names == "*" else names)
        }
        for name, kind in (("save", _XLSX), ("html", _HTML)):
            if name in job:
                document.storeToURL(Path(job[name]).as_uri(), (option("FilterName", kind),))
        return {
            "values": {name: values for name, (values, _) in shown.items()},
            "formulas": {name: formulas for name, (_, formulas) in shown.items()},
        }
    finally:
        document.close(True)  # noqa: FBT003 - takes no names


def type_in(context: Any, document: Any, entries: Any) -> None:
    """Select each cell and type into it, as on the keyboard."""
    controller = document.getCurrentController()
    dispatcher = context.ServiceManager.createInstanceWithContext(
        "com.sun.star.frame.DispatchHelper", context
    )
    for sheet, cell, text in entries:
        target = document.Sheets.getByName(sheet)
        controller.setActiveSheet(target)
        controller.select(target.getCellRangeByName(cell))
        entry = (option("StringName", text),)
        dispatcher.executeDispatch(controller.Frame, ".uno:EnterString", "", 0, entry)


def put_in(document: Any, entries: Any) -> None:
    """Write texts into cells; one alone goes past any lock, which several together cannot."""
    sheets: dict[str, Any] = {}
    for sheet, cells, texts in entries:
        if sheet not in sheets:
            sheets[sheet] = document.Sheets.getByName(sheet)
        if len(texts) > 1:
            sheets[sheet].getCellRangeByName(cells).setFormulaArray((tuple(texts),))
        else:
            sheets[sheet].getCellRangeByName(cells).setFormula(*texts)


def shift(sheet: Any, axis: str, first: int, count: int) -> None:
    """Insert rows or columns before one, or remove them where the count is negative."""
    sheet.unprotect("")
    lines = getattr(sheet, axis)
    if count > 0:
        lines.insertByIndex(first, count)
    else:
        lines.removeByIndex(first, -count)


def contents(sheet: Any) -> tuple[Any, Any]:
    """Give all values (None for an error) and all formulas of a sheet, row by row from A1."""
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)  # noqa: FBT003 - takes no names
    edge = cursor.getRangeAddress()
    area = sheet.getCellRangeByPosition(0, 0, edge.EndColumn, edge.EndRow)
    return area.getDataArray(), area.getFormulaArray()


def hidden() -> tuple[Any]:
    """Give the options to open a document that nobody sees."""
    return (option("Hidden", value=True),)


def option(name: str, value: object) -> Any:
    """Make an option of LibreOffice's."""
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


if __name__ == "__main__":
    main()
