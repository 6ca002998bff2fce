"""What each profile declares, and what a bystander makes of what belongs to AMP."""

import json
import unittest

from support import SET_ID, SHARE, OperationTest, ask_as

from ampwire_reference.testee import answer

AMP_OPERATIONS = {
    "amp_record.decode",
    "amp_record.encode",
    "amp.split",
    "amp.derive",
    "amp.reconstruct",
    "shares.run",
    "receiver.run",
    "sender.run",
}

AMP_CAPABILITIES = {
    "layout:type8",
    "layout:type14",
    "scheme:sha256",
    "scheme:bp2018",
    "scheme:hmac_xor",
    "receiver:cancel-set",
}

COMMON_OPERATIONS = {
    *(f"{name}.{way}" for name in ("bigsize", "tu16", "tu32", "tu64", "tlv", "payload",
                                   "onion_failure", "features")
      for way in ("decode", "encode")),
    "features.check",
    "invoice.decode",
    "invoice.encode",
    "invoice.final_payload",
}  # fmt: skip

COMMON_CAPABILITIES = {
    "path-key",
    "role:intermediate",
    "known-features",
    "invoice:no-verify",
    "now",
}


def hello(profile: str) -> dict:
    line = json.dumps({"id": "0", "op": "hello", "in": {"protocol": "1"}}).encode()
    return answer(line, profile)["hello"]


class DeclarationTest(unittest.TestCase):
    def test_amp(self) -> None:
        declared = hello("amp")
        self.assertEqual(declared["profiles"], ["amp"])
        self.assertEqual(sorted(declared["ops"]), sorted(COMMON_OPERATIONS | AMP_OPERATIONS))
        self.assertEqual(sorted(declared["can"]), sorted(COMMON_CAPABILITIES | AMP_CAPABILITIES))

    def test_bystander(self) -> None:
        declared = hello("bystander")
        self.assertEqual(declared["profiles"], ["bystander"])
        self.assertEqual(sorted(declared["ops"]), sorted(COMMON_OPERATIONS))
        self.assertEqual(sorted(declared["can"]), sorted(COMMON_CAPABILITIES))

    def test_the_rest_is_the_same(self) -> None:
        declared = [hello("amp"), hello("bystander")]
        for members in declared:
            for name in ("profiles", "ops", "can"):
                del members[name]
        self.assertEqual(*declared)


class BystanderTest(OperationTest):
    profile = "bystander"

    def test_operations_on_amp_are_unknown(self) -> None:
        for operation in AMP_OPERATIONS:
            given = ask_as("bystander", operation)
            self.assertEqual(given, {"unsupported": {"why": "unknown op"}})

    def test_records_of_amp_are_not_accepted(self) -> None:
        start = "020101040102"
        members = {"role": "final", "layouts": []}
        type14 = {**members, "bytes": start + "0e40" + SHARE + SET_ID}
        self.assert_reject("payload.decode", type14, "unknown_even", 6, 14)
        type8 = {**members, "bytes": start + "0844" + SHARE + SET_ID + "00000001"}
        self.assert_reject("payload.decode", type8, "bad_length", 8, 8)
