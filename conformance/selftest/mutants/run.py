"""Runs the mutants of cargo-mutants against the vectors alone, and keeps what came of them.

    python3 conformance/selftest/mutants/run.py            goes on where the last run stopped
    python3 conformance/selftest/mutants/run.py --afresh   asks about every mutant again
    python3 conformance/selftest/mutants/run.py --check    runs nothing: are the bars held, is each survivor explained?

Needs cargo-mutants (`cargo install cargo-mutants --locked`), which says which mutants there are. All of them are
planted in one build, of a copy of the checkout; the few that can't be are compiled alone. A mutant is killed where
`ampwire check --level info --strict-reasons`, asked about the mutated codec as a testee, is red. No test of the
library's own is run: what is measured is what the vectors alone would find.

`outcomes.json` beside this file is committed. It has the outcomes by file, with the hash of the file: a file that did
not change is not asked again. `survivors.toml` says of every survivor why it survives.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
OUTCOMES = HERE / "outcomes.json"
SURVIVORS = HERE / "survivors.toml"
MODULES = ("wire", "tlv", "onion", "feature", "bolt11", "symbols", "amp")
NAMED = ("wire", "tlv", "onion", "feature", "bolt11")
"""The modules that the bar is set for, each of them and all together."""
THE_FIVE = "the five"
LEAST_KILLED = 0.90
MOST_EXCLUDED = 0.03

KILLED = "killed"
SURVIVED = "survived"
UNREACHED = "unreached"
UNVIABLE = "unviable"
OUTCOMES_OF_ONE = (KILLED, SURVIVED, UNREACHED, UNVIABLE)
WAITING = "waiting"
EXCLUDED = "excluded"
"""A mutant is unreached where no vector comes to its function, and unviable where it can't be compiled. It waits
where the run ended before it was asked about."""

TYPE_ERRORS = {"E0277", "E0308", "E0369", "E0425", "E0433", "E0599", "E0600", "E0614", "E0423"}
"""The compiler's errors that a mutant has for its types, wherever it stands."""

DEADLINE = 120
"""Seconds for one mutant and one profile; the runner itself ends a case after two."""


def hash_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def listed() -> list[dict[str, Any]]:
    """The mutants of the library, each with a number."""
    command = ["cargo", "mutants", "--list", "--json", "-p", "ampwire"]
    for module in MODULES:
        command += ["-f", f"src/{module}/**"]
    found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    planted = {file: canaries((ROOT / file).read_text("utf-8")) for file in {mutant["file"] for mutant in found}}
    found = [mutant for mutant in found if not planted[mutant["file"]](mutant["span"]["start"])]
    for number, mutant in enumerate(found):
        mutant["id"] = number
    return found


def canaries(text: str) -> Callable[[dict[str, int]], bool]:
    """Says of a place whether it is in a bug that was planted for fuzzing, and is no part of the library: behind
    `planted(…)` on its line, or in the block that such a line opens."""
    lines = text.splitlines()
    inside: dict[int, int] = {}
    for number, line in enumerate(lines):
        column = line.find("planted(Canary::")
        if column < 0:
            continue
        inside[number] = column
        depth = line.count("{") - line.count("}") if line.rstrip().endswith("{") else 0
        while depth > 0:
            number += 1
            depth += lines[number].count("{") - lines[number].count("}")
            inside[number] = 0
    return lambda place: place["column"] - 1 >= inside.get(place["line"] - 1, 10**9)


def label(mutant: dict[str, Any]) -> str:
    """What a mutant is called in its file: as cargo-mutants calls it, with its place."""
    return mutant["name"].removeprefix(mutant["file"] + ":")


def function_of(mutant: dict[str, Any]) -> tuple[str, str, int]:
    """The function that a mutant is in; what is in none is one of its own."""
    function = mutant.get("function") or {"function_name": "", "span": mutant["span"]}
    return mutant["file"], function["function_name"], function["span"]["start"]["line"]


