"""What stands before the separator: the network and the amount.

    ln bc 2500 u        ln, the currency's prefix, the amount in bitcoin, its multiplier

Amounts are counted in pico-bitcoin here, of which the smallest multiplier makes
whole numbers. Ten of them are a millisatoshi.
"""

from __future__ import annotations

from typing import NamedTuple

from ampwire_reference.rejection import Reject

START = "ln"

PREFIXES = {"bc": "bitcoin", "tb": "testnet", "tbs": "signet", "bcrt": "regtest"}
"""The network of each currency's prefix."""

NETWORKS = {network: prefix for prefix, network in PREFIXES.items()}
"""The currency's prefix of each network."""

# rule: bolt11.amount.multiplier
UNITS = {"": 10**12, "m": 10**9, "u": 10**6, "n": 10**3, "p": 1}
"""The pico-bitcoin of each multiplier, from the largest multiplier down."""

PICO_BITCOIN_IN_MSAT = 10

DIGITS = frozenset("0123456789")

MAXIMUM_MSAT = 2**64 - 1
MAXIMUM_DIGITS = len(str(MAXIMUM_MSAT * PICO_BITCOIN_IN_MSAT))
"""Digits of the longest amount that is in range."""


class HumanReadablePart(NamedTuple):
    """The network, the amount as it was written, and its value; None where it has none."""

    network: str
    amount: str | None
    amount_msat: int | None


def read(hrp: str) -> HumanReadablePart:
    """Reads the part before the separator, given in lower case.

    Rejects: `unknown_network`, then `bad_amount`.
    """
    prefix = _prefix(hrp)
    start = len(START) + len(prefix)
    amount = hrp[start:]
    if not amount:
        return HumanReadablePart(PREFIXES[prefix], None, None)
    return HumanReadablePart(PREFIXES[prefix], amount, _amount_msat(amount, start))


def write(network: str, amount_msat: int | None) -> str:
    """Writes the part before the separator; the network is known, the amount in range."""
    return START + NETWORKS[network] + ("" if amount_msat is None else _shortest(amount_msat))


def check_amount(amount_msat: int) -> None:
    """Rejects with `bad_amount` an amount that no invoice can ask for."""
    if amount_msat == 0:  # rule: bolt11.amount.positive
        raise Reject("bad_amount", "an amount is not zero", rule="bolt11.amount.positive")
    if amount_msat > MAXIMUM_MSAT:  # rule: bolt11.amount.range
        raise Reject("bad_amount", "an amount ends at 2^64-1 msat", rule="bolt11.amount.range")


def _prefix(hrp: str) -> str:
    if not hrp.startswith(START):  # rule: bolt11.hrp.prefix
        raise Reject(
            "unknown_network",
            "an invoice starts with ln",
            rule="bolt11.hrp.prefix",
            offset=0,
        )
    fitting = [prefix for prefix in PREFIXES if hrp.startswith(prefix, len(START))]
    if not fitting:  # rule: bolt11.hrp.prefix
        raise Reject(
            "unknown_network",
            "no known currency behind ln",
            rule="bolt11.hrp.prefix",
            offset=len(START) if len(hrp) > len(START) else 0,
        )
    return max(fitting, key=len)


def _amount_msat(amount: str, start: int) -> int:
    _check_syntax(amount, start)
    multiplier = amount[-1] if amount[-1] in UNITS else ""
    digits = amount[: len(amount) - len(multiplier)]
    if digits[0] == "0":  # rule: bolt11.amount.positive
        raise Reject(
            "bad_amount",
            "an amount is positive and has no leading zero",
            rule="bolt11.amount.positive",
            offset=start,
        )
    if multiplier == "p" and digits[-1] != "0":  # rule: bolt11.amount.sub-millisatoshi
        raise Reject(
            "bad_amount",
            "an amount that is no whole number of millisatoshi",
            rule="bolt11.amount.sub-millisatoshi",
            offset=start,
        )
    # What has more digits is out of range, and is not converted.
    in_range = len(digits) <= MAXIMUM_DIGITS
    amount_msat = int(digits) * UNITS[multiplier] // PICO_BITCOIN_IN_MSAT if in_range else 0
    if not in_range or amount_msat > MAXIMUM_MSAT:  # rule: bolt11.amount.range
        raise Reject(
            "bad_amount",
            "an amount over 2^64-1 msat",
            rule="bolt11.amount.range",
            offset=start,
        )
    return amount_msat


def _check_syntax(amount: str, start: int) -> None:
    """Digits, at least one, then at most one multiplier and nothing behind it."""
    digits = 0
    while digits < len(amount) and amount[digits] in DIGITS:
        digits += 1
    fits = digits
    if digits > 0 and digits < len(amount) and amount[digits] in UNITS:
        fits += 1
    if fits < len(amount):  # rule: bolt11.amount.syntax
        raise Reject(
            "bad_amount",
            "not digits with at most one multiplier behind them",
            rule="bolt11.amount.syntax",
            offset=start + fits,
        )


def _shortest(amount_msat: int) -> str:
    pico_bitcoin = amount_msat * PICO_BITCOIN_IN_MSAT
    for multiplier, unit in UNITS.items():  # rule: bolt11.amount.shortest
        if pico_bitcoin % unit == 0:
            return f"{pico_bitcoin // unit}{multiplier}"
    raise AssertionError("every amount is a whole number of pico-bitcoin")
