"""Truncated integers: minimal, at most as wide as their name says, zero has no byte."""

from support import OperationTest

WIDTHS = {"tu16": 2, "tu32": 4, "tu64": 8}


class TruncatedTest(OperationTest):
    def test_round_trips_at_every_edge(self) -> None:
        for name, width in WIDTHS.items():
            for length in range(width + 1):
                for value in (256**length - 1, 256 ** max(length - 1, 0) if length else 0):
                    text = value.to_bytes(length, "big").hex()
                    self.assert_ok(f"{name}.decode", {"bytes": text}, {"value": str(value)})
                    self.assert_ok(f"{name}.encode", {"value": str(value)}, {"bytes": text})

    def test_zero_is_the_empty_string(self) -> None:
        for name in WIDTHS:
            self.assert_ok(f"{name}.decode", {"bytes": ""}, {"value": "0"})
            self.assert_ok(f"{name}.encode", {"value": "0"}, {"bytes": ""})

    def test_refuses_leading_zeros(self) -> None:
        for name, width in WIDTHS.items():
            for text in ("00", "0001", "00" * width):
                self.assert_reject(f"{name}.decode", {"bytes": text}, "not_minimal", offset=0)

    def test_refuses_more_bytes_than_the_width_before_leading_zeros(self) -> None:
        for name, width in WIDTHS.items():
            for first in ("00", "01"):
                text = first + "00" * width
                self.assert_reject(f"{name}.decode", {"bytes": text}, "bad_length", offset=0)

    def test_refuses_to_encode_more_than_the_width(self) -> None:
        for name, width in WIDTHS.items():
            for value in (256**width, 10**30):
                self.assert_reject(f"{name}.encode", {"value": str(value)}, "bad_value")
