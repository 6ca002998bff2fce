"""Invoices for the tests, put together from characters.

An invoice is `lnbc1`, the timestamp, fields, signature and checksum, so that with no
amount the first field starts at FIRST, and its value at FIRST_VALUE.
"""

from __future__ import annotations

import support  # noqa: F401  sets the search path

from ampwire_reference import bech32, ecdsa, invoice_signature, symbols

# The key of BOLT 11's examples and its public key.
KEY = "e126f68f7eafcc8b74f54d269fe206be715000f94dac067d1c04a8ca3b2db734"
PAYEE = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad"

HASH = "0001020304050607080900010203040506070809000102030405060708090102"
SECRET = "11" * 32
DESCRIPTION_HASH = "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1"

TIMESTAMP = "pvjluez"
SECONDS = 1496314658

FIRST = len("lnbc1") + len(TIMESTAMP)
FIRST_VALUE = FIRST + 3

# x = 5 has no y on the curve.
OFF_THE_CURVE = "02" + "00" * 31 + "05"

MEMBERS = {
    "network": "bitcoin",
    "timestamp": str(SECONDS),
    "payment_hash": HASH,
    "payment_secret": SECRET,
    "description": "",
}
"""The fewest members with which an invoice can be written."""


def words(data: str) -> str:
    """Bytes, given as hex, as bech32 characters, filled up with zero bits."""
    return bech32.text(symbols.from_bytes(bytes.fromhex(data)))


def field(tag: str, value: str) -> str:
    """A field, its value given as bech32 characters."""
    high, low = divmod(len(value), 32)
    return tag + bech32.ALPHABET[high] + bech32.ALPHABET[low] + value


def data_field(tag: str, data: str) -> str:
    """A field whose value are bytes, given as hex."""
    return field(tag, words(data))


P = data_field("p", HASH)
S = data_field("s", SECRET)
D = field("d", "")
H = data_field("h", DESCRIPTION_HASH)
N = data_field("n", PAYEE)
PSD = P + S + D

HINT = "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255" + "07" * 18
"""One entry of a route hint."""


def sealed(hrp: str, data: str, constant: int = 1) -> str:
    """The human-readable part, the separator and these characters with a checksum."""
    checksum = bytearray(bech32.checksum(hrp.lower(), bech32.symbols(data)))
    for place in range(6):
        checksum[5 - place] ^= (constant ^ 1) >> 5 * place & 31
    return hrp + "1" + data + bech32.text(bytes(checksum))


def signature_words(hrp: str, data: str, key: str = KEY) -> str:
    """The signature over these characters."""
    return bech32.text(invoice_signature.write(hrp, bech32.symbols(data), int(key, 16)))


def signed(fields: str, *, hrp: str = "lnbc", timestamp: str = TIMESTAMP, key: str = KEY) -> str:
    """An invoice with these fields."""
    data = timestamp + fields
    return sealed(hrp, data + signature_words(hrp, data, key))


def with_signature(fields: str, r: int, s: int, recovery_id: int) -> str:
    """An invoice with these fields and any signature."""
    data = r.to_bytes(32, "big") + s.to_bytes(32, "big") + bytes([recovery_id])
    return sealed("lnbc", TIMESTAMP + fields + words(data.hex()))


def signature_of(fields: str, key: str = KEY) -> ecdsa.Signature:
    """The signature that an invoice with these fields has."""
    digest = invoice_signature.digest("lnbc", bech32.symbols(TIMESTAMP + fields))
    return ecdsa.sign(digest, int(key, 16))


def feature_field(*bits: int) -> str:
    """A 9 with these bits."""
    number = sum(1 << bit for bit in bits)
    value = ""
    while number:
        value = bech32.ALPHABET[number % 32] + value
        number //= 32
    return field("9", value)


def written(**members: object) -> dict:
    """What asks for an invoice with these members besides the needed ones."""
    return {**MEMBERS, "private_key": KEY, **members}
