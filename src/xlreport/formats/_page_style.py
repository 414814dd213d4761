"""The style sheets inside a page: the declarations that hold for each element.

Sheets are parsed by tinycss2 and selectors matched by cssselect2, within a budget. What cannot be
read or decided, such as a sheet in another file, leaves the styles `incomplete`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from tinycss2.ast import AtRule, Node, QualifiedRule

from xlreport.formats._page_declarations import Declaration, parse_declarations
from xlreport.formats._page_media import applies
from xlreport.formats._page_tree import Element
from xlreport.formats.container import hostile

_MOST_SHEET_CHARACTERS: Final = 1 << 18  # of all sheets of a page; those of real ones have 50,000
_MOST_INLINE_CHARACTERS: Final = 1 << 18  # of all different `style` attributes of a page
_MOST_SELECTORS: Final = 2_000
_LONGEST_SELECTOR: Final = 300
_MOST_STEPS: Final = 6_000_000  # elements looked at while selectors are matched
_STEPS_TO_WRAP: Final = 90  # what an element costs, in the time of a step
_STEPS_TO_TEST: Final = 3
_DEEPEST_RULE: Final = 8
_SELECTOR_ERRORS: Final = (
    *(SelectorError, NotImplementedError, RecursionError, SyntaxError, MemoryError, ValueError),
)
_WITHOUT_SHEETS: Final = frozenset({"noscript", "template"})
_HARMLESS_RULES: Final = frozenset(
    {"charset", "counter-style", "keyframes", "-webkit-keyframes", "namespace", "page", "viewport"}
)


@dataclass(slots=True)
class Styles:
    """The styles of a page.

    `matcher` holds the selectors, each with its declarations. `fonts` are the names of the fonts
    that the page brings along. `inline` holds the `style` attributes that were parsed. `steps`
    counts the elements that were looked at.
    """

    is_quirky: bool
    matcher: Any = field(default_factory=Matcher)
    fonts: set[str] = field(default_factory=set)
    inline: dict[str, list[Declaration]] = field(default_factory=dict)
    inline_room: int = _MOST_INLINE_CHARACTERS
    incomplete: bool = False
    selectors: int = 0
    steps: int = 0


class _Wrapper(ElementWrapper):  # type: ignore[misc]  # the library has no type hints
    """An element as cssselect2 asks for it, with a count of the elements that it looks at."""

    def __init__(self, element: Element, *, styles: Styles, **position: Any) -> None:
        super().__init__(element, **position)
        self.styles = styles
        if styles.is_quirky:
            self.classes = {name.lower() for name in element.get("class").split()}
            self.id = element.get("id").lower()
        _count(styles, _STEPS_TO_WRAP)

    def iter_children(self) -> Iterator[_Wrapper]:
        """Yield wrappers of the elements in this one."""
        child = None
        for index, element in enumerate(self.etree_children):
            child = _Wrapper(
                element,
                styles=self.styles,
                parent=self,
                index=index,
                previous=child,
                in_html_document=True,
            )
            yield child

    @property
    def ancestors(self) -> tuple[_Wrapper, ...]:
        """The elements around this one, the outermost first."""
        found: tuple[_Wrapper, ...] = super().ancestors
        _count(self.styles, len(found))
        return found

    @property
    def previous_siblings(self) -> tuple[_Wrapper, ...]:
        """The elements before this one in the same element."""
        if self.previous is None:
            return ()
        _count(self.styles, self.index)
        found: list[_Wrapper] = []
        sibling = self.previous
        while sibling is not None:
            found.append(sibling)
            sibling = sibling.previous
        return tuple(found)


def _count(styles: Styles, steps: int) -> None:
    styles.steps += steps
    if styles.steps > _MOST_STEPS:
        raise hostile("网页的样式规则过多")


def wrap_root(styles: Styles, root: Element) -> _Wrapper:
    """Return the root element as the selectors match it."""
    return _Wrapper(root, styles=styles, parent=None, index=0, previous=None, in_html_document=True)


def declared_for(
    styles: Styles, element: Element, by_tag: Mapping[str, str], wrapper: _Wrapper | None
) -> tuple[Mapping[str, str], Mapping[str, Mapping[str, str]]]:
    """Return what holds for an element, and for each of its pseudo-elements by name.

    `by_tag` is what browsers declare by themselves.
    """
    style = element.get("style")
    sheets = _matching(styles, wrapper) if wrapper is not None else {}
    if not style and not sheets:
        return by_tag, {}
    own = [*sheets.get("", ()), *(_inline_declarations(styles, style) if style else ())]
    return _cascade(by_tag, own), {name: _cascade({}, sheets[name]) for name in sheets if name}


def _matching(styles: Styles, wrapper: _Wrapper) -> Mapping[str, list[Declaration]]:
    """Return the declarations of the sheets for an element ("") and its pseudo-elements."""
    found: dict[str, list[Declaration]] = {}
    for _, _, pseudo, declarations in styles.matcher.match(wrapper):
        found.setdefault(pseudo or "", []).extend(declarations)
    return found


def _cascade(by_tag: Mapping[str, str], declarations: list[Declaration]) -> Mapping[str, str]:
    """Return the declarations that hold; a later one goes before an earlier one."""
    found = dict(by_tag)
    for is_important in (False, True):
        for each in declarations:
            if each.important is is_important:
                found[each.name] = each.value
    return found


def read_styles(root: Element, *, is_quirky: bool) -> Styles:
    """Read all style sheets inside a page."""
    styles = Styles(is_quirky)
    room = _MOST_SHEET_CHARACTERS
    for element in _sheets(root):
        if element.tag == "link" or element.get("type", "text/css").lower() != "text/css":
            styles.incomplete |= _links_a_sheet(element)
            continue
        media = applies(element.get("media"))
        room -= len(element.text)
        if media is None or room < 0:
            styles.incomplete = True
        elif media:
            _add_sheet(styles, element.text)
    return styles


def _inline_declarations(styles: Styles, style: str) -> list[Declaration]:
    """Return the declarations of a `style` attribute that matter.

    Raises `Unreadable` if a page has too many different ones.
    """
    declarations = styles.inline.get(style)
    if declarations is None:
        styles.inline_room -= len(style)
        if styles.inline_room < 0:
            raise hostile("网页的样式过多")
        declarations = styles.inline[style] = parse_declarations(style)[0]
    return declarations


def _sheets(root: Element) -> Iterator[Element]:
    """Yield the elements that hold or name style sheets, in order."""
    stack = [iter(root)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif element.tag in ("style", "link"):
            yield element
        elif element.tag not in _WITHOUT_SHEETS:
            stack.append(iter(element))


def _links_a_sheet(element: Element) -> bool:
    """Tell whether an element names a style sheet that a browser shows on a screen."""
    relations = element.get("rel").lower().split()
    is_sheet = "stylesheet" in relations and "alternate" not in relations
    return (
        is_sheet and "disabled" not in element.attrib and applies(element.get("media")) is not False
    )


def _add_sheet(styles: Styles, sheet: str) -> None:
    try:
        rules = tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
        _add_rules(styles, rules, _DEEPEST_RULE)
    except (ValueError, RecursionError, OverflowError):
        raise hostile("网页的样式无法解析") from None


def _add_rules(styles: Styles, rules: Sequence[Node], depth: int) -> None:
    for rule in rules:
        if isinstance(rule, QualifiedRule):
            _add_rule(styles, rule)
        elif isinstance(rule, AtRule):
            _add_at_rule(styles, rule, depth)


def _add_rule(styles: Styles, rule: QualifiedRule) -> None:
    """Add a rule whose declarations matter, or note that it cannot be added."""
    declarations, nested = parse_declarations(rule.content)
    styles.incomplete |= nested
    if not declarations:
        return
    try:
        text = tinycss2.serialize(rule.prelude)
        selectors = _compile(text.lower() if styles.is_quirky else text)
    except _SELECTOR_ERRORS:
        # A browser drops a rule for another browser, and those alone have names with a hyphen.
        styles.incomplete |= ":-" not in text
        return
    styles.selectors += len(selectors)
    if styles.selectors > _MOST_SELECTORS:
        styles.incomplete = True
        return
    for selector in selectors:
        selector.test = _counted(styles, selector.test, over_siblings="of-type" in text)
        styles.matcher.add_selector(selector, declarations)


def _compile(text: str) -> list[Any]:
    if len(text) > _LONGEST_SELECTOR * (1 + text.count(",")):
        raise SelectorError("too long")
    found: list[Any] = compile_selector_list(text)
    return found


def _counted(
    styles: Styles, test: Callable[[_Wrapper], bool], *, over_siblings: bool
) -> Callable[[_Wrapper], bool]:
    """Return a test that counts its steps; some selectors look at all siblings of an element."""

    def count_and_test(element: _Wrapper) -> bool:
        _count(styles, _STEPS_TO_TEST + len(element.etree_siblings) * over_siblings)
        return test(element)

    return count_and_test


def _add_at_rule(styles: Styles, rule: AtRule, depth: int) -> None:
    name = rule.lower_at_keyword
    if name in _HARMLESS_RULES:
        return
    if name == "font-face":
        declared, _ = parse_declarations(rule.content or [])
        values = {declaration.name: declaration.value for declaration in declared}
        if "url(" in values.get("src", ""):
            styles.fonts.add(values.get("font-family", "").strip("\"'"))
        return
    fits = applies(tinycss2.serialize(rule.prelude).strip()) if name == "media" else None
    if fits is False:
        return
    if not fits or not rule.content or not depth:
        styles.incomplete = True
        return
    inside = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
    _add_rules(styles, inside, depth - 1)