class Tree:
    """A copy of the checkout, with one build folder for all of its states."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "tree"
        self._target = Path(os.environ.get("CARGO_TARGET_DIR", folder / "build")).resolve()
        self.said = ""
        self.program = Path()
        self._tool = self._target / "debug" / "ampwire-selftest-mutants"
        self._cargo("build", "--quiet", "--locked", f"--manifest-path={HERE / 'Cargo.toml'}", folder=ROOT)

    def restore(self) -> None:
        """The copy is as the checkout again. What is the same keeps its time, so that it isn't compiled again."""
        files = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
        kept = set()
        for name in files.stdout.splitlines():
            source, copy = ROOT / name, self.folder / name
            if not source.is_file():
                continue
            kept.add(copy)
            if not copy.is_file() or copy.read_bytes() != source.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, copy)
        for copy in (self.folder / "src").rglob("*.rs"):
            if copy not in kept:
                copy.unlink()

    def plant(self, mutants: list[dict[str, Any]], keep_const: set[str]) -> list[dict[str, Any]]:
        """Plants these in a fresh copy; says of each where it is, or why it isn't."""
        self.restore()
        files = [str(path.relative_to(ROOT)) for module in MODULES for path in sorted((ROOT / "src" / module).rglob("*.rs"))]
        plan = self.folder.parent / "plan.json"
        plan.write_text(json.dumps({"mutants": mutants, "files": files, "keep_const": sorted(keep_const)}))
        done = subprocess.run([self._tool, plan, self.folder], check=True, capture_output=True)
        return json.loads(done.stdout)["mutants"]

    def errors(self) -> list[dict[str, Any]]:
        """What the compiler has against the copy."""
        done = self._cargo("check", "--locked", "-p", "ampwire-conformance", "--message-format=json", "--quiet", checked=False)
        messages = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        found = [message["message"] for message in messages if message.get("reason") == "compiler-message"]
        found = [message for message in found if message["level"] == "error" and message["spans"]]
        if done.returncode and not found:
            raise SystemExit(done.stderr[-3000:])
        return found

    def build_unoptimized(self) -> bool:
        """As `build`, for one mutant alone: there it is the compiler that takes the time."""
        quick = ["--config=profile.dev.package.'*'.opt-level=2", "--config=profile.dev.debug-assertions=false"]
        return self._built("debug", "build", "--locked", "--quiet", "-p", "ampwire-conformance", *quick)

    def build(self) -> bool:
        """Builds the runner with the copy's library; whether it could be."""
        quick = [f"--config=profile.release.package.{name}.opt-level=1" for name in ("ampwire", "ampwire-vectors", "ampwire-conformance")]
        # As where tests run: what overflows panics, and is not wrapped round in silence.
        quick.append("--config=profile.release.package.ampwire.overflow-checks=true")
        return self._built("release", "build", "--release", "--locked", "--quiet", "-p", "ampwire-conformance", *quick)

    def _built(self, folder: str, *arguments: str) -> bool:
        self.program = self._target / folder / "ampwire"
        done = self._cargo(*arguments, checked=False)
        self.said = done.stderr
        return done.returncode == 0

    def _cargo(self, *arguments: str, folder: Path | None = None, checked: bool = True) -> Any:
        environment = dict(os.environ, CARGO_TARGET_DIR=str(self._target), CARGO_PROFILE_DEV_DEBUG="0")
        # A run may be ended at any time, and what is half written of an incremental build does not link any more.
        environment["CARGO_INCREMENTAL"] = "0"
        done = subprocess.run(
            ["nice", "-n", "5", "cargo", *arguments], cwd=folder or self.folder, env=environment, capture_output=True, text=True, check=False
        )
        if checked and done.returncode:
            raise SystemExit(done.stderr[-3000:])
        return done


def hidden_type(mutant: dict[str, Any]) -> bool:
    """Whether this is another body of a function that hides its type."""
    return mutant["genre"] == "FnValue" and "impl " in mutant["function"]["return_type"]


