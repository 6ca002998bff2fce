"""The group of secp256k1."""

import random
import unittest

from support import POINT

from ampwire_reference import curve, point
from ampwire_reference.curve import GENERATOR, ORDER, multiple, sum_of_multiples
from ampwire_reference.point import FIELD_PRIME

# Published multiples of the generator: the number, x and y.
MULTIPLES = [
    (
        2,
        "c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
        "1ae168fea63dc339a3c58419466ceaeef7f632653266d0e1236431a950cfe52a",
    ),
    (
        3,
        "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
        "388f7b0f632de8140fe337e62a37f3566500a99934c2231b6cb9fd7584b8e672",
    ),
    (
        20,
        "4ce119c96e2fa357200b559b2f7dd5a5f02d5290aff74b03f3e471b273211c97",
        "12ba26dcb10ec1625da61fa10a844c676162948271d96967450288ee9233dc3a",
    ),
    (
        112233445566778899,
        "a90cc3d3f3e146daadfc74ca1372207cb4b725ae708cef713a98edd73d99ef29",
        "5a79d6b289610c68bc3b47f3d72f9788a26a06868b4d8e433e1e2ad76fb7dc76",
    ),
    (
        ORDER - 1,
        "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "b7c52588d95c3b9aa25b0403f1eef75702e84bb7597aabe663b82f6f04ef2777",
    ),
]


def affine_sum(left: tuple, right: tuple) -> tuple:
    """The sum by the slope of the line through both points, as school has it."""
    if left is None or right is None:
        return right if left is None else left
    (x, y), (u, v) = left, right
    if x == u and y != v:
        return None
    if x == u:
        slope = 3 * x * x * pow(2 * y, -1, FIELD_PRIME)
    else:
        slope = (v - y) * pow(u - x, -1, FIELD_PRIME)
    third = (slope * slope - x - u) % FIELD_PRIME
    return third, (slope * (x - third) - y) % FIELD_PRIME


class CurveTest(unittest.TestCase):
    def test_published_multiples(self) -> None:
        for number, x, y in MULTIPLES:
            self.assertEqual(multiple(number), (int(x, 16), int(y, 16)))

    def test_the_generator(self) -> None:
        self.assertEqual(point.compress(GENERATOR).hex(), POINT)
        self.assertEqual(point.decompress(bytes.fromhex(POINT)), GENERATOR)
        self.assertIsNone(multiple(0))
        self.assertIsNone(multiple(ORDER))
        self.assertEqual(multiple(ORDER + 1), GENERATOR)

    def test_small_multiples_one_by_one(self) -> None:
        expected = None
        for number in range(300):
            self.assertEqual(multiple(number), expected)
            expected = affine_sum(expected, GENERATOR)

    def test_sums(self) -> None:
        chance = random.Random(256)
        for _ in range(20):
            a, b, c = (chance.randrange(1, ORDER) for _ in range(3))
            other = multiple(c)
            total = sum_of_multiples([(a, GENERATOR), (b, other)])
            self.assertEqual(total, multiple(a + b * c))
            self.assertEqual(total, affine_sum(multiple(a), multiple(b, other)))

    def test_sums_that_meet(self) -> None:
        # The same point twice, and a point with its opposite.
        self.assertEqual(sum_of_multiples([(7, GENERATOR), (7, GENERATOR)]), multiple(14))
        self.assertIsNone(sum_of_multiples([(7, GENERATOR), (-7, GENERATOR)]))
        self.assertIsNone(sum_of_multiples([(0, GENERATOR), (0, GENERATOR)]))
        self.assertIsNone(sum_of_multiples([]))
        x, y = GENERATOR
        self.assertIsNone(sum_of_multiples([(1, GENERATOR), (1, (x, FIELD_PRIME - y))]))
        self.assertIsNotNone(curve.multiple(1, (x, FIELD_PRIME - y)))

    def test_both_parities(self) -> None:
        for number, x, y in MULTIPLES:
            for parity in (0, 1):
                found = point.lift(int(x, 16), odd=bool(parity))
                self.assertIn(found[1], (int(y, 16), FIELD_PRIME - int(y, 16)))
                self.assertEqual(found[1] % 2, parity)
                self.assertEqual(point.decompress(point.compress(found)), found)
