"""Parts of payments, and what the reference's payee makes of them."""

from __future__ import annotations

import hashlib
from typing import Any

from support import SECRET, SET_ID, OperationTest, ask

from ampwire_reference import tlv

HEIGHT = 800_000
DELTA = 18
EXPIRY = HEIGHT + DELTA
TIMEOUT = 120

PREIMAGE = "77" * 32
PREIMAGE_HASH = hashlib.sha256(bytes.fromhex(PREIMAGE)).hexdigest()
MPP_SECRET = "44" * 32
OTHER_SECRET = "55" * 32
OTHER_SET_ID = "66" * 32
ZERO = "00" * 32

AMP_INVOICE = {"amp": True, "payment_secret": SECRET, "payment_hash": "99" * 32}
MPP_INVOICE = {
    "amp": False,
    "payment_secret": MPP_SECRET,
    "payment_hash": PREIMAGE_HASH,
    "preimage": PREIMAGE,
}

UNKNOWN = "incorrect_or_unknown_payment_details"


def minimal(number: int) -> bytes:
    """A truncated integer."""
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def stream(**records: bytes) -> str:
    """A payload of records `t<type>`."""
    return tlv.encode((int(name[1:]), value) for name, value in records.items()).hex()


def unknown(amount_msat: int, height: int = HEIGHT) -> tuple:
    """The failure that tells a stranger nothing."""
    return (UNKNOWN, amount_msat.to_bytes(8, "big").hex() + height.to_bytes(4, "big").hex())


def shares_of(count: int) -> list[bytes]:
    """As many shares as there are parts, each its own."""
    return [hashlib.sha256(b"share %d" % number).digest() for number in range(count)]


def xor(shares: list[bytes]) -> bytes:
    root = bytes(32)
    for share in shares:
        root = bytes(a ^ b for a, b in zip(root, share))
    return root


def preimage_of(root: bytes, share: bytes, index: int) -> bytes:
    return hashlib.sha256(root + share + index.to_bytes(4, "big")).digest()


def htlc(
    htlc_id: str,
    amount: int,
    payment_hash: str,
    records: dict[str, bytes],
    *,
    carries: int | None = None,
    expiry: int = EXPIRY,
    asked_expiry: int = HEIGHT,
) -> dict[str, Any]:
    """An HTLC with a payload of these records beside type 2 and type 4."""
    known = {"t2": minimal(amount), "t4": minimal(asked_expiry)}
    return {
        "id": htlc_id,
        "amount_msat": str(amount if carries is None else carries),
        "payment_hash": payment_hash,
        "cltv_expiry": str(expiry),
        "payload": stream(**{**known, **records}),
    }


def amp_parts(
    amounts: list[int],
    total: int,
    *,
    secret: str = SECRET,
    set_id: str = SET_ID,
    layout: str = "type14",
    names: str = "a",
    shares: list[bytes] | None = None,
    records: dict[str, bytes] | None = None,
    **more: Any,
) -> tuple[list[dict[str, Any]], list[str]]:
    """The HTLCs of one payment by AMP, and their preimages. Ids are `names` and a number."""
    shares = shares_of(len(amounts)) if shares is None else shares
    root = xor(shares)
    htlcs, preimages = [], []
    for number, (amount, share) in enumerate(zip(amounts, shares)):
        preimage = preimage_of(root, share, number)
        if layout == "type14":
            mine = {
                "t8": bytes.fromhex(secret) + minimal(total),
                "t14": share + bytes.fromhex(set_id) + minimal(number),
            }
        else:
            index = number.to_bytes(4, "big")
            mine = {"t8": share + bytes.fromhex(set_id) + index, "t18": minimal(total)}
        its_hash = hashlib.sha256(preimage).hexdigest()
        mine.update(records or {})
        htlcs.append(htlc(f"{names}{number}", amount, its_hash, mine, **more))
        preimages.append(preimage.hex())
    return htlcs, preimages


def mpp_part(
    htlc_id: str, amount: int, total: int, *, secret: str = MPP_SECRET, **more: Any
) -> dict[str, Any]:
    """An ordinary HTLC."""
    records = {"t8": bytes.fromhex(secret) + minimal(total), **more.pop("records", {})}
    return htlc(htlc_id, amount, more.pop("payment_hash", PREIMAGE_HASH), records, **more)


def arrives(part: dict[str, Any], at: int = 1000) -> dict[str, Any]:
    return {"at": str(at), "htlc": part}


def tick(at: int) -> dict[str, Any]:
    return {"at": str(at), "tick": True}


def block(height: int, at: int = 1000) -> dict[str, Any]:
    return {"at": str(at), "block_height": str(height)}


def request(
    events: list[dict[str, Any]], invoices: list[dict[str, Any]] | None = None, **config: Any
) -> dict[str, Any]:
    """The `in` of receiver.run."""
    return {
        "config": {
            "scheme": "sha256",
            "layouts": ["type14"],
            "accept_spontaneous": False,
            "mpp_timeout": str(TIMEOUT),
            "min_final_cltv_expiry_delta": str(DELTA),
            "block_height": str(HEIGHT),
            "known_custom_types": [],
            **config,
        },
        "invoices": [AMP_INVOICE, MPP_INVOICE] if invoices is None else invoices,
        "events": events,
    }


def short(outcome: dict[str, Any]) -> Any:
    """One outcome without event and id, easy to compare."""
    rest = {name: value for name, value in outcome.items() if name not in ("event", "id")}
    if rest == {"held": True}:
        return "held"
    if list(rest) == ["settled"]:
        return rest["settled"]
    if list(rest) == ["failed"]:
        return (rest["failed"]["name"], rest["failed"].get("data", ""))
    if list(rest) == ["error"]:
        return "error"
    raise AssertionError(f"no outcome: {outcome}")


def trace(given: dict[str, Any]) -> list[tuple]:
    """All outcomes as (event, id, short), sorted within an event."""
    rows = [(int(each["event"]), each["id"], short(each)) for each in given["outcomes"]]
    if [row[0] for row in rows] != sorted(row[0] for row in rows):
        raise AssertionError("events are out of order")
    return sorted(rows, key=lambda row: (row[0], row[1]))


class ScenarioTest(OperationTest):
    """Compares what becomes of HTLCs."""

    def outcomes(self, *given: Any, **more: Any) -> list[tuple]:
        answer = ask("receiver.run", **request(*given, **more))
        self.assertEqual(list(answer), ["ok"], answer)
        return trace(answer["ok"])

    def last(self, *given: Any, **more: Any) -> dict[str, Any]:
        """The last answer for each id."""
        return {htlc_id: what for _, htlc_id, what in self.outcomes(*given, **more)}
