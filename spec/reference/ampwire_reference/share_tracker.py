"""The payer's shares: what is outstanding and what is kept back make the root, always."""

from __future__ import annotations

from collections.abc import Callable

from ampwire_reference.derivation import LENGTH, ZERO
from ampwire_reference.rejection import Reject

RandomBytes = Callable[[int], bytes]
"""Gives as many random bytes as asked for."""


def random_nonzero(random_bytes: RandomBytes, but: bytes = ZERO) -> bytes:
    """32 random bytes, neither all zero nor `but`."""
    drawn = random_bytes(LENGTH)
    while drawn in (ZERO, but):  # rule: amp.sha256.split
        drawn = random_bytes(LENGTH)
    return drawn


def xor(one: bytes, other: bytes) -> bytes:
    """The XOR of two strings of one length."""
    return bytes(a ^ b for a, b in zip(one, other))


class ShareTracker:
    """Hands out shares of one root and takes them back.

    `root`         what all shares make together.
    `kept`         what no shard has; all zero when nothing is kept.
    `outstanding`  the share of each shard by its id, in the order of their making.
    """

    def __init__(self, root: bytes, random_bytes: RandomBytes) -> None:
        """Rejects: `insecure` for a root that everybody knows."""
        if root == ZERO:  # rule: amp.payer.fresh
            raise Reject("insecure", "the root is all zero", rule="amp.payer.fresh")
        self.root = root
        self.kept = root
        self.outstanding: dict[str, bytes] = {}
        self._random_bytes = random_bytes

    def new(self, shard_id: str, last: bool) -> bytes:
        """Makes a shard, and gives its share.

        Rejects: `duplicate`, then `insecure`.
        """
        if shard_id in self.outstanding:  # rule: amp.shares.id-once
            raise Reject("duplicate", "a shard has this id", rule="amp.shares.id-once")
        if self.kept == ZERO:  # rule: amp.shares.nothing-kept
            raise Reject("insecure", "nothing is kept", rule="amp.shares.nothing-kept")
        # rule: amp.shares.kept
        share = self.kept if last else random_nonzero(self._random_bytes, but=self.kept)
        self.kept = xor(self.kept, share)
        self.outstanding[shard_id] = share
        return share

    def cancel(self, shard_id: str) -> None:
        """Takes back the share of a shard that failed.

        Rejects: `bad_value` if none is outstanding under this id.
        """
        if shard_id not in self.outstanding:  # rule: amp.shares.cancel
            raise Reject("bad_value", "no shard has this id", rule="amp.shares.cancel")
        self.kept = xor(self.kept, self.outstanding.pop(shard_id))  # rule: amp.shares.kept
