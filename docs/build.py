"""Fills the generated parts of the pages from the code, and builds the site: `python docs/build.py DEST`."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args, get_origin

import click

from guize import cli, records
from guize.normalize import gate

DOCS = Path(__file__).parent
_MARK = re.compile(r"<!-- generated: (\w+) -->")
_CODE = re.compile(r"^    (\w+): (.+)$", re.MULTILINE)


def columns(name: str) -> str:
    """The columns of a record, from the descriptions of its fields."""
    model = getattr(records, name)
    rows = ["| column | type | meaning |", "|---|---|---|"]
    for column, field in model.model_fields.items():
        meaning = field.description.replace("|", "\\|")
        rows.append(f"| `{column}` | {_type(field.annotation)} | {meaning} |")
    return "\n".join(rows)


def _type(annotation: Any) -> str:
    """How a reader calls a field's type; `?` where the value may be missing."""
    if annotation is type(None):
        return "?"
    if get_origin(annotation) is list:
        return f"list of {_type(get_args(annotation)[0])}"
    parts = get_args(annotation)
    if parts and all(isinstance(part, str) for part in parts):
        return ", ".join(f"`{part}`" for part in parts)
    if parts:
        return " ".join(_type(part) for part in parts if part is not type(None)) + "?"
    return {"str": "text", "int": "whole number", "float": "number", "bool": "yes or no", "datetime": "moment"}.get(
        annotation.__name__, annotation.__name__
    )


def commands() -> str:
    """The help of every command, and of the commands within it."""
    root = click.Context(cli.main, info_name="guize")
    parts = []
    for name in cli.COMMANDS:
        command = cli.main.get_command(root, name)
        assert command is not None
        helps = [_help(command, name, root)]
        if isinstance(command, click.Group):
            within = click.Context(command, info_name=name, parent=root)
            helps += [_help(one, own, within) for own, one in command.commands.items()]
        parts.append("\n\n".join([f"## {name}", *(f"```text\n{text}\n```" for text in helps)]))
    return "\n\n".join(parts)


def _help(command: click.Command, name: str, parent: click.Context) -> str:
    return command.get_help(click.Context(command, info_name=name, parent=parent, terminal_width=100))


def reasons() -> str:
    """The reason codes of the gate, from its documentation."""
    rows = ["| code | meaning |", "|---|---|"]
    return "\n".join(rows + [f"| `{code}` | {meaning} |" for code, meaning in _CODE.findall(gate.__doc__ or "")])


def fill(page: str) -> str:
    """A page with its generated parts."""
    makers = {"commands": commands, "reasons": reasons}
    return _MARK.sub(lambda mark: makers[mark[1]]() if mark[1] in makers else columns(mark[1]), page)


def build(folder: Path) -> None:
    """Writes the pages and the site into a folder; a warning is an error."""
    pages = folder / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    for path in sorted(DOCS.iterdir()):
        if path.suffix == ".md":
            (pages / path.name).write_text(fill(path.read_text(encoding="utf-8")), encoding="utf-8")
        elif path.suffix == ".svg":
            shutil.copy(path, pages)
    shutil.copy(DOCS / "zensical.toml", folder)
    subprocess.run([sys.executable, "-m", "zensical", "build", "--strict", "--clean"], cwd=folder, check=True)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
