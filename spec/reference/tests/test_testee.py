"""The testee as a program: the handshake, line by line, and the end of input."""

import json
import subprocess
import sys
import tempfile
import unittest

from scenarios import amp_parts, arrives, request, tick
from support import REFERENCE

COMMAND = [sys.executable, str(REFERENCE / "testee.py")]


class TesteeTest(unittest.TestCase):
    def test_answers_each_line_before_the_next(self) -> None:
        with tempfile.TemporaryDirectory() as elsewhere, subprocess.Popen(
            COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=elsewhere
        ) as testee:

            def ask(identifier: str, operation: str, **members: object) -> dict:
                request = {"id": identifier, "op": operation, "in": members}
                testee.stdin.write(json.dumps(request).encode() + b"\n")
                testee.stdin.flush()
                return json.loads(testee.stdout.readline())

            hello = ask("0", "hello", protocol="1", suite="0.1.0")
            self.assertEqual(hello["id"], "0")
            declared = hello["hello"]
            self.assertEqual(declared["protocol"], "1")
            self.assertEqual(declared["name"], "ampwire-reference")
            self.assertEqual(declared["version"], "0.1.0")
            self.assertEqual(declared["language"], "python")
            self.assertEqual(declared["profiles"], ["amp"])
            self.assertEqual(declared["errors"], "class")
            self.assertEqual(declared["omits"], {})
            self.assertEqual(len(declared["ops"]), 28)
            self.assertNotIn("hello", declared["ops"])

            canary = ask("1", "x-canary-5f1d07")
            self.assertEqual(canary, {"id": "1", "unsupported": {"why": "unknown op"}})
            shares = ask("2", "shares.run", events=[])
            self.assertEqual(shares, {"id": "2", "ok": {"shares": []}})
            decoded = ask("\u2713", "bigsize.decode", bytes="fd0100")
            expected = {"id": "\u2713", "ok": {"value": "256", "length": "3"}}
            self.assertEqual(decoded, expected)

            testee.stdin.close()
            self.assertEqual(testee.wait(timeout=5), 0)

    def test_last_line_without_its_end(self) -> None:
        request = b'{"id":"0","op":"tlv.decode","in":{"bytes":""}}'
        ended = subprocess.run(COMMAND, input=request, stdout=subprocess.PIPE, check=True)
        self.assertEqual(ended.stdout, b'{"id":"0","ok":{"records":[]}}\n')

    def declared(self, *arguments: str) -> dict:
        ended = subprocess.run(
            [*COMMAND, *arguments],
            input=b'{"id":"0","op":"hello","in":{"protocol":"1"}}\n',
            stdout=subprocess.PIPE,
            check=True,
        )
        return json.loads(ended.stdout)["hello"]

    def test_plays_one_profile(self) -> None:
        for profile in ("amp", "bystander"):
            self.assertEqual(self.declared("--profile", profile)["profiles"], [profile])

    def test_plays_amp_by_default(self) -> None:
        self.assertEqual(self.declared(), self.declared("--profile", "amp"))

    def test_refuses_another_profile(self) -> None:
        for profile in ("", "both", "AMP", "amp,bystander"):
            ended = subprocess.run(
                [*COMMAND, "--profile", profile],
                input=b"",
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                check=False,
            )
            self.assertEqual((ended.returncode, ended.stdout), (2, b""))

    def test_the_profile_decides_in_the_program_too(self) -> None:
        request = (
            b'{"id":"0","op":"features.check",'
            b'"in":{"features":["14","30"],"context":"invoice"}}\n'
        )
        for profile, verdict in (("amp", "ok"), ("bystander", "reject")):
            ended = subprocess.run(
                [*COMMAND, "--profile", profile],
                input=request,
                stdout=subprocess.PIPE,
                check=True,
            )
            self.assertEqual(list(json.loads(ended.stdout)), ["id", verdict])

    def test_whose_time_runs_out_is_an_option(self) -> None:
        parts, _ = amp_parts([100, 200], 1000)
        events = [arrives(parts[0], 1000), arrives(parts[1], 1060), tick(1120)]
        asked = json.dumps({"id": "0", "op": "receiver.run", "in": request(events)})
        for option, answers in ((["set"], 4), (["htlc"], 3), ([], 4)):
            arguments = ["--timeout-of", *option] if option else []
            ended = subprocess.run(
                [*COMMAND, *arguments], input=asked.encode(), stdout=subprocess.PIPE, check=True
            )
            self.assertEqual(len(json.loads(ended.stdout)["ok"]["outcomes"]), answers)

    def test_as_a_module(self) -> None:
        ended = subprocess.run(
            [sys.executable, "-m", "ampwire_reference"],
            input=b"",
            stdout=subprocess.PIPE,
            cwd=REFERENCE,
            check=True,
        )
        self.assertEqual(ended.stdout, b"")
