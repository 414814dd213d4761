"""The pages of docs/reference/ and docs/zh/reference/, from what the library itself goes by.

`python docs/reference.py` writes them alone, in seconds; docs/build.py writes these and all others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from english import Language
from gallery import gallery_page
from jobs import jobs_page
from reference_api import api_page
from reference_cli import cli_page
from reference_findings import findings_page
from reference_forms import forms_page
from reference_values import values_page

DOCS = Path(__file__).parent
_FOLDERS = {Language.ENGLISH: "reference", Language.CHINESE: "zh/reference"}
_PAGES: Mapping[str, Callable[[Language], str]] = {
    "api.md": api_page,
    "cli.md": cli_page,
    "findings.md": findings_page,
    "forms.md": forms_page,
    "gallery.md": gallery_page,
    "jobs.md": jobs_page,
    "values.md": values_page,
}
_GENERATED = "<!-- Written by docs/build.py: change the library and run `make pages`. -->"


def reference_pages() -> dict[str, str]:
    """Return the pages by their path within docs."""
    return {
        f"{folder}/{name}": _headed(write(language))
        for language, folder in _FOLDERS.items()
        for name, write in _PAGES.items()
    }


def _headed(text: str) -> str:
    """Put the mark of the revision above a page, and below its title that nobody writes it."""
    title, rest = text.split("\n", 1)
    return f"<!-- revision: 1 -->\n\n{title}\n\n{_GENERATED}\n{rest}"


def write_reference() -> None:
    """Write the pages."""
    for name, text in reference_pages().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_reference()
