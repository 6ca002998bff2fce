"""The payload of one hop: values, and which fault wins. Presence has a file of its own."""

from support import POINT, SECRET, SET_ID, SHARE, OperationTest

# amt_to_forward 1000, outgoing_cltv_value 800.
START = "020203e804020320"
START_LENGTH = 8
START_MEMBERS = {"amt_to_forward": "1000", "outgoing_cltv_value": "800"}

DEPLOYED = ["type14"]
TYPE8 = ["type8"]
BOTH = ["type8", "type14"]

# Byte-exact from LND's own encoder.
KNOWN_PAYLOAD = (
    "020203e804020320"
    "0822" + "11" * 32 + "0bb8"
    "0e41" + "22" * 32 + "33" * 32 + "05"
    "1003010203"
    "fe000100010109"
)
KNOWN_MEMBERS = {
    "amt_to_forward": "1000",
    "outgoing_cltv_value": "800",
    "payment_data": {"payment_secret": "11" * 32, "total_msat": "3000"},
    "amp_record": {
        "layout": "type14",
        "root_share": "22" * 32,
        "set_id": "33" * 32,
        "child_index": "5",
    },
    "payment_metadata": "010203",
    "other": [{"type": "65537", "value": "09"}],
}


def record(tlv_type: str, value: str) -> str:
    """A record whose type is given as its bytes and whose value has less than 253."""
    return tlv_type + f"{len(value) // 2:02x}" + value


def amp(layout: str, index: int) -> dict:
    return {
        "layout": layout,
        "root_share": SHARE,
        "set_id": SET_ID,
        "child_index": str(index),
    }


