"""Label trees: the rows or the columns of an official table, as an indented outline.

The drawing is the definition. Keys stand in the margin, the official wording beside them,
and a label is indented below another where the official table merges the upper one over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.base.toml_fault import fault_sentence
from xlreport.base.toml_fields import EARLIER_KEYS

_KEY = re.compile(r"[a-z][a-z0-9_]*")


class OutlineError(ValueError):
    """A fault in a line of an outline, without its location in the form file."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line


@dataclass(frozen=True, slots=True)
class Label:
    """One node of a label tree: a leaf reaches the body, an inner node is a merged cell."""

    key: str
    text: str
    line: int
    children: tuple[Label, ...] = ()

    def leaves(self) -> Iterator[Label]:
        """Yield the leaves below this label in official order; a leaf yields itself."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()

    def walk(self) -> Iterator[Label]:
        """Yield this label and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """One axis of a table: its top labels, in official order."""

    labels: tuple[Label, ...]

    def leaves(self) -> list[Label]:
        """List the leaves in official order: the rows or columns that hold values."""
        return [leaf for label in self.labels for leaf in label.leaves()]

    def walk(self) -> list[Label]:
        """List all labels, parents first."""
        return [node for label in self.labels for node in label.walk()]

    def depth(self) -> int:
        """Count the levels of labels; 0 if no label has a text, as in the only row of table 四."""
        if not any(label.text for label in self.labels):
            return 0
        return max(_depth(label) for label in self.labels)

    def paths(self) -> dict[str, tuple[str, ...]]:
        """Map each leaf's key to the labels that name it, outermost first.

        Labels without a key are left out if the paths of the leaves still differ.
        """
        full = dict(_paths(self.labels, ()))
        short = {
            key: tuple(node.text for node in nodes if node.key and node.text)
            for key, nodes in full.items()
        }
        if len(set(short.values())) == len(short):
            return short
        return {key: tuple(node.text for node in nodes) for key, nodes in full.items()}


def parse_outline(text: str) -> Outline:
    """Read an indented outline into its label tree.

    Raises `OutlineError` for a tab or full-width space in the indentation, an indentation that
    matches no level above, a leaf without a key and a key that is not a plain word.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not lines:
        raise OutlineError(1, fault_sentence("outline-empty"))
    entries = [_read_line(number, line) for number, line in lines]
    for entry in entries:
        if not entry.text and len(entries) > 1:
            raise OutlineError(entry.line, fault_sentence("outline-no-label", key=entry.key))
    labels, rest = _build(entries, entries[0].indent)
    if rest:
        raise OutlineError(rest[0].line, fault_sentence("outline-level"))
    return Outline(tuple(labels))


@dataclass(frozen=True, slots=True)
class _Entry:
    key: str
    text: str
    line: int
    indent: int


def _read_line(number: int, line: str) -> _Entry:
    key = "" if line[0].isspace() else line.split(maxsplit=1)[0]
    rest = line[len(key) :].rstrip()
    text = rest.lstrip()
    if set(rest.removesuffix(text)) - {" "}:
        raise OutlineError(number, fault_sentence("outline-blank"))
    if key and not _KEY.fullmatch(key):
        raise OutlineError(number, fault_sentence("outline-margin", key=key))
    if key in EARLIER_KEYS:
        raise OutlineError(number, fault_sentence("outline-last", key=key))
    return _Entry(key, text, number, line.index(text, len(key)) if text else 0)


def _build(entries: list[_Entry], indent: int) -> tuple[list[Label], list[_Entry]]:
    """Build the labels at `indent`, each with its children; return the entries that are left."""
    labels: list[Label] = []
    while entries and entries[0].indent == indent:
        entry, *entries = entries
        children: list[Label] = []
        if entries and entries[0].indent > indent:
            children, entries = _build(entries, entries[0].indent)
        if not children and not entry.key:
            raise OutlineError(entry.line, fault_sentence("outline-no-key", text=entry.text))
        labels.append(Label(entry.key, entry.text, entry.line, tuple(children)))
    if entries and entries[0].indent > indent:
        raise OutlineError(entries[0].line, fault_sentence("outline-level"))
    return labels, entries


def _depth(label: Label) -> int:
    return 1 + max((_depth(child) for child in label.children), default=0)


def _paths(
    labels: tuple[Label, ...], above: tuple[Label, ...]
) -> Iterator[tuple[str, tuple[Label, ...]]]:
    for label in labels:
        if label.children:
            yield from _paths(label.children, (*above, label))
        else:
            yield label.key, (*above, label)
