"""What every test needs: the reference on the search path, and a way to ask it.

Import it before `ampwire_reference`: the tests run from the repository's root
without any setting.
"""

from __future__ import annotations

import json
import sys
import unittest
from pathlib import Path
from typing import Any

REFERENCE = Path(__file__).resolve().parent.parent
RULES = REFERENCE.parent / "rules.toml"

sys.path.insert(0, str(REFERENCE))

from ampwire_reference.testee import answer  # noqa: E402  the path has to be set first

# A point of the curve: the generator of secp256k1.
POINT = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"

SHARE = "22" * 32
SET_ID = "33" * 32
SECRET = "11" * 32


def ask(operation: str, **members: Any) -> dict[str, Any]:
    """The answer to one request, without its id."""
    return ask_as("amp", operation, **members)


def ask_as(profile: str, operation: str, **members: Any) -> dict[str, Any]:
    """The answer of a testee of this profile."""
    line = json.dumps({"id": "1", "op": operation, "in": members}).encode()
    given = answer(line, profile)
    if given.pop("id") != "1":
        raise AssertionError("the answer has another id")
    return given


class OperationTest(unittest.TestCase):
    """Compares whole answers of operations."""

    profile = "amp"

    def assert_ok(self, operation: str, members: dict[str, Any], expected: dict[str, Any]) -> None:
        """The operation gives exactly these members."""
        self.assertEqual(ask_as(self.profile, operation, **members), {"ok": expected}, members)

    def assert_reject(
        self,
        operation: str,
        members: dict[str, Any],
        rejection_class: str,
        offset: int | None = None,
        tlv_type: int | None = None,
    ) -> None:
        """The operation refuses with this class, offset and type; None means: not given."""
        given = ask_as(self.profile, operation, **members)
        self.assertEqual(list(given), ["reject"], given)
        reject = given["reject"]
        self.assertTrue(reject.pop("message"))
        expected = {"class": rejection_class}
        if offset is not None:
            expected["offset"] = str(offset)
        if tlv_type is not None:
            expected["tlv_type"] = str(tlv_type)
        self.assertEqual(reject, expected, members)
