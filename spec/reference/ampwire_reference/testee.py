"""The testee protocol, version 1: one JSON object a line in, one a line out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any, BinaryIO

from ampwire_reference import __version__, receiver_run
from ampwire_reference.operations import OPERATIONS
from ampwire_reference.payee_words import OF_SET, TIMEOUTS
from ampwire_reference.profile import AMP, CAPABILITIES, PROFILES
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members

PROTOCOL = "1"


class _Number:
    """A JSON number. The protocol has none, so it is of no kind that is asked for."""


def hello(profile: str) -> dict[str, Any]:
    """The answer to the handshake."""
    return {
        "protocol": PROTOCOL,
        "name": "ampwire-reference",
        "version": __version__,
        "language": "python",
        "profiles": [profile],
        "ops": list(OPERATIONS[profile]),
        "can": list(CAPABILITIES[profile]),
        "omits": {},
        "errors": "class",
    }


def answer(line: bytes, profile: str = AMP, timeout_of: str = OF_SET) -> dict[str, Any]:
    """The answer to one line: an object with the id and exactly one verdict.

    `timeout_of` says what runs out in `receiver.run`: either is right.
    """
    operations = dict(OPERATIONS[profile])
    if "receiver.run" in operations:
        operations["receiver.run"] = partial(receiver_run.run, timeout_of=timeout_of)
    identifier = ""
    try:
        request = _parse(line)
        given = request.get("id")
        if not isinstance(given, str):
            raise Reject("other", "the request has no id that is a string")
        identifier = given
        operation = request.get("op")
        if not isinstance(operation, str):
            raise Reject("other", "the request has no op that is a string")
        if operation == "hello":
            return {"id": identifier, "hello": hello(profile)}
        if operation not in operations:
            return {"id": identifier, "unsupported": {"why": "unknown op"}}
        members = Members(request.get("in"), "in")
        return {"id": identifier, "ok": operations[operation](members)}
    except Reject as rejection:
        return {"id": identifier, "reject": rejection.answer()}
    except Exception as fault:  # Whatever else is raised is a fault of the reference.
        message = f"{type(fault).__name__}: {fault}"
        return {"id": identifier, "panic": {"message": message[:1000]}}


def _parse(line: bytes) -> dict[str, Any]:
    try:
        request = json.loads(
            line.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_number,
            parse_float=_number,
            parse_constant=_number,
        )
    except (ValueError, RecursionError):
        raise Reject("other", "the line is not JSON") from None
    if not isinstance(request, dict):
        raise Reject("other", "the line is not a JSON object")
    return request


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Reject("other", "an object of the request has a key twice")
    return members


def _number(_: str) -> _Number:
    # Not converted: a number of a million digits would take minutes.
    return _Number()


def serve(
    source: BinaryIO, sink: BinaryIO, profile: str = AMP, timeout_of: str = OF_SET
) -> None:
    """Answers line by line until the end of input."""
    for line in iter(source.readline, b""):
        written = json.dumps(answer(line, profile, timeout_of), separators=(",", ":"))
        sink.write(written.encode("ascii") + b"\n")
        sink.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the testee on standard input and output. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="testee.py",
        description="The executable reference of the AMP wire format, as a testee.",
    )
    parser.add_argument(
        "--profile",
        choices=PROFILES,
        default=AMP,
        help="who to play: one that implements AMP (the default), or a bystander that does not",
    )
    parser.add_argument(
        "--timeout-of",
        choices=TIMEOUTS,
        default=OF_SET,
        help="what runs out in receiver.run: the time of a set (the default), or of each HTLC",
    )
    options = parser.parse_args(arguments)
    serve(sys.stdin.buffer, sys.stdout.buffer, options.profile, options.timeout_of)
    return 0
