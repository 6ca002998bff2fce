"""What an invoice says, member by member."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

DEFAULT_EXPIRY = 3600
"""The seconds after which an invoice without an expiry is not paid any more."""

HASH_LENGTH = 32
"""Bytes of payment_hash, payment_secret and description_hash."""


class Fallback(NamedTuple):
    """An address on the chain: a witness version and its program, or 17 or 18 and a hash."""

    version: int
    program: bytes


class Hop(NamedTuple):
    """One entry of a route hint: a node, its channel towards the payee, and what it takes."""

    node_id: bytes
    short_channel_id: int
    fee_base_msat: int
    fee_proportional_millionths: int
    cltv_expiry_delta: int


class UnknownField(NamedTuple):
    """A field that is kept as it is: the bech32 characters of its tag and of its value.
    `at` is its place among all fields, None where a writer may choose."""

    tag: str
    words: str
    at: int | None


@dataclass
class Invoice:
    """The members of an invoice. None means absent.

    `timestamp` and `expiry` are in seconds, amounts in msat. `features` are set
    bits, `order` are the tags in sequence, those of `unknown` too.
    """

    network: str
    timestamp: int
    amount_msat: int | None = None
    hrp_amount: str | None = None
    payment_hash: bytes | None = None
    payment_secret: bytes | None = None
    description: str | None = None
    description_hash: bytes | None = None
    payee: bytes | None = None
    payee_in_field: bool = False
    expiry: int | None = None
    min_final_cltv_expiry_delta: int | None = None
    fallbacks: list[Fallback] = field(default_factory=list)
    route_hints: list[list[Hop]] = field(default_factory=list)
    features: list[int] | None = None
    payment_metadata: bytes | None = None
    unknown: list[UnknownField] = field(default_factory=list)
    order: str | None = None
    signature: bytes | None = None
    recovery_id: int | None = None
    upper_case: bool = False
