"""A guide as one page: pictures in it, no scripts, no other files, no network."""

from __future__ import annotations

import base64

from xlreport.guides._markdown import Block, Heading
from xlreport.guides.source import Guide, picture_bytes
from xlreport.office.theme import Theme
from xlreport.report.page_template import page_template, theme_words

_TEMPLATE = "guide.html.j2"


def build_page(guide: Guide, blocks: tuple[Block, ...], theme: Theme) -> bytes:
    """Return the bytes of the page in UTF-8; needs jinja2, which `guide_ending` checks."""
    first = next(
        at for at, block in enumerate(blocks) if isinstance(block, Heading) and block.level > 1
    )
    page = page_template(_TEMPLATE, "xlreport.guides").render(
        guide=guide,
        opening=blocks[:first],
        blocks=blocks[first:],
        kind=lambda block: type(block).__name__,
        chapters=_chapters(blocks),
        picture=_data_address,
        **theme_words(theme),
    )
    return page.encode("utf-8")


def _chapters(blocks: tuple[Block, ...]) -> list[tuple[Heading, list[Heading]]]:
    """List the chapters with their sections, for the contents."""
    chapters: list[tuple[Heading, list[Heading]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            chapters.append((block, []))
        elif isinstance(block, Heading) and block.level == 3:
            chapters[-1][1].append(block)
    return chapters


def _data_address(path: str) -> str:
    """Return a picture as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(picture_bytes(path)).decode()}"
