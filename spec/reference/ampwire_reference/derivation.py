"""The three derivations of preimages from shares.

    sha256     deployed           SHA256(root || share || index)
    bp2018     2018 proposal      SHA256(root || index)
    hmac_xor   the tutorial's     share XOR root

The root is the XOR of all shares; the index is 4 bytes, most significant first;
the payment_hash is SHA256(preimage) in all three.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ampwire_reference.rejection import Reject

SHA256 = "sha256"
BP2018 = "bp2018"
HMAC_XOR = "hmac_xor"
SCHEMES = (SHA256, BP2018, HMAC_XOR)

LENGTH = 32
"""Bytes of a root, a share, a preimage and a hash."""

INDEX_MAXIMUM = 2**32 - 1

ZERO = bytes(LENGTH)


@dataclass(frozen=True)
class Part:
    """What the payee knows of one part. `hash` is None where it isn't to be compared."""

    share: bytes
    index: int
    hash: bytes | None = None


class Child(NamedTuple):
    """What is derived for one part."""

    preimage: bytes
    hash: bytes


def derive(scheme: str, root: bytes, share: bytes | None, index: int) -> Child:
    """Derives one part from the root, which is the XOR of all shares.

    `share` is not looked at in `bp2018`.

    Rejects: `bad_length`, then `bad_value`, then `insecure`.
    """
    _check_length("root", root)
    if scheme != BP2018:
        _check_length("share", share)
    _check_index(index)
    child = _child(scheme, root, share, index)
    _check_known_to_everyone(scheme, child)
    return child


def split(root: bytes, indexes: Sequence[int]) -> list[bytes]:
    """The shares of the tutorial's scheme, in the order of `indexes`.

    `root` is the root share that they are made from, not their XOR.

    Rejects: `bad_length`, then `bad_value`, then `insecure`.
    """
    _check_length("root", root)
    for index in indexes:
        _check_index(index)
    if len(indexes) < 2:  # rule: amp.hmac-xor.zero-preimage
        raise Reject(
            "insecure",
            "the preimage of a single part is all zero",
            rule="amp.hmac-xor.zero-preimage",
        )
    _check_indexes_once(HMAC_XOR, indexes)
    # rule: amp.hmac-xor.share
    return [hmac.new(root, _be32(index), hashlib.sha256).digest() for index in indexes]


def reconstruct(scheme: str, parts: Sequence[Part]) -> tuple[bytes, list[Child]]:
    """The root and the children of a whole set, the children in the order of `parts`.

    Rejects: `missing` for no part, `bad_length`, `bad_value`, `insecure`, and last
    `mismatch`.
    """
    if not parts:  # rule: amp.reconstruct.empty
        raise Reject("missing", "there is no part", rule="amp.reconstruct.empty")
    for part in parts:
        _check_length("share", part.share)
        _check_index(part.index)
        if part.hash is not None:
            _check_length("hash", part.hash)

    # What is insecure is refused before anything is compared. In `sha256` any
    # shares and any indexes will do.
    if scheme != SHA256:
        _check_indexes_once(scheme, [part.index for part in parts])

    root = ZERO
    for part in parts:
        root = _xor(root, part.share)  # rule: amp.sha256.root
    children = [_child(scheme, root, part.share, part.index) for part in parts]
    for child in children:
        # A single part is refused here: its share is the root.
        _check_known_to_everyone(scheme, child)

    for part, child in zip(parts, children):
        if part.hash is not None and part.hash != child.hash:  # rule: amp.reconstruct.hash
            raise Reject(
                "mismatch",
                f"the part with index {part.index} has another payment_hash",
                rule="amp.reconstruct.hash",
            )
    return root, children


def _child(scheme: str, root: bytes, share: bytes | None, index: int) -> Child:
    if scheme == SHA256:  # rule: amp.sha256.preimage
        preimage = hashlib.sha256(root + share + _be32(index)).digest()
    elif scheme == BP2018:  # rule: amp.bp2018.preimage
        preimage = hashlib.sha256(root + _be32(index)).digest()
    else:  # rule: amp.hmac-xor.preimage
        preimage = _xor(share, root)
    return Child(preimage, hashlib.sha256(preimage).digest())


def _check_known_to_everyone(scheme: str, child: Child) -> None:
    if scheme == HMAC_XOR and child.preimage == ZERO:  # rule: amp.hmac-xor.zero-preimage
        raise Reject(
            "insecure",
            "a preimage is all zero",
            rule="amp.hmac-xor.zero-preimage",
        )


def _check_indexes_once(scheme: str, indexes: Sequence[int]) -> None:
    if len(set(indexes)) != len(indexes):
        by_scheme = {
            BP2018: "amp.bp2018.index-once",  # rule: amp.bp2018.index-once
            HMAC_XOR: "amp.hmac-xor.index-once",  # rule: amp.hmac-xor.index-once
        }
        raise Reject("insecure", "an index is there twice", rule=by_scheme[scheme])


def _check_length(name: str, value: bytes | None) -> None:
    if value is None or len(value) != LENGTH:
        raise Reject("bad_length", f"{name} is not {LENGTH} bytes")


def _check_index(index: int) -> None:
    if index > INDEX_MAXIMUM:
        raise Reject("bad_value", "an index ends at 2^32-1")


def _be32(index: int) -> bytes:
    return index.to_bytes(4, "big")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other))
