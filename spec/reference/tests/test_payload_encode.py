"""Writing the payload of one hop: canonical bytes, and the checks in their order."""

from support import POINT, SECRET, SET_ID, SHARE, OperationTest
from test_payload_decode import KNOWN_MEMBERS, KNOWN_PAYLOAD

START = {"amt_to_forward": "1", "outgoing_cltv_value": "2"}
DATA = {"payment_data": {"payment_secret": SECRET, "total_msat": "3"}}
CHANNEL = {"short_channel_id": "4"}
BLINDED = {"encrypted_recipient_data": "07", "current_path_key": POINT}
TOTAL = {"total_amount_msat": "5"}
METADATA = {"payment_metadata": ""}
KEYSEND = {"keysend_preimage": "07" * 32}
TOO_MUCH = {"amt_to_forward": str(2**64)}


def amp(layout: str, **members: str) -> dict:
    fields = {"root_share": SHARE, "set_id": SET_ID, "child_index": "1"}
    return {"amp_record": {"layout": layout, **fields, **members}}


def other(*types: int) -> dict:
    return {"other": [{"type": str(tlv_type), "value": ""} for tlv_type in types]}


class PayloadEncodeTest(OperationTest):
    def writes(self, text: str, *parts: dict) -> None:
        self.assert_ok("payload.encode", merged(parts), {"bytes": text})

    def refuses(self, rejection_class: str, tlv_type: object, *parts: dict) -> None:
        self.assert_reject("payload.encode", merged(parts), rejection_class, None, tlv_type)

    def test_known_final_payload(self) -> None:
        self.writes(KNOWN_PAYLOAD, KNOWN_MEMBERS)

    def test_sizes_of_final_payloads(self) -> None:
        # total_msat, child_index and the bytes, with amount and expiry of one byte.
        for total, index, size in (
            (0, 0, 106),
            (0, 0xFF, 107),
            (0, 0xFFFFFFFF, 110),
            (1, 0, 107),
            (1, 0xFFFFFFFF, 111),
            (2**64 - 1, 0, 114),
            (2**64 - 1, 0xFFFFFFFF, 118),
        ):
            data = {"payment_secret": SECRET, "total_msat": str(total)}
            text = "020101040102"
            text += f"08{32 + width(total):02x}" + SECRET + written(total)
            text += f"0e{64 + width(index):02x}" + SHARE + SET_ID + written(index)
            self.assertEqual(len(text) // 2, size)
            self.writes(text, START, {"payment_data": data}, amp("type14", child_index=str(index)))

    def test_every_kind_of_hop(self) -> None:
        start = "020101040102"
        self.writes(start, START)
        self.writes("02000400", {"amt_to_forward": "0", "outgoing_cltv_value": "0"})
        self.writes(start + "06080000000000000004", START, CHANNEL)
        self.writes(start + "1000", START, METADATA)
        self.writes(
            start + "0844" + SHARE + SET_ID + "00000001" + "120105", START, amp("type8"), TOTAL
        )
        self.writes(start + "0a0107" + "0c21" + POINT + "120105", START, BLINDED, TOTAL)
        self.writes("0a0107" + "0c21" + POINT, BLINDED)
        self.writes("0a0107", {"encrypted_recipient_data": "07"})
        self.writes(
            start + "0500" + "fe0001000000" + "ff0000000146c6616c20" + "07" * 32 + "ff" * 9 + "00",
            START,
            KEYSEND,
            other(2**64 - 1, 65536, 5),
        )

    def test_ranges(self) -> None:
        beyond = str(2**64)
        for tlv_type, member in (
            (2, {"amt_to_forward": beyond}),
            (4, {"outgoing_cltv_value": str(2**32)}),
            (6, {"short_channel_id": beyond}),
            (8, {"payment_data": {"payment_secret": SECRET, "total_msat": beyond}}),
            (8, amp("type8", child_index=str(2**32))),
            (14, amp("type14", child_index=str(2**32))),
            (18, {"total_amount_msat": beyond}),
        ):
            self.refuses("bad_value", tlv_type, START, member)
        self.refuses("bad_value", None, START, other(2**64))
        self.writes(
            "0208" + "ff" * 8 + "0404" + "ff" * 4,
            {"amt_to_forward": str(2**64 - 1), "outgoing_cltv_value": str(2**32 - 1)},
        )

    def test_type_8_once(self) -> None:
        self.refuses("conflict", 8, START, DATA, amp("type8"), TOTAL)

    def test_other_types(self) -> None:
        for tlv_type in (2, 4, 6, 8, 10, 12, 14, 16, 18, 5482373484):
            self.refuses("duplicate", tlv_type, START, other(tlv_type))
        self.refuses("duplicate", 5, START, other(9, 5, 9, 5))
        for tlv_type in (0, 20, 100, 65532):
            self.refuses("unknown_even", tlv_type, START, other(65534, tlv_type, 7))

    def test_lengths(self) -> None:
        for length in (0, 31, 33):
            text = "01" * length
            data = {"payment_data": {"payment_secret": text, "total_msat": "3"}}
            self.refuses("bad_length", 8, START, data)
            for layout, tlv_type in (("type8", 8), ("type14", 14)):
                self.refuses("bad_length", tlv_type, START, amp(layout, root_share=text), TOTAL)
                self.refuses("bad_length", tlv_type, START, amp(layout, set_id=text), TOTAL)
            self.refuses("bad_length", 5482373484, START, {"keysend_preimage": text})
        for length in (0, 32, 34):
            self.refuses("bad_length", 12, BLINDED, {"current_path_key": "02" * length})

    def test_path_key_is_a_point(self) -> None:
        self.refuses("bad_value", 12, BLINDED, {"current_path_key": "02" + "ff" * 32})

    def test_unblinded(self) -> None:
        self.refuses("missing", 10, {"current_path_key": POINT})
        self.refuses("missing", 2, {})
        self.refuses("missing", 2, {"outgoing_cltv_value": "0"})
        self.refuses("missing", 4, {"amt_to_forward": "0"})
        self.refuses("forbidden", 8, START, CHANNEL, DATA, amp("type14"))
        self.refuses("forbidden", 14, START, CHANNEL, amp("type14"))
        self.refuses("forbidden", 8, START, CHANNEL, amp("type8"))
        self.refuses("missing", 8, START, amp("type14"))
        self.refuses("missing", 18, START, amp("type8"))

    def test_blinded(self) -> None:
        for tlv_type, member in (
            (6, CHANNEL),
            (8, DATA),
            (8, amp("type8")),
            (14, amp("type14")),
            (16, METADATA),
            (5, other(65536, 5)),
            (65536, other(65536)),
            (5482373484, KEYSEND),
        ):
            self.refuses("forbidden", tlv_type, START, BLINDED, TOTAL, member)
            self.refuses("forbidden", tlv_type, BLINDED, member)
        self.refuses("missing", 2, BLINDED, TOTAL)
        self.refuses("missing", 4, BLINDED, TOTAL, {"amt_to_forward": "0"})
        self.refuses("missing", 18, BLINDED, START)
        self.refuses("missing", 2, BLINDED, {"outgoing_cltv_value": "0"})

    def test_order_of_checks(self) -> None:
        short_secret = {"payment_data": {"payment_secret": "", "total_msat": "3"}}
        type8 = amp("type8")
        self.refuses("bad_value", 2, TOO_MUCH, DATA, type8, other(2, 20))
        self.refuses("bad_value", None, DATA, type8, other(2, 20, 2**64))
        self.refuses("conflict", 8, short_secret, type8, other(2, 20))
        self.refuses("duplicate", 2, short_secret, other(2, 20))
        self.refuses("unknown_even", 20, short_secret, other(20))
        self.refuses("bad_length", 8, short_secret)
        self.refuses("bad_length", 14, amp("type14", set_id=""), {"current_path_key": POINT})
        self.refuses("missing", 10, {"current_path_key": POINT}, CHANNEL, DATA)


def merged(parts: tuple) -> dict:
    payload: dict = {}
    for members in parts:
        payload.update(members)
    return payload


def width(number: int) -> int:
    return (number.bit_length() + 7) // 8


def written(number: int) -> str:
    return number.to_bytes(width(number), "big").hex()
