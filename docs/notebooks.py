"""Make the notebooks of examples/notebooks/ from the scripts of examples/, with what they print.

`make notebooks` writes them. The docstring of a script becomes the heading, `# %% …` begins a cell
with a heading of its own, and the comment under that becomes its text. A last line that prints a
frame becomes the frame itself, so that a notebook shows it as a table. The cells are run here, in
order, on one demonstration; nothing in a notebook changes from run to run.
"""

from __future__ import annotations

import ast
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd

from xlreport.commands._demonstration import run_demo

EXAMPLES = Path(__file__).parents[1] / "examples"
FOLDER = EXAMPLES / "notebooks"
JOBS = ("分发", "收表", "汇总", "发布", "台账")
"""The scripts, in the order of the year; each finds what those before it made."""

DEMO = "xlreport-demo"
_WIDTH = ("display.unicode.east_asian_width", False)
_SCRIPT = re.compile(r'\A"""(?P<title>[^：]+)：(?P<text>.+?)"""\n+(?P<code>.*)\Z', re.DOTALL)
_CELL = re.compile(
    r"^# %% (?P<title>[^\n]+)\n(?P<text>(?:# [^\n]+\n)*)(?P<code>.*?)(?=^# %% |\Z)",
    re.MULTILINE | re.DOTALL,
)
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: text in Markdown, or Python with what it prints and shows.

    A frame that is shown has two forms, HTML and text.
    """

    source: str
    is_code: bool = True
    printed: str = ""
    shown: Mapping[str, str] | None = None

    @property
    def said(self) -> str:
        """What the cell says as text, as the script does."""
        return self.printed + (f"{self.shown['text/plain']}\n" if self.shown else "")


def notebooks() -> dict[str, list[Cell]]:
    """Run all scripts on one demonstration; give the cells of each notebook."""
    options = pd.option_context(*_WIDTH)  # what a script sets is set back at the end
    with tempfile.TemporaryDirectory() as place, chdir(place), options:
        run_demo(Path(place) / DEMO)
        return {name: list(run(cells_of(name))) for name in JOBS}


def cells_of(name: str) -> Iterator[Cell]:
    """Cut a script into cells."""
    script = _SCRIPT.match((EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
    if script is None:
        raise ValueError(f"{name}.py does not begin with what it does")
    yield Cell(f"# {script['title']}\n\n{script['text'].strip()}", is_code=False)
    yield Cell(script["code"].partition("# %% ")[0].strip())
    for cell in _CELL.finditer(script["code"]):
        text = re.sub(r"^# ", "", cell["text"], flags=re.MULTILINE).strip()
        yield Cell(f"## {cell['title']}\n\n{text}".strip(), is_code=False)
        yield Cell(cell["code"].strip())


def run(cells: Iterator[Cell]) -> Iterator[Cell]:
    """Run cells one after the other in the working folder, with the names of one program."""
    names: dict[str, Any] = {}
    for cell in cells:
        yield _run(cell, names) if cell.is_code else cell


def _run(cell: Cell, names: dict[str, Any]) -> Cell:
    """Run one cell; a frame that its last line prints is shown instead.

    Raises `ValueError` for a last line that has a value, since a notebook would show that too.
    """
    *before, last = ast.parse(cell.source).body
    with redirect_stdout(StringIO()) as out:
        _execute(before, names)
        match last:
            case ast.Expr(ast.Call(ast.Name("print"), [one], [])) if not isinstance(
                one, ast.Starred
            ):
                value = _value_of(one, names)
                if hasattr(value, "_repr_html_"):
                    return _shown(replace(cell, printed=out.getvalue()), last, one, value)
                print(value)  # noqa: T201 - as the script does
            case ast.Expr(one):
                if _value_of(one, names) is not None:
                    raise ValueError(f"a notebook would show the value of {cell.source}")
            case _:
                _execute([last], names)
    return replace(cell, printed=out.getvalue())


def _shown(cell: Cell, last: ast.stmt, one: ast.expr, frame: Any) -> Cell:
    """Put a frame in the place of the last line, which prints it."""
    kept = cell.source.splitlines()[: last.lineno - 1]
    source = "\n".join([*kept, str(ast.get_source_segment(cell.source, one))])
    return replace(
        cell, source=source, shown={"text/html": frame._repr_html_(), "text/plain": repr(frame)}
    )


def _execute(body: list[ast.stmt], names: dict[str, Any]) -> None:
    exec(compile(ast.Module(body, []), "<cell>", "exec"), names)  # noqa: S102 - our own scripts


def _value_of(expression: ast.expr, names: dict[str, Any]) -> Any:
    return eval(compile(ast.Expression(expression), "<cell>", "eval"), names)  # noqa: S307


def notebook(cells: list[Cell]) -> str:
    """Write cells as a notebook of version 4.5, without counts, times and places of a run."""
    content = {
        "cells": [_content(number, cell) for number, cell in enumerate(cells, 1)],
        "metadata": _METADATA,
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read_notebook(name: str) -> list[Cell]:
    """Read the cells of a notebook that was written here."""
    content = json.loads((FOLDER / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [_cell(each) for each in content["cells"]]


def _content(number: int, cell: Cell) -> dict[str, Any]:
    head: dict[str, Any] = {
        "cell_type": "code" if cell.is_code else "markdown",
        "id": f"cell-{number}",
        "metadata": {},
        "source": _lines(cell.source),
    }
    if not cell.is_code:
        return head
    return head | {"execution_count": None, "outputs": list(_outputs(cell))}


def _outputs(cell: Cell) -> Iterator[dict[str, Any]]:
    if cell.printed:
        yield {"name": "stdout", "output_type": "stream", "text": _lines(cell.printed)}
    if cell.shown:
        yield {
            "data": {kind: _lines(text) for kind, text in cell.shown.items()},
            "execution_count": None,
            "metadata": {},
            "output_type": "execute_result",
        }


def _cell(content: Mapping[str, Any]) -> Cell:
    cell = Cell("".join(content["source"]), is_code=content["cell_type"] == "code")
    for output in content.get("outputs", ()):
        if "text" in output:
            cell = replace(cell, printed="".join(output["text"]))
        else:
            shown = {kind: "".join(text) for kind, text in output["data"].items()}
            cell = replace(cell, shown=shown)
    return cell


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main() -> None:
    """Write the notebooks."""
    FOLDER.mkdir(exist_ok=True)
    for name, cells in notebooks().items():
        (FOLDER / f"{name}.ipynb").write_text(notebook(cells), encoding="utf-8")


if __name__ == "__main__":
    main()
