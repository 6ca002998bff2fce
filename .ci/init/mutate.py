"""Sends requests with small damages, and looks that each has one answer.

    python3 .ci/init/mutate.py [--strict] COUNT COMMAND...

With --strict the testee's reader of JSON has to take what Python's takes, and nothing else: no key twice, no NaN, no half
of a surrogate pair.
"""

import json
import random
import subprocess
import sys
import threading

SEEDS = [
    rb'{"id":"1","op":"bigsize.decode","in":{"bytes":"fd00fd"}}',
    rb'{"id":"1","op":"tlv.decode","in":{"bytes":"010203fd00fd0100"}}',
    rb'{"id":"1","op":"tlv.decode","in":{"bytes":"ffffffffffffffffff02aabb"},"x":[1,-0.5e+3,true,false,null,{}]}',
    rb'{"id":"1","op":"invoice.decode","in":{"invoice":"lnbc1\u00e9\ud83d\ude00\n","verify":false}}',
    rb'{"id":"1","op":"hello","in":{"protocol":"1","suite":"0.1.0"},"more":{"a":{"b":[[],[{}]]},"a2":"\\\""}}',
    '{"id":"1","op":"x","in":{"\u00e9":"\u20ac","\U0001f600":"\u007f"}}'.encode(),
    b'{"a":1,"aa":2,"b":{"a":1},"id":"1","op":"","in":{}}',
]
PIECES = [
    b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\", b"\\u", b"\\ud800", b"\\udc00", b"\\u0000", b"0", b"01", b"-", b".", b"e", b"1e5", b"nul",
    b"null", b"true", b"NaN", b'"a":', b'"id":"2",', b"\x00", b"\x1f", b"\x80", b"\xc0\x80", b"\xc2\xa0", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf4\x90\x80\x80",
    b"\xef\xbb\xbf", b" ", b"\t", b"\r",
]


def damaged(chance):
    line = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(line) + 1)
        end = min(len(line), at + chance.randrange(6))
        kind = chance.randrange(5)
        if kind == 0:
            del line[at:end]
        elif kind == 1:
            line[at:at] = chance.choice(PIECES)
        elif kind == 2:
            line[at:end] = chance.choice(PIECES)
        elif kind == 3 and at < len(line):
            line[at] = chance.randrange(256)
        else:
            line[at:at] = line[chance.randrange(len(line) + 1) :][: chance.randrange(20)]
        if not line:
            break
    return bytes(line).replace(b"\n", b"")


def is_strict_json(line):
    def members(pairs):
        if len({name for name, _ in pairs}) != len(pairs):
            raise ValueError("a key twice")
        return dict(pairs)

    def no_constant(name):
        raise ValueError(name)

    try:
        value = json.loads(line.decode("utf-8"), object_pairs_hook=members, parse_constant=no_constant)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError:
        return None
    return value


def main():
    words = sys.argv[1:]
    strict = words[0] == "--strict"
    count, *command = words[1:] if strict else words
    chance = random.Random(20_250_101)
    lines = [damaged(chance) for _ in range(int(count))]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    timer = threading.Timer(120, process.kill)
    timer.daemon = True
    timer.start()
    # Nothing waits for the answers: the pipes are emptied by threads.
    output, errors = process.communicate(b"".join(line + b"\n" for line in lines))
    answers = output.split(b"\n")
    assert process.returncode == 0, f"it ended with {process.returncode}: {errors[-2000:]!r}"
    assert answers.pop() == b"" and len(answers) == len(lines), f"{len(answers)} answers to {len(lines)} lines"
    taken = 0
    for line, answer in zip(lines, answers):
        answer = json.loads(answer.decode("utf-8"))
        verdicts = set(answer) - {"id"}
        assert len(answer) == 2 and len(verdicts) == 1, f"{answer} to {line!r}"
        assert verdicts < {"hello", "ok", "reject", "unsupported", "panic"}, f"{answer} to {line!r}"
        assert "panic" not in verdicts, f"{answer} to {line!r}"
        value = is_strict_json(line)
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            taken += 1
            assert answer["id"] == value["id"], f"{answer} to {line!r}"
        elif strict:
            assert answer["id"] == "", f"{answer} to {line!r}"
    assert taken > len(lines) // 10, "too few lines were requests"
    print(f"{len(lines)} damaged lines answered, {taken} of them requests")


if __name__ == "__main__":
    main()
