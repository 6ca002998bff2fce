"""Asks the suite about every named fault, and writes which vectors catch which.

    python3 conformance/selftest/run.py --ampwire target/release/ampwire

The runner itself is asked, with the reference as the testee and one fault in it: `ampwire check --level info`. A
vector catches a fault where the answer is red. A rejection for another reason is none: a testee need not tell its
reasons.

Written to the folder of --out: `matrix.json` with everything and `matrix.md` with one row a fault; and to
spec/named-faults.md what is committed, or compared with it under --check.

A fault that more than 30 % of the suite's vectors catch is a blanket one: it says nothing about any single vector,
and counts for none. A fault that no vector catches is red.
"""

from __future__ import annotations

import argparse
import ast
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import planted

ROOT = planted.HERE.parent.parent
SUMMARY = ROOT / "spec" / "named-faults.md"
BLANKET = 0.30
AMP = "amp"
BYSTANDER = "bystander"

BY_PROFILE = ("features.check", "invoice.decode", "invoice.final_payload")
"""The operations that a bystander answers in another way: what is known there depends on the profile."""

ENTRIES = {
    "bigsize.": {"bigsize"},
    "tu16.": {"truncated"},
    "tu32.": {"truncated"},
    "tu64.": {"truncated"},
    "tlv.": {"tlv"},
    "amp_record.": {"amp_record"},
    "payload.decode": {"payload_decode"},
    "payload.encode": {"payload_encode"},
    "onion_failure.": {"onion_failure"},
    "features.": {"features", "profile"},
    "amp.": {"derivation"},
    "shares.": {"shares_run"},
    "receiver.": {"receiver_run"},
    "sender.": {"sender_run"},
    "invoice.decode": {"invoice_decode", "invoice_object"},
    "invoice.encode": {"invoice_encode", "invoice_object"},
    "invoice.final_payload": {"invoice_decode", "invoice_payment", "profile"},
}
"""The modules that an operation enters the reference by. A fault bears on an operation where its module is one of
these, or is imported by one of them."""


class Case(NamedTuple):
    """A vector, as far as it matters here."""

    op: str
    profiles: tuple[str, ...]


class Result(NamedTuple):
    """What became of one fault: the vectors that catch it, and those that refuse for another reason."""

    fault: dict[str, str]
    caught_by: list[str]
    other_reason: list[str]


def suite() -> dict[str, Case]:
    """Every vector by its id, but those that were withdrawn."""
    cases = {}
    for path in sorted((ROOT / "vectors" / "v1").glob("*.json")):
        file = json.loads(path.read_text("utf-8"))
        for vector in file.get("vectors", ()):
            if vector["status"] != "withdrawn":
                cases[vector["id"]] = Case(file["op"], tuple(vector["profiles"]))
    return cases


