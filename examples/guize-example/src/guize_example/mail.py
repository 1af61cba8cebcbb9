"""A reader: notices that a platform sent by e-mail (.eml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import BinaryIO

from guize.errors import InputError
from guize.records import Failure, Item

_FIRST_HEADERS = re.compile(rb"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*)*?(?:From|Received):", re.IGNORECASE)


def recognises(head: bytes, name: str) -> bool:
    """Whether an input begins with the headers of a mail. Look at the content first: names lie."""
    start = head[:4096]
    return _FIRST_HEADERS.match(start) is not None and b"\nSubject:" in start and b"multipart/related" not in start


def read(stream: BinaryIO, name: str) -> Iterator[Item | Failure]:
    """The one item of a mail: its subject and its plain text."""
    mail = message_from_bytes(stream.read(), policy=policy.default)
    body = mail.get_body(preferencelist=("plain",))
    if body is None:
        raise InputError("a mail without plain text")
    date = mail["Date"]
    yield Item(
        title=mail["Subject"],
        text=body.get_content().strip(),
        published_at=date.datetime if date else None,
        source=mail["From"].addresses[0].display_name or name,
        source_id=mail["Message-ID"],
        kind="notice",
    )
