"""What each loader has to say of a few selections, counted on the files without a loader.

    python3 expected.py VECTORS
"""

import json
import pathlib
import sys

LEVELS = ["info", "may", "should", "must"]
vectors = []
for path in sorted((pathlib.Path(sys.argv[1]) / "v1").glob("*.json")):
    if path.name != "rules.json":
        file = json.loads(path.read_text(encoding="utf-8"))
        vectors += [(file["op"], v) for v in file["vectors"] if v["status"] == "stable"]


def count(op=None, profile=None, level="info"):
    """How many, how many answers to them are right, and the first and the last."""
    found = [
        (of, v)
        for of, v in vectors
        if op in (None, of) and (profile is None or profile in v["profiles"]) and LEVELS.index(v["level"]) >= LEVELS.index(level)
    ]
    answers = sum(len(v["expect"].get("any", [None])) for _, v in found)
    return f"{len(found)} {answers} {found[0][0]} {found[0][1]['id']} {found[-1][0]} {found[-1][1]['id']}"


def written_out(entries):
    """The entries of a list, with those that repeat themselves as often as they say."""
    for entry in entries:
        for turn in range(int(entry.get("repeat", {}).get("count", 1))):
            of = entry["repeat"]["of"] if "repeat" in entry else [entry]
            yield from json.loads(json.dumps(of).replace("{n}", str(turn)) if "repeat" in entry else json.dumps(of))


def scenarios():
    """How many events and outcomes there are, of how many HTLCs, and how many traces."""
    found = [v for of, v in vectors if of == "receiver.run"]
    if not found:
        return "refused"
    events = [list(written_out(v["in"]["events"])) for v in found]
    answers = [answer for v in found for answer in v["expect"].get("any", [v["expect"]])]
    outcomes = [list(written_out(answer["ok"]["outcomes"])) for answer in answers if "ok" in answer]
    ids = sum(len({event["htlc"]["id"] for event in story if "htlc" in event}) for story in events)
    traces = sum(v.get("trace", False) for v in found)
    return f"{sum(map(len, events))} {sum(map(len, outcomes))} {ids} {traces}"


print(count())
print(count(op="invoice.decode"))
print(count(profile="bystander"))
print(count(level="should"))
print(count(op="payload.decode", profile="amp", level="must"))
print(scenarios())
for _ in ("operation", "profile", "level", "nothing"):
    print("refused")
