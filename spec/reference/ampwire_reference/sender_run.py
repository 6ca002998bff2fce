"""The operation `sender.run`: a whole scenario of a payer."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from ampwire_reference import derivation
from ampwire_reference.payee_words import U32_MAXIMUM, U64_MAXIMUM
from ampwire_reference.payer import PAYEE, ROUTER, Order, Payer, Refused, Sent, Shard
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.share_tracker import RandomBytes


class Send(NamedTuple):
    """A part is to be sent."""

    id: str
    amount_msat: int


class PartFailed(NamedTuple):
    """A part failed; `failure` is BOLT 4's name, None where it could not be read."""

    id: str
    by: str
    failure: str | None


class PartSettled(NamedTuple):
    """A part was claimed with this preimage; with None, by the right one."""

    id: str
    preimage: bytes | None


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

    A failure or a preimage for a part that is not outstanding changes nothing.
    """
    payer = Payer(read_order(members.object("config")), random_bytes)
    shards: list[dict[str, Any]] = []
    # Of an id that was used again, the shard that has it now.
    sent_last: dict[str, dict[str, Any]] = {}
    for event in read_events(members):
        if isinstance(event, Send):
            sent = payer.send(event.id, event.amount_msat)
            shards.append({"id": event.id, **_written(sent)})
            if isinstance(sent, Shard):
                sent_last[event.id] = shards[-1]
            continue
        try:
            if isinstance(event, PartFailed):
                payer.failed(event.id, event.by, event.failure)
            else:
                payer.settled(event.id, event.preimage)
        except Reject:
            pass
    for shard_id, shard in sent_last.items():
        if payer.is_claimed(shard_id):  # rule: amp.payer.verify
            shard["settled"] = True
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
        return PartFailed(event.text("id"), by, event.optional_text("failure"))
    return PartSettled(event.text("id"), event.optional_hex("preimage"))


def _written(sent: Sent) -> dict[str, str]:
    if isinstance(sent, Refused):
        return {"refused": sent.why}
    return {"payload": sent.payload.hex(), "payment_hash": sent.payment_hash.hex()}
