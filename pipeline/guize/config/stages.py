"""Stages of other packages: entry points of the group `guize.stages`, run where the configuration names them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points

from guize.errors import ConfigError
from guize.records import Item, PolicyChange

GROUP = "guize.stages"

Stage = Callable[[Item, list[PolicyChange]], list[PolicyChange]]
"""A pure function: an item and the changes found in it → the changes to write. Evidence must quote the item."""


def load_stages(names: Sequence[str], *, source: str | None = None) -> list[Stage]:
    """The stages of these names, in their order.

    Args:
        names: names of entry points.
        source: the file that names them, for errors.

    Raises:
        ConfigError: no installed package provides a stage of a name, or it cannot be loaded.
    """
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    stages: list[Stage] = []
    for name in names:
        if name not in found:
            known = ", ".join(sorted(found)) or "none"
            raise ConfigError(f"stages: no installed package provides '{name}'; provided are: {known}", source=source)
        try:
            stages.append(found[name].load())
        except Exception as error:
            message = f"stages: '{name}' ({found[name].value}) cannot be loaded: {error}"
            raise ConfigError(message, source=source) from error
    return stages


def stage_versions(names: Sequence[str]) -> list[str]:
    """Which package, in which version, provides each of the stages, as `cross_border guize-example 0.1.0`."""
    found = {entry.name: entry.dist for entry in entry_points(group=GROUP)}
    return [f"{name} {dist.name} {dist.version}" if (dist := found[name]) else name for name in names]
