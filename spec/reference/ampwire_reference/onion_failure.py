"""Failure messages: what a hop or the payee sends back instead of the preimage.

     0  failure_code   2 bytes
     2  data           what belongs to this code

Around it on the wire stand a length and padding, which are not part of it. Bytes
after the data are ignored: later versions of a message may have more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ampwire_reference import bigsize
from ampwire_reference.rejection import Reject

CODE_LENGTH = 2
"""Bytes of failure_code."""

BADONION = 0x8000
PERM = 0x4000
"""The flags of a failure_code that the messages here have."""

U16 = "u16"
U32 = "u32"
U64 = "u64"
BIGSIZE = "bigsize"
SHA256 = "sha256"
"""The kinds of fields. All are numbers but the last, which is a hash."""

WIDTHS = {U16: 2, U32: 4, U64: 8}
"""Bytes of the numbers that always have the same, most significant first."""

SHA256_LENGTH = 32
"""Bytes of a hash."""


class Field(NamedTuple):
    """One field of the data."""

    name: str
    kind: str


class Failure(NamedTuple):
    """One failure message: its name, its code, and the fields of its data in their order."""

    name: str
    code: int
    fields: tuple[Field, ...]


FAILURES = (
    Failure("final_incorrect_cltv_expiry", 18, (Field("cltv_expiry", U32),)),
    Failure("final_incorrect_htlc_amount", 19, (Field("incoming_htlc_amt", U64),)),
    Failure("mpp_timeout", 23, ()),
    Failure(
        "incorrect_or_unknown_payment_details",
        PERM | 15,
        (Field("htlc_msat", U64), Field("height", U32)),
    ),
    Failure("invalid_onion_payload", PERM | 22, (Field("type", BIGSIZE), Field("offset", U16))),
    Failure("invalid_onion_blinding", BADONION | PERM | 24, (Field("sha256_of_onion", SHA256),)),
)
"""The messages that are known here, by ascending code."""

BY_NAME = {failure.name: failure for failure in FAILURES}
BY_CODE = {failure.code: failure for failure in FAILURES}


class Message(NamedTuple):
    """One message that was read. An unknown code has no `failure` and no values."""

    code: int
    failure: Failure | None
    values: dict[str, int | bytes]


def decode(data: bytes) -> Message:
    """Reads a message and leaves what follows its data.

    Rejects: `truncated`, at the first byte of the field that is cut, at 0 if not
    one byte of that field is there; `not_minimal` at a BigSize.
    """
    if len(data) < CODE_LENGTH:  # rule: bolt4.failure.complete
        raise _cut("failure_code", 0)
    code = int.from_bytes(data[:CODE_LENGTH], "big")
    failure = BY_CODE.get(code)
    values: dict[str, int | bytes] = {}
    if failure is None:  # rule: bolt4.failure.codes
        return Message(code, None, values)
    position = CODE_LENGTH
    for field in failure.fields:
        values[field.name], position = _read(data, position, field)
    return Message(code, failure, values)


def encode(failure: Failure, values: Mapping[str, int | bytes]) -> bytes:
    """Writes a message; `values` holds every field of it.

    Rejects, at the first field at fault: `bad_value` for a number over its width,
    `bad_length` for a hash that is not 32 bytes.
    """
    data = failure.code.to_bytes(CODE_LENGTH, "big")  # rule: bolt4.failure.codes
    return data + b"".join(_written(field, values[field.name]) for field in failure.fields)


def _read(data: bytes, start: int, field: Field) -> tuple[int | bytes, int]:
    """The field at `start`, and the offset of the first byte behind it."""
    if start == len(data):  # rule: bolt4.failure.complete
        # There is no byte of the field to point at: the message is at fault.
        raise _cut(field.name, 0)
    if field.kind == BIGSIZE:
        return bigsize.read(
            data,
            start,
            complete_rule="bolt4.failure.complete",  # rule: bolt4.failure.complete
            minimal_rule="bolt4.failure.type-minimal",  # rule: bolt4.failure.type-minimal
        )
    length = SHA256_LENGTH if field.kind == SHA256 else WIDTHS[field.kind]
    end = start + length
    if end > len(data):  # rule: bolt4.failure.complete
        raise _cut(field.name, start)
    value = data[start:end]
    if field.kind == SHA256:
        return value, end
    return int.from_bytes(value, "big"), end


def _written(field: Field, value: int | bytes) -> bytes:
    if field.kind == BIGSIZE:  # rule: bolt4.failure.type-minimal
        return bigsize.encode(value)
    if field.kind == SHA256:
        if len(value) != SHA256_LENGTH:  # rule: bolt4.failure.codes
            raise Reject(
                "bad_length",
                f"{field.name} has {len(value)} bytes, not {SHA256_LENGTH}",
                rule="bolt4.failure.codes",
            )
        return value
    width = WIDTHS[field.kind]
    if value >= 2 ** (8 * width):  # rule: bolt4.failure.codes
        raise Reject(
            "bad_value",
            f"{field.name} needs more than {width} bytes",
            rule="bolt4.failure.codes",
        )
    return value.to_bytes(width, "big")


def _cut(name: str, offset: int) -> Reject:
    return Reject(
        "truncated",
        f"the message ends before the end of {name}",
        rule="bolt4.failure.complete",
        offset=offset,
    )