def plant_all(tree: Tree, mutants: list[dict[str, Any]]) -> tuple[set[int], dict[int, str]]:
    """Plants all that can be planted in one build; gives those, and of the others why they are not."""
    by_id = {mutant["id"]: mutant for mutant in mutants}
    # Two bodies can't have one hidden type.
    refused = {mutant["id"]: "hidden type" for mutant in mutants if hidden_type(mutant)}
    keep_const: set[str] = set()
    for turn in range(60):
        planted = tree.plant([mutant for number, mutant in by_id.items() if number not in refused], keep_const)
        left_out = {each["id"]: each["refused"] for each in planted if "refused" in each}
        errors = tree.errors()
        print(f"turn {turn}: {len(planted) - len(left_out)} planted, {len(errors)} errors", flush=True)
        if not errors:
            return {each["id"] for each in planted if "range" in each}, refused | left_out
        news = False
        for error in errors:
            code = (error.get("code") or {}).get("code")
            for span in error["spans"]:
                for each in planted:
                    start, end = each.get("range", (0, 0))
                    inside = start <= span["byte_start"] and span["byte_end"] <= end
                    if each["file"] == span["file_name"] and inside and span["is_primary"]:
                        refused[each["id"]] = f"{code}: {error['message']}"
                        news = True
            if code == "E0015":
                name = error["message"].split("`")[1].split("(")[0].split("<")[0].split("::")[-1]
                news |= name not in keep_const
                keep_const.add(name)
        if not news:
            raise SystemExit("\n".join(error["rendered"] for error in errors[:5]))
    raise SystemExit("the mutants do not come to compile")


def ask(program: Path, environment: dict[str, str], fail_fast: bool = True) -> tuple[bool, str]:
    """Whether the suite is red for the codec in this environment, and what showed it."""
    for profile in ("amp", "bystander"):
        command = [str(program), "check", f"--vectors={ROOT / 'vectors'}", "--level=info", "--strict-reasons", "--withheld", "--no-expect"]
        command += ["--no-alone", "--quiet", "--no-color"]
        command += ["--fail-fast"] if fail_fast else []
        command += ["--", "env", *(f"{name}={value}" for name, value in environment.items())]
        command += [str(program), "testee", "--profile", profile]
        try:
            done = subprocess.run(["nice", "-n", "5", *command], capture_output=True, text=True, timeout=DEADLINE, check=False)
        except subprocess.TimeoutExpired:
            return True, "no end in time"
        if done.returncode:
            return True, f"exit status {done.returncode}"
    return False, ""


class State:
    """What is known of each mutant. Kept after each answer, so that a run that ends early is not lost."""

    def __init__(self, path: Path, mutants: list[dict[str, Any]], afresh: bool) -> None:
        self._path = path
        self._hashes = {file: hash_of(ROOT / file) for file in {mutant["file"] for mutant in mutants}}
        self.known: dict[str, str] = {}
        if afresh:
            return
        before = json.loads(OUTCOMES.read_text("utf-8"))["files"] if OUTCOMES.is_file() else {}
        for file, outcomes in before.items():
            if outcomes["sha256"] == self._hashes.get(file):
                for outcome in OUTCOMES_OF_ONE:
                    self.known |= {f"{file}:{name}": outcome for name in outcomes[outcome]}
        if path.is_file():
            for line in path.read_text("utf-8").splitlines():
                name, file_hash, outcome = json.loads(line)
                if file_hash == self._hashes.get(name.split(":")[0]):
                    self.known[name] = outcome

    def learn(self, mutant: dict[str, Any], outcome: str) -> None:
        self.known[mutant["name"]] = outcome
        with open(self._path, "a", encoding="utf-8") as file:
            file.write(json.dumps([mutant["name"], self._hashes[mutant["file"]], outcome]) + "\n")

    def forget(self, outcomes: set[str]) -> None:
        self.known = {name: outcome for name, outcome in self.known.items() if outcome not in outcomes}

    def settle(self, mutants: list[dict[str, Any]]) -> None:
        """A place that no vector comes to, in a function that one comes to, is a hole in the vectors."""
        visited = {function_of(mutant) for mutant in mutants if self.known.get(mutant["name"]) in (KILLED, SURVIVED)}
        for mutant in mutants:
            if self.known.get(mutant["name"]) == UNREACHED and function_of(mutant) in visited:
                self.known[mutant["name"]] = SURVIVED

    def write(self, mutants: list[dict[str, Any]]) -> None:
        self.settle(mutants)
        files: dict[str, Any] = {}
        for mutant in mutants:
            empty: dict[str, list[str]] = {outcome: [] for outcome in (*OUTCOMES_OF_ONE, WAITING)}
            file = files.setdefault(mutant["file"], {"sha256": self._hashes[mutant["file"]], **empty})
            file[self.known.get(mutant["name"], WAITING)].append(label(mutant))
        written = {"schema": "ampwire-mutants-1", "files": dict(sorted(files.items()))}
        OUTCOMES.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", "utf-8")


