"""Events of a payer, and the parts of a payment with every wish fulfilled."""

from __future__ import annotations

from support import SECRET, ask

from ampwire_reference import derivation, payload_encode
from ampwire_reference.amp_record import TYPE14, AmpRecord
from ampwire_reference.derivation import ZERO
from ampwire_reference.payload import Payload
from ampwire_reference.payment_data import PaymentData
from ampwire_reference.share_tracker import xor

CONFIG = {
    "total_msat": "1000",
    "payment_secret": SECRET,
    "outgoing_cltv_value": "800018",
    "max_parts": "4",
}
REFUSED = {"refused": "no"}
FINAL_FAILURE = "incorrect_or_unknown_payment_details"


def send(shard_id: str, amount: int) -> dict:
    return {"send": {"id": shard_id, "amount_msat": str(amount)}}


def failed(shard_id: str, by: str = "router", failure: str = "temporary_channel_failure") -> dict:
    return {"failed": {"id": shard_id, "by": by, "failure": failure}}


def settled(shard_id: str, preimage: bytes | None = ZERO) -> dict:
    if preimage is None:
        return {"settled": {"id": shard_id}}
    return {"settled": {"id": shard_id, "preimage": preimage.hex()}}


class Made:
    """Parts of one set with every wish fulfilled, to break rules with."""

    def __init__(self, set_id: bytes = b"\x03" * 32, root: bytes | None = None) -> None:
        self.set_id = set_id
        self.root = root

    def shard(self, amount: int, share: bytes, index: int = 0, **other: object) -> dict:
        """A part with this share."""
        payload = Payload(
            amt_to_forward=other.get("amt_to_forward", amount),
            outgoing_cltv_value=other.get("outgoing_cltv_value", 800018),
            payment_data=PaymentData(
                other.get("secret", bytes.fromhex(SECRET)), other.get("total", 1000)
            ),
            amp_record=AmpRecord(TYPE14, share, other.get("set_id", self.set_id), index),
        )
        its_hash = derivation.derive("sha256", self.root, share, index).hash
        return {
            "payload": payload_encode.encode(payload).hex(),
            "payment_hash": other.get("payment_hash", its_hash).hex(),
        }


ONE, TWO, THREE = b"\x18" * 32, b"\x22" * 32, b"\x44" * 32


def of(*shares: bytes, set_id: bytes = b"\x03" * 32) -> Made:
    """A set of these shares."""
    root = ZERO
    for share in shares:
        root = xor(root, share)
    return Made(set_id, root)


def refused_parts(events: list, config: dict) -> list:
    """Which parts the reference's payer refuses."""
    shards = ask("sender.run", config={**CONFIG, **config}, events=events)["ok"]["shards"]
    return ["refused" in shard for shard in shards]
