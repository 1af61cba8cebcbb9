"""The review page: one HTML file with its data, its grid library and its style in it, that loads nothing.

What a document says is only ever data: it stands in the page as JSON without `<`, and the page's code writes it by
`textContent`. The Content-Security-Policy admits the page's own scripts and styles by their hashes, and no request.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import tomllib
from functools import cache
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Any

from guize.report.data import page_data
from guize.write.staging import write_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from guize.records import Item, PolicyChange

_GRID = ("vendor/tabulator.min.js", "vendor/tabulator_simple.min.css")
_SCRIPTS = ("dom.js", "rows.js", "filters.js", "grid.js", "timeline.js", "item.js", "main.js")
_UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_SOURCE_MAP = re.compile(r"(//|/\*)# sourceMappingURL=\S+( \*/)?")


def write_page(changes: Sequence[PolicyChange], path: Path, items: Mapping[str, Item] | None = None) -> None:
    """Write the review page of the changes.

    Args:
        changes: the rows, any number.
        path: the HTML file; it appears only when it is complete.
        items: the items that the changes were read from, by `item_id`; the page shows their texts.

    Raises:
        OutputError: the file cannot be written.
    """
    write_file(path, render_page(changes, items).encode("utf-8", "replace"))


def render_page(changes: Sequence[PolicyChange], items: Mapping[str, Item] | None = None) -> str:
    """The review page as HTML; see `write_page`."""
    grid_code, grid_style = (_SOURCE_MAP.sub("", asset(name)) for name in _GRID)
    code = "\n".join(["(() => {", '"use strict";', *map(asset, _SCRIPTS), "})();"])
    style = asset("marks.css") + asset("page.css")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src {_digest(grid_code)} {_digest(code)}",
            f"style-src {_digest(grid_style)} {_digest(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return Template(asset("page.html")).substitute(
        policy=html.escape(policy),
        licence=asset("vendor/LICENSE"),
        grid_style=grid_style,
        style=style,
        data=_as_script_data(page_data(changes, items or {}) | {"labels": labels()}),
        grid_code=grid_code,
        code=code,
    )


@cache
def labels() -> dict[str, Any]:
    """What the page says, by language; not to be modified."""
    return tomllib.loads(asset("labels.toml"))


def _as_script_data(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the script element it stands in, nor open a comment there."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda match: _UNSAFE[match.group()], text)


@cache
def asset(name: str) -> str:
    """A file of `assets`."""
    return (files("guize.report") / "assets" / name).read_text(encoding="utf-8")


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
