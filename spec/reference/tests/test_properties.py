"""What holds for every input: no panic, offsets inside, encode and decode undo each other."""

import random
import unittest

from support import POINT, SECRET, SET_ID, SHARE, ask
from test_payload_decode import KNOWN_PAYLOAD

VALID = [
    (KNOWN_PAYLOAD, "final", ["type14"]),
    (KNOWN_PAYLOAD + "ff0000000146c6616c20" + "07" * 32, "final", ["type8", "type14"]),
    ("020101040102" + "0844" + SHARE + SET_ID + "00000001" + "120105", "final", ["type8"]),
    ("020101040102" + "0a0107" + "0c21" + POINT + "120105", "final", []),
    ("0a0107" + "0c21" + POINT, "intermediate", []),
    ("020101040102" + "0608" + "01" * 8 + "fd00ff0109", "intermediate", []),
    ("02000400" + "0820" + SECRET + "10fd0100" + "5a" * 256, "final", []),
]

SHAPES = [[], [2, 4], [2, 4, 6], [2, 4, 8, 14], [2, 4, 10, 12, 18], [10, 12]]
"""The types that random payloads have beside a few random ones."""

SEED = 14
ROUNDS = 20_000


class PropertyTest(unittest.TestCase):
    def check(self, data: bytes, role: str, layouts: list, in_htlc: bool = False) -> bool:
        """Checks one stream; says whether it was accepted."""
        answer = ask(
            "payload.decode",
            bytes=data.hex(),
            role=role,
            layouts=layouts,
            path_key_in_htlc=in_htlc,
        )
        framing = ask("tlv.decode", bytes=data.hex())
        if "ok" in framing:
            again = ask("tlv.encode", records=framing["ok"]["records"])
            self.assertEqual(again, {"ok": {"bytes": data.hex()}})
        if "ok" in answer:
            self.assertIn("ok", framing)
            self.check_round_trip(data, answer["ok"])
            return True
        self.assertEqual(list(answer), ["reject"], answer)
        self.check_reject(data, answer["reject"], framing)
        return False

    def check_round_trip(self, data: bytes, payload: dict) -> None:
        again = ask("payload.encode", **payload)
        if "ok" in again:
            self.assertEqual(again["ok"]["bytes"], data.hex())
        else:
            # Readers take what writers must not write: an AMP record without
            # payment_data. Nothing else that decodes is refused.
            self.assertEqual(again["reject"]["class"], "missing")
            self.assertEqual(again["reject"]["tlv_type"], "8")
            self.assertEqual(payload["amp_record"]["layout"], "type14")

    def check_reject(self, data: bytes, reject: dict, framing: dict) -> None:
        if reject["class"] == "missing":
            self.assertNotIn("offset", reject)
            self.assertIn("tlv_type", reject)
            return
        # A value of no bytes at the very end has its offset just behind the input.
        room = len(data) + (reject["class"] == "bad_length")
        self.assertLess(int(reject["offset"]), max(room, 1))
        if reject["class"] in ("truncated", "order", "duplicate"):
            self.assertEqual(framing, {"reject": reject})

    def test_valid_streams(self) -> None:
        for text, role, layouts in VALID:
            self.assertTrue(self.check(bytes.fromhex(text), role, layouts), text)

    def test_every_truncation(self) -> None:
        for text, role, layouts in VALID:
            data = bytes.fromhex(text)
            ends = {0}
            for record in ask("tlv.decode", bytes=text)["ok"]["records"]:
                ends.add(max(ends) + len(ask("tlv.encode", records=[record])["ok"]["bytes"]) // 2)
            for length in range(len(data)):
                accepted = self.check(data[:length], role, layouts)
                if length not in ends:
                    self.assertFalse(accepted)
                    cut = ask("tlv.decode", bytes=data[:length].hex())
                    self.assertEqual(cut["reject"]["class"], "truncated")

    def test_every_byte_changed(self) -> None:
        for text, role, layouts in VALID:
            data = bytes.fromhex(text)
            for position in range(len(data)):
                for change in (0x01, 0x80, 0xFF):
                    changed = bytearray(data)
                    changed[position] ^= change
                    self.check(bytes(changed), role, layouts)

    def test_random_records(self) -> None:
        chance = random.Random(SEED)
        accepted = 0
        for _ in range(ROUNDS):
            stream = b""
            types = chance.sample(range(22), chance.randrange(3))
            types += chance.choice(SHAPES)
            # Now and then with a type twice.
            types = sorted(types if chance.random() < 0.02 else set(types))
            for tlv_type in types:
                lengths = {6: 8, 8: 33, 12: 33, 14: 65}
                length = lengths.get(tlv_type, chance.randrange(5))
                if chance.random() < 0.1:
                    length = chance.choice([0, 31, 32, 40, 41, 63, 64, 68, 69])
                value = chance.randbytes(length)
                if tlv_type == 12 and length == 33:
                    value = bytes.fromhex(POINT)
                stream += bytes([tlv_type, length]) + value
            role = chance.choice(["final", "intermediate"])
            layouts = chance.choice([[], ["type8"], ["type14"], ["type8", "type14"]])
            accepted += self.check(stream, role, layouts, chance.random() < 0.2)
        self.assertGreater(accepted, ROUNDS // 20)
