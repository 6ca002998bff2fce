"""A simple payer: it splits nothing by itself, and sends the parts it is asked for or says why not.

It keeps to section 9 in the narrowest way: while a part that the payee failed
has company in its channels nothing is sent, and then all begins anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import NamedTuple, Union

from ampwire_reference import derivation, onion_failure, payload_encode
from ampwire_reference.amp_record import TYPE14, AmpRecord
from ampwire_reference.payload import Payload
from ampwire_reference.payment_data import PaymentData
from ampwire_reference.rejection import Reject
from ampwire_reference.share_tracker import RandomBytes, ShareTracker, random_nonzero

ROUTER = "router"
PAYEE = "payee"

PERMANENT_ELSEWHERE = frozenset(
    {
        "invalid_realm",
        "permanent_node_failure",
        "required_node_feature_missing",
        "invalid_onion_version",
        "invalid_onion_hmac",
        "invalid_onion_key",
        "permanent_channel_failure",
        "required_channel_feature_missing",
        "unknown_next_peer",
    }
)
"""Failures with BOLT 4's flag PERM that `onion_failure` has no fields for."""

INDEX_LENGTH = 4


@dataclass(frozen=True)
class Order:
    """What is to be paid. `max_parts` are the parts that may be outstanding at a time."""

    total_msat: int
    payment_secret: bytes
    outgoing_cltv_value: int
    max_parts: int


class Shard(NamedTuple):
    """A part: what its final hop gets, and the hash that it is locked to."""

    payload: bytes
    payment_hash: bytes


class Refused(NamedTuple):
    """A part that is not sent."""

    why: str


Sent = Union[Shard, Refused]


def is_permanent(name: str | None) -> bool:
    """Says whether it is of no use to try again. What could not be read does not say so."""
    known = onion_failure.BY_NAME.get(name)
    if known is not None:
        return known.code & onion_failure.PERM != 0
    return name in PERMANENT_ELSEWHERE


@dataclass
class _Attempt:
    """One root with its set_id. `known` says whether the payee has failed a part of it."""

    set_id: bytes
    tracker: ShareTracker
    known: bool = False
    amounts: dict[str, int] = field(default_factory=dict)
    preimages: dict[str, bytes] = field(default_factory=dict)


class Payer:
    """Pays one order."""

    def __init__(self, order: Order, random_bytes: RandomBytes) -> None:
        self._order = order
        self._random_bytes = random_bytes
        self._attempt = self._fresh()
        self._used_hashes: set[bytes] = set()
        self._claimed: set[str] = set()
        self._over: str | None = None

    def send(self, shard_id: str, amount_msat: int) -> Sent:
        """A part of this amount is to be sent."""
        why = self._refusal(shard_id, amount_msat)
        if why is not None:
            return Refused(why)
        if self._attempt.known:  # rule: amp.payer.retry-payee
            self._attempt = self._fresh()
        attempt = self._attempt
        # A router's failure gave its share back: it is split anew.
        # rule: amp.payer.retry-router
        share = attempt.tracker.new(shard_id, amount_msat == self._lacking())
        index, child = self._index(share)
        attempt.amounts[shard_id] = amount_msat
        attempt.preimages[shard_id] = child.preimage
        payload = Payload(  # rule: amp.payer.same-set
            amt_to_forward=amount_msat,
            outgoing_cltv_value=self._order.outgoing_cltv_value,
            payment_data=PaymentData(self._order.payment_secret, self._order.total_msat),
            amp_record=AmpRecord(TYPE14, share, attempt.set_id, index),
        )
        return Shard(payload_encode.encode(payload), child.hash)

    def failed(self, shard_id: str, by: str, failure: str | None) -> None:
        """A part failed. `failure` is BOLT 4's name of it, where there is one.

        Rejects: `bad_value` if the part is not outstanding.
        """
        if shard_id in self._claimed:
            raise Reject("bad_value", "the part was claimed")
        self._attempt.tracker.cancel(shard_id)
        del self._attempt.amounts[shard_id], self._attempt.preimages[shard_id]
        if by == PAYEE:
            self._attempt.known = True
            if is_permanent(failure):  # rule: amp.payer.retry-payee
                self._over = "the payee will not take the payment"

    def settled(self, shard_id: str, preimage: bytes | None) -> None:
        """A part was claimed. It stays among what has arrived.

        Without `preimage` it was claimed with the right one.

        Rejects: `bad_value` if the part is not outstanding, `mismatch` for another preimage.
        """
        right = self._attempt.preimages.get(shard_id)
        if right is None:
            raise Reject("bad_value", "no part has this id")
        if preimage is None:
            preimage = right
        if hashlib.sha256(preimage).digest() != hashlib.sha256(right).digest():
            # rule: amp.payer.verify
            raise Reject("mismatch", "another part's preimage", rule="amp.payer.verify")
        self._claimed.add(shard_id)
        self._over = "the payee has claimed a part, and can claim all"

    def _refusal(self, shard_id: str, amount_msat: int) -> str | None:
        """Why a part is not sent; None if it is."""
        outstanding = self._attempt.amounts
        if self._over is not None:
            return self._over
        if shard_id in outstanding:  # rule: amp.shares.id-once
            return "this id is outstanding"
        if self._attempt.known and outstanding:  # rule: amp.payer.retry-payee
            return "the payee knows a share, and other parts are outstanding"
        # Without a part of nothing, and with no more than the total outstanding, no
        # strict subset of the parts reaches the total.
        # rule: amp.payer.no-subset
        if amount_msat == 0 or amount_msat > self._lacking():
            return "the part is nothing, or more than what lacks"
        parts = len(outstanding) + 1
        if parts > self._order.max_parts:
            return "there are as many parts as there may be"
        if parts == self._order.max_parts and amount_msat < self._lacking():
            return "the last part that there may be has to make the total"
        return None

    def _lacking(self) -> int:
        return self._order.total_msat - sum(self._attempt.amounts.values())

    def _fresh(self) -> _Attempt:
        # rule: amp.payer.fresh
        root = random_nonzero(self._random_bytes)
        set_id = random_nonzero(self._random_bytes, but=root)
        return _Attempt(set_id, ShareTracker(root, self._random_bytes))

    def is_claimed(self, shard_id: str) -> bool:
        """Says whether the part was claimed with the right preimage."""
        return shard_id in self._claimed

    def _index(self, share: bytes) -> tuple[int, derivation.Child]:
        """A random index whose hash was not offered before."""
        root = self._attempt.tracker.root
        while True:
            index = int.from_bytes(self._random_bytes(INDEX_LENGTH), "big")
            child = derivation.derive(derivation.SHA256, root, share, index)
            if child.hash not in self._used_hashes:  # rule: amp.payer.hash-once
                self._used_hashes.add(child.hash)
                return index, child