class PayloadDecodeTest(OperationTest):
    def final(self, rest: str, layouts: list = DEPLOYED, **members: object) -> None:
        """The start with `rest` behind it decodes to the start's members and these."""
        self.assert_ok(
            "payload.decode",
            {"bytes": START + rest, "role": "final", "layouts": layouts},
            {**START_MEMBERS, **members},
        )

    def refuses(
        self,
        rest: str,
        rejection_class: str,
        offset: int,
        tlv_type: int,
        layouts: list = DEPLOYED,
    ) -> None:
        """The start with `rest` behind it is refused; the offset counts from `rest`."""
        self.assert_reject(
            "payload.decode",
            {"bytes": START + rest, "role": "final", "layouts": layouts},
            rejection_class,
            START_LENGTH + offset,
            tlv_type,
        )

    def test_known_final_payload(self) -> None:
        for layouts in (DEPLOYED, BOTH):
            self.assert_ok(
                "payload.decode",
                {"bytes": KNOWN_PAYLOAD, "role": "final", "layouts": layouts},
                KNOWN_MEMBERS,
            )

    def test_published_payload_with_empty_amounts(self) -> None:
        self.assert_ok(
            "payload.decode",
            {
                "bytes": "02000400" + "0e41" + "12" * 32 + "13" * 32 + "09",
                "role": "final",
                "layouts": DEPLOYED,
            },
            {
                "amt_to_forward": "0",
                "outgoing_cltv_value": "0",
                "amp_record": {
                    "layout": "type14",
                    "root_share": "12" * 32,
                    "set_id": "13" * 32,
                    "child_index": "9",
                },
            },
        )

    def test_intermediate(self) -> None:
        self.assert_ok(
            "payload.decode",
            {
                "bytes": START + "06080102030405060708",
                "role": "intermediate",
                "layouts": [],
            },
            {**START_MEMBERS, "short_channel_id": str(0x0102030405060708)},
        )

    def test_amounts(self) -> None:
        for text, value in (("", 0), ("01", 1), ("1d24b2dfac520001", 2100000000000000001)):
            self.assert_ok(
                "payload.decode",
                {"bytes": record("02", text) + "0400", "role": "final", "layouts": []},
                {"amt_to_forward": str(value), "outgoing_cltv_value": "0"},
            )
        self.final(record("12", "ff" * 8), total_amount_msat=str(2**64 - 1))

    def test_truncated_integers_in_records(self) -> None:
        for stream, expected in (
            ("0209010000000000000000", ("bad_length", 2, 2)),
            ("020100", ("not_minimal", 2, 2)),
            ("020004050100000000", ("bad_length", 4, 4)),
            ("0200040100", ("not_minimal", 4, 4)),
            ("0200040400000001", ("not_minimal", 4, 4)),
            ("0200040012020001", ("not_minimal", 6, 18)),
            ("020004001209010000000000000000", ("bad_length", 6, 18)),
        ):
            members = {"bytes": stream, "role": "final", "layouts": DEPLOYED}
            self.assert_reject("payload.decode", members, *expected)

    def test_short_channel_id_length(self) -> None:
        for length in (0, 7, 9):
            self.refuses(record("06", "01" * length), "bad_length", 2, 6)

    def test_payment_data(self) -> None:
        for text, total in (("", 0), ("01", 1), ("0bb8", 3000), ("ff" * 8, 2**64 - 1)):
            self.final(
                record("08", SECRET + text),
                payment_data={"payment_secret": SECRET, "total_msat": str(total)},
            )

    def test_payment_data_length(self) -> None:
        for layouts in (DEPLOYED, [], TYPE8, BOTH):
            for length in (0, 31, 41, 64, 65, 67, 69):
                self.refuses(record("08", "01" * length), "bad_length", 2, 8, layouts)

    def test_payment_data_total_is_minimal(self) -> None:
        for layouts in (DEPLOYED, TYPE8):
            for total in ("00", "0001", "00" * 8):
                self.refuses(record("08", SECRET + total), "not_minimal", 34, 8, layouts)

    def test_type8_record(self) -> None:
        value = SHARE + SET_ID
        for layouts in (TYPE8, BOTH):
            self.final(
                record("08", value + "00000007") + "120107",
                layouts,
                amp_record=amp("type8", 7),
                total_amount_msat="7",
            )
        for layouts in (DEPLOYED, []):
            self.refuses(record("08", value + "00000007"), "bad_length", 2, 8, layouts)

    def test_payment_data_and_amp_record_stand_together(self) -> None:
        for layouts in (DEPLOYED, BOTH):
            self.final(
                record("08", SECRET) + record("0e", SHARE + SET_ID),
                layouts,
                payment_data={"payment_secret": SECRET, "total_msat": "0"},
                amp_record=amp("type14", 0),
            )

    def test_type14_record_length_and_index(self) -> None:
        for length in (0, 32, 63, 69):
            self.refuses(record("0e", "01" * length), "bad_length", 2, 14)
        for index in ("00", "0001", "00000001"):
            self.refuses(record("0e", SHARE + SET_ID + index), "not_minimal", 66, 14)

    def test_type14_not_accepted_is_unknown_whatever_its_length(self) -> None:
        for length in (0, 63, 64, 68, 69):
            for layouts in ([], TYPE8):
                self.refuses(record("0e", "00" * length), "unknown_even", 0, 14, layouts)

    def test_payment_metadata_is_kept_and_empty_is_not_absent(self) -> None:
        self.final("1000", payment_metadata="")
        self.final("1003010203", payment_metadata="010203")
        self.final("10fd0258" + "5a" * 600, payment_metadata="5a" * 600)

    def test_keysend(self) -> None:
        self.final("ff0000000146c6616c20" + "07" * 32, keysend_preimage="07" * 32)
        for length in (0, 31, 33):
            text = record("ff0000000146c6616c", "07" * length)
            self.refuses(text, "bad_length", 10, 5482373484)

    def test_amp_beside_metadata_total_and_keysend(self) -> None:
        self.final(
            record("0e", SHARE + SET_ID) + "100101" + "120105" + "ff0000000146c6616c20" + "07" * 32,
            amp_record=amp("type14", 0),
            payment_metadata="01",
            total_amount_msat="5",
            keysend_preimage="07" * 32,
        )

    def test_unknown_odd_and_custom_are_kept_in_order(self) -> None:
        self.final(
            "0500" + "6501aa" + "fdffff00" + "fe0001000001bb" + "fe0001000100" + "ff" * 9 + "00",
            other=[
                {"type": "5", "value": ""},
                {"type": "101", "value": "aa"},
                {"type": "65535", "value": ""},
                {"type": "65536", "value": "bb"},
                {"type": "65537", "value": ""},
                {"type": str(2**64 - 1), "value": ""},
            ],
        )

    def test_unknown_even(self) -> None:
        self.refuses("1400", "unknown_even", 0, 20)
        self.refuses("6400", "unknown_even", 0, 100)
        self.refuses("fdfffe00", "unknown_even", 0, 65534)
        self.refuses("0500" + "140166" + "1600", "unknown_even", 2, 20)
        members = {"bytes": "0000" + START, "role": "final", "layouts": DEPLOYED}
        self.assert_reject("payload.decode", members, "unknown_even", 0, 0)

    def test_path_key(self) -> None:
        blinded = START + record("0a", "aabb") + record("0c", POINT) + "120105"
        self.assert_ok(
            "payload.decode",
            {"bytes": blinded, "role": "final", "layouts": DEPLOYED},
            {
                **START_MEMBERS,
                "encrypted_recipient_data": "aabb",
                "current_path_key": POINT,
                "total_amount_msat": "5",
            },
        )
        for length in (0, 32, 34):
            self.refuses("0a00" + record("0c", "02" * length), "bad_length", 4, 12)
        for point in ("04" + POINT[2:], "02" + "00" * 31 + "05", "02" + "ff" * 32):
            self.refuses("0a00" + record("0c", point) + "120105", "bad_value", 4, 12)
        # The first byte is looked at in the walk, the curve after everything else.
        self.refuses("0a00" + record("0c", "04" + POINT[2:]), "bad_value", 4, 12)
        off_curve = START + "0a00" + record("0c", "02" + "ff" * 32)
        members = {"bytes": off_curve, "role": "final", "layouts": DEPLOYED}
        self.assert_reject("payload.decode", members, "missing", None, 18)

    def test_values_are_checked_in_stream_order(self) -> None:
        # A bad value comes before a later fault in the framing, and the reverse.
        self.refuses("0600" + "0500", "bad_length", 2, 6)
        self.refuses("0500" + "0300" + "0600", "order", 2, 3)
        self.refuses("0800" + "ff", "bad_length", 2, 8)
        # A value has to be complete before it is looked at.
        self.refuses("0620", "truncated", 1, 6)
        # A fault in the walk comes before every presence rule.
        members = {"bytes": "14000e00", "role": "final", "layouts": DEPLOYED}
        self.assert_reject("payload.decode", members, "order", 2, 14)
        members = {"bytes": "0e00", "role": "intermediate", "layouts": DEPLOYED}
        self.assert_reject("payload.decode", members, "bad_length", 2, 14)
