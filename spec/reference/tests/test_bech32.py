"""Bech32: BIP 173's strings, and what tells it from bech32m."""

import unittest

from invoices import sealed

from ampwire_reference import bech32

# BIP 173's valid strings, in lower case: the parts before and behind the separator.
VALID = [
    ("a", "2uel5l"),
    ("an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio",
     "tt5tgs"),
    ("abcdef", "qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
    ("1", "q" * 82 + "c8247j"),
    ("split", "checkupstagehandshakeupstreamerranterredcaperred2y9e3w"),
    ("?", "ezyfcl"),
]  # fmt: skip

# BIP 350's valid strings: bech32m.
BECH32M = [
    ("a", "lqfn3a"),
    ("abcdef", "l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx"),
    ("split", "checkupstagehandshakeupstreamerranterredcaperredlc445v"),
    ("?", "v759aa"),
]

BECH32M_CONSTANT = 0x2BC830A3


class Bech32Test(unittest.TestCase):
    def test_valid(self) -> None:
        for hrp, data in VALID:
            symbols = bech32.symbols(data)
            self.assertTrue(bech32.is_complete(hrp, symbols), hrp)
            self.assertEqual(bech32.checksum(hrp, symbols[:-6]), symbols[-6:])

    def test_bech32m(self) -> None:
        for hrp, data in BECH32M:
            self.assertFalse(bech32.is_complete(hrp, bech32.symbols(data)), hrp)
            # The tests' own way to make bech32m is right.
            self.assertEqual(sealed(hrp, data[:-6], BECH32M_CONSTANT), f"{hrp}1{data}")

    def test_every_change_of_a_character(self) -> None:
        hrp, data = VALID[2]
        for position, character in enumerate(data):
            for other in bech32.ALPHABET:
                changed = data[:position] + other + data[position + 1 :]
                right = bech32.is_complete(hrp, bech32.symbols(changed))
                self.assertEqual(right, other == character)

    def test_insertions_before_a_last_p_are_not_found(self) -> None:
        # Known of bech32 since it is out: the signature has to find it.
        data = bech32.symbols("p" * 5)
        for _ in range(100_000):
            complete = data + bech32.checksum("lnbc", data)
            if bech32.ALPHABET[complete[-1]] == "p":
                break
            data = bech32.symbols(bech32.text(data[1:]) + bech32.ALPHABET[complete[-1]])
        else:
            self.fail("no checksum that ends with p")
        self.assertTrue(bech32.is_complete("lnbc", complete[:-1] + b"\x00" + complete[-1:]))

    def test_characters_and_symbols(self) -> None:
        self.assertEqual(bech32.symbols(bech32.ALPHABET), bytes(range(32)))
        self.assertEqual(bech32.text(bytes(range(32))), bech32.ALPHABET)
        self.assertTrue(set("bio1").isdisjoint(bech32.ALPHABET))
