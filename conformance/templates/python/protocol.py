"""The testee protocol of ampwire, version 1: one JSON object a line in, one a line out.

Nothing in here is about your implementation. Leave it as it is, and write adapter.py.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

# The longest line in bytes, without its line feed.
MAX_LINE = 4 * 1024 * 1024

Hello = dict[str, Any]
Members = dict[str, Any]


class Reject(Exception):
    """The implementation refuses the input. All that is said about it is optional."""

    def __init__(
        self,
        kind: str | None = None,
        message: str | None = None,
        offset: int | None = None,
        tlv_type: int | None = None,
    ) -> None:
        super().__init__(message)
        said = {"class": kind, "message": message, "offset": offset, "tlv_type": tlv_type}
        self.members = {name: str(value) for name, value in said.items() if value is not None}


class Unsupported(Exception):
    """The implementation can't do this."""


class Input:
    """The members of a request's `in`."""

    def __init__(self, members: Mapping[str, Any]) -> None:
        self.members = members

    def text(self, name: str) -> str:
        """A member that is a string."""
        value = self.members.get(name)
        if not isinstance(value, str):
            raise malformed(f"`{name}` is not a string")
        return value

    def hex(self, name: str) -> bytes:
        """A member that is bytes in lower-case hex."""
        text = self.text(name)
        if re.fullmatch("([0-9a-f]{2})*", text, re.ASCII) is None:
            raise Reject("bad_encoding", f"`{name}` is not lower-case hex")
        return bytes.fromhex(text)

    def integer(self, name: str) -> int:
        """A member that is an integer, in decimal."""
        text = self.text(name)
        if re.fullmatch("0|[1-9][0-9]{0,99}", text, re.ASCII) is None:
            raise Reject("bad_encoding", f"`{name}` is not a decimal integer")
        return int(text)

    def flag(self, name: str, default: bool) -> bool:
        """A member that is true or false, or not there."""
        value = self.members.get(name, default)
        if not isinstance(value, bool):
            raise malformed(f"`{name}` is neither true nor false")
        return value


Operations = dict[str, Callable[[Input], Members]]


def serve(hello: Hello, operations: Operations) -> int:
    """Answers standard input until it ends. Returns the exit status."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints is no answer.
    sys.stdout = sys.stderr
    while (line := next_line(source)) is not None:
        sink.write(answer_line(line, hello, operations) + b"\n")
        sink.flush()
    return 0


def next_line(source: BinaryIO) -> bytes | None:
    """The next line without its end; None when there is no more. Of a line that is too long only a part is kept."""
    line = part = source.readline(MAX_LINE + 2)
    if not line:
        return None
    while not part.endswith(b"\n") and (part := source.readline(MAX_LINE)):
        pass
    return line.removesuffix(b"\n")


def answer_line(line: bytes, hello: Hello, operations: Operations) -> bytes:
    """One answer for one line, whatever is in it."""
    name = ""
    try:
        request = read_request(line)
        # The empty id is nobody's, so no answer is taken for another's.
        name = request["id"] if isinstance(request.get("id"), str) else ""
        verdict = answer(request, hello, operations)
    except Reject as refusal:
        verdict = {"reject": refusal.members}
    except Unsupported as lack:
        verdict = {"unsupported": {"why": str(lack)}}
    except Exception as fault:  # Whatever else is raised is a bug, and no way to refuse.
        verdict = {"panic": {"message": f"{type(fault).__name__}: {fault}"[:1000]}}
    text = write({"id": name, **verdict})
    if len(text) > MAX_LINE:
        text = write({"id": name, "unsupported": {"why": f"the answer has {len(text)} bytes"}})
    return text


def answer(request: Members, hello: Hello, operations: Operations) -> Members:
    name, op, given = request.get("id"), request.get("op"), request.get("in")
    if not isinstance(name, str) or not isinstance(op, str) or not isinstance(given, dict):
        raise malformed("it has the strings `id` and `op` and the object `in`")
    if op == "hello":
        return {"hello": hello}
    if op not in operations:
        raise Unsupported("unknown op")
    return {"ok": operations[op](Input(given))}


def read_request(line: bytes) -> Members:
    if len(line) > MAX_LINE:
        raise malformed(f"a line of more than {MAX_LINE} bytes")
    try:
        # The protocol has no JSON numbers. They are not converted: a long one would take minutes.
        request = json.loads(line.decode("utf-8"), parse_int=float)
    except (ValueError, RecursionError) as error:
        raise malformed("it is not JSON") from error
    if not isinstance(request, dict):
        raise malformed("it is not an object")
    return request


def malformed(why: str) -> Reject:
    return Reject("other", f"malformed request: {why}")


def write(answer: Members) -> bytes:
    # ASCII alone: a lone surrogate in an id goes back as it came.
    return json.dumps(answer, separators=(",", ":")).encode("ascii")
