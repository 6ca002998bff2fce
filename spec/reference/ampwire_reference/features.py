"""Feature vectors: numbered bits, and which of them make sense together.

A vector is a string of bytes read as one number: bit 0 is the lowest bit of the
last byte. Two bits are one feature: the even one says that it is required, the
odd one that it is offered. A feature is named by its even bit here.

In Python the vector {8, 14, 31} is the list of its bits, and its bytes are
80 00 41 00.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ampwire_reference.rejection import Reject

MAXIMUM_LENGTH = 65535
"""Bytes of the longest vector: no message holds a longer one."""

MAXIMUM_BIT = 8 * MAXIMUM_LENGTH - 1
"""The highest bit of the longest vector."""

INIT = "init"
NODE = "node"
INVOICE = "invoice"
CONTEXTS = (INIT, NODE, INVOICE)
"""Where a vector can stand: the init message, node_announcement, an invoice."""

EVERYWHERE = (INIT, NODE, INVOICE)
INIT_NODE = (INIT, NODE)


class Feature(NamedTuple):
    """One feature: its even bit, where it may stand, and the feature that it needs.

    BOLT 9 names one more context, the channel type, which is no vector of its own here.
    """

    bit: int
    name: str
    contexts: tuple[str, ...]
    dependency: int | None = None


# BOLT 9 gives some rows no context: features that everyone is assumed to have, and
# gossip_queries. Who still sets one of their bits may do so anywhere.
BOLT_9 = (
    Feature(0, "option_data_loss_protect", EVERYWHERE),
    Feature(4, "option_upfront_shutdown_script", INIT_NODE),
    Feature(6, "gossip_queries", EVERYWHERE),
    Feature(8, "var_onion_optin", EVERYWHERE),
    Feature(10, "gossip_queries_ex", INIT_NODE),
    Feature(12, "option_static_remotekey", EVERYWHERE),
    Feature(14, "payment_secret", EVERYWHERE),
    Feature(16, "basic_mpp", EVERYWHERE, dependency=14),
    Feature(18, "option_support_large_channel", INIT_NODE),
    Feature(22, "option_anchors", INIT_NODE),
    Feature(24, "option_route_blinding", EVERYWHERE),
    Feature(26, "option_shutdown_anysegwit", INIT_NODE),
    Feature(28, "option_dual_fund", INIT_NODE),
    Feature(34, "option_quiesce", INIT_NODE),
    Feature(36, "option_attribution_data", EVERYWHERE),
    Feature(38, "option_onion_messages", INIT_NODE),
    Feature(42, "option_provide_storage", INIT_NODE),
    Feature(44, "option_channel_type", EVERYWHERE),
    Feature(46, "option_scid_alias", INIT_NODE),
    Feature(48, "option_payment_metadata", (INVOICE,)),
    Feature(50, "option_zeroconf", INIT_NODE, dependency=46),
    Feature(60, "option_simple_close", INIT_NODE, dependency=26),
    Feature(62, "option_splice", INIT_NODE),
)
"""BOLT 9's table."""

# AMP has no row in BOLT 9. It does not need basic_mpp.
AMP = Feature(30, "amp", EVERYWHERE, dependency=14)
"""AMP as deployed."""

FEATURES = {feature.bit: feature for feature in (*BOLT_9, AMP)}
"""Every feature of which more is known than its number, by its even bit."""


def even(bit: int) -> int:
    """The even bit of the pair that `bit` is in."""
    return bit - bit % 2


def decode(data: bytes) -> list[int]:
    """The bits that are set, ascending. Leading zero bytes carry nothing.

    Rejects: `limit` for more than 65535 bytes, at 0.
    """
    if len(data) > MAXIMUM_LENGTH:  # rule: bolt9.features.length
        raise Reject(
            "limit",
            f"{len(data)} bytes, more than {MAXIMUM_LENGTH}",
            rule="bolt9.features.length",
            offset=0,
        )
    bits = []
    for position, byte in enumerate(reversed(data)):  # rule: bolt9.features.bits
        bits += [8 * position + place for place in range(8) if byte >> place & 1]
    return bits


