"""What the payee says about an HTLC: held, settled, or failed, and with what."""

from __future__ import annotations

from typing import NamedTuple, Union

from ampwire_reference import onion_failure
from ampwire_reference.rejection import Reject

UNKNOWN_DETAILS = "incorrect_or_unknown_payment_details"
OFFSET_MAXIMUM = 2**16 - 1
NO_HASH = bytes(onion_failure.SHA256_LENGTH)


class Held(NamedTuple):
    """The HTLC waits for the rest of its set."""


class Settled(NamedTuple):
    """The HTLC is claimed."""

    preimage: bytes


class Failed(NamedTuple):
    """The HTLC is given back: the failure's name, its data without the code, and why."""

    name: str
    data: bytes
    rule: str | None


class Mistake(NamedTuple):
    """No answer: the caller asked for what can't be."""

    message: str
    rule: str


Answer = Union[Held, Settled, Failed, Mistake]


class Fails(Exception):
    """Raised where a newcomer does not pass."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.name)
        self.failed = failed


def failure(name: str, rule: str | None, **values: int | bytes) -> Failed:
    """A failure by BOLT 4's name, with the values of its fields."""
    message = onion_failure.encode(onion_failure.BY_NAME[name], values)
    return Failed(name, message[onion_failure.CODE_LENGTH :], rule)


def unknown_details(amount_msat: int, height: int, rule: str | None) -> Failed:
    """What a stranger is told, whatever it was.

    `amount_msat` is the HTLC's own amount, `height` the height when it arrived.
    """
    # rule: amp.payee.failure
    return failure(UNKNOWN_DETAILS, rule, htlc_msat=amount_msat, height=height)


def invalid_payload(rejection: Reject) -> Failed:
    """What does not read: the type and the offset, 0 where there is none."""
    tlv_type = rejection.tlv_type or 0
    offset = min(rejection.offset or 0, OFFSET_MAXIMUM)
    values = {"type": tlv_type, "offset": offset}
    return failure("invalid_onion_payload", rejection.rule, **values)
