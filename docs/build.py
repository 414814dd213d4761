"""Build the pages of docs/reference/ from what the library itself goes by.

Sentences, meanings and policy stand once, in the library; a page that repeats them is generated,
and tests/pages/test_docs_pages.py holds that it is fresh. Pages that show a run are run, and the
outputs in them replaced.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from guide_pages import guide_pages, guide_source
from halves import ROOT, half_of
from page_runs import put_outputs, run_page
from reference import write_reference

from xlreport.commands._demonstration import run_demo

DOCS = Path(__file__).parent
RUN = (
    "tutorial.md",
    "how-to/annex-and-theme.md",
    "how-to/figures-in-pandas.md",
    "how-to/fill-by-program.md",
    "how-to/last-year.md",
    "how-to/new-edition.md",
    "how-to/second-sources.md",
    "how-to/waivers.md",
    "zh/officer.md",
)
"""The pages that show a run; their Chinese halves show the same outputs.

All but the tutorial, which makes it, find the demonstration there.
"""

DEMO = "演示"


def run(name: str, folder: Path, demo: Path) -> dict[Path, str]:
    """Run a page in an empty folder, with a copy of the demonstration unless the page makes it.

    Returns the text of the page, and of its half, by the files that they are written in.
    """
    text = written_in(name).read_text(encoding="utf-8")
    if f"$ xlreport demo --out {DEMO}\n" not in text:
        shutil.copytree(demo, folder / DEMO)
    ran = run_page(text, folder)
    half = ROOT / half_of(f"docs/{name}")
    if not half.is_file():
        return {written_in(name): ran}
    return {written_in(name): ran, half: put_outputs(half.read_text(encoding="utf-8"), ran)}


def written_in(name: str) -> Path:
    """Return the file that a person writes a page in: the page, or the source it is made of."""
    return guide_source(name) or DOCS / name


def main() -> None:
    """Write every page."""
    write_reference()
    with tempfile.TemporaryDirectory() as place:
        demo = run_demo(Path(place) / DEMO).folder
        for number, name in enumerate(RUN):
            folder = Path(place) / str(number)
            folder.mkdir()
            for path, text in run(name, folder, demo).items():
                path.write_text(text, encoding="utf-8")
    for name, text in guide_pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
