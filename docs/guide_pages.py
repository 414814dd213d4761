"""The pages of the site that the guides for clerks and officers make: the same sources, generated.

`make pages` runs the commands in the source of the officer's guide first, so that the guide that is
sent shows what they say today.
"""

from __future__ import annotations

import re
from pathlib import Path

from xlreport.guides.source import GUIDES, PICTURES, guide_text

SOURCE = Path(__file__).parents[1] / "src" / "xlreport" / "guides"
_NOTE = "<!-- Written by docs/build.py from src/xlreport/guides/{}.md: change that. -->\n\n"
_FROM_HERE = "../../src/xlreport/guides/"
_PICTURE = re.compile(r'!\[([^\]]*)\]\(pictures/(\S+) "([^"]*)"\)')


def guide_pages() -> dict[str, str]:
    """Return the pages by their paths below docs/."""
    return {f"zh/{key}.md": guide_page(key) for key in GUIDES}


def guide_page(key: str) -> str:
    """Return the page of a guide: its text, with the pictures where they lie, and captions."""
    text = _PICTURE.sub(rf"![\1]({_FROM_HERE}{PICTURES}\2)\n\n*图：\3*", guide_text(key))
    return _NOTE.format(key) + text


def guide_source(page: str) -> Path | None:
    """Return the source of a page, or None for one that is written by hand."""
    key = page.removeprefix("zh/").removesuffix(".md")
    return SOURCE / f"{key}.md" if key in GUIDES else None
