"""TLV streams: framing, order, and which fault wins."""

from support import OperationTest

TOP = "ffffffffffffffffff"
"""Type 2^64-1."""


def records(*pairs: tuple) -> list:
    return [{"type": str(tlv_type), "value": value} for tlv_type, value in pairs]


class TlvTest(OperationTest):
    def decodes(self, text: str, *pairs: tuple) -> None:
        self.assert_ok("tlv.decode", {"bytes": text}, {"records": records(*pairs)})

    def refuses(self, text: str, *expected: object) -> None:
        self.assert_reject("tlv.decode", {"bytes": text}, *expected)

    def test_no_record_is_a_stream(self) -> None:
        self.decodes("")

    def test_records_of_every_form(self) -> None:
        self.decodes("2100", (0x21, ""))
        self.decodes("fd020100", (0x201, ""))
        self.decodes("fd00fd00", (0xFD, ""))
        self.decodes("fd00ff00", (0xFF, ""))
        self.decodes("fe0200000100", (0x2000001, ""))
        self.decodes("ff020000000000000100", (0x200000000000001, ""))
        self.decodes("0000" + "1200" + TOP + "0109", (0, ""), (0x12, ""), (2**64 - 1, "09"))
        self.decodes("01fd00fd" + "07" * 253, (1, "07" * 253))

    def test_types_are_unsigned(self) -> None:
        low, high = "ff7fffffffffffffff", "ff8000000000000000"
        self.decodes(low + "00" + high + "00", (2**63 - 1, ""), (2**63, ""))
        self.refuses(high + "00" + low + "00", "order", 10, 2**63 - 1)

    def test_type_is_complete_and_minimal(self) -> None:
        self.refuses("fd", "truncated", 0)
        self.refuses("fd01", "truncated", 0)
        self.refuses("0100fd01", "truncated", 2)
        self.refuses("fd000100", "not_minimal", 0)
        self.refuses("0100fe0000ffff00", "not_minimal", 2)

    def test_length_is_complete_and_minimal(self) -> None:
        # No byte of the length: the record is pointed at.
        self.refuses("0f", "truncated", 0, 15)
        self.refuses("fd0101", "truncated", 0, 257)
        self.refuses("01000f", "truncated", 2, 15)
        # Some of it: the length is.
        self.refuses("0ffd", "truncated", 1, 15)
        self.refuses("0ffd26", "truncated", 1, 15)
        self.refuses("0ffd000100", "not_minimal", 1, 15)
        self.refuses("0100fd0fc9fe00000001", "not_minimal", 5, 0xFC9)

    def test_value_is_complete(self) -> None:
        self.refuses("0101", "truncated", 1, 1)
        self.refuses("0ffd2602", "truncated", 1, 15)
        self.refuses("21" + TOP, "truncated", 1, 33)
        self.refuses("21ff7fffffffffffffff", "truncated", 1, 33)
        self.refuses("01000f030102", "truncated", 3, 15)

    def test_order(self) -> None:
        self.refuses("1f000f012a", "order", 2, 15)
        self.refuses("1f001f012a", "duplicate", 2, 31)
        self.refuses("0208000000000000022601012a", "order", 10, 1)
        self.refuses(TOP + "00" + "0000", "order", 10, 0)
        self.refuses(TOP + "00" + TOP + "00", "duplicate", 10, 2**64 - 1)

    def test_the_first_fault_in_stream_order_wins(self) -> None:
        # The order of the types is looked at before the length is read.
        self.refuses("020001", "order", 2, 1)
        self.refuses("020002fd", "duplicate", 2, 2)
        # A type that can't be read is looked at before its order.
        self.refuses("0200fd0001", "not_minimal", 2)
        self.refuses("0200fd00", "truncated", 2)
        # An earlier record's fault hides a later one's.
        self.refuses("04fd00000200", "not_minimal", 1, 4)

    def test_encodes_in_order(self) -> None:
        self.assert_ok(
            "tlv.encode",
            {"records": records((2**64 - 1, ""), (253, "aa"), (1, "07" * 253), (0, ""))},
            {"bytes": "0000" + "01fd00fd" + "07" * 253 + "fd00fd01aa" + TOP + "00"},
        )
        self.assert_ok("tlv.encode", {"records": []}, {"bytes": ""})

    def test_refuses_to_encode_a_type_twice(self) -> None:
        given = records((9, ""), (5, "01"), (9, ""), (5, "02"))
        self.assert_reject("tlv.encode", {"records": given}, "duplicate", None, 5)

    def test_refuses_to_encode_a_type_beyond_64_bits(self) -> None:
        given = records((9, ""), (2**64, ""))
        self.assert_reject("tlv.encode", {"records": given}, "bad_value")
