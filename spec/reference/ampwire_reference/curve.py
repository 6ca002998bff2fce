"""The group of secp256k1: sums of points, and of their multiples.

Inside, a point is (X, Y, Z) and stands for (X / Z^2, Y / Z^3), so that only the
end of a sum needs a division. Z = 0 is the point at infinity.

Nothing here hides its secrets from a clock: this program is to be read, not to
guard keys.
"""

from __future__ import annotations

from collections.abc import Iterable
from ampwire_reference.point import FIELD_PRIME, Point

ORDER = 0xFFFFFFFF_FFFFFFFF_FFFFFFFF_FFFFFFFE_BAAEDCE6_AF48A03B_BFD25E8C_D0364141
"""How many points the group has, infinity included: a prime."""

GENERATOR = (
    0x79BE667E_F9DCBBAC_55A06295_CE870B07_029BFCDB_2DCE28D9_59F2815B_16F81798,
    0x483ADA77_26A3C465_5DA4FBFC_0E1108A8_FD17B448_A6855419_9C47D08F_FB10D4B8,
)

Weighted = tuple[int, int, int]

INFINITY = (1, 1, 0)

DIGIT_BITS = 4
"""Multiples are taken digit by digit, so many bits at a time."""


def sum_of_multiples(terms: Iterable[tuple[int, Point]]) -> Point | None:
    """The sum of each point as many times as its number says, None for infinity."""
    numbers = []
    tables = []
    for number, point in terms:
        numbers.append(number % ORDER)
        tables.append(_multiples(point))
    total = INFINITY
    for shift in range(256 - DIGIT_BITS, -1, -DIGIT_BITS):
        for _ in range(DIGIT_BITS):
            total = _double(total)
        for number, table in zip(numbers, tables):
            digit = number >> shift & (1 << DIGIT_BITS) - 1
            if digit:
                total = _add(total, table[digit])
    return _to_point(total)


def multiple(number: int, point: Point = GENERATOR) -> Point | None:
    """The point as many times as the number says, None for infinity."""
    return sum_of_multiples([(number, point)])


def _multiples(point: Point) -> list[Weighted]:
    """Nothing, the point once, twice, and so on, one for each value of a digit."""
    x, y = point
    multiples = [INFINITY, (x, y, 1)]
    while len(multiples) < 1 << DIGIT_BITS:
        multiples.append(_add(multiples[-1], multiples[1]))
    return multiples


def _double(point: Weighted) -> Weighted:
    # The tangent has the slope 3x^2 / 2y. Infinity stays: Z = 0 gives Z = 0.
    x, y, z = point
    y_squared = y * y % FIELD_PRIME
    slope = 3 * x * x
    product = 4 * x * y_squared % FIELD_PRIME
    new_x = (slope * slope - 2 * product) % FIELD_PRIME
    new_y = (slope * (product - new_x) - 8 * y_squared * y_squared) % FIELD_PRIME
    return new_x, new_y, 2 * y * z % FIELD_PRIME


def _add(left: Weighted, right: Weighted) -> Weighted:
    if left[2] == 0:
        return right
    if right[2] == 0:
        return left
    # Brought to a common Z, the points have these x and y.
    left_z_squared = left[2] * left[2] % FIELD_PRIME
    right_z_squared = right[2] * right[2] % FIELD_PRIME
    left_x = left[0] * right_z_squared % FIELD_PRIME
    right_x = right[0] * left_z_squared % FIELD_PRIME
    left_y = left[1] * right_z_squared * right[2] % FIELD_PRIME
    right_y = right[1] * left_z_squared * left[2] % FIELD_PRIME
    if left_x == right_x:
        # The same point, or one and its opposite.
        return _double(left) if left_y == right_y else INFINITY
    run = right_x - left_x
    rise = right_y - left_y
    run_squared = run * run % FIELD_PRIME
    run_cubed = run * run_squared % FIELD_PRIME
    product = left_x * run_squared % FIELD_PRIME
    new_x = (rise * rise - run_cubed - 2 * product) % FIELD_PRIME
    new_y = (rise * (product - new_x) - left_y * run_cubed) % FIELD_PRIME
    return new_x, new_y, left[2] * right[2] * run % FIELD_PRIME


def _to_point(point: Weighted) -> Point | None:
    x, y, z = point
    if z == 0:
        return None
    inverse = pow(z, -1, FIELD_PRIME)
    inverse_squared = inverse * inverse % FIELD_PRIME
    return x * inverse_squared % FIELD_PRIME, y * inverse_squared * inverse % FIELD_PRIME