def run(mutants: list[dict[str, Any]], state: State, folder: Path) -> None:
    waiting = [mutant for mutant in mutants if mutant["name"] not in state.known]
    print(f"{len(mutants)} mutants, {len(waiting)} to be asked about", flush=True)
    if not waiting:
        return
    tree = Tree(folder)
    together, alone = plant_all(tree, waiting)
    for mutant in waiting:
        # A type that doesn't fit fits no better alone.
        if alone.get(mutant["id"], "").split(":")[0] in TYPE_ERRORS:
            state.learn(mutant, UNVIABLE)
            del alone[mutant["id"]]
    if together:
        ask_together([mutant for mutant in waiting if mutant["id"] in together], state, tree)
    state.write(mutants)
    ask_alone([mutant for mutant in waiting if mutant["id"] in alone], alone, state, tree)


def ask_together(mutants: list[dict[str, Any]], state: State, tree: Tree) -> None:
    """Those that are planted in one build."""
    if not tree.build():
        raise SystemExit("the copy with all mutants does not compile\n" + tree.said[-3000:])
    reached_file = tree.folder.parent / "reached"
    reached_file.unlink(missing_ok=True)
    red, why = ask(tree.program, {"AMPWIRE_MUTANTS_REACHED": str(reached_file)}, fail_fast=False)
    if red:
        raise SystemExit(f"with no mutant switched on the suite is red: {why}")
    # Where no mutant is reached, no process has made the file.
    reached = {int(line) for line in reached_file.read_text().split()} if reached_file.exists() else set()
    print(f"{len(mutants)} planted, {sum(mutant['id'] in reached for mutant in mutants)} where vectors come", flush=True)
    begun, asked = time.monotonic(), 0
    for mutant in mutants:
        if mutant["id"] not in reached:
            state.learn(mutant, UNREACHED)
            continue
        red, _ = ask(tree.program, {"AMPWIRE_MUTANT": str(mutant["id"])})
        state.learn(mutant, KILLED if red else SURVIVED)
        asked += 1
        if asked % 100 == 0:
            print(f"{asked} asked, {(time.monotonic() - begun) / asked:.2f} s each", flush=True)


def ask_alone(mutants: list[dict[str, Any]], why: dict[int, str], state: State, tree: Tree) -> None:
    """Those that could not be planted: one build for each. What the bar is set for comes first."""
    for mutant in sorted(mutants, key=lambda mutant: mutant["file"].split("/")[1] not in NAMED):
        tree.restore()
        path = tree.folder / mutant["file"]
        path.write_text(replaced(path.read_text("utf-8"), mutant), "utf-8")
        begun = time.monotonic()
        outcome = UNVIABLE
        if tree.build_unoptimized():
            red, _ = ask(tree.program, {})
            outcome = KILLED if red else SURVIVED
        elif "could not compile `ampwire` (lib)" not in tree.said:
            raise SystemExit(f"the build failed, and not for {mutant['name']}:\n{tree.said[-3000:]}")
        state.learn(mutant, outcome)
        print(f"alone, {time.monotonic() - begun:.0f} s: {mutant['name']}: {outcome} ({why[mutant['id']]})", flush=True)


