"""Failure messages, byte for byte and both ways."""

import random

from support import OperationTest, ask

HASH = "5a" * 32

# Each message as its object, and the parts of its bytes: the code, then field by field.
MESSAGES = [
    ({"name": "mpp_timeout"}, ["0017"]),
    ({"name": "final_incorrect_cltv_expiry", "cltv_expiry": "0"}, ["0012", "00000000"]),
    ({"name": "final_incorrect_cltv_expiry", "cltv_expiry": "258"}, ["0012", "00000102"]),
    ({"name": "final_incorrect_cltv_expiry", "cltv_expiry": str(2**32 - 1)}, ["0012", "ffffffff"]),
    (
        {"name": "final_incorrect_htlc_amount", "incoming_htlc_amt": "0"},
        ["0013", "0000000000000000"],
    ),
    (
        {"name": "final_incorrect_htlc_amount", "incoming_htlc_amt": "1000"},
        ["0013", "00000000000003e8"],
    ),
    (
        {"name": "final_incorrect_htlc_amount", "incoming_htlc_amt": str(2**64 - 1)},
        ["0013", "ffffffffffffffff"],
    ),
    (
        {"name": "incorrect_or_unknown_payment_details", "htlc_msat": "0", "height": "0"},
        ["400f", "0000000000000000", "00000000"],
    ),
    # From the example of BOLT 4.
    (
        {"name": "incorrect_or_unknown_payment_details", "htlc_msat": "100", "height": "800000"},
        ["400f", "0000000000000064", "000c3500"],
    ),
    (
        {
            "name": "incorrect_or_unknown_payment_details",
            "htlc_msat": str(2**64 - 1),
            "height": str(2**32 - 1),
        },
        ["400f", "ffffffffffffffff", "ffffffff"],
    ),
    ({"name": "invalid_onion_payload", "type": "0", "offset": "0"}, ["4016", "00", "0000"]),
    ({"name": "invalid_onion_payload", "type": "14", "offset": "6"}, ["4016", "0e", "0006"]),
    ({"name": "invalid_onion_payload", "type": "252", "offset": "1"}, ["4016", "fc", "0001"]),
    ({"name": "invalid_onion_payload", "type": "253", "offset": "256"}, ["4016", "fd00fd", "0100"]),
    (
        {"name": "invalid_onion_payload", "type": "65535", "offset": "65535"},
        ["4016", "fdffff", "ffff"],
    ),
    (
        {"name": "invalid_onion_payload", "type": "65536", "offset": "1299"},
        ["4016", "fe00010000", "0513"],
    ),
    (
        {"name": "invalid_onion_payload", "type": "5482373484", "offset": "80"},
        ["4016", "ff0000000146c6616c", "0050"],
    ),
    (
        {"name": "invalid_onion_payload", "type": str(2**64 - 1), "offset": "0"},
        ["4016", "ffffffffffffffffff", "0000"],
    ),
    ({"name": "invalid_onion_blinding", "sha256_of_onion": HASH}, ["c018", HASH]),
    ({"name": "invalid_onion_blinding", "sha256_of_onion": "00" * 32}, ["c018", "00" * 32]),
]

KNOWN_CODES = {0x4016, 0x400F, 23, 18, 19, 0xC018}


