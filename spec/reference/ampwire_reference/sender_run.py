"""The operation `sender.run`: a whole scenario of a payer."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from ampwire_reference import derivation, onion_failure
from ampwire_reference.payee_words import U32_MAXIMUM, U64_MAXIMUM
from ampwire_reference.payer import PAYEE, ROUTER, Order, Payer, Refused, Sent
from ampwire_reference.rejection import Reject
from ampwire_reference.request import HEX_DIGITS, Members
from ampwire_reference.share_tracker import RandomBytes


class Send(NamedTuple):
    """A part is to be sent."""

    id: str
    amount_msat: int


class PartFailed(NamedTuple):
    """A part failed; `failure` is BOLT 4's name, None for another or none."""

    id: str
    by: str
    failure: str | None


class PartSettled(NamedTuple):
    """A part was claimed with this preimage."""

    id: str
    preimage: bytes


def read_order(members: Members) -> Order:
    """The `config` of a request."""
    order = Order(
        total_msat=members.integer("total_msat"),
        payment_secret=members.hex("payment_secret"),
        outgoing_cltv_value=members.integer("outgoing_cltv_value"),
        max_parts=members.integer("max_parts"),
    )
    if len(order.payment_secret) != derivation.LENGTH:
        raise Reject("bad_length", "payment_secret is not 32 bytes")
    if not 0 < order.total_msat <= U64_MAXIMUM or order.outgoing_cltv_value > U32_MAXIMUM:
        raise Reject("bad_value", "the total or the height is out of range")
    return order


def read_events(members: Members) -> list[Send | PartFailed | PartSettled]:
    """The events of a request."""
    return [_event(each) for each in members.objects("events")]


def run(members: Members, random_bytes: RandomBytes = secrets.token_bytes) -> dict[str, Any]:
    """Runs the payer. There is one answer for each `send`, in their order.

    A failure or a preimage that is of no use to the payer changes nothing: the
    answer has no place for it.
    """
    payer = Payer(read_order(members.object("config")), random_bytes)
    shards = []
    for event in read_events(members):
        if isinstance(event, Send):
            sent = payer.send(event.id, event.amount_msat)
            shards.append({"id": event.id, **_written(sent)})
            continue
        try:
            if isinstance(event, PartFailed):
                payer.failed(event.id, event.by, event.failure)
            else:
                payer.settled(event.id, event.preimage)
        except Reject:
            pass
    return {"shards": shards}


def _event(members: Members) -> Send | PartFailed | PartSettled:
    kinds = [kind for kind in ("send", "failed", "settled") if members.has(kind)]
    if len(kinds) != 1:
        raise Reject("other", "an event is send, failed or settled")
    event = members.object(kinds[0])
    if kinds == ["send"]:
        amount_msat = event.integer("amount_msat")
        if amount_msat > U64_MAXIMUM:
            raise Reject("bad_value", "amount_msat ends at 2^64-1")
        return Send(event.text("id"), amount_msat)
    if kinds == ["failed"]:
        by = event.choice("by", (ROUTER, PAYEE))
        return PartFailed(event.text("id"), by, _failure(event))
    return PartSettled(event.text("id"), event.hex("preimage"))


def _failure(event: Members) -> str | None:
    """The failure's name: of a name, or of the message in hex."""
    given = event.optional_text("failure")
    if not given or not HEX_DIGITS.issuperset(given):
        return given
    failure = onion_failure.decode(event.hex("failure")).failure
    return None if failure is None else failure.name


def _written(sent: Sent) -> dict[str, str]:
    if isinstance(sent, Refused):
        return {"refused": sent.why}
    return {"payload": sent.payload.hex(), "payment_hash": sent.payment_hash.hex()}
