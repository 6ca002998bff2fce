"""What a reader of a report has to find, told from the report's JSON alone and not by the renderers."""

import json

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def shown(text):
    """A text as it can be shown on one line."""
    text = text.replace("\n", "\N{DOWNWARDS ARROW WITH CORNER LEFTWARDS}").replace("\t", " ")
    refused = {0x2028, 0x2029, 0x200E, 0x200F, 0x061C, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
    refused |= {*range(0x20), *range(0x7F, 0xA0)}
    return "".join(REPLACEMENT if ord(c) in refused else c for c in text)


def kind(vector):
    """passed, todo, skipped, failed or broke."""
    verdict = vector["verdict"]
    if vector["red"]:
        return "broke" if verdict in ("panic", "crash", "hang", "garbage") else "failed"
    if verdict == "unsupported":
        return "skipped"
    if verdict == "expected_failure" or (verdict == "observed" and vector["would_be"] != "pass"):
        return "todo"
    return "passed"


def expected(path):
    """The name and kind of each vector, a list a run; and what is wrong beside them: runs that ended early, stale expected failures."""
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    runs = [[(shown(vector["id"]), kind(vector)) for vector in run["vectors"]] for run in report["runs"]]
    early = [run for run in report["runs"] if run["fault"] or run["interrupted"] or run["summary"]["not_run"]]
    stale = report["exceptions"] is not None and report["exceptions"]["stale"] != []
    return runs, len(early) + stale
