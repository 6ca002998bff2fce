"""Talks to a testee as nobody should, and holds its answers against what they have to be.

    python3 .ci/init/hostile.py COMMAND...

Every line has one answer, whatever is in it, and it comes before the next line is sent; the end of input is the end.
"""

import json
import subprocess
import sys
import threading

MAX_LINE = 4 * 1024 * 1024
BIGSIZE = {"op": "bigsize.decode", "in": {"bytes": "fd00fd"}}
VALUE = {"ok": {"value": "253", "length": "3"}}


def request(name, op, **members):
    return json.dumps({"id": name, "op": op, "in": members}).encode()


def long_request(length):
    """A request of so many bytes; the number at its start is what counts."""
    empty = request("n", "bigsize.decode", bytes="")
    return empty.replace(b'""', b'"' + b"0" * (length - len(empty)) + b'"')


def many_records():
    """The answer to this takes more than twice the bytes of the request, and more than a line may have."""
    stream = "".join(f"fe{kind:08x}00" for kind in range(0x10000, 0x10000 + 300_000))
    return request("n", "tlv.decode", bytes=stream)


# Lines without an id that could be answered to: the empty one stands for all.
NAMELESS = [
    b"",
    b"hello?",
    b"{",
    b"[]",
    b"null",
    b"17",
    b'"text"',
    b"{}",
    b"\x00",
    b"\xff\xfe",
    b'{"id":"n","op":"\xff","in":{}}',
    b'{"id":7,"op":"hello","in":{}}',
    b'{"id":null,"op":"hello","in":{}}',
    b'{"op":"hello","in":{}}',
    b'{"id":"n","op":"hello","in":{}} {}',
    b'{"id":"n","op":"hello","in":{}',
    b"[" * 100_000,
    b'{"a":' * 100_000,
    long_request(MAX_LINE + 1),
    b"x" * (9 * 1024 * 1024),
]

# Lines with an id, and the members that the verdict has to have.
NAMED = [
    (b'{"id":"n"}', {"reject": {"class": "other"}}),
    (b'{"id":"n","op":"hello"}', {"reject": {"class": "other"}}),
    (b'{"id":"n","op":7,"in":{}}', {"reject": {"class": "other"}}),
    (b'{"id":"n","op":"hello","in":[]}', {"reject": {"class": "other"}}),
    (b'{"id":"n","op":"hello","in":null}', {"reject": {"class": "other"}}),
    (request("n", "x-canary-5f1d07"), {"unsupported": {}}),
    (request("n", "toString"), {"unsupported": {}}),
    (request("n", "__proto__"), {"unsupported": {}}),
    (request("n", "hello\0"), {"unsupported": {}}),
    (request("n", ""), {"unsupported": {}}),
    (request("n", "bigsize.decode "), {"unsupported": {}}),
    (request("n", "invoice.decode", invoice="lnbc1"), {"unsupported": {}}),
    (request("n", "invoice.decode"), {"reject": {"class": "other"}}),
    (request("n", "bigsize.decode"), {"reject": {"class": "other"}}),
    (request("n", "bigsize.decode", bytes=7), {"reject": {"class": "other"}}),
    (request("n", "bigsize.decode", bytes=None), {"reject": {"class": "other"}}),
    (request("n", "bigsize.decode", bytes=["01"]), {"reject": {"class": "other"}}),
    (request("n", "bigsize.decode", bytes="0"), {"reject": {"class": "bad_encoding"}}),
    (request("n", "bigsize.decode", bytes="FD00FD"), {"reject": {"class": "bad_encoding"}}),
    (request("n", "bigsize.decode", bytes="0x01"), {"reject": {"class": "bad_encoding"}}),
    (request("n", "bigsize.decode", bytes="01\n"), {"reject": {"class": "bad_encoding"}}),
    (request("n", "bigsize.decode", bytes="01\0"), {"reject": {"class": "bad_encoding"}}),
    (request("n", "bigsize.decode", bytes="\u0660\u0661"), {"reject": {"class": "bad_encoding"}}),
    # Members that nobody knows are passed over; numbers are JSON all the same.
    (b'{"more":[1,-2.5e300,true,null,{}],"in":{"x":{},"bytes":"05"},"op":"bigsize.decode","id":"n"}',
     {"ok": {"value": "5", "length": "1"}}),
    (b' {"id" : "n", "op":"bigsize.decode","in":{"b\\u0079tes":"\\u0030\\u0035"}}\r',
     {"ok": {"value": "5", "length": "1"}}),
    (b'{"id":"n","op":"bigsize.decode","in":{"bytes":"05"},"n":' + b"9" * 300 + b"}",
     {"ok": {"value": "5", "length": "1"}}),
    (request("n", "bigsize.decode", bytes="ff" * 9), {"ok": {"value": str(2**64 - 1), "length": "9"}}),
    (request("n", "tlv.decode", bytes="ffffffffffffffffff00"),
     {"ok": {"records": [{"type": str(2**64 - 1), "value": ""}]}}),
    (request("n", "tlv.decode", bytes="00" + "ff" * 9), {"reject": {"class": "truncated", "offset": "1", "tlv_type": "0"}}),
    (request("n", "tlv.decode", bytes="01ffffffffffffffff00"), {"reject": {"class": "truncated", "offset": "1", "tlv_type": "1"}}),
    (request("n", "tlv.decode", bytes="0105"), {"reject": {"class": "truncated", "offset": "1", "tlv_type": "1"}}),
    (request("n", "tlv.decode", bytes="00fd"), {"reject": {"class": "truncated", "offset": "1", "tlv_type": "0"}}),
    (request("n", "tlv.decode", bytes=""), {"ok": {"records": []}}),
    # A number that few readers of JSON take, which is fine.
    (b'{"id":"n","op":"bigsize.decode","in":{"bytes":"05"},"n":' + b"9" * 1_000_000 + b"}", None),
    # The longest line there is.
    (long_request(MAX_LINE), None),
    (many_records(), {"unsupported": {}}),
]