class OnionFailureTest(OperationTest):
    def test_both_ways(self) -> None:
        for message, parts in MESSAGES:
            text = "".join(parts)
            self.assert_ok("onion_failure.decode", {"bytes": text}, message)
            self.assert_ok("onion_failure.encode", message, {"bytes": text})

    def test_every_message_is_here(self) -> None:
        self.assertEqual({int(parts[0], 16) for _, parts in MESSAGES}, KNOWN_CODES)

    def test_extra_bytes_are_ignored(self) -> None:
        for message, parts in MESSAGES:
            for extra in ("00", "ff", "fd84d1fd012c" + "80" * 300, parts[0]):
                members = {"bytes": "".join(parts) + extra}
                self.assert_ok("onion_failure.decode", members, message)

    def test_every_truncation(self) -> None:
        for _, parts in MESSAGES:
            data = bytes.fromhex("".join(parts))
            start = 0
            for part in parts:
                length = len(part) // 2
                for there in range(length):
                    # Without a byte of the field there is none to point at.
                    offset = start if there else 0
                    members = {"bytes": data[: start + there].hex()}
                    self.assert_reject("onion_failure.decode", members, "truncated", offset)
                start += length
            self.assertEqual(start, len(data))
            self.assertIn("ok", ask("onion_failure.decode", bytes=data.hex()))

    def test_some_truncations_by_hand(self) -> None:
        for text, offset in (
            ("", 0),
            ("40", 0),
            ("c0", 0),
            ("4016", 0),
            ("4016fd", 2),
            ("4016fd00", 2),
            ("4016fd00fd", 0),
            ("4016fd00fd00", 5),
            ("40160e", 0),
            ("40160e00", 3),
            ("400f", 0),
            ("400f00", 2),
            ("400f0000000000000064", 0),
            ("400f0000000000000064000c35", 10),
            ("c018", 0),
            ("c018" + "5a" * 31, 2),
        ):
            self.assert_reject("onion_failure.decode", {"bytes": text}, "truncated", offset)

    def test_the_type_is_minimal(self) -> None:
        for written in ("fd0000", "fd00fc", "fe0000ffff", "ff00000000ffffffff"):
            # Also where nothing of the offset is there: the first fault counts.
            for offset in ("0000", "00", ""):
                members = {"bytes": "4016" + written + offset}
                self.assert_reject("onion_failure.decode", members, "not_minimal", 2)

    def test_an_unknown_code(self) -> None:
        for code in range(2**16):
            if code not in KNOWN_CODES and (code < 64 or code % 997 == 0 or code & 0x1FFF < 40):
                for data in ("", "00", "5a" * 40):
                    members = {"bytes": f"{code:04x}" + data}
                    self.assert_ok("onion_failure.decode", members, {"code": str(code)})

    def test_the_flags_are_part_of_the_code(self) -> None:
        # The known numbers with other flags are other messages.
        for code in (0x0016, 0x000F, 0x4017, 0x4012, 0x4013, 0x0018, 0x4018, 0x8018, 0xFFFF):
            members = {"bytes": f"{code:04x}" + "00" * 40}
            self.assert_ok("onion_failure.decode", members, {"code": str(code)})

    def test_refuses_to_write_wide_numbers(self) -> None:
        details = "incorrect_or_unknown_payment_details"
        for members in (
            {"name": "invalid_onion_payload", "type": str(2**64), "offset": "0"},
            {"name": "invalid_onion_payload", "type": "0", "offset": "65536"},
            {"name": "invalid_onion_payload", "type": "0", "offset": "1" * 1000},
            {"name": details, "htlc_msat": str(2**64), "height": "0"},
            {"name": details, "htlc_msat": "0", "height": str(2**32)},
            {"name": "final_incorrect_cltv_expiry", "cltv_expiry": str(2**32)},
            {"name": "final_incorrect_htlc_amount", "incoming_htlc_amt": str(2**64)},
        ):
            self.assert_reject("onion_failure.encode", members, "bad_value")

    def test_refuses_to_write_a_hash_of_another_length(self) -> None:
        for length in (0, 1, 31, 33, 64):
            members = {"name": "invalid_onion_blinding", "sha256_of_onion": "5a" * length}
            self.assert_reject("onion_failure.encode", members, "bad_length")

    def test_refuses_to_write_what_has_no_name(self) -> None:
        for name in ("", "channel_disabled", "MPP_TIMEOUT", "mpp_timeout ", "23", "invalid_realm"):
            self.assert_reject("onion_failure.encode", {"name": name}, "other")
        self.assert_reject("onion_failure.encode", {"code": "23"}, "other")

    def test_bystanders_speak_the_same(self) -> None:
        self.profile = "bystander"
        self.test_both_ways()

    def test_random_bytes(self) -> None:
        chance = random.Random(4)
        prefixes = [bytes.fromhex(parts[0]) for _, parts in MESSAGES]
        accepted = 0
        for _ in range(5_000):
            data = chance.choice(prefixes) + chance.randbytes(chance.randrange(40))
            given = ask("onion_failure.decode", bytes=data.hex())
            if "ok" in given:
                accepted += 1
                again = bytes.fromhex(ask("onion_failure.encode", **given["ok"])["ok"]["bytes"])
                self.assertEqual(data[: len(again)], again)
            else:
                self.assertIn(given["reject"]["class"], ("truncated", "not_minimal"))
                self.assertLess(int(given["reject"]["offset"]), len(data))
        self.assertGreater(accepted, 1_000)
