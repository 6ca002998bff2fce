"""What the payee is told: how it is set, its invoices, and the HTLCs that arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

U32_MAXIMUM = 2**32 - 1
U64_MAXIMUM = 2**64 - 1

TIMEOUT_DEFAULT = 120
"""Seconds that a set has where nobody says otherwise."""

TIMEOUT_LEAST = 60
"""Seconds that a set should have at least."""

OF_SET = "set"
OF_HTLC = "htlc"
TIMEOUTS = (OF_SET, OF_HTLC)
"""What runs out: the time of a set, from its first HTLC on, or that of each HTLC alone."""


@dataclass(frozen=True)
class Limits:
    """How much is held at most; None is no limit. All that is spontaneous is one invoice."""

    sets_of_invoice: int | None = None
    htlcs_of_invoice: int | None = None
    sets: int | None = None
    htlcs: int | None = None


@dataclass(frozen=True)
class Config:
    """How the payee is set.

    `scheme`                        how preimages are derived.
    `layouts`                       the layouts of the AMP record that it accepts.
    `accept_spontaneous`            whether it takes payments without an invoice.
    `mpp_timeout`                   seconds.
    `min_final_cltv_expiry_delta`   blocks: its own delta.
    `block_height`                  the height to begin with.
    `known_custom_types`            the types from 65536 up that it understands.
    `timeout_of`                    one of `TIMEOUTS`: either is right.
    """

    scheme: str
    layouts: tuple[str, ...]
    min_final_cltv_expiry_delta: int
    block_height: int
    accept_spontaneous: bool = False
    mpp_timeout: int = TIMEOUT_DEFAULT
    known_custom_types: frozenset[int] = frozenset()
    timeout_of: str = OF_SET
    limits: Limits = Limits()


@dataclass(frozen=True)
class Invoice:
    """An invoice in the payee's books.

    It is paid by AMP where `amp` is true, and by MPP where there is a `preimage`.
    `amount_msat` is None where it names no amount; it expires after the second
    `expires_at`.
    """

    payment_secret: bytes
    payment_hash: bytes
    amp: bool
    preimage: bytes | None = None
    amount_msat: int | None = None
    expires_at: int | None = None
    min_final_cltv_expiry_delta: int | None = None
    payment_metadata: bytes | None = None


class Htlc(NamedTuple):
    """An HTLC: its name in its channel, what update_add_htlc says, and the onion's payload."""

    id: str
    amount_msat: int
    payment_hash: bytes
    cltv_expiry: int
    payload: bytes
