"""A guide as a tree of blocks, read from the small Markdown in which it is written.

Headings, paragraphs, lists, tables, pictures that stand alone, and fences: whatever else stands in
a source is a mistake of ours, and stops here. A comment says how docs/build.py runs a fence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_TEN = "一二三四五六七八九十"
_APPENDIX = "附录"
_MARKS = ("。", "！", "？", "：", "；", "，")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line; `target` is the anchor of the heading that it leads to."""

    text: str
    strong: bool = False
    code: bool = False
    target: str = ""


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 is the title, 2 a chapter, 3 a section. `number` is printed before its text."""

    level: int
    text: str
    number: str
    anchor: str

    @property
    def numbered(self) -> str:
        """The heading behind its number."""
        return self.number + self.text


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Fence:
    """Commands, their output, or the text of a file."""

    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: what is seen on it, for those who hear it read out, and its caption."""

    path: str
    described: str
    caption: str
    number: int

    @property
    def numbered(self) -> str:
        """The caption behind its number."""
        return f"图{self.number}　{self.caption}"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the labels of its columns, and its rows."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; an item is blocks, of which the first is mostly a paragraph."""

    is_ordered: bool
    items: tuple[tuple[Block, ...], ...]


Block = Heading | Paragraph | Fence | Picture | Grid | Listing


def read_markdown(text: str) -> tuple[Block, ...]:
    """Read the source of a guide; raises `ValueError` for what no guide has."""
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return tuple(_Reader().blocks(SyntaxTreeNode(tokens)))


def anchor_of(heading: str) -> str:
    """Return the name of a heading by which links lead to it, as code browsers make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


class _Reader:
    """The walk over a document, which numbers headings and pictures as they come."""

    def __init__(self) -> None:
        self.chapters = self.sections = self.pictures = 0

    def blocks(self, parent: SyntaxTreeNode) -> Iterator[Block]:
        for node in parent.children:
            if node.type == "html_block":
                if not node.content.startswith("<!--"):
                    raise ValueError(f"a guide has no tags: {node.content}")
                continue
            yield self._block(node)

    def _block(self, node: SyntaxTreeNode) -> Block:
        match node.type:
            case "heading":
                return self._heading(int(node.tag[1]), node.children[0].content)
            case "paragraph":
                return self._paragraph(node.children[0])
            case "fence":
                return Fence(node.content.rstrip("\n"))
            case "table":
                head, *bodies = node.children
                rows = tuple(_cells(row) for body in bodies for row in body.children)
                return Grid(_cells(head.children[0]), rows)
            case "bullet_list" | "ordered_list":
                items = tuple(tuple(self.blocks(item)) for item in node.children)
                return Listing(node.type == "ordered_list", items)
        raise ValueError(f"a guide has no {node.type}")

    def _heading(self, level: int, text: str) -> Heading:
        number = ""
        if level == 2:
            self.sections = 0
            if not text.startswith(_APPENDIX):
                self.chapters += 1
                number = f"{_chinese(self.chapters)}、"
        elif level == 3:
            self.sections += 1
            number = f"（{_chinese(self.sections)}）"
        return Heading(level, text, number, anchor_of(text))

    def _paragraph(self, inline: SyntaxTreeNode) -> Paragraph | Picture:
        (first, *others) = inline.children
        if first.type != "image":
            return Paragraph(_line(inline.children))
        if others:
            raise ValueError(f"a picture of a guide stands alone: {inline.content}")
        self.pictures += 1
        path, caption = str(first.attrs["src"]), str(first.attrs.get("title", ""))
        return Picture(path, first.content, caption, self.pictures)


def _cells(row: SyntaxTreeNode) -> tuple[Line, ...]:
    return tuple(_line(cell.children[0].children) for cell in row.children)


def _line(nodes: list[SyntaxTreeNode]) -> Line:
    """Return the pieces of a line, without the blank between a bold sentence and the next one.

    Markdown needs it: it does not take two asterisks between “。” and a word for the end of bold.
    """
    spans: list[Span] = []
    for span in _spans(nodes):
        is_after_mark = bool(spans) and spans[-1].strong and spans[-1].text.endswith(_MARKS)
        spans.append(replace(span, text=span.text.removeprefix(" ")) if is_after_mark else span)
    return tuple(spans)


def _spans(
    nodes: list[SyntaxTreeNode], *, strong: bool = False, target: str = ""
) -> Iterator[Span]:
    for node in nodes:
        match node.type:
            case "text" if not node.content:  # beside a strong word
                continue
            case "text":
                yield Span(node.content, strong, target=target)
            case "softbreak":  # no space between lines of Chinese
                continue
            case "code_inline":
                yield Span(node.content, strong, code=True, target=target)
            case "strong":
                yield from _spans(node.children, strong=True, target=target)
            case "link":
                yield from _spans(node.children, strong=strong, target=_target(node))
            case _:
                raise ValueError(f"a line of a guide has no {node.type}")


def _target(link: SyntaxTreeNode) -> str:
    from urllib.parse import unquote

    address = str(link.attrs["href"])
    if not address.startswith("#"):
        raise ValueError(f"a guide leads to itself alone, not to {address}")
    return unquote(address.removeprefix("#"))


def _chinese(number: int) -> str:
    """Write a number up to 99 as it is spoken."""
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _TEN[tens - 1]) + "十" if tens else ""
    return before + (_TEN[ones - 1] if ones else "")
