"""What a mention of a platform or an authority shows of whether it acts: the cues of `vocabulary/actor.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from guize import vocabulary
from guize.records import Span

_BEFORE = 10  # characters before a mention that are looked at
_NEAR_START = 2  # a title begins with a mention even after a quotation mark or bracket


class Mention(NamedTuple):
    """One name, or several that act together (淘宝、天猫), and what it shows.

    `[start, end)` is the whole name, a station or team included (亚马逊日本站); `who` are the ids named;
    `cues` are names of the score sheet.
    """

    spans: tuple[Span, ...]
    who: tuple[str, ...]
    start: int
    end: int
    cues: tuple[str, ...] = ()


class Sheet(NamedTuple):
    """The score sheet, compiled."""

    joint: re.Pattern[str]
    extension: dict[str, re.Pattern[str]]
    before: dict[str, list[tuple[str, tuple[str, ...]]]]  # by the last character of the words
    after: re.Pattern[str]
    points: dict[str, float]
    others: dict[str, float]
    naming: dict[str, float]


@cache
def sheet() -> Sheet:
    """The score sheet of `vocabulary/actor.toml`."""
    data = vocabulary.load("actor")
    places = vocabulary.load("authorities")
    place = "|".join(sorted(places["countries"] + places["regions"], key=len, reverse=True))
    return Sheet(
        joint=re.compile(data["joint"]),
        extension={
            "platform": re.compile(data["platform_extension"].replace("{place}", f"(?:{place})")),
            "authority": re.compile(data["authority_extension"]),
        },
        before=_by_last_character(data["before"]),
        after=re.compile("|".join(f"(?P<{cue['name']}>{_pattern(cue)})" for cue in data["after"])),
        points=data["position"] | {cue["name"]: cue["points"] for cue in (*data["before"], *data["after"])},
        others=data["others"],
        naming=data["naming"],
    )


def _by_last_character(cues: list[dict[str, Any]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """The cues' names and words, in order, under the last characters of their words."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for cue in cues:
        for last in {word[-1] for word in cue["words"]}:
            words = tuple(word for word in cue["words"] if word[-1] == last)
            found.setdefault(last, []).append((cue["name"], words))
    return found


def _pattern(cue: dict[str, Any]) -> str:
    """The pattern of a cue; one given by words looks for their first characters first, which is fast."""
    if "pattern" in cue:
        return str(cue["pattern"])
    firsts = "".join(sorted({word[0] for word in cue["words"]}))
    return f"{cue['within']}(?=[{firsts}])(?:{'|'.join(cue['words'])})"


def mentions(content: str, title_end: int, spans: Sequence[Span]) -> list[Mention]:
    """The mentions that the spans make up, in order, with their cues; without cues where all say the same name."""
    rules = sheet()
    found = [
        Mention(joined, tuple([s.value or "" for s in joined]), joined[0].start, _extended(content, joined, rules))
        for joined in _joined(content, spans, rules.joint)
    ]
    if len({content[mention.start : mention.end] for mention in found}) < 2:
        return found
    first = next((m for m in found if m.start >= title_end), None)
    return [m._replace(cues=tuple(_cues(content, title_end, m, m is first, rules))) for m in found]


def _cues(content: str, title_end: int, mention: Mention, is_first_in_text: bool, rules: Sheet) -> Iterator[str]:
    head = content[max(0, mention.start - _BEFORE) : mention.start].rstrip(' 　“「『"')
    if not head:
        yield "opening"
    else:
        for name, words in rules.before.get(head[-1], ()):
            if head.endswith(words):
                yield name
                break
    after = rules.after.match(content, mention.end)
    if after and after.lastgroup:
        yield after.lastgroup
    if mention.start < title_end:
        yield "title"
        if mention.start <= _NEAR_START:
            yield "title_start"
    elif is_first_in_text:
        yield "text_start"
    if mention.spans[0].label == "authority":
        yield "authority"


def _joined(content: str, spans: Sequence[Span], joint: re.Pattern[str]) -> Iterator[tuple[Span, ...]]:
    run: list[Span] = []
    for span in sorted(spans):
        if run and not _together(content, run[-1], span, joint):
            yield tuple(run)
            run = []
        run.append(span)
    if run:
        yield tuple(run)


def _together(content: str, one: Span, other: Span, joint: re.Pattern[str]) -> bool:
    """Whether two names act together; without a word between them only those of different platforms do."""
    if one.label != other.label or not joint.fullmatch(content, one.end, other.start):
        return False
    return one.value != other.value or (not content[one.end : other.start].isspace() and one.end < other.start)


def _extended(content: str, joined: Sequence[Span], rules: Sheet) -> int:
    """Where the name ends that the joined names make up; several authorities are not followed by their number."""
    last = joined[-1]
    extension = rules.extension[last.label].match(content, last.end)
    return extension.end() if extension and not (last.label == "authority" and len(joined) > 1) else last.end
