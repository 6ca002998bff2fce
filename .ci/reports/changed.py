"""Makes two reports of a real one: every verdict with texts that mean harm, and a run that ended early."""

import copy
import json
import sys

HOSTILE = [
    "]]> <b>&amp;\"'",
    "<!-- x --> <?xml?> <![CDATA[",
    "# SKIP \\# TODO \\\\# SKIP \\",
    "\n  ...\nok 1 - not so\nBail out! now",
    "1..0 # skip\r\n---",
    "\x00\x07\x1b[2J\x7f\x85\u2028\u202e\ufeff\uffff",
    "a::error::b %0A | c",
    "\N{CRAB} é ー",
]
VERDICTS = [
    ("pass", False, None), ("other_reason", False, None), ("other_reason", True, None), ("fail", True, None), ("panic", True, None),
    ("crash", True, None), ("hang", True, None), ("garbage", True, None), ("unsupported", False, None), ("unsupported", True, None),
    ("deployed", False, None), ("observed", False, "pass"), ("observed", False, "fail"), ("expected_failure", False, "fail"),
    ("unexpected_pass", True, "pass"),
]


def main():
    whole, hostile, early = sys.argv[1:]
    with open(whole, encoding="utf-8") as file:
        report = json.load(file)
    report["runs"] = report["runs"][:1]
    run = report["runs"][0]
    del run["vectors"][len(HOSTILE) * len(VERDICTS):]
    run["summary"]["selected"] = len(run["vectors"])
    write(early, ended_early(copy.deepcopy(report)))
    for index, vector in enumerate(run["vectors"]):
        text = HOSTILE[index % len(HOSTILE)]
        vector["verdict"], vector["red"], would_be = VERDICTS[index % len(VERDICTS)]
        vector.pop("would_be", None)
        if would_be:
            vector["would_be"] = would_be
        vector["id"] += " " + text
        vector["reasons"] = [text]
        vector["stderr"] = text
        vector["actual"] = {"ok": {text: text}}
        if vector["verdict"] in ("expected_failure", "unexpected_pass"):
            vector["exception"] = {"line": 3, "got": "ok", "kind": "bug", "reason": text, "url": text}
    run["hello"]["name"] = run["hello"]["version"] = HOSTILE[0] + HOSTILE[3]
    stale = [{"line": 9, "id": text, "why": text} for text in HOSTILE]
    report["exceptions"] = {"file": HOSTILE[0] + HOSTILE[3], "entries": 9, "stale": stale}
    report["exit_status"] = 2
    write(hostile, report)


def ended_early(report):
    run = report["runs"][0]
    run["summary"]["selected"] += 7
    run["summary"]["not_run"] = 7
    run["fault"] = {"message": HOSTILE[2] + HOSTILE[3], "line": None, "stderr": ""}
    report["exit_status"] = 3
    return report


def write(path, report):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(report, file)


main()
