from collections.abc import Callable
from pathlib import Path

import pytest

from guize.read import read
from guize.records import Failure, Item

ReadText = Callable[..., list[Item | Failure]]


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Writes text or bytes into a file and reads it: `read_text("title,text\\n…", "a.csv", columns=…)`."""

    def write_and_read(content: str | bytes, name: str = "input", **options: object) -> list[Item | Failure]:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(read([path], **options))

    return write_and_read
