"""One request that breaks each rule, and the rule that the refusal names."""

import unittest

import broken_invoices
from support import POINT, SECRET, SET_ID, SHARE, ask
from test_rules import COVERED, table

START = "020101040102"
TYPE8 = "0844" + SHARE + SET_ID + "00000001"
TYPE14 = "0e40" + SHARE + SET_ID
BLINDED = "0a0107" + "0c21" + POINT


def final(stream: str, *layouts: str, in_htlc: bool = False) -> tuple:
    members = {"bytes": stream, "role": "final", "layouts": layouts, "path_key_in_htlc": in_htlc}
    return "payload.decode", members


def intermediate(stream: str, *layouts: str) -> tuple:
    return "payload.decode", {"bytes": stream, "role": "intermediate", "layouts": layouts}


def stream(text: str) -> tuple:
    return "tlv.decode", {"bytes": text}


def shards(*made: tuple) -> tuple:
    return "shares.run", {"events": [{"new": {"id": name, "last": last}} for name, last in made]}


def reconstruct(scheme: str, *children: tuple) -> tuple:
    names = ("share", "index", "hash")
    return "amp.reconstruct", {
        "scheme": scheme,
        "children": [dict(zip(names, child)) for child in children],
    }


BREAKS = {
    "bolt1.bigsize.big-endian": ("bigsize.encode", {"value": str(2**64)}),
    "bolt1.bigsize.minimal": ("bigsize.decode", {"bytes": "fd00fc"}),
    "bolt1.bigsize.complete": ("bigsize.decode", {"bytes": "fd00"}),
    "bolt1.tu.minimal": ("tu32.decode", {"bytes": "00"}),
    "bolt1.tu.length": ("tu32.decode", {"bytes": "0100000000"}),
    "bolt1.tlv.type-minimal": stream("fd000100"),
    "bolt1.tlv.type-complete": stream("fd00"),
    "bolt1.tlv.length-minimal": stream("01fd0000"),
    "bolt1.tlv.length-complete": stream("01"),
    "bolt1.tlv.value-complete": stream("0101"),
    "bolt1.tlv.ascending": stream("02000100"),
    "bolt1.tlv.no-duplicate": stream("01000100"),
    "bolt1.tlv.no-wraparound": stream("ff" * 9 + "00" + "0000"),
    "bolt4.payload.amt-to-forward": final("0400"),
    "bolt4.payload.outgoing-cltv-value": final("0200"),
    "bolt4.payload.short-channel-id": intermediate(START),
    "bolt4.payload.short-channel-id-length": intermediate(START + "060101"),
    "bolt4.payload.short-channel-id-final": final(START + "0608" + "01" * 8),
    "bolt4.payload.payment-data-length": final(START + "081f" + "01" * 31),
    "bolt4.payload.payment-data-total-minimal": final(START + "0821" + SECRET + "00"),
    "bolt4.payload.payment-data-final-only": intermediate(
        START + "0608" + "01" * 8 + "0820" + SECRET
    ),
    "amp.record.type8-with-payment-data": (
        "payload.encode",
        {
            "payment_data": {"payment_secret": SECRET, "total_msat": "1"},
            "amp_record": {
                "layout": "type8",
                "root_share": SECRET,
                "set_id": SECRET,
                "child_index": "1",
            },
        },
    ),
    "bolt4.payload.total-amount-msat": final(START + "120100"),
    "bolt4.payload.unknown-even": final(START + "1400"),
    "blip3.keysend.length": final(START + "ff0000000146c6616c00"),
    "bolt4.blinded.path-key-missing": final(START + "0a0107" + "120105"),
    "bolt4.blinded.path-key-twice": final(START + BLINDED + "120105", in_htlc=True),
    "bolt4.blinded.path-key-alone": final(START + "0c21" + POINT),
    "bolt4.blinded.path-key-point": final(START + "0a0107" + "0c21" + "04" + POINT[2:]),
    "bolt4.blinded.path-key-length": final(START + "0a0107" + "0c20" + POINT[:64]),
    "bolt4.blinded.intermediate-only": intermediate(BLINDED + "1000"),
    "bolt4.blinded.final-only": final(START + BLINDED + "1000" + "120105"),
    "bolt4.blinded.total-amount-msat": final(START + BLINDED),
    "amp.record.length": ("amp_record.decode", {"layout": "type14", "bytes": "01" * 63}),
    "amp.record.index-minimal": (
        "amp_record.decode",
        {"layout": "type14", "bytes": SHARE + SET_ID + "00"},
    ),
    "amp.record.type8-length": ("amp_record.decode", {"layout": "type8", "bytes": "01" * 67}),
    "amp.record.type8-or-payment-data": final(START + "0843" + "01" * 67, "type8"),
    "amp.record.type8-not-accepted": final(START + TYPE8, "type14"),
    "amp.record.type14-not-accepted": final(START + TYPE14, "type8"),
    "amp.record.conflict": final(START + TYPE8 + TYPE14, "type8", "type14"),
    "amp.record.final-only": intermediate(START + "0608" + "01" * 8 + TYPE14, "type14"),
    "amp.payload.payment-data-written": (
        "payload.encode",
        {
            "amt_to_forward": "1",
            "outgoing_cltv_value": "2",
            "amp_record": {
                "layout": "type14",
                "root_share": SHARE,
                "set_id": SET_ID,
                "child_index": "0",
            },
        },
    ),
    "amp.payload.type8-total": final(START + TYPE8, "type8"),
    "amp.reconstruct.hash": reconstruct("sha256", (SHARE, "1", "00" * 32)),
    "amp.reconstruct.empty": reconstruct("sha256"),
    "amp.bp2018.index-once": reconstruct("bp2018", (SHARE, "1"), (SECRET, "1")),
    "amp.hmac-xor.zero-preimage": reconstruct("hmac_xor", (SHARE, "1")),
    "amp.hmac-xor.index-once": reconstruct("hmac_xor", (SHARE, "1"), (SECRET, "1")),
    "bolt4.failure.codes": (
        "onion_failure.encode",
        {"name": "final_incorrect_cltv_expiry", "cltv_expiry": str(2**32)},
    ),
    "bolt4.failure.complete": ("onion_failure.decode", {"bytes": "40"}),
    "bolt4.failure.type-minimal": ("onion_failure.decode", {"bytes": "4016fd00fc0000"}),
    "bolt9.features.length": ("features.encode", {"features": ["524280"]}),
    "bolt9.features.unknown-even": (
        "features.check",
        {"features": ["100"], "context": "init"},
    ),
    "bolt9.features.dependencies": (
        "features.check",
        {"features": ["31"], "context": "invoice"},
    ),
    "bolt9.features.context": (
        "features.check",
        {"features": ["48"], "context": "init"},
    ),
    "amp.shares.id-once": shards(("a", False), ("a", False)),
    "amp.shares.nothing-kept": shards(("a", True), ("b", False)),
    "amp.shares.cancel": ("shares.run", {"events": [{"cancel": {"id": "a"}}]}),
    **broken_invoices.BREAKS,
}

OF_SCENARIOS = ("amp.payee.", "amp.payer.")
"""The rules that a scenario breaks without being refused: what comes of it is in its answer.
test_receiver_order, test_receiver_sets, test_receiver_time and test_sender_judge break them."""


class BrokenRulesTest(unittest.TestCase):
    def test_the_refusal_names_the_rule(self) -> None:
        for rule, (operation, members) in BREAKS.items():
            answer = ask(operation, **members)
            self.assertEqual(list(answer), ["reject"], rule)
            named = broken_invoices.NAMED_AS.get(rule, rule)
            self.assertEqual(answer["reject"]["message"].split(": ")[0], named)
            self.assertEqual(answer["reject"]["class"], table()[rule]["class"], rule)

    def test_every_rule_that_can_be_broken_is(self) -> None:
        due = {
            rule
            for rule, members in table().items()
            if "no_break" not in members
            and rule.startswith(COVERED)
            and not rule.startswith(OF_SCENARIOS)
        }
        self.assertEqual(due - set(BREAKS), set())
