"""The pages of docs/reference/ and docs/zh/reference/, from what the library itself goes by.

`python docs/reference.py` writes them alone, in seconds; docs/build.py writes these and all others.
"""

from __future__ import annotations

from pathlib import Path

from reference_api import api_page, api_page_in_chinese

DOCS = Path(__file__).parent
_GENERATED = "<!-- Written by docs/build.py: change the library and run `make pages`. -->"


def reference_pages() -> dict[str, str]:
    """Return the pages by their path within docs."""
    written = {
        "reference/api.md": api_page(),
        "zh/reference/api.md": api_page_in_chinese(),
    }
    return {name: _headed(text) for name, text in written.items()}


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