class Testee:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        # Whatever hangs, this script does not.
        self.timer = threading.Timer(60, self.process.kill)
        self.timer.daemon = True
        self.timer.start()

    def ask(self, line):
        """The answer to one line, which has to come before the next line is sent."""
        self.process.stdin.write(line + b"\n")
        self.process.stdin.flush()
        return self.answer(line)

    def answer(self, line):
        answer = self.process.stdout.readline()
        shown = line[:100]
        assert answer.endswith(b"\n"), f"no answer to {shown!r}"
        assert len(answer) <= MAX_LINE + 1, f"too long an answer to {shown!r}"
        answer = json.loads(answer)
        assert len(answer) == 2, f"{answer} to {shown!r}"
        return answer

    def last_words(self, line):
        """A line without its end, and the end of input."""
        self.process.stdin.write(line)
        self.process.stdin.close()
        answer = self.answer(line) if line else None
        rest = self.process.stdout.read()
        status = self.process.wait()
        self.timer.cancel()
        assert rest == b"", f"behind the last answer: {rest[:200]!r}"
        assert status == 0, f"it ended with {status}"
        return answer


def expect(answer, name, verdict, line):
    shown = f"{str(answer)[:300]} to {line[:100]!r}"
    if verdict is None:
        return
    assert answer["id"] == name, shown
    for kind, members in verdict.items():
        assert kind in answer, shown
        for member, value in members.items():
            assert answer[kind].get(member) == value, f"{member}: {shown}"
        if kind == "ok":
            assert answer[kind] == members, shown


def main(command):
    testee = Testee(command)
    good = json.dumps({"id": "good", **BIGSIZE}).encode()
    for line in NAMELESS:
        expect(testee.ask(line), "", {"reject": {"class": "other"}}, line)
    expect(testee.ask(good), "good", VALUE, good)
    for line, verdict in NAMED:
        expect(testee.ask(line), "n", verdict, line)
        expect(testee.ask(good), "good", VALUE, good)
    for name in ("", " ", "\u00e9\u20ac", "\U0001f600", 'a"b\\c\n\t\u007f\u0000<&>', "0" * 1000):
        line = json.dumps({"id": name, **BIGSIZE}).encode()
        expect(testee.ask(line), name, VALUE, line)
    # Without a handshake before, and without a line's end behind.
    expect(testee.last_words(good), "good", VALUE, good)

    assert Testee(command).last_words(b"") is None
    hello = json.dumps({"id": "h", "op": "hello", "in": {"protocol": "1", "suite": "0"}}).encode()
    testee = Testee(command)
    answer = testee.ask(hello)["hello"]
    assert answer["ops"] == ["bigsize.decode", "tlv.decode"], answer
    # Two lines at once are answered in turn.
    testee.process.stdin.write(good + b"\n" + hello + b"\n")
    testee.process.stdin.flush()
    expect(testee.answer(good), "good", VALUE, good)
    assert "hello" in testee.answer(hello)
    assert testee.last_words(b"") is None
    print(f"{len(NAMELESS) + len(NAMED)} hostile lines answered as they should be")


if __name__ == "__main__":
    main(sys.argv[1:])
