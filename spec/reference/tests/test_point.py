"""Points of secp256k1."""

import unittest

from support import POINT

from ampwire_reference.point import FIELD_PRIME, is_on_curve


def compressed(first: int, x: int) -> bytes:
    return bytes([first]) + x.to_bytes(32, "big")


class PointTest(unittest.TestCase):
    def test_known_points(self) -> None:
        generator_x = int(POINT[2:], 16)
        for x in (
            generator_x,
            # Twice and three times the generator.
            0xC6047F9441ED7D6D3045406E95C07CD85C778E4B8CEF3CA7ABAC09B95C709EE5,
            0xF9308A019258C31049344F85F89D5229B531C845836F99B08601F113BCE036F9,
            1,
        ):
            for first in (2, 3):
                self.assertTrue(is_on_curve(compressed(first, x)), hex(x))

    def test_x_without_y(self) -> None:
        # 5^3 + 7 = 132 and 0^3 + 7 = 7 have no square root in the field.
        for x in (0, 5):
            self.assertFalse(is_on_curve(compressed(2, x)))

    def test_other_first_bytes(self) -> None:
        for first in (0, 1, 4, 5, 6, 7, 0xFF):
            self.assertFalse(is_on_curve(compressed(first, 1)))

    def test_x_is_not_reduced(self) -> None:
        self.assertTrue(is_on_curve(compressed(2, 1)))
        self.assertFalse(is_on_curve(compressed(2, FIELD_PRIME + 1)))
        self.assertFalse(is_on_curve(b"\x02" + b"\xff" * 32))

    def test_about_half_of_all_x_have_a_y(self) -> None:
        count = sum(is_on_curve(compressed(2, x)) for x in range(1000))
        self.assertTrue(450 < count < 550, count)
