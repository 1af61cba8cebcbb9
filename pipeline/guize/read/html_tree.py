"""HTML as a tree without the furniture of its page, and the lines of text in it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

from guize import vocabulary

Node = Any  # a node of resiliparse's tree; its lists are slow to iterate over, hence `values()` below
_INSTRUCTION = re.compile(r"<\?[^>]*>?")  # a comment to browsers; to the parser a node that is no element
_MOSTLY = 0.5
_HEAVY = 0.8  # share of a page's prose that one element holds, for the others to be beside it
_MANY_LINKS = 3


def parse(text: str) -> HTMLTree:
    """The tree of a page, of elements and text alone."""
    return HTMLTree.parse(_INSTRUCTION.sub("", text))


def clear(body: Node) -> None:
    """Takes out of a page what is none of its text: scripts, navigation, sharing, related articles, foot.

    An element that holds most of the page's words stays, whatever it is called.
    """
    for node in select(body, _selector("wordless")):
        _remove(node)
    size = len(body.text)
    for node in select(body, _selector("furniture")):
        if len(node.text) < _MOSTLY * size:
            _remove(node)


def drop_link_lists(body: Node) -> None:
    """Takes out the blocks of links beside the element that holds the prose; those within it stay."""
    element = body
    while parts := elements(element):
        heaviest = max(parts, key=prose_size)
        if prose_size(heaviest) < _HEAVY * prose_size(element):
            return
        for child in parts:
            if child != heaviest and _is_link_list(child):
                _remove(child)
        element = heaviest


def _is_link_list(element: Node) -> bool:
    many = len(select(element, "a")) >= _MANY_LINKS
    return many and prose_size(element) < _MOSTLY * len(element.text)


def prose_size(element: Node) -> int:
    """Characters of the element's text that are no link."""
    return len(element.text) - sum(len(link.text) for link in select(element, "a"))


def select(node: Node, selector: str) -> list[Node]:
    """The elements below a node that a CSS selector finds."""
    return node.query_selector_all(selector).values()  # type: ignore[no-any-return]


def children(node: Node) -> list[Node]:
    """The nodes directly below."""
    return node.child_nodes.values()  # type: ignore[no-any-return]


def elements(node: Node) -> list[Node]:
    """The children that are elements."""
    return [child for child in children(node) if not child.tag.startswith("#")]


def lines_of(node: Node) -> list[str]:
    """The lines that a reader sees, without blank ones and without the space around them."""
    text = extract_plain_text(HTMLTree.parse(node.html), preserve_formatting=True, alt_texts=False)
    return [line for line in map(str.strip, text.split("\n")) if line]


def _remove(node: Node) -> None:
    if node.parent is not None:
        node.parent.remove_child(node)


@cache
def _selector(name: str) -> str:
    return ", ".join(vocabulary.load("reading")["html"][name])
