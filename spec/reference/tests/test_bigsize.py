"""BigSize: the values of BOLT 1's appendix A, and the edges of each form."""

from support import OperationTest

# The forms at their edges: value and bytes.
VALID = [
    (0, "00"),
    (252, "fc"),
    (253, "fd00fd"),
    (256, "fd0100"),
    (65535, "fdffff"),
    (65536, "fe00010000"),
    (2**32 - 1, "feffffffff"),
    (2**32, "ff0000000100000000"),
    (2**63 - 1, "ff7fffffffffffffff"),
    (2**63, "ff8000000000000000"),
    (2**64 - 1, "ffffffffffffffffff"),
]

NOT_MINIMAL = [
    "fd0000",
    "fd00fc",
    "fe00000000",
    "fe0000ffff",
    "ff0000000000000000",
    "ff00000000ffffffff",
]

TRUNCATED = ["", "fd", "fd00", "fe", "feffff", "ff", "ffffffffff", "ffffffffffffffff"]


class BigSizeTest(OperationTest):
    def test_decodes_every_form(self) -> None:
        for value, text in VALID:
            length = str(len(text) // 2)
            self.assert_ok(
                "bigsize.decode", {"bytes": text}, {"value": str(value), "length": length}
            )

    def test_leaves_what_follows(self) -> None:
        for value, text in VALID:
            length = str(len(text) // 2)
            self.assert_ok(
                "bigsize.decode", {"bytes": text + "fd00"}, {"value": str(value), "length": length}
            )

    def test_encodes_the_shortest_form(self) -> None:
        for value, text in VALID:
            self.assert_ok("bigsize.encode", {"value": str(value)}, {"bytes": text})

    def test_refuses_longer_forms(self) -> None:
        for text in NOT_MINIMAL:
            self.assert_reject("bigsize.decode", {"bytes": text}, "not_minimal", offset=0)

    def test_refuses_cut_bytes(self) -> None:
        for text in TRUNCATED:
            self.assert_reject("bigsize.decode", {"bytes": text}, "truncated", offset=0)

    def test_refuses_to_encode_more_than_64_bits(self) -> None:
        for value in (2**64, 10**20, 10**4000):
            self.assert_reject("bigsize.encode", {"value": str(value)}, "bad_value")
