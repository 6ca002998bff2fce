"""Parts by hand: sound ones, and such as no sound payer makes."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import Any


def sha256(data: bytes) -> bytes:
    """The hash of everything here."""
    return hashlib.sha256(data).digest()


@dataclass(frozen=True)
class Part:
    """One part. Without a share it is none of AMP, without a secret it has no payment_data."""

    amount_msat: int
    total_msat: int
    payment_secret: str | None
    payment_hash: str
    share: str | None = None
    set_id: str | None = None
    child_index: int = 0

    def payload(self, cltv_expiry: int) -> dict[str, Any]:
        """What the final hop gets, as `payload.decode` has it."""
        members: dict[str, Any] = {
            "amt_to_forward": str(self.amount_msat),
            "outgoing_cltv_value": str(cltv_expiry),
        }
        if self.payment_secret is not None:
            members["payment_data"] = {
                "payment_secret": self.payment_secret,
                "total_msat": str(self.total_msat),
            }
        if self.share is not None:
            members["amp_record"] = {
                "layout": "type14",
                "root_share": self.share,
                "set_id": self.set_id,
                "child_index": str(self.child_index),
            }
        return members

    def stream(self, cltv_expiry: int) -> bytes:
        """The same in bytes. No record is long, so each length is one byte."""
        records = [(2, truncated(self.amount_msat)), (4, truncated(cltv_expiry))]
        if self.payment_secret is not None:
            records.append((8, bytes.fromhex(self.payment_secret) + truncated(self.total_msat)))
        if self.share is not None and self.set_id is not None:
            names = bytes.fromhex(self.share) + bytes.fromhex(self.set_id)
            records.append((14, names + truncated(self.child_index)))
        return b"".join(bytes([kind, len(value)]) + value for kind, value in records)


def truncated(number: int) -> bytes:
    """A number without its leading zero bytes."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def amp_set(payment_secret: str, amounts: list[int], total_msat: int | None = None) -> list[Part]:
    """Sound parts of a payment by AMP, with indexes from 0 up. All shares are random."""
    set_id = secrets.token_hex(32)
    shares = [secrets.token_bytes(32) for _ in amounts]
    root = bytes(32)
    for share in shares:
        root = bytes(left ^ right for left, right in zip(root, share))
    return [
        Part(
            amount_msat=amount,
            total_msat=sum(amounts) if total_msat is None else total_msat,
            payment_secret=payment_secret,
            payment_hash=sha256(sha256(root + share + index.to_bytes(4, "big"))).hex(),
            share=share.hex(),
            set_id=set_id,
            child_index=index,
        )
        for index, (amount, share) in enumerate(zip(amounts, shares))
    ]


def changed(part: Part, **members: Any) -> Part:
    """The same but for these."""
    return replace(part, **members)
