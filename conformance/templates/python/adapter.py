"""What the implementation under test says. This file is yours; protocol.py has the lines and the JSON."""

from __future__ import annotations

import sys

import protocol
import wire
from protocol import Input, Reject, Unsupported

HELLO: protocol.Hello = {
    "protocol": "1",
    # The implementation and its version, as reports shall show them.
    "name": "my-implementation",
    "version": "0.1.0",
    "language": "python",
    # amp: it implements AMP. bystander: it does not, and meets AMP all the same.
    "profiles": ["bystander"],
    # What is asked. An operation that stands here and is answered with `unsupported` is red.
    "ops": ["bigsize.decode", "tlv.decode"],
    # What it can besides, such as "invoice:no-verify".
    "can": [],
    # For an operation, the members of its answers that it can't report. They are not compared.
    "omits": {},
    # "class": some rejections say of what class they are. "none": none does.
    "errors": "class",
}


def bigsize_decode(given: Input) -> protocol.Members:
    """A number at the start of the bytes. Calls wire.py, which stands where your library will be."""
    try:
        value, length = wire.read_bigsize(given.hex("bytes"))
    except wire.WireError as error:
        raise refused(error) from error
    # Every integer is a decimal string, however small it is.
    return {"value": str(value), "length": str(length)}


def tlv_decode(given: Input) -> protocol.Members:
    """A TLV stream: framing and order alone."""
    try:
        records = wire.read_tlv_stream(given.hex("bytes"))
    except wire.WireError as error:
        raise refused(error) from error
    return {"records": [{"type": str(kind), "value": value.hex()} for kind, value in records]}


def invoice_decode(given: Input) -> protocol.Members:
    """The next step: your library's decoder of BOLT 11. INVOICES.md says how."""
    given.text("invoice")
    # try:
    #     decoded = your_library.decode(given.text("invoice"))
    # except your_library.DecodeError as error:
    #     raise Reject(message=str(error)) from error
    # return {
    #     "network": decoded.network,
    #     "timestamp": str(decoded.timestamp),
    #     "payment_hash": decoded.payment_hash.hex(),
    # }
    raise Unsupported("invoice.decode is not wired yet")


OPERATIONS: protocol.Operations = {
    "bigsize.decode": bigsize_decode,
    "tlv.decode": tlv_decode,
    "invoice.decode": invoice_decode,
}


def refused(error: wire.WireError) -> Reject:
    """The library's error in the protocol's words. What it doesn't know is left out, never guessed."""
    return Reject(error.kind, str(error), offset=error.offset, tlv_type=error.tlv_type)


if __name__ == "__main__":
    sys.exit(protocol.serve(HELLO, OPERATIONS))
