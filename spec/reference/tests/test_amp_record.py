"""The AMP record in both layouts."""

from support import SET_ID, SHARE, OperationTest

# Index, and its bytes as a tu32.
INDEXES = [
    (0, ""),
    (1, "01"),
    (255, "ff"),
    (256, "0100"),
    (65535, "ffff"),
    (65536, "010000"),
    (2**24 - 1, "ffffff"),
    (2**24, "01000000"),
    (2**31, "80000000"),
    (2**32 - 1, "ffffffff"),
]


def fields(index: int, share: str = SHARE, set_id: str = SET_ID) -> dict:
    return {"root_share": share, "set_id": set_id, "child_index": str(index)}


class AmpRecordTest(OperationTest):
    def test_type14_round_trips(self) -> None:
        for index, written in INDEXES:
            text = SHARE + SET_ID + written
            members = {"layout": "type14", "bytes": text}
            self.assert_ok("amp_record.decode", members, fields(index))
            self.assert_ok(
                "amp_record.encode", {"layout": "type14", **fields(index)}, {"bytes": text}
            )

    def test_type8_round_trips(self) -> None:
        for index, _ in INDEXES:
            text = SHARE + SET_ID + f"{index:08x}"
            members = {"layout": "type8", "bytes": text}
            self.assert_ok("amp_record.decode", members, fields(index))
            self.assert_ok(
                "amp_record.encode", {"layout": "type8", **fields(index)}, {"bytes": text}
            )

    def test_no_value_of_a_field_is_refused(self) -> None:
        for byte in ("00", "ff"):
            share = set_id = byte * 32
            members = {"layout": "type14", "bytes": share + set_id}
            self.assert_ok("amp_record.decode", members, fields(0, share, set_id))

    def test_values_from_published_tests(self) -> None:
        members = {"layout": "type14", "bytes": "12" * 32 + "13" * 32 + "09"}
        self.assert_ok("amp_record.decode", members, fields(9, "12" * 32, "13" * 32))
        share, set_id = "0304" + "00" * 30, "0506" + "00" * 30
        members = {"layout": "type14", "bytes": share + set_id + "11"}
        self.assert_ok("amp_record.decode", members, fields(17, share, set_id))

    def test_type14_has_64_to_68_bytes(self) -> None:
        for length in (0, 1, 32, 63, 69, 70, 96, 300):
            members = {"layout": "type14", "bytes": "01" * length}
            self.assert_reject("amp_record.decode", members, "bad_length", 0)

    def test_type8_has_68_bytes(self) -> None:
        for length in (0, 32, 40, 64, 65, 67, 69):
            members = {"layout": "type8", "bytes": "01" * length}
            self.assert_reject("amp_record.decode", members, "bad_length", 0)

    def test_type14_index_is_minimal(self) -> None:
        for index in ("00", "0001", "000001", "00000001", "00000000", "00ffffff"):
            members = {"layout": "type14", "bytes": SHARE + SET_ID + index}
            self.assert_reject("amp_record.decode", members, "not_minimal", 64)

    def test_length_is_checked_before_the_index(self) -> None:
        members = {"layout": "type14", "bytes": SHARE + SET_ID + "0000000000"}
        self.assert_reject("amp_record.decode", members, "bad_length", 0)

    def test_refuses_to_encode_wrong_fields(self) -> None:
        for layout in ("type14", "type8"):
            for length in (0, 31, 33):
                members = {"layout": layout, **fields(1, share="01" * length)}
                self.assert_reject("amp_record.encode", members, "bad_length")
                members = {"layout": layout, **fields(1, set_id="01" * length)}
                self.assert_reject("amp_record.encode", members, "bad_length")
            members = {"layout": layout, **fields(2**32)}
            self.assert_reject("amp_record.encode", members, "bad_value")
            members = {"layout": layout, **fields(2**32, share="")}
            self.assert_reject("amp_record.encode", members, "bad_length")
