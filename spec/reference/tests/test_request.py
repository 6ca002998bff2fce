"""Strict reading of requests, and answers that stay answers whatever comes."""

import json
import time
import unittest

from support import OperationTest, ask

from ampwire_reference import operations
from ampwire_reference.testee import answer

LINE_LIMIT = 4 * 1024 * 1024


class StrictTest(OperationTest):
    def test_hex(self) -> None:
        for text in ("0", "AA", "aA", "0g", " 00", "00 ", "0 0 ", "00\n", "0x00", "\u0660\u0660"):
            self.assert_reject("tlv.decode", {"bytes": text}, "bad_encoding")

    def test_integers(self) -> None:
        for text in ("", "00", "01", "-1", "+1", "1 ", " 1", "1\n", "1.0", "1e3", "0x1", "1_0",
                     "\u0661", "\u00b2"):  # fmt: skip
            self.assert_reject("bigsize.encode", {"value": text}, "bad_encoding")

    def test_structure(self) -> None:
        for operation, members in (
            ("tlv.decode", {}),
            ("tlv.decode", {"bytes": None}),
            ("tlv.decode", {"bytes": 0}),
            ("tlv.decode", {"bytes": ["00"]}),
            ("bigsize.encode", {"value": 1}),
            ("bigsize.encode", {"value": 1.5}),
            ("bigsize.encode", {"value": True}),
            ("tlv.encode", {"records": {}}),
            ("tlv.encode", {"records": ["00"]}),
            ("tlv.encode", {"records": [{"type": "1"}]}),
            ("amp_record.decode", {"bytes": ""}),
            ("amp_record.decode", {"bytes": "", "layout": "type10"}),
            ("payload.decode", {"bytes": "", "role": "final"}),
            ("payload.decode", {"bytes": "", "role": "first", "layouts": []}),
            ("payload.decode", {"bytes": "", "role": "final", "layouts": ["14"]}),
            (
                "payload.decode",
                {"bytes": "", "role": "final", "layouts": [], "path_key_in_htlc": "true"},
            ),
            ("payload.encode", {"payment_data": None}),
            ("amp.derive", {"scheme": "sha512", "root": "", "share": "", "index": "0"}),
            ("amp.split", {"scheme": "hmac_xor", "root": "", "indexes": "1"}),
            ("amp.reconstruct", {"scheme": "sha256"}),
            ("features.decode", {}),
            ("features.encode", {"features": "14"}),
            ("features.encode", {"features": [14]}),
            ("features.check", {"features": ["14"]}),
            ("features.check", {"features": ["14"], "context": "channel"}),
            ("features.check", {"context": "init"}),
            ("features.check", {"features": [], "context": "init", "known": "14"}),
            ("features.check", {"features": [], "context": "init", "known": None}),
            ("onion_failure.decode", {}),
            ("onion_failure.encode", {}),
            ("onion_failure.encode", {"name": "invalid_onion_payload", "type": "8"}),
            ("onion_failure.encode", {"name": "final_incorrect_cltv_expiry", "cltv_expiry": 1}),
        ):
            self.assert_reject(operation, members, "other")

    def test_lines_that_are_no_request(self) -> None:
        for line in (
            b"",
            b"\n",
            b"hello\n",
            b"[]",
            b"1",
            b"1" * 100_000,
            b"[" * 100_000,
            b"\xff\xfe",
            b'{"id":"1","id":"1","op":"tlv.decode","in":{"bytes":""}}',
            b'{"op":"tlv.decode","in":{"bytes":""}}',
            b'{"id":1,"op":"tlv.decode","in":{"bytes":""}}',
            b'{"id":"1","in":{"bytes":""}}',
            b'{"id":"1","op":"tlv.decode"}',
            b'{"id":"1","op":"tlv.decode","in":[]}',
        ):
            given = answer(line)
            self.assertEqual(sorted(given), ["id", "reject"], line[:40])
            self.assertEqual(given["reject"]["class"], "other")

    def test_a_fault_of_the_reference_is_a_panic(self) -> None:
        def fault(_: object) -> dict:
            raise IndexError("x" * 5000)

        known = operations.OPERATIONS["amp"]
        known["x-fault"] = fault
        try:
            given = ask("x-fault")
        finally:
            del known["x-fault"]
        self.assertEqual(list(given), ["panic"])
        self.assertTrue(given["panic"]["message"].startswith("IndexError: xxx"))
        self.assertLessEqual(len(given["panic"]["message"]), 1000)


class LongLineTest(unittest.TestCase):
    """The longest line of the protocol takes linear time.

    It takes one or two seconds; work that grows with the square would take minutes.
    """

    def timed(self, operation: str, members: dict) -> dict:
        line = json.dumps({"id": "1", "op": operation, "in": members}).encode()
        self.assertLessEqual(len(line), LINE_LIMIT)
        self.assertGreater(len(line), LINE_LIMIT // 2)
        start = time.process_time()
        given = answer(line)
        self.assertLess(time.process_time() - start, 10)
        return given

    def test_one_long_value(self) -> None:
        size = 2 * 1024 * 1024 - 100
        value = "5a" * (size - 20)
        given = self.timed("tlv.decode", {"bytes": "01fe" + f"{size - 20:08x}" + value})
        self.assertEqual(given["ok"]["records"], [{"type": "1", "value": value}])

    def test_many_records(self) -> None:
        stream = "".join(f"fe{65536 + 2 * number:08x}00" for number in range(300_000))
        members = {"bytes": "020004" + "00" + stream, "role": "final", "layouts": []}
        self.assertEqual(len(self.timed("payload.decode", members)["ok"]["other"]), 300_000)

    def test_many_records_to_encode(self) -> None:
        records = [{"type": str(number), "value": ""} for number in range(120_000, 0, -1)]
        self.assertIn("bytes", self.timed("tlv.encode", {"records": records})["ok"])

    def test_a_long_integer(self) -> None:
        given = self.timed("bigsize.encode", {"value": "1" * (LINE_LIMIT - 100)})
        self.assertEqual(given["reject"]["class"], "bad_value")

    def test_many_features(self) -> None:
        bits = [str(number) for number in range(200_001, 0, -2)] * 4
        members = {"features": bits, "context": "init", "known": ["14", "46", "26"]}
        self.assertEqual(self.timed("features.check", members)["ok"], {})
        written = self.timed("features.encode", {"features": bits})["ok"]["bytes"]
        self.assertEqual(written, "02" + "aa" * 25_000)

    def test_a_long_failure(self) -> None:
        text = "0017" + "5a" * (LINE_LIMIT // 2 - 50)
        given = self.timed("onion_failure.decode", {"bytes": text})
        self.assertEqual(given["ok"], {"name": "mpp_timeout"})

    def test_a_long_feature_vector(self) -> None:
        given = self.timed("features.decode", {"bytes": "ff" * (LINE_LIMIT // 2 - 50)})
        self.assertEqual(given["reject"]["class"], "limit")

    def test_many_children(self) -> None:
        children = [
            {"share": f"{number:064x}", "index": str(number)} for number in range(1, 36_000)
        ]
        for scheme in ("sha256", "bp2018", "hmac_xor"):
            given = self.timed("amp.reconstruct", {"scheme": scheme, "children": children})
            self.assertTrue("ok" in given or given["reject"]["class"] == "insecure")
