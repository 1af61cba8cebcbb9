"""Listing pages in HTML: blocks of the same build, each with a title, a time and perhaps a summary."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from guize.errors import InputError
from guize.read.byline import find_byline
from guize.read.furniture import is_more, is_pager
from guize.read.html_tree import Node, children, elements, lines_of, prose_size, select
from guize.read.listing import Entry
from guize.read.times import STAMP

_DEEPEST = 200  # elements within one another
_FEWEST = 3  # blocks that make a page a listing
_LITTLE = 0.2  # prose beside the blocks, as a share of their text, that any listing may have
_SHORTEST_TITLE = 4  # characters
_SHORTEST_LINE = 12  # characters below which a line without punctuation is a tag, a name or a counter
_PUNCTUATION = re.compile("[，。；：！？、,;!?]")
_SENTENCE_END = re.compile("[。；！]")
_EDGES = " \t\u3000•·|"
_CUT = re.compile(r"(?:…|\.{3})$")


def find_blocks(body: Node) -> list[Entry]:
    """The items of a listing page that is cleared of furniture; empty where it is none.

    An article may have a list of others beside it, but it has a time or sentences of its own outside of that.
    """
    survey = _Survey()
    moments = survey.visit(body)
    if survey.most < _FEWEST:
        return []
    blocks = _alike(body, survey.parent)
    inside = sum(len(block.text) for block in blocks)
    beside = prose_size(body) - sum(prose_size(block) for block in blocks)
    has_own_time = moments > sum(_Survey().visit(block) for block in blocks)
    sentences = sum(len(_SENTENCE_END.findall(block.text)) for block in blocks)
    has_own_sentences = len(_SENTENCE_END.findall(body.text)) > 2 * sentences
    if beside > inside * (_LITTLE if has_own_time or has_own_sentences else 1):
        return []
    parts = [(title, block) for block in blocks if (title := _title(block))]
    return [_entry(title, block, str(number)) for number, (title, block) in enumerate(parts, 1)]


class _Survey:
    """Looks for the element of which most children hold a time."""

    def __init__(self) -> None:
        self.most = 0
        self.parent: Node = None

    def visit(self, element: Node, depth: int = 0) -> int:
        """The number of times in the element.

        Raises:
            InputError: elements are nested deeper than any page's.
        """
        if depth > _DEEPEST:
            raise InputError("nested too deeply")
        if _moment(element) is not None:
            return 1
        counts = [(child, self.visit(child, depth + 1)) for child in children(element)]
        bearers = sum(count > 0 and _title(child) is not None for child, count in counts)
        if bearers > self.most:
            self.most, self.parent = bearers, element
        return sum(count for _, count in counts)


class _Title(NamedTuple):
    shown: str  # as on the page, perhaps cut
    full: str


def _alike(body: Node, parent: Node) -> list[Node]:
    """The children of an element, and of the elements built like it, that are of their most frequent tag."""
    tags = Counter(child.tag for child in elements(parent) if _Survey().visit(child))
    tag = tags.most_common(1)[0][0]
    alike = [
        node for node in [body, *body.get_elements_by_tag_name(parent.tag).values()] if _build(node) == _build(parent)
    ]
    return [child for node in alike for child in elements(node) if child.tag == tag]


def _build(node: Node) -> tuple[str, str]:
    return node.tag, node.getattr("class", "")


def _moment(node: Node) -> str | None:
    """The time, where a node is nothing else."""
    if node.tag == "time" and STAMP.fullmatch(node.getattr("datetime", "").strip()):
        return str(node.getattr("datetime"))
    if node.tag != "#text" or not STAMP.search(node.text):
        return None
    byline = find_byline(node.text.strip())
    if byline and not byline.has_clock and node.next is not None:  # 2024-03-05<i>07:42</i>
        byline = find_byline(f"{node.text} {node.next.text}".strip()) or byline
    return byline.stamp if byline and (byline.has_clock or not byline.rest) else None


def _title(block: Node) -> _Title | None:
    """The block's first heading, or else its first link, that is a title."""
    if block.tag.startswith("#"):
        return None
    for selector in ("h1, h2, h3, h4, h5, h6", "a[href]"):
        for node in select(block, selector):
            shown = next(iter(lines_of(node)), "")
            if len(shown) >= _SHORTEST_TITLE and not is_pager(shown) and not find_byline(shown):
                return _Title(shown, _full(node, shown))
    return None


def _full(node: Node, shown: str) -> str:
    """The whole of a title that the page cuts, where its link has it."""
    if _CUT.search(shown):
        for link in (node, node.query_selector("a[title]")):
            whole = " ".join(link.getattr("title", "").split()) if link is not None else ""
            if whole.startswith(_CUT.sub("", shown).strip()):
                return whole
    return shown


def _entry(title: _Title, block: Node, number: str) -> Entry:
    stamps = (stamp for node in block if (stamp := _moment(node)) is not None)
    lines = lines_of(block)
    for place, line in enumerate(lines):
        if title.shown in line:
            lines[place] = line.replace(title.shown, " ", 1)
            break
    text = "\n".join(line for line in map(_trimmed, lines) if not _is_beside(line))
    return Entry(number, title.full, next(stamps, None), text)


def _trimmed(line: str) -> str:
    return line.strip(_EDGES)


def _is_beside(line: str) -> bool:
    """Whether a line of a block is no summary but a time, a tag, a name, a counter or a link to the rest."""
    short = len(line) < _SHORTEST_LINE and not _PUNCTUATION.search(line)
    return short or is_more(line) or find_byline(line) is not None