def replaced(text: str, mutant: dict[str, Any]) -> str:
    """The text with the mutant in it."""
    lines = text.splitlines(keepends=True)

    def offset(place: dict[str, int]) -> int:
        return sum(len(line) for line in lines[: place["line"] - 1]) + place["column"] - 1

    return text[: offset(mutant["span"]["start"])] + mutant["replacement"] + text[offset(mutant["span"]["end"]) :]


def judge() -> int:
    """Says how the modules stand, and whether the bars are held."""
    files = json.loads(OUTCOMES.read_text("utf-8"))["files"]
    explained: dict[tuple[str, str], str] = {}
    for entry in tomllib.loads(SURVIVORS.read_text("utf-8"))["survivors"]:
        for name in entry["mutants"]:
            explained[entry["file"], name] = entry["kind"]
    bad = []
    totals: dict[str, Counter[str]] = {module: Counter() for module in (*MODULES, THE_FIVE)}
    for file, outcomes in files.items():
        module = file.split("/")[1]
        for total in [totals[module]] + [totals[THE_FIVE]] * (module in NAMED):
            for outcome in (*OUTCOMES_OF_ONE, WAITING):
                total[outcome] += len(outcomes[outcome])
            kinds = Counter(explained.get((file, name)) for name in outcomes[SURVIVED])
            total[EXCLUDED] += kinds[EXCLUDED]
            # What the compiler computes leaves no trace of where vectors come: the reason has to say it.
            total[UNREACHED] += kinds[UNREACHED]
            total[SURVIVED] -= kinds[UNREACHED]
        bad += [f"not explained: {file}:{name}" for name in outcomes[SURVIVED] if (file, name) not in explained]
        for name in outcomes[SURVIVED]:
            explained.pop((file, name), None)
        if not (ROOT / file).is_file() or hash_of(ROOT / file) != outcomes["sha256"]:
            print(f"changed since: {file}")
    bad += [f"explained, and no survivor: {file}:{name}" for file, name in explained]
    print("| module | mutants | can't be compiled | waiting | no vector comes there | killed | survived | of these excluded | score |")
    print("|---|---|---|---|---|---|---|---|---|")
    for module, total in totals.items():
        asked = total[KILLED] + total[SURVIVED]
        if not asked:
            continue
        score = total[KILLED] / (asked - total[EXCLUDED])
        whole = sum(total[outcome] for outcome in (*OUTCOMES_OF_ONE, WAITING))
        numbers = [whole, total[UNVIABLE], total[WAITING], total[UNREACHED], total[KILLED], total[SURVIVED], total[EXCLUDED]]
        print(f"| {module} | {' | '.join(map(str, numbers))} | {score:.1%} |")
        if module in (*NAMED, THE_FIVE) and score < LEAST_KILLED:
            bad.append(f"{module}: {score:.1%} killed, {LEAST_KILLED:.0%} are asked for")
        if module == THE_FIVE and total[EXCLUDED] > MOST_EXCLUDED * asked:
            bad.append(f"{module}: {total[EXCLUDED]} of {asked} excluded, more than {MOST_EXCLUDED:.0%}")
    for line in bad:
        print(line, file=sys.stderr)
    return 1 if bad else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=ROOT / "target" / "mutants", help="where the copy and the state are")
    parser.add_argument("--afresh", action="store_true", help="forget what is known")
    parser.add_argument("--survivors", action="store_true", help="ask again about what survived or was not reached, after new vectors")
    parser.add_argument("--check", action="store_true", help="run nothing, judge what is committed")
    options = parser.parse_args()
    if options.check:
        return judge()
    options.folder.mkdir(parents=True, exist_ok=True)
    mutants = listed()
    state = State(options.folder / "state.jsonl", mutants, options.afresh)
    if options.survivors:
        state.forget({SURVIVED, UNREACHED})
    try:
        run(mutants, state, options.folder.resolve())
    finally:
        # Also of a run that is ended: what is known is known.
        state.write(mutants)
    return judge()


if __name__ == "__main__":
    sys.exit(main())
