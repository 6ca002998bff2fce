"""Holds the report of a new adapter against the vectors: what ran, and what was red.

    python3 .ci/init/counts.py REPORT PROFILE [RED-ID...]
"""

import json
import sys

OPERATIONS = ("bigsize.decode", "tlv.decode")


def asked(profile):
    """The vectors of the two operations, straight from their files."""
    ids = set()
    for operation in OPERATIONS:
        with open(f"vectors/v1/{operation}.json", encoding="utf-8") as file:
            vectors = json.load(file)["vectors"]
        ids |= {vector["id"] for vector in vectors if profile in vector["profiles"] and vector["status"] != "withdrawn"}
    return ids


def main():
    path, profile, *red = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    (run,) = report["runs"]
    summary = run["summary"]
    expected = asked(profile)
    ran = {vector["id"] for vector in run["vectors"] if vector["verdict"] != "unsupported"}
    assert ran == expected, f"it ran {ran ^ expected}"
    assert summary["ran"] == len(expected), summary
    assert summary["unsupported"] == summary["selected"] - len(expected) > 1000, summary
    assert summary["pass"] == len(expected) - len(red), summary
    found = sorted(vector["id"] for vector in run["vectors"] if vector["red"])
    assert found == sorted(red), f"red is {found}"
    # Every member, and every rejection with its class: nothing that ran went unseen.
    assert summary["members_compared"] == summary["members"] > 0, summary
    assert summary["classes_compared"] == summary["rejections"] > 0, summary
    assert not run["fault"] and not summary["restarts"] and not summary["stray_lines"], summary
    assert report["exit_status"] == (1 if red else 0), report["exit_status"]
    print(f"{run['hello']['language']}: ran {summary['ran']} of {summary['selected']} vectors, {len(found)} red")


if __name__ == "__main__":
    main()
