from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from guize.cli import main


class Outcome(NamedTuple):
    """What a run left: its exit status, the lines on standard error, and both tables as rows."""

    status: int
    errors: list[str]
    items: list[dict[str, Any]]
    changes: list[dict[str, Any]]


@pytest.fixture
def extract(tmp_path: Path) -> Callable[..., Outcome]:
    """Runs `guize extract` on files: `extract({"a.txt": b"…"})`, or on what is there: `extract(path, "--strict")`."""

    def run(inputs: dict[str, bytes] | Path, *options: str) -> Outcome:
        source = inputs if isinstance(inputs, Path) else tmp_path / "in"
        if not isinstance(inputs, Path):
            source.mkdir()
            for name, content in inputs.items():
                (source / name).write_bytes(content)
        out = tmp_path / "out"
        result = CliRunner().invoke(main, ["extract", str(source), "-o", f"{out}/", *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.stderr
        tables = {}
        for name in ("items", "changes"):
            path = out / f"{name}.parquet"
            tables[name] = pq.read_table(path).to_pylist() if path.exists() else []
        return Outcome(result.exit_code, result.stderr.splitlines(), **tables)

    return run