def encode(bits: Collection[int]) -> bytes:
    """Writes the vector in which exactly `bits` are set, in any order, without leading zeros.

    A bit that is given twice is set once. Both bits of a pair are written as they
    are given: to choose between them is up to who asks.

    Rejects: `limit` if a bit is over 524279.
    """
    _check_limit(bits)
    if not bits:
        return b""
    data = bytearray(max(bits) // 8 + 1)  # rule: bolt9.features.minimal
    for bit in bits:  # rule: bolt9.features.bits
        data[-1 - bit // 8] |= 1 << bit % 8
    return bytes(data)


def check(bits: Collection[int], context: str, known: Collection[int]) -> None:
    """Checks the vector in which `bits` are set, as a reader that knows `known`.

    `known` holds even bits, each for its pair. A feature of which nothing but
    this is known needs no other and may stand anywhere.

    Rejects: `limit` for a bit that no vector has; else, each at the lowest bit
    that has the fault: `unknown_even`, then `missing`, then `forbidden`.
    """
    _check_limit(bits)
    unknown = unknown_even(bits, known)
    if unknown is not None:  # rule: bolt9.features.unknown-even
        raise Reject(
            "unknown_even",
            f"bit {unknown} is even and unknown",
            rule="bolt9.features.unknown-even",
        )
    incomplete = incomplete_feature(bits, known)
    if incomplete is not None:  # rule: bolt9.features.dependencies
        raise Reject("missing", needs(incomplete), rule="bolt9.features.dependencies")
    misplaced = misplaced_feature(bits, context, known)
    if misplaced is not None:  # rule: bolt9.features.context
        raise Reject(
            "forbidden",
            f"{misplaced.name} ({_both(misplaced.bit)}) does not stand in this context: {context}",
            rule="bolt9.features.context",
        )


def unknown_even(bits: Collection[int], known: Collection[int]) -> int | None:
    """The lowest even bit that is not known, None if there is none."""
    # An odd bit makes no difference to its even one: a feature with both is required.
    for bit in sorted(bits):  # rule: bolt9.features.both-bits
        if bit % 2 == 0 and bit not in known:  # rule: bolt9.features.unknown-even
            return bit
    return None


def incomplete_feature(bits: Collection[int], known: Collection[int]) -> Feature | None:
    """The lowest known feature that is set without the one that it needs, None if there is none."""
    pairs = {even(bit) for bit in bits}
    for feature in _in_table(bits, known):
        # rule: bolt9.features.dependencies
        if feature.dependency is not None and feature.dependency not in pairs:
            return feature
    return None


def misplaced_feature(
    bits: Collection[int], context: str, known: Collection[int]
) -> Feature | None:
    """The lowest known feature that does not stand in this context, None if there is none."""
    for feature in _in_table(bits, known):
        if context not in feature.contexts:  # rule: bolt9.features.context
            return feature
    return None


def needs(feature: Feature) -> str:
    """Says in words which feature this one needs."""
    assert feature.dependency is not None
    needed = FEATURES[feature.dependency]
    return f"{feature.name} ({_both(feature.bit)}) needs {needed.name} ({_both(needed.bit)})"


def _in_table(bits: Collection[int], known: Collection[int]) -> list[Feature]:
    """The features that are set and known, as far as the table has them, ascending."""
    # What is left out here is unknown and odd, and ignored.
    pairs = {even(bit) for bit in bits}
    in_vector = sorted(pairs.intersection(known))  # rule: bolt9.features.unknown-odd
    return [FEATURES[pair] for pair in in_vector if pair in FEATURES]


def _check_limit(bits: Collection[int]) -> None:
    if any(bit > MAXIMUM_BIT for bit in bits):  # rule: bolt9.features.length
        raise Reject(
            "limit",
            f"the highest bit of a feature vector is {MAXIMUM_BIT}",
            rule="bolt9.features.length",
        )


def _both(bit: int) -> str:
    return f"{bit}/{bit + 1}"
