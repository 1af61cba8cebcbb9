"""The command `guize`. Exit status: 0 done; 1 done, but some items failed or a floor was missed; 2 the call is unusable.

One module a command, of its name; what is slow to import, a command imports when it runs.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from guize.errors import GuizeError

COMMANDS = (
    "extract",
    "show",
    "report",
    "link",
    "ledger",
    "calendar",
    "feed",
    "evaluate",
    "annotate",
    "dates",
    "train",
    "info",
)


class Commands(click.Group):
    """The commands, in the order of `COMMANDS`; a GuizeError becomes one line on standard error and exit status 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from the module of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"guize.cli.{cmd_name}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except GuizeError as error:
            click.echo(f"guize: {error}", err=True)
            ctx.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="guize")
def main() -> None:
    """Read what Chinese e-commerce platforms announce; write a table of policy changes."""
