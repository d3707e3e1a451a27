"""Reads a relation as a person writes it: ``requests.new + requests.carried_in = results.total + …``."""

from __future__ import annotations

import re
from collections.abc import Callable

from checks.errors import FormFileError
from checks.model.rule import LinearRelation, Relation, Side

_TOKEN = re.compile(
    r"\s*(?:(?P<sign>[+-])|(?P<number>\d+)(?P<times>\s*\*)?|(?P<cell>[a-z][a-z0-9_]*(?:[./][a-z0-9_]+)*))"
)
_RELATION = re.compile(r"<=|>=|=")


def parse(formula: str, cell: Callable[[str], str]) -> LinearRelation:
    """Read one relation.

    Args:
        formula: integer coefficients, cell names, ``+ - *`` and one of ``= <= >=``.
        cell: turns a name of the formula into a cell id, and raises KeyError for an unknown one.

    Raises:
        FormFileError: the formula cannot be read, or names a cell that the form does not have.
    """
    sign = _RELATION.search(formula)
    if not sign or _RELATION.search(formula, sign.end()):
        raise FormFileError(f"公式 {formula!r} 应当恰有一个 =、<= 或 >=")
    relation: Relation = sign.group()  # type: ignore[assignment]  # the pattern allows no other
    return LinearRelation(
        _side(formula[: sign.start()], formula, cell), relation, _side(formula[sign.end() :], formula, cell)
    )


def _side(text: str, formula: str, cell: Callable[[str], str]) -> Side:
    terms: list[tuple[str, int]] = []
    constant, sign, factor, at = 0, 1, None, 0
    text = text.strip()
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            raise FormFileError(f"公式 {formula!r} 从 {text[at:]!r} 起无法理解")
        at = token.end()
        if token["sign"]:
            sign = 1 if token["sign"] == "+" else -1
        elif token["number"] and token["times"]:
            factor = int(token["number"])
        elif token["number"]:
            constant += sign * int(token["number"])
            sign = 1
        else:
            try:
                terms.append((cell(token["cell"]), sign * (factor or 1)))
            except KeyError:
                raise FormFileError(f"公式 {formula!r} 提到的 {token['cell']!r} 不在表中") from None
            sign, factor = 1, None
    return Side(tuple(terms), constant)
