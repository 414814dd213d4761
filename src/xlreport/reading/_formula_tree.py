"""The formula of a cell as a tree, parsed from the tokens that openpyxl makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openpyxl.formula.tokenizer import Token, Tokenizer, TokenizerError

Scalar = float | str | bool | None
"""The value of a cell or of a part of a formula; None is a blank."""

_LONGEST: Final = 2_000  # characters of a formula; one that a clerk typed seldom has a hundred
_DEEPEST: Final = 40  # parts within parts
_MOST_OPERATORS: Final = 100  # of one part, each of which is computed within the next
# The higher binds the tighter; all of them take the left operand first, ^ too.
_BINDING: Final = {
    **dict.fromkeys(("=", "<>", "<", ">", "<=", ">="), 1),
    "&": 2,
    **dict.fromkeys("+-", 3),
    **dict.fromkeys("*/", 4),
    "^": 5,
}


class NotComputed(Exception):  # noqa: N818 - it describes a formula, not a failure of ours
    """The reason, in Chinese, why a formula is not computed here."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth value that stands in the formula; None is an omitted argument."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class ErrorConstant:
    """An error value that stands in the formula, such as #REF!."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to cells, or a defined name, as written."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function in capitals, or an operator, with its arguments; "0-" is the sign of a number."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | ErrorConstant | Reference | Call


def parse_formula(formula: str) -> Node:
    """Parse a formula that is given without its "="; raises `NotComputed`."""
    if len(formula) > _LONGEST:
        raise NotComputed("公式过长")
    try:
        tokens = Tokenizer(f"={formula}").items
    except TokenizerError as error:
        raise _unknown() from error
    parser = _Parser([token for token in tokens if token.type != Token.WSPACE])
    tree = parser.expression(0)
    if parser.token is not None:  # such as two operands with a blank between them
        raise _unknown()
    return tree


@dataclass(slots=True)
class _Parser:
    """The tokens of a formula and how many of them were taken; `depth` counts open parts."""

    tokens: list[Token]
    taken: int = 0
    depth: int = 0

    @property
    def token(self) -> Token | None:
        """Return the next token, None at the end."""
        return self.tokens[self.taken] if self.taken < len(self.tokens) else None

    def take(self) -> Token:
        """Take the next token."""
        token = self.token
        if token is None:
            raise _unknown()
        self.taken += 1
        return token

    def expression(self, binding: int) -> Node:
        """Parse operands and the operators between them that bind tighter than `binding`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotComputed("公式嵌套过深")
        left = self.operand()
        operators = 0
        while (token := self.token) is not None and token.type == Token.OP_IN:
            own = _BINDING.get(token.value, 0)
            if own <= binding:
                break
            operators += 1
            if operators > _MOST_OPERATORS:
                raise NotComputed("公式过长")
            self.take()
            left = Call(token.value, (left, self.expression(own)))
        self.depth -= 1
        return left

    def operand(self) -> Node:
        """Parse one operand with its signs and percent signs."""
        signs = []
        while (token := self.take()).type == Token.OP_PRE:
            signs.append(token.value)
        node = self.single(token)
        for sign in signs if "-" in signs else ():
            node = Call("0-", (node,)) if sign == "-" else node
        while (after := self.token) is not None and after.type == Token.OP_POST:
            self.take()
            node = Call("%", (node,))
        return node

    def single(self, token: Token) -> Node:
        """Parse what begins with a token that is no operator."""
        if token.type == Token.OPERAND:
            return _operand(token)
        if token.type == Token.FUNC and token.subtype == Token.OPEN:
            name = token.value[:-1].upper().removeprefix("_XLFN.").removeprefix("_XLWS.")
            return Call(name, tuple(self.arguments()))
        if token.type == Token.PAREN and token.subtype == Token.OPEN:
            node = self.expression(0)
            if self.take().subtype != Token.CLOSE:
                raise _unknown()
            return node
        raise _unknown()

    def arguments(self) -> list[Node]:
        """Parse the arguments of a function and its closing parenthesis."""
        arguments: list[Node] = []
        while True:
            token = self.token
            is_omitted = token is not None and (
                token.type == Token.SEP or token.subtype == Token.CLOSE
            )
            arguments.append(Constant(None) if is_omitted else self.expression(0))
            end = self.take()
            if end.type == Token.FUNC and end.subtype == Token.CLOSE:
                is_empty = len(arguments) == 1 and is_omitted
                return [] if is_empty else arguments
            if end.type != Token.SEP or end.subtype != Token.ARG:
                raise _unknown()


def _operand(token: Token) -> Node:
    if token.subtype == Token.NUMBER:
        return Constant(float(token.value))
    if token.subtype == Token.TEXT:
        return Constant(token.value[1:-1].replace('""', '"'))
    if token.subtype == Token.LOGICAL:
        return Constant(token.value.upper() == "TRUE")
    return ErrorConstant(token.value) if token.subtype == Token.ERROR else Reference(token.value)


def _unknown() -> NotComputed:
    return NotComputed("公式的写法没有认出来")
