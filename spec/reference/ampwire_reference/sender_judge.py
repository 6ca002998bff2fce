"""Judges an answer to `sender.run`, whoever gave it.

Roots and set_ids are random, so no answer is the expected one. The judge follows
the events with the answers beside them, and says which rule is broken where.
Whenever the parts that are outstanding make the total, their shares are the root,
and every hash that was ever offered under their set_id has to follow from it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ampwire_reference import amp_record, derivation, payload_decode
from ampwire_reference.derivation import LENGTH, ZERO
from ampwire_reference.finding import FORM, Finding
from ampwire_reference.payer import PAYEE, Order, is_permanent
from ampwire_reference.presence import FINAL
from ampwire_reference.rejection import Reject
from ampwire_reference.request import Members
from ampwire_reference.sender_run import PartFailed, Send, read_events, read_order
from ampwire_reference.share_tracker import xor

NEEDLESS = "needless"
"""Stands for a rule where a part is refused that nothing speaks against: no rule
says that a payer sends, but one that never does would keep to all of them."""

MAX_PARTS = "max-parts"
"""Stands for a rule where more parts are outstanding at a time than the config allows."""

GIVEN_UP = "given-up"
"""Stands for a part that is sent after the payee failed one for good, which has no slug."""


@dataclass(frozen=True)
class _Part:
    """A part that was sent. `place` is that of its entry in the answer."""

    place: int
    amount_msat: int
    payment_hash: bytes
    share: bytes
    set_id: bytes
    index: int


def judge(
    config: dict[str, Any], events: Sequence[dict[str, Any]], shards: Sequence[dict[str, Any]]
) -> list[Finding]:
    """What is wrong with `shards`, one for each `send` of `events` in their order.

    An empty list says that no rule is broken.

    Rejects: a request that is none.
    """
    request = Members({"config": config, "events": list(events)}, "in")
    watch = _Watch(read_order(request.object("config")))
    followed = read_events(request)
    sends = [event for event in followed if isinstance(event, Send)]
    if not isinstance(shards, (list, tuple)) or len(shards) != len(sends):
        return [Finding(FORM, f"there are {len(sends)} parts to answer for")]
    answers = iter(enumerate(shards))
    for event in followed:
        if isinstance(event, Send):
            watch.sent(event, *next(answers))
        elif isinstance(event, PartFailed):
            watch.failed(event)
        else:
            watch.settled(event.id, event.preimage)
    watch.judge_claims(shards)
    return watch.findings


class _Watch:
    """What is known of the payment so far.

    `outstanding`   the parts that may still arrive, by id. One that was claimed is among them.
    `sent_under`    all parts that were ever sent, by set_id.
    `roots`         the roots that the parts of a set_id were seen to make.
    `known`         the set_ids of which the payee failed a part.
    `known_shares`  the shares of these parts.
    `claimed`       the places of the parts that were claimed.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self.findings: list[Finding] = []
        self._outstanding: dict[str, _Part] = {}
        self._sent_under: dict[bytes, list[_Part]] = {}
        self._roots: dict[bytes, bytes] = {}
        self._known: set[bytes] = set()
        self._known_shares: set[bytes] = set()
        self._given_up = False
        self._claimed: set[int] = set()

    def sent(self, event: Send, place: int, answer: Any) -> None:
        """A part was asked for, and this is the answer."""
        try:
            members = Members(answer, "shard")
            if members.text("id") != event.id:
                raise Reject("other", f"the answer for {event.id} is not in its place")
            if members.has("refused"):
                members.text("refused")
                self._judge_refusal(event)
                return
            payment_hash = members.hex("payment_hash")
            if len(payment_hash) != LENGTH:
                raise Reject("other", "payment_hash is not 32 bytes")
            stream = members.hex("payload")
        except Reject as rejection:
            self._find(FORM, rejection.message)
            return
        self._judge_moment(event)
        part = self._read_part(event, place, stream, payment_hash)
        if part is not None:
            self._judge_part(part)
            self._sent_under.setdefault(part.set_id, []).append(part)
            self._outstanding[event.id] = part
            self._judge_outstanding()

    def failed(self, event: PartFailed) -> None:
        """A part can't arrive any more. One that is not outstanding is passed over."""
        part = self._outstanding.get(event.id)
        if part is None or part.place in self._claimed:
            return
        del self._outstanding[event.id]
        if event.by == PAYEE:
            self._known.add(part.set_id)
            self._known_shares.add(part.share)
            self._given_up = self._given_up or is_permanent(event.failure)

    def settled(self, shard_id: str, preimage: bytes | None) -> None:
        """A part was claimed, if this is its preimage; if not, nothing has happened."""
        part = self._outstanding.get(shard_id)
        if part is None:
            return
        # rule: amp.payer.verify
        if preimage is None or hashlib.sha256(preimage).digest() == part.payment_hash:
            self._claimed.add(part.place)

    def judge_claims(self, shards: Sequence[Any]) -> None:
        """Whether the payer has taken those parts for claimed that were, and no other."""
        for place, shard in enumerate(shards):
            # What is no object has been found before.
            given = shard.get("settled") if isinstance(shard, dict) else None
            if given not in (None, True, False):
                self._find(FORM, "settled is true or false")
            elif bool(given) != (place in self._claimed):  # rule: amp.payer.verify
                self._find("amp.payer.verify", f"the part {place} counts as claimed, or does not")

    def _find(self, rule: str, why: str) -> None:
        self.findings.append(Finding(rule, why))

    def _lacking(self) -> int:
        return self._order.total_msat - sum(
            part.amount_msat for part in self._outstanding.values()
        )

    def _judge_refusal(self, event: Send) -> None:
        """A payer may always be careful after the payee has spoken. Else it needs a reason."""
        slots = self._order.max_parts - len(self._outstanding)
        reasons = (
            self._given_up or bool(self._claimed) or bool(self._known),
            event.id in self._outstanding,
            event.amount_msat == 0,
            event.amount_msat > self._lacking(),
            slots < 1,
            slots == 1 and event.amount_msat < self._lacking(),
        )
        if not any(reasons):
            self._find(NEEDLESS, f"{event.id} could have been sent")

    def _judge_moment(self, event: Send) -> None:
        """Whether anything at all could be sent now, under this id and with this amount."""
        if self._given_up:
            self._find(GIVEN_UP, "the payee has failed a part for good")
        if self._claimed:  # rule: amp.payer.verify
            self._find("amp.payer.verify", f"{event.id} is sent, and a part was claimed before")
        if event.id in self._outstanding:  # rule: amp.shares.id-once
            self._find("amp.shares.id-once", f"{event.id} is outstanding")
        if event.amount_msat > self._lacking():  # rule: amp.payer.no-subset
            self._find("amp.payer.no-subset", f"{event.id} is more than what lacks")
        if event.amount_msat == 0:  # rule: amp.payer.no-subset
            self._find("amp.payer.no-subset", f"{event.id} has no amount")
        if len(self._outstanding) >= self._order.max_parts:
            self._find(MAX_PARTS, "there are more parts than there may be")

    def _read_part(
        self, event: Send, place: int, stream: bytes, payment_hash: bytes
    ) -> _Part | None:
        """What the payee would read, if it is a part of this payment."""
        try:
            payload = payload_decode.decode(stream, FINAL, [amp_record.TYPE14])
        except Reject as rejection:
            self._find(rejection.rule or FORM, rejection.message)
            return None
        record = payload.amp_record
        if record is None:  # rule: amp.record.layout
            self._find("amp.record.layout", "there is no AMP record")
            return None
        if payload.payment_data is None:  # rule: amp.payload.payment-data-written
            self._find("amp.payload.payment-data-written", "there is no payment_data")
            return None
        # rule: amp.payer.same-set
        if payload.payment_data.payment_secret != self._order.payment_secret:
            self._find("amp.payer.same-set", "another payment_secret")
        if payload.payment_data.total_msat != self._order.total_msat:
            self._find("amp.payer.same-set", "another total_msat")
        if payload.amt_to_forward != event.amount_msat:
            self._find(FORM, "another amount than was asked for")
        if payload.outgoing_cltv_value != self._order.outgoing_cltv_value:
            self._find(FORM, "another outgoing_cltv_value than was asked for")
        return _Part(
            place,
            payload.amt_to_forward,
            payment_hash,
            record.root_share,
            record.set_id,
            record.child_index,
        )

    def _judge_part(self, part: _Part) -> None:
        """Whether this part can stand beside all that were sent before it."""
        if part.set_id == ZERO:  # rule: amp.payer.fresh
            self._find("amp.payer.fresh", "the set_id is all zero")
        if part.share == ZERO:  # rule: amp.sha256.split
            self._find("amp.sha256.split", "a share is all zero")
        before = [each for parts in self._sent_under.values() for each in parts]
        if any(each.payment_hash == part.payment_hash for each in before):
            # rule: amp.payer.hash-once
            self._find("amp.payer.hash-once", "a payment hash was offered before")
        if part.set_id in self._known:  # rule: amp.payer.retry-payee
            self._find("amp.payer.retry-payee", "the payee failed a part of this set")
        elif part.share in self._known_shares:  # rule: amp.payer.retry-payee
            self._find("amp.payer.retry-payee", "the payee failed a part with this share")
        if any(each.set_id != part.set_id for each in self._outstanding.values()):
            # rule: amp.payer.same-set
            self._find("amp.payer.same-set", "parts of another set are outstanding")
        # Under which set_id a part is sent again that a router failed is up to the
        # payer, as long as nothing of the other set is outstanding.
        # rule: amp.payer.retry-router

    def _judge_outstanding(self) -> None:
        """What has to hold of all that may arrive now."""
        parts = list(self._outstanding.values())
        total = sum(part.amount_msat for part in parts)
        smallest = min(part.amount_msat for part in parts)
        if total - smallest >= self._order.total_msat:  # rule: amp.payer.no-subset
            self._find("amp.payer.no-subset", "some of the parts reach the total without the rest")
        if len({part.set_id for part in parts}) != 1:
            return
        root = ZERO
        for part in parts:
            root = xor(root, part.share)
        if total < self._order.total_msat:
            newest = parts[-1]
            child = derivation.derive(derivation.SHA256, root, newest.share, newest.index)
            if child.hash == newest.payment_hash:
                # What is kept is nothing: the payee has the root before the total is there.
                # rule: amp.sha256.split
                self._find("amp.sha256.split", "the shares make the root before the last")
            return
        self._judge_root(parts[0].set_id, root)

    def _judge_root(self, set_id: bytes, root: bytes) -> None:
        """The parts make the total: this is what the payee takes for the root."""
        if root in (ZERO, set_id):  # rule: amp.payer.fresh
            self._find("amp.payer.fresh", "the root is all zero, or the set_id")
        if any(root == other for each, other in self._roots.items() if each != set_id):
            # rule: amp.payer.fresh
            self._find("amp.payer.fresh", "another set had this root")
        if self._roots.get(set_id, root) != root:  # rule: amp.shares.kept
            self._find("amp.shares.kept", "the set had another root before")
        self._roots[set_id] = root
        for part in self._sent_under[set_id]:
            child = derivation.derive(derivation.SHA256, root, part.share, part.index)
            if child.hash != part.payment_hash:  # rule: amp.sha256.preimage
                self._find("amp.sha256.preimage", "a hash does not follow from the shares")
                break
