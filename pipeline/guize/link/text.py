"""Texts that are alike: MinHash over character 3-grams finds near-duplicates, the cosine of character bigrams verifies.

The text of a change is its title and the words that prove its fields, the sentence that states the change among them: what
a change's row carries of its item. The hash functions are fixed here, because block keys are stored in ledgers: they must
be the same in every release and on every machine.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from guize.records import PolicyChange

SHINGLE = 3
BANDS, ROWS = 10, 4
_NOISE = re.compile(r"[\W_]+")
_MIX = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_SHIFT = np.uint64(32)


def _odd_numbers(count: int) -> npt.NDArray[np.uint64]:
    """Multipliers of the hash functions, by SplitMix64."""
    with np.errstate(over="ignore"):
        z = np.arange(1, count + 1, dtype=np.uint64) * _MIX[0]
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z | np.uint64(1)


_MULTIPLIERS = _odd_numbers(BANDS * ROWS)


def fold(text: str) -> str:
    """Letters and digits only, in one width and case: what is compared."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def content(change: PolicyChange) -> str:
    """The folded text of a change: its title and evidence, each stretch once."""
    parts = [fold(change.title)]
    for words in sorted({fold(evidence.text) for evidence in change.evidence}, key=lambda words: (-len(words), words)):
        if not any(words in part for part in parts):
            parts.append(words)
    return "\n".join(parts)


def key(*parts: object) -> int:
    """A hash of the parts, signed 64-bit, the same in every release and on every machine."""
    digest = blake2b("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big", signed=True)


@lru_cache(maxsize=8192)
def bigrams(text: str) -> frozenset[str]:
    """The character bigrams of a folded text; the text itself where it is shorter."""
    return frozenset(text[i : i + 2] for i in range(max(1, len(text) - 1)))


def cosine(a: str, b: str) -> float:
    """Cosine similarity of the sets of bigrams of two folded texts: a short text in a long one is still like it."""
    if a == b:
        return 1.0
    left, right = bigrams(a), bigrams(b)
    return len(left & right) / math.sqrt(len(left) * len(right))


def dice(a: str, b: str) -> float:
    """Dice coefficient of the bigrams of two folded phrases."""
    if a == b:
        return 1.0
    left, right = bigrams(a), bigrams(b)
    return 2 * len(left & right) / (len(left) + len(right))


def bands(texts: Sequence[str]) -> npt.NDArray[np.uint64]:
    """Locality-sensitive hashes of folded texts: texts that share one are probably near-duplicates.

    Of texts with Jaccard coefficient j a share of 1 - (1 - j**4)**10 meet in a band: 0.47 at j = 0.5, 0.94 at 0.7,
    0.995 at 0.8 (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4).

    Returns:
        An array of shape (texts, BANDS).
    """
    if not texts:
        return np.empty((0, BANDS), np.uint64)
    padded = [text.ljust(SHINGLE) for text in texts]
    points = np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    lengths = np.array([len(text) for text in padded])
    ends = np.cumsum(lengths)
    grams = points[:-2] * _MIX[0] ^ points[1:-1] * _MIX[1] ^ points[2:] * _MIX[2]
    grams ^= grams >> _SHIFT
    # The 3-grams that straddle two texts are the two that start before an end.
    inside = np.ones(len(points), bool)
    inside[ends - 1] = inside[ends - 2] = False
    grams = grams[inside[:-2]]
    starts = np.concatenate([[0], np.cumsum(lengths - SHINGLE + 1)[:-1]])
    keys = np.zeros((len(texts), BANDS), np.uint64)
    for number, multiplier in enumerate(_MULTIPLIERS):
        hashed = grams * multiplier
        hashed ^= hashed >> _SHIFT
        least = np.minimum.reduceat(hashed, starts)
        band = number // ROWS
        keys[:, band] = (keys[:, band] ^ least) * _MIX[1] + np.uint64(band)
    return keys
