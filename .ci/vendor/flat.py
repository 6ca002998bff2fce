"""The flat form against the rich one, by a reader of its own: nothing is lost, added or changed between them.

    python3 flat.py VECTORS

VECTORS is the folder `vectors`. Which members are input and which are result is taken from the table in its README, so that
this also says whether the table is true. Tokens are counted on the text, as jsmn does.
"""

import hashlib
import json
import pathlib
import re
import sys

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[^\s"\[\]{},:]+')
ABOUT = {"id", "comment", "level", "breaks"}
SCENARIOS = ("receiver.run", "sender.run", "shares.run")
AUDIENCES = {"everyone": ["amp", "bystander"], "amp": ["amp"], "bystander": ["bystander"]}
OTHERS = "all others"


def table(readme):
    """For each operation its input members and its result members; None stands for all others."""
    found = {}
    for line in readme.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"(`[a-z0-9_]+\.[a-z0-9_]+` ?)+", cells[0]):
            sides = [None if OTHERS in cell else set(re.findall(r"`(\w+)`", cell)) for cell in cells[1:]]
            for op in re.findall(r"`([^`]+)`", cells[0]):
                assert op not in found, op
                found[op] = sides
    return found


def answer(op, members, results):
    """An answer as the rich form has it. What is left of the members is taken out of them."""
    if members.pop("valid"):
        names = set(members) if results is None else results & set(members)
        return {"ok": {name.removeprefix("expected_"): members.pop(name) for name in names}}
    names = [name for name in members if name.startswith("reject_")]
    return {"reject": {name.removeprefix("reject_"): members.pop(name) for name in names}}


def rich(op, vector, sides):
    """A flat vector as `in` and `expect`."""
    members = {name: value for name, value in vector.items() if name not in ABOUT}
    inputs, results = sides
    given = {}
    if inputs is not None:
        given = {name: members.pop(name) for name in inputs & set(members)}
    if "answers" in members:
        expect = {"any": [answer(op, dict(one), results) for one in members.pop("answers")]}
    else:
        expect = answer(op, members, results)
    if inputs is None:
        given, members = members, {}
    assert not members, f"{vector['id']}: whose are {sorted(members)}?"
    return given, expect


def main():
    folder = pathlib.Path(sys.argv[1])
    sides = table((folder / "README.md").read_text(encoding="utf-8"))
    whole = {}
    for path in sorted((folder / "v1").glob("*.json")):
        if path.name != "rules.json":
            file = json.loads(path.read_text(encoding="utf-8"))
            whole.update({vector["id"]: (file["op"], vector) for vector in file["vectors"]})
    flat = folder / "flat"
    manifest = json.loads((flat / "MANIFEST.json").read_text(encoding="utf-8"))
    listed = {entry["path"]: entry for entry in manifest["files"]}
    present = {path.relative_to(flat).as_posix() for path in flat.rglob("*.json")} - {"MANIFEST.json"}
    assert present == set(listed), present ^ set(listed)
    seen, size = set(), 0
    for path in sorted(path for path in flat.rglob("*") if path.is_file()):
        name, data = path.relative_to(flat).as_posix(), path.read_bytes()
        size += len(data)
        if path.suffix != ".json":
            continue
        tokens = len(TOKEN.findall(data.decode()))
        assert tokens < 5000, f"{name} has {tokens} tokens"
        if name not in listed:
            continue
        assert b"\r" not in data and data.endswith(b"]\n"), name
        assert listed[name]["sha256"] == hashlib.sha256(data).hexdigest(), name
        vectors = json.loads(data)
        assert listed[name]["vectors"] == str(len(vectors)), name
        audience, file_name = name.split("/")
        for vector in vectors:
            assert list(vector) == sorted(vector), vector["id"]
            op, original = whole[vector["id"]]
            assert re.fullmatch(re.escape(op) + r"(\.any)?(-\d+)?\.json", file_name), name
            assert (".any" in file_name) == ("any" in original["expect"]), name
            assert AUDIENCES[audience] == original["profiles"], name
            given, expect = rich(op, vector, sides[op])
            assert given == original["in"], vector["id"]
            assert expect == original["expect"], vector["id"]
            assert original["status"] == "stable" and vector["level"] == original["level"], vector["id"]
            assert vector["level"] in ("must", "should"), vector["id"]
            assert vector["comment"] == original["comment"], vector["id"]
            assert vector.get("breaks", []) == original["rules"]["breaks"], vector["id"]
            assert vector["id"] not in seen, vector["id"]
            seen.add(vector["id"])
    left_out = {entry["id"]: entry for entry in manifest["left_out"]}
    assert seen.isdisjoint(left_out) and seen | set(left_out) == set(whole)
    for vector_id, entry in left_out.items():
        op, original = whole[vector_id]
        level = original["level"] in ("must", "should")
        why = "status" if original["status"] != "stable" else "level" if not level else "scenario" if op in SCENARIOS else "size"
        assert (entry["op"], entry["why"]) == (op, why), vector_id
    assert size < 1_000_000, size
    print(f"flat form: {len(seen)} vectors in {len(listed)} files, {size} bytes; {len(left_out)} left out and listed")


main()