def imports(module: str) -> set[str]:
    """The modules of the reference that a module of it imports."""
    found = set()
    for node in ast.walk(ast.parse(planted.source_of(module).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(planted.PACKAGE):
            inner = (node.module or "").removeprefix(planted.PACKAGE).removeprefix(".")
            found |= {inner} if inner else {alias.name for alias in node.names}
    return found


def reached(entries: set[str]) -> set[str]:
    """These modules and all that they import."""
    seen: set[str] = set()
    waiting = set(entries)
    while waiting:
        module = waiting.pop()
        seen.add(module)
        waiting |= imports(module) - seen
    return seen


def operations(cases: dict[str, Case]) -> dict[str, set[str]]:
    """Each operation with the modules that bear on it."""
    by_entry = {entry: reached(modules) for entry, modules in ENTRIES.items()}
    found = {}
    for op in {case.op for case in cases.values()}:
        found[op] = next(modules for entry, modules in by_entry.items() if op.startswith(entry))
    return found


class Runner:
    """Runs `ampwire check` on the reference with a fault."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self._folder = folder
        self._cases = suite()
        self._operations = operations(self._cases)

    @property
    def cases(self) -> dict[str, Case]:
        return self._cases

    def baseline(self) -> None:
        """Without a fault everything passes, for its reason too; else no answer below means anything."""
        for profile in (AMP, BYSTANDER):
            asked, vectors = self._check(planted.NO_FAULT, profile, [])
            wrong = [vector["id"] for vector in vectors if (vector.get("would_be") or vector["verdict"]) != "pass"]
            if wrong or not vectors:
                raise SystemExit(f"without a fault {len(wrong)} of {len(vectors)} vectors fail: {wrong[:5]}\n{asked}")

    def ask(self, fault: dict[str, str]) -> Result:
        """Runs the vectors that the fault can bear on."""
        ops = sorted(op for op, modules in self._operations.items() if fault["module"] in modules)
        if not ops:
            raise SystemExit(f"{fault['name']}: no operation uses the module {fault['module']}")
        # What a bystander alone is asked, and who implements AMP would answer otherwise.
        apart = [name for name, case in self._cases.items() if case.op in BY_PROFILE and AMP not in case.profiles]
        selection = [*(f"--op={op}" for op in ops), *(f"--skip={name}" for name in apart)]
        _, vectors = self._check(fault["name"], planted.BOTH, selection)
        apart = [f"--only={name}" for name in apart if self._cases[name].op in ops]
        if apart:
            vectors += self._check(fault["name"], BYSTANDER, apart)[1]
        caught_by = sorted({vector["id"] for vector in vectors if vector["red"]})
        other_reason = sorted({vector["id"] for vector in vectors if vector["verdict"] == "other_reason"})
        return Result(fault, caught_by, other_reason)

    def _check(self, fault: str, profile: str, selection: list[str]) -> tuple[str, list[dict[str, Any]]]:
        environment = dict(
            os.environ,
            AMPWIRE_SELFTEST_CURVE=str(self._folder / "curve.pickle"),
            PYTHONPYCACHEPREFIX=str(self._folder / "bytecode"),
        )
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".json") as report:
            command = [str(self._program), "check", "--level=info", "--withheld", "--no-expect", "--no-alone", "--quiet", "--no-color"]
            command += [f"--vectors={ROOT / 'vectors'}", "--timeout=60s", "--hello-timeout=120s", f"--report={report.name}", *selection, "--"]
            # Without what is installed beside Python: it isn't used, and looking for it takes longer than all else.
            command += [sys.executable, "-S", str(planted.HERE / "planted.py"), fault, profile]
            ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            said = ended.stdout[-2000:] + ended.stderr[-2000:]
            if ended.returncode not in (0, 1):
                raise SystemExit(f"{fault}, {profile}: the run ended with {ended.returncode}\n{said}")
            runs = json.load(open(report.name, encoding="utf-8"))["runs"]
        return said, runs[0]["vectors"]


def family(name: str) -> str:
    return name.split("/", 1)[0]


def matrix(cases: dict[str, Case], results: list[Result]) -> dict[str, Any]:
    """Everything that was found, as JSON."""
    limit = BLANKET * len(cases)
    single = [result for result in results if len(result.caught_by) <= limit]
    kills = Counter(name for result in single for name in result.caught_by)
    alone = {result.caught_by[0]: result.fault["name"] for result in single if len(result.caught_by) == 1}
    families: dict[str, list[int]] = {}
    for name in cases:
        counts = families.setdefault(family(name), [0, 0])
        counts[0] += 1
        counts[1] += name in kills
    return {
        "schema": "ampwire-kill-matrix-1",
        "vectors": len(cases),
        "faults": [
            {
                **{key: result.fault[key] for key in ("name", "mistake", "origin", "where", "module") if key in result.fault},
                "blanket": len(result.caught_by) > limit,
                "caught_by": result.caught_by,
                "other_reason": result.other_reason,
            }
            for result in results
        ],
        "alone": dict(sorted(alone.items())),
        "families": {name: {"vectors": count, "catching": catching} for name, (count, catching) in sorted(families.items())},
        "catching_nothing": sorted(name for name in cases if name not in kills),
    }


def rows(found: dict[str, Any]) -> list[str]:
    """One row a fault."""
    lines = ["| fault | the mistake | from | caught by | |", "|---|---|---|---|---|"]
    for fault in found["faults"]:
        count = len(fault["caught_by"])
        note = "blanket" if fault["blanket"] else "`" + fault["caught_by"][0] + "`" if count == 1 else ""
        if not count:
            note = "**nobody**"
        lines.append(f"| {fault['name']} | {fault['mistake']} | {fault.get('where', '')} | {count} | {note} |")
    return lines


def summary(found: dict[str, Any]) -> str:
    """What is committed."""
    faults = found["faults"]
    single = [fault for fault in faults if not fault["blanket"]]
    counts = sorted(len(fault["caught_by"]) for fault in single)
    history = sum(fault["origin"] == "history" for fault in faults)
    catching = found["vectors"] - len(found["catching_nothing"])
    lines = [
        "<!-- Generated by conformance/selftest/run.py. Do not edit. -->",
        "# Named faults, and how many vectors catch each",
        "",
        f"{len(faults)} mistakes, {history} of which were made, each planted alone in the executable reference. The list is",
        "[`conformance/selftest/faults.toml`](../conformance/selftest/faults.toml), and it was written before anyone looked at which vectors",
        "there are. A vector catches a fault where `ampwire check` is red for the answer itself; a refusal for another reason does not count.",
        "",
        f"Caught: {sum(bool(fault['caught_by']) for fault in faults)} of {len(faults)}. {sum(count == 1 for count in counts)} are caught by a single vector, and half of",
        f"them by {counts[len(counts) // 2]} or more. {len(faults) - len(single)} are blanket faults, which over {BLANKET:.0%} of the vectors catch: they count for no vector.",
        f"Of {found['vectors']} vectors {catching} catch one of the others. The rest show what this list has no mistake for.",
        "",
        "| vectors | | of them catch a fault |",
        "|---|---|---|",
        *(f"| {name} | {counts['vectors']} | {counts['catching']} |" for name, counts in found["families"].items()),
        "",
        *rows(found),
        "",
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ampwire", type=Path, required=True, help="the runner")
    parser.add_argument("--out", type=Path, default=ROOT / "target" / "selftest", help="where the matrix is written")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many faults at a time")
    parser.add_argument("--only", help="faults whose name has this in it; nothing is committed then")
    parser.add_argument("--check", action="store_true", help="compare what is committed instead of writing it")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    faults = [fault for fault in planted.faults() if not options.only or options.only in fault["name"]]
    names = [fault["name"] for fault in faults]
    if not faults or len(set(names)) != len(names):
        raise SystemExit("no such fault, or two of one name")
    for fault in faults:
        planted.planted(fault)
    runner = Runner(options.ampwire.resolve(), options.out.resolve())
    runner.baseline()
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        results = list(pool.map(runner.ask, faults))
    found = matrix(runner.cases, results)
    (options.out / "matrix.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    (options.out / "matrix.md").write_text("\n".join([*rows(found), ""]), "utf-8")

    survivors = [fault for fault in found["faults"] if not fault["caught_by"]]
    for fault in survivors:
        reason = f" ({len(fault['other_reason'])} vectors see another reason)" if fault["other_reason"] else ""
        print(f"caught by no vector: {fault['name']}: {fault['mistake']}{reason}", file=sys.stderr)
    print(f"{len(faults) - len(survivors)} of {len(faults)} named faults are caught, by {found['vectors']} vectors")
    if options.only:
        return 1 if survivors else 0
    text = summary(found)
    if not options.check:
        SUMMARY.write_text(text, "utf-8")
    elif not SUMMARY.is_file() or SUMMARY.read_text("utf-8") != text:
        print(f"{SUMMARY.relative_to(ROOT)} is out of date: run this without --check", file=sys.stderr)
        return 1
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
