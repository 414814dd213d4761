"""Label trees: the rows or the columns of an official table, as an indented outline.

The drawing is the definition. Keys stand in the margin, the official wording beside them,
and a label is indented below another where the official table merges the upper one over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xlreport.base.public import public
from xlreport.base.text import one_line
from xlreport.base.toml_fault import fault_sentence
from xlreport.form.rule import EARLIER_KEYS

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_MOST_LABELS = 300  # of one axis of a table; a sheet is searched for its labels 400 columns wide
_MOST_LEVELS = 9  # a table of more could not be printed
_UNIT = re.compile(r"[（(]单位[：:]\s*([^（）()\s]{1,10})[）)]")
_LEAST_INDENT = 2  # columns, of a label below the label of its group


class OutlineError(ValueError):
    """The faults of an outline: pairs of a line, from 1, and a sentence."""

    def __init__(self, *reasons: tuple[int, str]) -> None:
        super().__init__("".join(reason for _, reason in reasons))
        self.reasons = reasons


@public
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


@public
@dataclass(frozen=True, slots=True)
class Outline:
    """One axis of a table: its top labels, in official order."""

    labels: tuple[Label, ...]

    __repr__ = one_line(lambda it: " ".join(leaf.key for leaf in it.leaves()))

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

    def units(self) -> dict[str, str]:
        """Map each leaf's key to the unit that its labels print, as in 关注量（单位：个）.

        The innermost label wins; a leaf whose labels print none is left out.
        """
        printed = {}
        for key, nodes in _paths(self.labels, ()):
            for match in filter(None, (_UNIT.search(node.text) for node in nodes)):
                printed[key] = match[1]
        return printed


def parse_outline(text: str) -> Outline:
    """Read an indented outline into its label tree.

    Raises `OutlineError` for every tab or full-width space in the indentation, indentation that
    matches no level above or seems an accident, leaf without a key, label that is missing and key
    that is not a plain word.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise OutlineError((1, fault_sentence("outline-empty")))
    if len(lines) > _MOST_LABELS:
        facts = {"count": len(lines), "most": _MOST_LABELS}
        raise OutlineError((lines[_MOST_LABELS][0], fault_sentence("outline-many", **facts)))
    entries = [_read_line(number, line, is_only=len(lines) == 1) for number, line in lines]
    roots = [] if any(entry.faults for entry in entries) else _arrange(entries)
    reasons = [(entry.line, entry.faults[0]) for entry in entries if entry.faults]
    if reasons:
        raise OutlineError(*reasons)
    return Outline(tuple(entry.label() for entry in roots))


@dataclass(slots=True)
class _Entry:
    """One line of an outline, with its children once they are known, and its faults."""

    line: int
    key: str
    text: str
    indent: int
    children: list[_Entry] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def label(self) -> Label:
        return Label(self.key, self.text, self.line, tuple(c.label() for c in self.children))


def _read_line(number: int, line: str, *, is_only: bool) -> _Entry:
    key = "" if line[0].isspace() else line.split(maxsplit=1)[0]
    rest = line[len(key) :].rstrip()
    text = rest.lstrip()
    entry = _Entry(number, key, text, line.index(text, len(key)) if text else 0)
    if set(rest.removesuffix(text)) - {" "}:
        entry.faults.append(fault_sentence("outline-blank"))
    if key in EARLIER_KEYS:
        entry.faults.append(fault_sentence("outline-last", key=key))
    elif key and not _KEY.fullmatch(key):
        entry.faults.append(fault_sentence("outline-margin", key=key))
    if not text and not is_only:
        entry.faults.append(fault_sentence("outline-no-label", key=key))
    return entry


def _arrange(entries: Sequence[_Entry]) -> list[_Entry]:
    """Give every entry its children by indentation; return the outermost ones."""
    roots: list[_Entry] = []
    above: list[_Entry] = []  # the entry before and the groups that contain it, outermost first
    for entry in entries:
        groups = [each for each in above if each.indent < entry.indent]
        sibling = next(iter(above[len(groups) :]), entry)
        if sibling.indent != entry.indent:
            entry.faults.append(fault_sentence("outline-level"))
            continue
        if len(groups) == _MOST_LEVELS:
            entry.faults.append(fault_sentence("outline-deep", most=_MOST_LEVELS))
            continue
        if groups and _is_accident(groups[-1], entry):
            facts = {"text": entry.text, "group": groups[-1].text}
            entry.faults.append(fault_sentence("outline-accident", **facts))
        (groups[-1].children if groups else roots).append(entry)
        above = [*groups, entry]
    for entry in entries:
        if not entry.key and not entry.children and not entry.faults:
            entry.faults.append(fault_sentence("outline-no-key", text=entry.text))
    return roots


def _is_accident(group: _Entry, child: _Entry) -> bool:
    """Tell whether a label seems to be indented only because keys differ in length.

    Keys stand in the margin. So the label of a group stands right of all keys in the group, and
    what belongs to it is indented by two columns or more. Labels that follow their keys by one or
    two blanks are no groups.
    """
    if not group.key or not child.key or not group.text:
        return False
    return child.indent - group.indent < _LEAST_INDENT or len(child.key) >= group.indent


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
