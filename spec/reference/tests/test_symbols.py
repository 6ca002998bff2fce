"""Bytes and numbers as symbols of five bits."""

import random
import unittest

from support import REFERENCE  # noqa: F401  sets the search path

from ampwire_reference import symbols

# Bytes, and their symbols.
PAIRS = [
    ("", ""),
    ("00", "0000"),
    ("ff", "1f1c"),
    ("0102", "00040100"),
    ("ffff", "1f1f1f10"),
    ("000000", "0000000000"),
    ("f83e0f83e0", "1f001f001f001f00"),
]


class BytesTest(unittest.TestCase):
    def test_pairs(self) -> None:
        for data, expected in PAIRS:
            written = symbols.from_bytes(bytes.fromhex(data))
            self.assertEqual(written.hex(), expected)
            self.assertEqual(symbols.to_bytes(written).data.hex(), data)

    def test_spare_bits(self) -> None:
        for text, spare_bits, spare_value in (
            ("", 0, 0),
            ("1f", 5, 31),
            ("0001", 2, 1),
            ("0003", 2, 3),
            ("00000f", 7, 15),
            ("00000001", 4, 1),
            ("0000000001", 1, 1),
            ("00" * 7 + "07", 0, 0),
        ):
            regrouped = symbols.to_bytes(bytes.fromhex(text))
            self.assertEqual(regrouped[1:], (spare_bits, spare_value), text)

    def test_random(self) -> None:
        chance = random.Random(5)
        for length in range(200):
            data = chance.randbytes(length)
            written = symbols.from_bytes(data)
            self.assertEqual(len(written), -(-length * 8 // 5))
            # As one number, filled up from the right, they are the same.
            spare = len(written) * 5 - length * 8
            self.assertEqual(symbols.to_integer(written), int.from_bytes(data, "big") << spare)
            regrouped = symbols.to_bytes(written)
            self.assertEqual(regrouped, (data, spare, 0))


class IntegerTest(unittest.TestCase):
    def test_minimal(self) -> None:
        for number, expected in (
            (0, ""),
            (1, "01"),
            (31, "1f"),
            (32, "0100"),
            (60, "011c"),
            (1023, "1f1f"),
            (604800, "120e1400"),
            (2**64 - 1, "0f" + "1f" * 12),
        ):
            written = symbols.from_integer(number)
            self.assertEqual(written.hex(), expected)
            self.assertEqual(symbols.to_integer(written), number)

    def test_fixed_length(self) -> None:
        self.assertEqual(symbols.from_integer(0, 2), b"\x00\x00")
        self.assertEqual(symbols.from_integer(52, 2), b"\x01\x14")
        # The timestamp of BOLT 11's examples, pvjluez.
        self.assertEqual(symbols.from_integer(1496314658, 7).hex(), "010c121f1c1902")
        self.assertEqual(symbols.from_integer(2**35 - 1, 7), b"\x1f" * 7)
